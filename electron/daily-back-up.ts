import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { type AfterEachRun, afterEachRun } from './after-each-run.ts';
import type { Log } from './ports/log.ts';
import type { EventFeed } from './service/publisher.ts';
import type { BackUpNote } from './store/back-up-worker.ts';

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
}): AfterEachRun {
  const { file, events, log, backUp = backUpInThread } = options;

  async function backUpInThread(): Promise<void> {
    const worker = new Worker(join(import.meta.dirname, 'back-up-worker.js'), { workerData: { file } });
    worker.on('message', ({ level, message }: BackUpNote) => log[level](message));
    // Rejects with what the thread did not catch.
    await once(worker, 'exit');
  }

  return afterEachRun({ events, log, work: backUp, failed: 'The daily back-up was not made' });
}
