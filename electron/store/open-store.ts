import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Log } from '../ports/log.ts';
import { type Store, StoreError, type StoreReader } from '../ports/store.ts';
import { copyDatabase } from './back-up.ts';
import { type Connection, configureReader, configureWriter, openConnection } from './connection.ts';
import { type DatabaseFiles, databaseFiles, stampOf } from './database-files.ts';
import { migrate } from './migrate.ts';
import { shareGuardReadOnly } from './open-guard.ts';
import { clearLeftMarkers, leaveOpenMarker, markInitialised } from './open-markers.ts';
import { explained } from './problems.ts';
import { createReader } from './reader.ts';
import { findDamage, type Recovery, recover } from './recover.ts';
import { openGuardFor, refuseRestore, restoreIfWished } from './restore.ts';
import { migrations } from './schema.ts';
import { createStore } from './store.ts';
import { readVersion } from './version.ts';

export interface OpenOptions {
  /** Path of the database file, or `:memory:`. */
  readonly file: string;
  readonly log: Log;
  /** Wall clock, ms since the epoch: for names of copies only. */
  readonly now: () => number;
}

/**
 * Opens the database for writing, creating it and its folder where there is none. Alone with it, it is
 * checked after an unclean end, put aside and replaced by the last back-up when damaged (`recovery`), and
 * migrated. Throws `StoreError`.
 */
export async function openStore({
  file,
  log,
  now,
}: OpenOptions): Promise<{ store: Store; recovery: Recovery | null }> {
  if (file === ':memory:') {
    const connection = openForWriting(file, log);
    migrate(connection, migrations, () => file);
    return { store: createStore(connection, connection.close), recovery: null };
  }
  const files = databaseFiles(file);
  try {
    return openFile(files, log, now);
  } catch (error) {
    throw explained(error, file);
  }
}

/** Opens the database to read only: neither migrates nor marks anything. Throws `StoreError`. */
export async function openReader({
  file,
  log = silent,
}: {
  readonly file: string;
  readonly log?: Log;
}): Promise<StoreReader & { close(): Promise<void> }> {
  if (sizeOf(file) === 0) {
    throw new StoreError(
      'unreadable',
      `There is no database at ${file} yet. Start Tidings once, and it is created.`,
    );
  }
  const release = shareGuardReadOnly(databaseFiles(file));
  try {
    const connection = openForReading(file, log);
    const close = async () => {
      connection.close();
      release();
    };
    return { ...createReader(connection), close };
  } catch (error) {
    release();
    throw error;
  }
}

function openFile(
  files: DatabaseFiles,
  log: Log,
  now: () => number,
): { store: Store; recovery: Recovery | null } {
  const { file } = files;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const guard = openGuardFor(files);
  try {
    if (!guard.alone) refuseRestore(files, log);
    const recovery = guard.alone ? makeReady(files, log, now) : null;
    guard.share();
    requireDatabase(file);
    const connection = openForWriting(file, log);
    try {
      requireLatest(connection);
    } catch (error) {
      connection.close();
      throw error;
    }
    const removeMarker = leaveOpenMarker(files, now());
    const close = () => {
      optimize(connection, log);
      connection.close();
      try {
        // Left in place, the marker has the next start check the whole database.
        if (!connection.foundDamage()) removeMarker();
      } finally {
        guard.release();
      }
    };
    return { store: createStore(connection, close), recovery };
  } catch (error) {
    guard.release();
    throw error;
  }
}

/** Only while nobody else has the database open. */
function makeReady(files: DatabaseFiles, log: Log, now: () => number): Recovery | null {
  restoreIfWished(files, log);
  const damage = findDamage(files, log);
  const recovery = damage === null ? null : recover(files, damage, now(), log);
  closeSync(openSync(files.file, 'a', 0o600));
  const connection = openForWriting(files.file, log);
  try {
    migrate(connection, migrations, (nextVersion) => {
      const name = `${files.backupPrefix}${stampOf(now())}-before-format-${nextVersion}.db`;
      const copy = join(files.backups, name);
      copyDatabase(connection, copy, log);
      return copy;
    });
  } finally {
    connection.close();
  }
  markInitialised(files, now());
  clearLeftMarkers(files);
  return recovery;
}

function openForWriting(file: string, log: Log): Connection {
  const connection = openConnection({ file, log });
  try {
    configureWriter(connection);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function openForReading(file: string, log: Log): Connection {
  const connection = openConnection({ file, log, readonly: true });
  try {
    configureReader(connection);
    requireLatest(connection);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** When another process has it open, an empty file is damage that cannot be mended under its feet. */
function requireDatabase(file: string): void {
  if (sizeOf(file) > 0) return;
  throw new StoreError(
    'damaged',
    `The database ${file} is gone or empty, but another Tidings process has it open. Nothing was changed. Quit that process and start Tidings again: it restores the last back-up.`,
  );
}

function requireLatest(connection: Connection): void {
  const version = readVersion(connection);
  if (version === migrations.length) return;
  throw new StoreError(
    'unreadable',
    `The database ${connection.file} is of an earlier version of Tidings (format ${version}, this version needs ${migrations.length}). Nothing was changed. Quit every other Tidings process, then start this one once: it brings the database up to date.`,
  );
}

/** Lets SQLite refresh its statistics; closing must succeed even when that cannot be written. */
function optimize(connection: Connection, log: Log): void {
  try {
    connection.pragma('optimize');
  } catch (error) {
    log.warn(`The database could not be tidied up before closing: ${String(error)}`);
  }
}

/** Asked of the file system only: see `readHeader` for why an open database is never opened a second way. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
