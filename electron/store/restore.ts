import { copyFileSync, existsSync, linkSync, mkdirSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Log } from '../ports/log.ts';
import { appendEvent } from './audit.ts';
import { flushToDisk, isSound } from './back-up.ts';
import { type Connection, openConnection } from './connection.ts';
import { type DatabaseFiles, databaseFiles } from './database-files.ts';
import { listFloods, recordFlood } from './floods.ts';
import { type OpenGuard, openGuard } from './open-guard.ts';
import { explained } from './problems.ts';
import { copyForUse, dropQuarantine, dropUnfinished, makeQuarantine, moveAway } from './recover.ts';
import { dropRestoreWish, type RestoreWish, readRestoreWish, wishToRestore } from './restore-wish.ts';

/** Whoever only reads is done within this time; a restore is worth waiting for it. */
const patienceWithReadersMs = 2_000;

/** Where a copy is to be put in place, one must be alone with the database: somebody's short look is waited for. */
export function openGuardFor(files: DatabaseFiles): OpenGuard {
  return readRestoreWish(files) === null ? openGuard(files) : openGuard(files, patienceWithReadersMs);
}

/** A wish that cannot be met now is dropped: met some other day, it would come as a surprise. */
export function refuseRestore(files: DatabaseFiles, log: Log): void {
  if (readRestoreWish(files) === null) return;
  dropRestoreWish(files);
  log.error(
    'The copy was not put in place: another Tidings process has the database open. Nothing was changed. Quit that process and try again.',
  );
}

/** Only while nobody else has the database open. What went wrong is logged: the database as it is serves all the same. */
export function restoreIfWished(files: DatabaseFiles, log: Log): void {
  const wish = readRestoreWish(files);
  if (wish === null) return;
  if (wish === 'unreadable') {
    log.error('A copy was to be put in place, but the word of which one is cut short. Nothing was changed.');
  } else if (!isRestored(files, wish, log)) {
    if (isSound(wish.copy, log)) putInPlaceOrGoOn(files, wish, log);
    else log.error(`The copy ${wish.copy} cannot be used, so it was not put in place. Nothing was changed.`);
  }
  dropRestoreWish(files);
}

/** Throws where no database is in place to go on with. */
function putInPlaceOrGoOn(files: DatabaseFiles, wish: RestoreWish, log: Log): void {
  try {
    putInPlace(files, wish, log);
  } catch (error) {
    if (!existsSync(files.file)) throw error;
    log.error(
      `The copy ${wish.copy} was not put in place: ${String(explained(error, files.file))} The database is as it was before. Free space on the disk and see that Tidings may write to ${dirname(files.file)}, then restore the copy again.`,
    );
  }
}

export type Restoring =
  | { readonly done: true; readonly quarantined: string }
  | { readonly done: false; readonly because: 'in-use' | 'not-sound' };

/**
 * Puts a copy of a back-up, any file of that kind, in the database's place, now. The database is set aside whole;
 * the copy stays where it is. Throws `StoreError`.
 */
export function restoreNow(options: {
  readonly file: string;
  readonly copy: string;
  readonly log: Log;
  readonly now: () => number;
}): Restoring {
  const { file, copy, log, now } = options;
  const files = databaseFiles(file);
  let guard: OpenGuard | null = null;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    guard = openGuard(files, patienceWithReadersMs);
    if (!guard.alone) return { done: false, because: 'in-use' };
    if (!isSound(copy, log)) return { done: false, because: 'not-sound' };
    const wish = { copy, askedAt: now() };
    // Killed from here on, the next start finishes it.
    wishToRestore(files, wish);
    try {
      return { done: true, quarantined: putInPlace(files, wish, log) };
    } finally {
      // Also where it could not be done: whoever asked is told so now.
      if (existsSync(file)) dropRestoreWish(files);
    }
  } catch (error) {
    throw explained(error, file);
  } finally {
    guard?.release();
  }
}

/**
 * At every moment there is a whole database of that name, the old one or the new one: what is committed goes from the
 * journal into the old file first, that file gets a second name in quarantine, and the new one takes over the first.
 */
function putInPlace(files: DatabaseFiles, wish: RestoreWish, log: Log): string {
  const quarantined = makeQuarantine(
    files,
    `The copy ${wish.copy} took the place of this database.`,
    wish.askedAt,
  );
  try {
    replace(files, wish, quarantined, log);
  } catch (error) {
    if (existsSync(files.file)) takeBack(files, quarantined);
    throw error;
  }
  log.info(`The copy ${wish.copy} took the database's place. What was there before is in ${quarantined}.`);
  return quarantined;
}

function replace(files: DatabaseFiles, { copy, askedAt }: RestoreWish, quarantined: string, log: Log): void {
  const { file, parts } = files;
  // Telegram's waits outlast whatever is done to the database.
  const floods = existsSync(file)
    ? onDatabase(file, log, [], (connection) => listFloods(connection, askedAt))
    : [];
  const ready = copyForUse(files, copy, log, (connection) => {
    for (const flood of floods) recordFlood(connection, flood);
    appendEvent(connection, {
      at: askedAt,
      type: 'database.restored',
      metadata: { from: basename(copy), quarantined },
    });
  });
  if (existsSync(file)) {
    settleJournal(file, log);
    giveSecondName(file, join(quarantined, basename(file)));
    // Left by a database that is damaged: beside the new one they would destroy it.
    moveAway(parts.slice(1), quarantined);
  }
  renameSync(ready, file);
}

/** The database never left its place: what belongs to it goes back beside it, and its second name goes. */
function takeBack(files: DatabaseFiles, quarantined: string): void {
  for (const part of files.parts.slice(1)) {
    const aside = join(quarantined, basename(part));
    if (existsSync(aside)) renameSync(aside, part);
  }
  dropQuarantine(files, quarantined);
  dropUnfinished(files);
}

/** Whether a restore that was killed had come to its end. */
function isRestored({ file }: DatabaseFiles, { askedAt }: RestoreWish, log: Log): boolean {
  if (!existsSync(file)) return false;
  return onDatabase(file, log, false, (connection) => {
    const found = connection.get(
      "SELECT 1 FROM audit_events WHERE type = 'database.restored' AND at = ?",
      askedAt,
    );
    return found !== undefined;
  });
}

function settleJournal(file: string, log: Log): void {
  onDatabase(file, log, null, (connection) => connection.pragma('wal_checkpoint(TRUNCATE)'));
}

/** What is to be replaced may be damaged, or no database at all. */
function onDatabase<Value>(
  file: string,
  log: Log,
  otherwise: Value,
  use: (connection: Connection) => Value,
): Value {
  let connection: Connection | null = null;
  try {
    connection = openConnection({ file, log });
    return use(connection);
  } catch (error) {
    log.warn(`The database that is to be replaced cannot be read: ${String(error)}`);
    return otherwise;
  } finally {
    connection?.close();
  }
}

function giveSecondName(file: string, name: string): void {
  try {
    linkSync(file, name);
  } catch {
    // Not every file system gives a file two names.
    copyFileSync(file, name);
    flushToDisk(name);
  }
}
