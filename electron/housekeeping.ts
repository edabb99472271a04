import type { ChangedList } from '../shared/contract.ts';
import type { SnapshotChange } from '../shared/snapshot.ts';
import { startDailyBackUp } from './daily-back-up.ts';
import { startDailyRetention } from './daily-retention.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { StoreReader, StoreWriter } from './ports/store.ts';
import type { EventFeed } from './service/publisher.ts';
import { settleRollUp } from './settle-roll-up.ts';
import { startWatching } from './watch-after-runs.ts';

/**
 * What is done beside collecting: after each run a look at what is watched, and, where the process stays, once a day the
 * back-up and the end of what is too old, and at the start the roll-up of another time zone made anew.
 */
export function startHousekeeping(options: {
  readonly file: string;
  /** False for a single command, which ends with its run. */
  readonly stays: boolean;
  readonly events: EventFeed & {
    readonly publish: (change: SnapshotChange) => void;
    readonly changed: (lists: readonly ChangedList[]) => void;
  };
  readonly store: StoreReader;
  readonly writer: () => StoreWriter;
  readonly clock: Clock;
  readonly log: Log;
}): { stop(): Promise<void> } {
  const { publish, changed } = options.events;
  const chores = [
    startWatching({ ...options, publish, changed }),
    ...(options.stays
      ? [startDailyBackUp(options), startDailyRetention(options), settleRollUp(options)]
      : []),
  ];
  return {
    stop: async () => {
      await Promise.all(chores.map((chore) => chore.stop()));
    },
  };
}
