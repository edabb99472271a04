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
 * Has the database backed up once a day, after a run, in a thread of its own. The last three copies are kept;
 * damage found at a start is mended from the newest.
 */
export function startDailyBackUp(options: {
  readonly file: string;
  readonly events: EventFeed;
  readonly log: Log;
  /** Copies, if that is due; in a thread of its own unless given. */
  readonly backUp?: () => Promise<void>;
}): DailyBackUp {
  const { file, events, log, backUp = backUpInThread } = options;
  let underWay: Promise<unknown> | null = null;
  let seenRunId = events.current().lastRun?.id ?? null;

  async function backUpInThread(): Promise<void> {
    const worker = new Worker(join(import.meta.dirname, 'back-up-worker.js'), { workerData: { file } });
    worker.on('message', ({ level, message }: BackUpNote) => log[level](message));
    // Rejects with what the thread did not catch.
    await once(worker, 'exit');
  }

  const unsubscribe = events.on((event) => {
    if (event.event !== 'snapshot') return;
    const { state, lease, lastRun } = event.payload;
    const isNew = lastRun !== null && lastRun.id !== seenRunId;
    seenRunId = lastRun?.id ?? null;
    // A copy cannot be broken off: begun with the last run of a process, it would hold up the process's end.
    if (!isNew || state === 'stopping' || lease.kind !== 'holding' || underWay !== null) return;
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
