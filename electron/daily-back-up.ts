import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Log } from './ports/log.ts';
import type { EventFeed } from './service/publisher.ts';
import type { BackUpNote } from './store/back-up-worker.ts';

export interface DailyBackUp {
  /** Waits for a back-up under way: it holds the database open. */
  stop(): Promise<void>;
}

/**
 * Has the database backed up once a day, after a run of this process, in a thread of its own. The last three
 * copies are kept; damage found at a start is mended from the newest.
 */
export function startDailyBackUp(options: {
  readonly file: string;
  readonly events: EventFeed;
  readonly log: Log;
}): DailyBackUp {
  const { file, events, log } = options;
  let underWay: Promise<unknown> | null = null;
  let seenRunId = events.current().lastRun?.id ?? null;

  async function backUp(): Promise<void> {
    const worker = new Worker(join(import.meta.dirname, 'back-up-worker.js'), { workerData: { file } });
    worker.on('message', ({ level, message }: BackUpNote) => log[level](message));
    worker.on('error', (error) => log.warn(`The daily back-up was not made: ${error.message}`));
    await once(worker, 'exit');
  }

  const unsubscribe = events.on((event) => {
    if (event.event !== 'snapshot') return;
    const { lease, lastRun } = event.payload;
    const isNew = lastRun !== null && lastRun.id !== seenRunId;
    seenRunId = lastRun?.id ?? null;
    if (!isNew || lease.kind !== 'holding' || underWay !== null) return;
    underWay = backUp()
      .catch((error: unknown) => log.warn(`The daily back-up was not made: ${String(error)}`))
      .finally(() => {
        underWay = null;
      });
  });

  return {
    stop: async () => {
      unsubscribe();
      await underWay;
    },
  };
}
