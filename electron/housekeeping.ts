import { startDailyBackUp } from './daily-back-up.ts';
import { startDailyRetention } from './daily-retention.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { StoreReader, StoreWriter } from './ports/store.ts';
import type { EventFeed } from './service/publisher.ts';

/** What is done once a day in the quiet after a run: the back-up, and the end of records that are too old. */
export function startHousekeeping(options: {
  readonly file: string;
  readonly events: EventFeed;
  readonly store: StoreReader;
  readonly writer: () => StoreWriter;
  readonly clock: Clock;
  readonly log: Log;
}): { stop(): Promise<void> } {
  const chores = [startDailyBackUp(options), startDailyRetention(options)];
  return {
    stop: async () => {
      await Promise.all(chores.map((chore) => chore.stop()));
    },
  };
}
