import { once } from 'node:events';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { BackUpFile, DatabaseSize } from '../../shared/archive.ts';
import { createTurns } from '../../shared/in-turn.ts';
import type { Log } from '../ports/log.ts';
import { StoreError } from '../ports/store.ts';

/** What a thread of its own is asked to do with the database. */
export type BackUpTask =
  /** Copies, if that was not done within the last 24 hours. */
  | { readonly kind: 'daily' }
  | { readonly kind: 'by-hand' }
  /** Whether a copy is a sound database that this version can use. */
  | { readonly kind: 'check'; readonly copy: string }
  | { readonly kind: 'measure' };

export interface BackUpTaskResults {
  readonly daily: null;
  readonly 'by-hand': BackUpFile;
  readonly check: boolean;
  readonly measure: DatabaseSize;
}

export type FromBackUpWorker =
  | { readonly kind: 'note'; readonly level: keyof Log; readonly message: string }
  | { readonly kind: 'done'; readonly result: BackUpTaskResults[BackUpTask['kind']] }
  | { readonly kind: 'failed'; readonly problem: StoreError['problem'] | null; readonly message: string };

/** One at a time: each copy begins by removing what one that was killed has left unfinished. */
const inTurn = createTurns();

/** Built, the program of the thread lies beside all others; from source, beside this file. */
const worker = join(import.meta.dirname, `back-up-worker${extname(import.meta.filename)}`);

/** Throws `StoreError`. */
export function inBackUpThread<Kind extends BackUpTask['kind']>(
  file: string,
  task: Extract<BackUpTask, { kind: Kind }>,
  log: Log,
): Promise<BackUpTaskResults[Kind]> {
  return inTurn(async () => {
    const thread = new Worker(worker, { workerData: { file, task } });
    let last: FromBackUpWorker | null = null;
    thread.on('message', (message: FromBackUpWorker) => {
      if (message.kind === 'note') log[message.level](message.message);
      else last = message;
    });
    // Rejects with what the thread did not catch.
    await once(thread, 'exit');
    return resultOf<Kind>(last);
  });
}

function resultOf<Kind extends BackUpTask['kind']>(last: FromBackUpWorker | null): BackUpTaskResults[Kind] {
  // The thread answers the task it was given, and no other.
  if (last?.kind === 'done') return last.result as BackUpTaskResults[Kind];
  if (last?.kind !== 'failed') throw new Error('The thread ended without an answer.');
  throw last.problem === null ? new Error(last.message) : new StoreError(last.problem, last.message);
}
