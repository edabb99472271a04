import type { EventFeed, WireEvent } from '../../electron/service/publisher.ts';
import { initialState, type Snapshot, snapshotOf } from '../../shared/snapshot.ts';

/** A feed whose events the test makes up. `at` of its snapshots counts how often the state was asked for. */
export function scriptedFeed(): EventFeed & {
  emit(event: WireEvent): void;
  readonly listeners: () => number;
} {
  const listeners = new Set<(event: WireEvent) => void>();
  let asked = 0;
  return {
    on(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    current() {
      asked += 1;
      return snapshotAt(asked);
    },
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    listeners: () => listeners.size,
  };
}

export function snapshotAt(at: number): Snapshot {
  return snapshotOf(initialState, { now: at, monotonic: 0 });
}
