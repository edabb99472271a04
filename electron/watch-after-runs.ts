import type { ChangedList } from '../shared/contract.ts';
import type { SnapshotChange } from '../shared/snapshot.ts';
import { type AfterEachRun, afterEachRun } from './after-each-run.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { StoreReader, StoreWriter } from './ports/store.ts';
import type { EventFeed } from './service/publisher.ts';

/**
 * Looks after each run for what has fallen silent or loses subscribers, and tells the snapshot what the user has not
 * seen yet: words were found as posts came in. Tells it once at the start too.
 */
export function startWatching(options: {
  readonly events: EventFeed;
  readonly store: Pick<StoreReader, 'watches'>;
  readonly writer: () => StoreWriter;
  readonly clock: Pick<Clock, 'now'>;
  readonly publish: (change: SnapshotChange) => void;
  readonly changed: (lists: readonly ChangedList[]) => void;
  readonly log: Pick<Log, 'warn'>;
}): AfterEachRun {
  const { events, store, writer, clock, publish, changed, log } = options;
  const failed = 'What is watched was not looked at';

  async function tell(): Promise<void> {
    publish({ type: 'alerts', alerts: await store.watches.unseen() });
    changed(['alerts']);
  }

  const telling = tell().catch((error: unknown) => log.warn(`${failed}: ${String(error)}`));
  const chore = afterEachRun({
    events,
    log,
    work: async () => {
      await writer().watches.check(clock.now());
      await tell();
    },
    failed,
  });
  return {
    stop: async () => {
      await telling;
      await chore.stop();
    },
  };
}
