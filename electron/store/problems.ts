import Database from 'better-sqlite3';
import { StoreError } from '../ports/store.ts';

/**
 * Puts what SQLite or the file system reports into words: a `StoreError` where a person can do something
 * about it, the error itself otherwise. By then SQLite has rolled back the transaction, so everything
 * before it is kept.
 */
export function explained(error: unknown, file: string): unknown {
  if (error instanceof StoreError || !(error instanceof Error) || !('code' in error)) return error;
  const code = String(error.code);
  const cause = error instanceof Database.SqliteError ? causeInSqlite(code) : causeInFiles.get(code);
  return cause === undefined ? error : describe(cause, file, code);
}

type Cause = 'full' | 'closed' | 'damaged' | 'locked' | 'failing';

const causeInFiles: ReadonlyMap<string, Cause> = new Map([
  ['ENOSPC', 'full'],
  ['EDQUOT', 'full'],
  ['EACCES', 'closed'],
  ['EPERM', 'closed'],
  ['EROFS', 'closed'],
  ['EISDIR', 'closed'],
  ['ENOTDIR', 'closed'],
  ['EEXIST', 'closed'],
  ['EIO', 'failing'],
]);

/** By the plain code each extended one (`SQLITE_IOERR_WRITE`) begins with. */
const causesInSqlite: readonly (readonly [string, Cause])[] = [
  ['SQLITE_FULL', 'full'],
  ['SQLITE_CANTOPEN', 'closed'],
  ['SQLITE_READONLY', 'closed'],
  ['SQLITE_PERM', 'closed'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_BUSY', 'locked'],
  ['SQLITE_LOCKED', 'locked'],
  ['SQLITE_IOERR', 'failing'],
];

function causeInSqlite(code: string): Cause | undefined {
  return causesInSqlite.find(([plain]) => code.startsWith(plain))?.[1];
}

function describe(cause: Cause, file: string, code: string): StoreError {
  switch (cause) {
    case 'full':
      return new StoreError(
        'disk-full',
        `The disk with ${file} is full, so the last change was not written. Everything written before is kept. Free some space; nothing else is needed.`,
      );
    case 'closed':
      return new StoreError(
        'not-writable',
        `${file} cannot be opened as a database (${code}). Nothing in it was changed. Check that its folder exists, that you may read and write there, and that the disk is not read-only.`,
      );
    case 'damaged':
      return new StoreError(
        'damaged',
        `The database ${file} is damaged. Nothing was deleted. Quit Tidings and start it again: it puts the damaged files aside and restores the last back-up.`,
      );
    case 'locked':
      return new StoreError(
        'not-writable',
        `Another program kept ${file} locked for too long, so the last change was not written. Everything written before is kept. Close whatever else has the database open and try again.`,
      );
    case 'failing':
      return new StoreError(
        'unreadable',
        `The disk with ${file} reported an error (${code}). What was written before is kept as far as the disk allows. Check the disk, then start Tidings again.`,
      );
  }
}
