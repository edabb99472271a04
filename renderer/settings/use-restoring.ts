import { useEffect, useRef, useState } from 'react';
import type { BackUpFile } from '../../shared/archive.ts';
import { messageOf } from '../state/asked.ts';
import { useBridge } from '../state/screen-context.ts';
import { useWish, type Wish } from '../state/wish.ts';
import type { Bridge } from '../wire.ts';

/** What became of a restore since Tidings was asked for it. */
export type Restored =
  | { readonly kind: 'restarting'; readonly copy: BackUpFile }
  /** Tidings is back, on the copy. */
  | { readonly kind: 'done'; readonly copy: BackUpFile; readonly quarantined: string }
  /** Tidings is back, and whether on the copy is not known, or it is not. */
  | { readonly kind: 'unclear'; readonly copy: BackUpFile; readonly problem: string | null };

export interface Restoring {
  readonly wish: Wish;
  /** Null: none was asked for, or it has been put away. */
  readonly restored: Restored | null;
  restore(copy: BackUpFile): Promise<boolean>;
  dismiss(): void;
}

/** Puts a copy in the database's place, and waits for Tidings to come back: it starts again for that. */
export function useRestoring(): Restoring {
  const bridge = useBridge();
  const wish = useWish();
  const [restored, setRestored] = useState<Restored | null>(null);
  const stopWaiting = useRef<() => void>(() => undefined);
  useEffect(() => () => stopWaiting.current(), []);

  return {
    wish,
    restored,
    async restore(copy) {
      const askedAt = Date.now();
      stopWaiting.current();
      // Before it is asked: the connection may be gone as soon as the answer is here.
      stopWaiting.current = onceBack(bridge, () => {
        void whatBecame(bridge, copy, askedAt).then(setRestored);
      });
      const answer = await wish.grant(() => bridge.request('backups.restore', { name: copy.name }));
      if (answer === null) {
        stopWaiting.current();
        return false;
      }
      // It may be back by now.
      setRestored((before) => before ?? { kind: 'restarting', copy });
      return true;
    },
    dismiss: () => setRestored(null),
  };
}

/** A browser on another computer, by way of a tunnel, has a clock of its own. */
const clocksApartMs = 60_000;

/** Calls back once when the connection was lost and is there again. Returns what ends the waiting. */
function onceBack(bridge: Bridge, back: () => void): () => void {
  let lost = false;
  const stop = bridge.onConnection(({ kind }) => {
    if (kind !== 'connected') lost = true;
    else if (lost) {
      stop();
      back();
    }
  });
  return stop;
}

/** The log of the database that is open now tells whether it is the copy. */
async function whatBecame(bridge: Bridge, copy: BackUpFile, askedAt: number): Promise<Restored> {
  try {
    const { items } = await bridge.request('runs.events', {
      types: ['database.restored'],
      from: askedAt - clocksApartMs,
      limit: 1,
    });
    const [event] = items;
    if (event?.type !== 'database.restored' || event.metadata.from !== copy.name) {
      return { kind: 'unclear', copy, problem: null };
    }
    return { kind: 'done', copy, quarantined: event.metadata.quarantined };
  } catch (error) {
    return { kind: 'unclear', copy, problem: messageOf(error) };
  }
}
