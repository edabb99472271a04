import { useEffect, useRef, useState } from 'react';
import type { ChangedList, RequestName, RequestOf, ResponseOf } from '../../shared/contract.ts';
import type { Bridge } from '../wire.ts';
import { useBridge } from './screen-context.ts';

/** What a screen has asked for, as far as it has been answered. A problem leaves the earlier answer standing. */
export interface Asked<Answer> {
  readonly answer: Answer | null;
  /** Why the latest asking was not answered; null when it was. */
  readonly problem: string | null;
  /** Asks once more. */
  readonly again: () => void;
}

/**
 * Asks when it first appears, whenever the request is another one, after each reconnection and whenever one of
 * `lists` is said to have changed. While it is being answered it is asked at most once more, not once per change.
 */
export function useAsked<Name extends RequestName>(
  name: Name,
  request: RequestOf<Name>,
  lists: readonly ChangedList[],
): Asked<ResponseOf<Name>> {
  const bridge = useBridge();
  const asking = JSON.stringify([name, request, lists]);
  const [held, setHeld] = useState<{
    readonly asking: string;
    readonly answer: ResponseOf<Name> | null;
    readonly problem: string | null;
  }>({ asking, answer: null, problem: null });
  const asker = useRef<Asker | null>(null);

  useEffect(() => {
    // Compared by its text: a request is a new object with every rendering.
    const [askedName, askedRequest, askedLists] = JSON.parse(asking) as [
      Name,
      RequestOf<Name>,
      ChangedList[],
    ];
    const made = keepAsking(bridge, askedLists, async () => {
      try {
        const answer = await bridge.request(askedName, askedRequest);
        return () => setHeld({ asking, answer, problem: null });
      } catch (error) {
        if (bridge.connection().kind !== 'connected') return () => undefined;
        return () =>
          setHeld((before) => ({
            asking,
            answer: before.asking === asking ? before.answer : null,
            problem: messageOf(error),
          }));
      }
    });
    asker.current = made;
    return made.end;
  }, [bridge, asking]);

  const current = held.asking === asking ? held : { answer: null, problem: null };
  return {
    answer: current.answer,
    problem: current.problem,
    again: () => asker.current?.again(),
  };
}

/** Asks when it is told to and whenever what it asks for may have changed. */
export interface Asker {
  again(): void;
  /** Nothing is shown after this. */
  end(): void;
}

/** `ask` answers with what shows the answer. Asked again while it is being answered, it asks once more afterwards. */
export function keepAsking(
  bridge: Bridge,
  lists: readonly ChangedList[],
  ask: () => Promise<() => void>,
): Asker {
  let state: 'idle' | 'busy' | 'again' | 'over' = 'idle';

  async function askNow(): Promise<void> {
    if (state === 'over' || bridge.connection().kind !== 'connected') return;
    if (state !== 'idle') {
      state = 'again';
      return;
    }
    state = 'busy';
    const show = await ask();
    // Ended while it was answered: the type does not know that others changed it meanwhile.
    const after = state as string;
    if (after === 'over') return;
    show();
    state = 'idle';
    if (after === 'again') await askNow();
  }

  const start = (): void => void askNow();
  const unsubscribes = [
    bridge.on('changed', (changed) => {
      if (changed.lists.some((list) => lists.includes(list))) start();
    }),
    bridge.onConnection((connection) => {
      if (connection.kind === 'connected') start();
    }),
  ];
  start();
  return {
    again: start,
    end() {
      state = 'over';
      for (const unsubscribe of unsubscribes) unsubscribe();
    },
  };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
