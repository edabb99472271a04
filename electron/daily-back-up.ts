import { type AfterEachRun, afterEachRun } from './after-each-run.ts';
import type { Log } from './ports/log.ts';
import type { EventFeed } from './service/publisher.ts';
import { inBackUpThread } from './store/back-up-thread.ts';

/**
 * Has the database backed up once a day, after a run, in a thread of its own. The last three copies are kept;
 * damage found at a start is mended from the newest.
 */
export function startDailyBackUp(options: {
  readonly file: string;
  readonly events: EventFeed;
  readonly log: Log;
  /** Copies, if that is due; in a thread of its own unless given. */
  readonly backUp?: () => Promise<unknown>;
}): AfterEachRun {
  const { file, events, log, backUp = () => inBackUpThread(file, { kind: 'daily' }, log) } = options;
  return afterEachRun({
    events,
    log,
    work: async () => {
      await backUp();
    },
    failed: 'The daily back-up was not made',
  });
}
