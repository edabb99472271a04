import { useCallback, useEffect, useRef, useState } from 'react';
import type { DialogList } from '../../shared/contract.ts';
import { messageOf, useAsked } from '../state/asked.ts';
import { useBridge } from '../state/screen-context.ts';

export interface Dialogs {
  /** Null before the first answer. */
  readonly list: DialogList | null;
  readonly reading: boolean;
  /** Why it was not read further, in words; what was read is there. */
  readonly problem: string | null;
  /** Goes on where it ended; `again`: from the top. */
  readonly read: (again: boolean) => void;
}

/** An account's list of channels: at once as far as it is kept, then read on page by page until it is whole. */
export function useDialogs(accountId: number): Dialogs {
  const bridge = useBridge();
  const {
    answer,
    problem: unanswered,
    again: ask,
  } = useAsked('dialogs.list', { accountId }, ['dialogs', 'channels']);
  const [state, setState] = useState<{ readonly reading: boolean; readonly problem: string | null }>({
    reading: false,
    problem: null,
  });
  /** Ends the reading that is under way. */
  const leave = useRef<() => void>(() => undefined);
  const latestAsk = useRef(ask);
  useEffect(() => {
    latestAsk.current = ask;
  });

  const read = useCallback(
    (again: boolean) => {
      leave.current();
      let left = false;
      leave.current = () => {
        left = true;
      };
      setState({ reading: true, problem: null });
      void readPages(again);

      async function readPages(fromTop: boolean): Promise<void> {
        const result = await readPage(fromTop);
        if (left) return;
        latestAsk.current();
        if (result === 'more') return readPages(false);
        setState({ reading: false, problem: result === 'complete' ? null : result.problem });
      }

      async function readPage(fromTop: boolean): Promise<'more' | 'complete' | { readonly problem: string }> {
        try {
          const page = await bridge.request('dialogs.read', {
            accountId,
            ...(fromTop ? { again: true } : {}),
          });
          if (!page.accepted) return { problem: page.reason };
          return page.complete ? 'complete' : 'more';
        } catch (error) {
          return { problem: messageOf(error) };
        }
      }
    },
    [bridge, accountId],
  );

  const unread = answer !== null && !answer.complete;
  const begun = useRef<number | null>(null);
  useEffect(() => {
    // By itself once: what was refused is read on when the user says so.
    if (!unread || begun.current === accountId) return;
    begun.current = accountId;
    read(false);
  }, [unread, accountId, read]);
  useEffect(
    () => () => {
      leave.current();
      begun.current = null;
    },
    [],
  );

  return { list: answer, reading: state.reading, problem: state.problem ?? unanswered, read };
}
