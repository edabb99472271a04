import { parentPort, workerData } from 'node:worker_threads';
import type { Log } from '../ports/log.ts';
import { StoreError } from '../ports/store.ts';
import { backUpByHand, backUpIfDue, isSound } from './back-up.ts';
import type { BackUpTask, BackUpTaskResults, FromBackUpWorker } from './back-up-thread.ts';
import { measureDatabase } from './database-size.ts';

/**
 * A thread of its own: copying, checking and measuring a database takes seconds, during which a thread does nothing
 * else. Does the one task it was started with, and ends.
 */
const tell = (message: FromBackUpWorker): void => parentPort?.postMessage(message);
const note = (level: keyof Log, message: string): void => tell({ kind: 'note', level, message });
const log: Log = {
  info: (message) => note('info', message),
  warn: (message) => note('warn', message),
  error: (message, error) => note('error', error === undefined ? message : `${message} (${String(error)})`),
};

const { file, task } = workerData as { readonly file: string; readonly task: BackUpTask };
const options = { file, log, now: Date.now };

async function work(): Promise<BackUpTaskResults[BackUpTask['kind']]> {
  switch (task.kind) {
    case 'daily':
      await backUpIfDue(options);
      return null;
    case 'by-hand':
      return backUpByHand(options);
    case 'check':
      return isSound(task.copy, log);
    case 'measure':
      return measureDatabase(options);
  }
}

try {
  tell({ kind: 'done', result: await work() });
} catch (error) {
  tell({
    kind: 'failed',
    problem: error instanceof StoreError ? error.problem : null,
    message: error instanceof Error ? error.message : String(error),
  });
}
