import { parentPort, workerData } from 'node:worker_threads';
import type { Log } from '../ports/log.ts';
import { backUpIfDue } from './back-up.ts';

/** One line of the log on its way to the thread that keeps it. */
export interface BackUpNote {
  readonly level: keyof Log;
  readonly message: string;
}

/** A thread of its own: copying and checking a database takes seconds, during which a thread does nothing else. */
const note = (level: keyof Log, message: string): void =>
  parentPort?.postMessage({ level, message } satisfies BackUpNote);
const { file } = workerData as { readonly file: string };
try {
  await backUpIfDue({
    file,
    now: Date.now,
    log: {
      info: (message) => note('info', message),
      warn: (message) => note('warn', message),
      error: (message, error) =>
        note('error', error === undefined ? message : `${message} (${String(error)})`),
    },
  });
} catch (error) {
  note('warn', `The daily back-up was not made: ${error instanceof Error ? error.message : String(error)}`);
}
