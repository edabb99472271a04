import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { DatabaseFiles } from './database-files.ts';
import { explained } from './problems.ts';

/**
 * Tells whether another living process has the database open. It is an empty SQLite file on which everyone
 * who has the database open holds a shared lock, and whoever checks, repairs or migrates it an exclusive
 * one. The system drops the locks of a process that is killed, so nothing here depends on process ids,
 * which are reused and mean nothing in another container.
 */
export interface OpenGuard {
  /** True: nobody else has the database open, and nobody can open it before `share`. */
  readonly alone: boolean;
  /** Lets others in; waits for one that is checking the database. */
  share(): void;
  release(): void;
}

/** Two processes that start at once step aside for each other within this time. */
const exclusiveTimeoutMs = 100;
/** Someone else's check of a large database takes seconds, a migration more. */
const sharedTimeoutMs = 120_000;

/** `patienceMs`: how long to wait for others to leave. */
export function openGuard(files: DatabaseFiles, patienceMs = exclusiveTimeoutMs): OpenGuard {
  const guard = new Database(files.guard, { timeout: patienceMs });
  const alone = tryExclusive(guard);
  return {
    alone,
    share: () => {
      // A commit would write a first page: the file must stay empty, so that nothing in it can be damaged.
      if (guard.inTransaction) guard.exec('ROLLBACK');
      lockShared(guard);
    },
    release: () => void guard.close(),
  };
}

/** For a reader: holds off quarantine and migrations, and writes nothing. Returns its release. */
export function shareGuardReadOnly(files: DatabaseFiles): () => void {
  // A database that was copied here by hand comes without one.
  if (!existsSync(files.guard)) return () => undefined;
  try {
    const guard = new Database(files.guard, { readonly: true, fileMustExist: true });
    lockShared(guard);
    return () => void guard.close();
  } catch (error) {
    throw explained(error, files.file);
  }
}

function tryExclusive(guard: Database.Database): boolean {
  try {
    guard.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return false;
    guard.close();
    throw error;
  }
}

function lockShared(guard: Database.Database): void {
  guard.pragma(`busy_timeout = ${sharedTimeoutMs}`);
  guard.exec('BEGIN');
  guard.prepare('SELECT count(*) FROM sqlite_schema').get();
}
