import type { ChangedList, EventName, Events } from '../../shared/contract.ts';
import {
  initialState,
  reduce,
  type Snapshot,
  type SnapshotChange,
  type SnapshotState,
  snapshotOf,
} from '../../shared/snapshot.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { createEventHub } from './event-hub.ts';

/** An event of the contract as it goes over every wire. `open` is told to one window only, by the desktop itself. */
export type WireEvent = {
  [Name in Exclude<EventName, 'open'>]: { readonly event: Name; readonly payload: Events[Name] };
}[Exclude<EventName, 'open'>];

/** What a transport needs to keep its other side up to date. */
export interface EventFeed {
  /** Returns its unsubscribe function. */
  on(listener: (event: WireEvent) => void): () => void;
  /** The state as of this moment. */
  current(): Snapshot;
}

export interface Publisher extends EventFeed {
  /** Folds a change into the one state and tells whoever listens. */
  publish(change: SnapshotChange): void;
  /** Says that lists on screens are out of date. */
  changed(lists: readonly ChangedList[]): void;
  /** Sends what is still waiting, then nothing any more. */
  close(): void;
}

/** The least time between two pushes of the same kind, in milliseconds. */
export const pushIntervalMs = 100;

/**
 * Holds the one state and pushes it: at once on the first change after a quiet time, then at most every
 * 100 ms, the last change always. Start and end of a run are pushed at once whatever came before, so that a
 * run of 20 ms is seen to run and to end.
 */
export function createPublisher({ clock, log }: { clock: Clock; log: Pick<Log, 'error'> }): Publisher {
  const hub = createEventHub<WireEvent>(log);
  const changedLists = new Set<ChangedList>();
  let state: SnapshotState = initialState;

  const current = () => snapshotOf(state, { now: clock.now(), monotonic: clock.monotonic() });
  const snapshots = createCoalescer(clock, () => hub.emit({ event: 'snapshot', payload: current() }));
  const lists = createCoalescer(clock, () => {
    const payload = { lists: [...changedLists] };
    changedLists.clear();
    hub.emit({ event: 'changed', payload });
  });

  return {
    on: hub.on,
    current,
    publish(change) {
      const before = state;
      state = reduce(state, change);
      if (state === before) return;
      if (change.type === 'run-started' || change.type === 'run-finished') snapshots.now();
      else snapshots.soon();
    },
    changed(names) {
      if (names.length === 0) return;
      for (const name of names) changedLists.add(name);
      lists.soon();
    },
    close() {
      snapshots.close();
      lists.close();
    },
  };
}

/** Calls `send` for every burst of calls: at the first at once, and at the end of each interval that had more. */
function createCoalescer(clock: Clock, send: () => void) {
  let cancelInterval: (() => void) | null = null;
  let waiting = false;
  let closed = false;

  function now(): void {
    if (closed) return;
    cancelInterval?.();
    waiting = false;
    // Set before sending: a listener may publish in its turn.
    cancelInterval = clock.after(pushIntervalMs, () => {
      cancelInterval = null;
      if (waiting) now();
    });
    send();
  }

  return {
    now,
    soon(): void {
      if (cancelInterval === null) now();
      else waiting = true;
    },
    close(): void {
      if (waiting) now();
      closed = true;
      cancelInterval?.();
    },
  };
}
