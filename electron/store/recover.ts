import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Log } from '../ports/log.ts';
import { StoreError } from '../ports/store.ts';
import { copyDatabase, flushToDisk, isSound, listBackUps } from './back-up.ts';
import { type Connection, openConnection } from './connection.ts';
import { type DatabaseFiles, stampOf } from './database-files.ts';
import { hasLeftMarkers, wasInitialised } from './open-markers.ts';
import { notOfTidings, readHeader, readVersion, refuseNewer } from './version.ts';

/** Where the damaged files went, and the back-up that took their place; null when there was none. */
export interface Recovery {
  readonly quarantined: string;
  readonly restoredFrom: string | null;
}

/**
 * Says in words what is wrong with the database, null when nothing is (or there is none yet). Reads the
 * whole of it only after an unclean end. Throws `StoreError` for a file that is not ours to touch.
 */
export function findDamage(files: DatabaseFiles, log: Log): string | null {
  const { file } = files;
  const initialised = wasInitialised(files);
  const header = readHeader(file);
  switch (header.kind) {
    case 'missing':
      return initialised ? 'The database file is gone.' : null;
    case 'empty':
      return initialised ? 'The database file is empty.' : null;
    case 'foreign':
      if (initialised) return 'The database file no longer begins like one.';
      throw notOfTidings(file);
    case 'sqlite':
      refuseNewer(header.version, file);
      refuseNewerJournal(files, log);
      return inspect(files, log);
  }
}

/** Moves the database with all that belongs to it aside and puts the newest sound back-up in its place. */
export function recover(files: DatabaseFiles, damage: string, at: number, log: Log): Recovery {
  const quarantined = makeQuarantine(files, damage, at);
  moveAway(files.parts, quarantined);
  const restoredFrom = listBackUps(files, at).find((backup) => isSound(backup, log)) ?? null;
  if (restoredFrom !== null) renameSync(copyForUse(files, restoredFrom, log), files.file);
  log.error(
    `${damage} It was put aside in ${quarantined}. ${restoredFrom === null ? 'There is no back-up, so Tidings begins with an empty database.' : `The back-up ${restoredFrom} took its place.`}`,
  );
  return { quarantined, restoredFrom };
}

/** A journal left behind may hold a newer format than the file's own header still says. */
function refuseNewerJournal({ file, parts: [, journal] }: DatabaseFiles, log: Log): void {
  if (journal === undefined || !existsSync(journal)) return;
  const connection = openConnection({ file, log, readonly: true });
  try {
    readVersion(connection);
  } catch (error) {
    // What else is wrong with it is for the inspection to find.
    if (error instanceof StoreError && error.problem !== 'newer-version') return;
    throw error;
  } finally {
    connection.close();
  }
}

function inspect(files: DatabaseFiles, log: Log): string | null {
  const connection = openConnection({ file: files.file, log });
  try {
    readVersion(connection);
    if (!hasLeftMarkers(files)) return null;
    log.info('Tidings did not end cleanly the last time: checking the database.');
    const answer = connection.pragma('quick_check(1)');
    return answer === 'ok' ? null : `The database is damaged: ${String(answer)}.`;
  } catch (error) {
    if (error instanceof StoreError && error.problem === 'damaged') return 'The database is damaged.';
    throw error;
  } finally {
    connection.close();
  }
}

/** An empty folder to put a database aside in, with a note of why. Returns its path. */
export function makeQuarantine(files: DatabaseFiles, why: string, at: number): string {
  const stamp = stampOf(at);
  let folder = join(files.quarantine, stamp);
  for (let again = 2; existsSync(folder); again += 1) folder = join(files.quarantine, `${stamp}-${again}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    writeFileSync(join(folder, 'why.txt'), `${why} Put aside at ${new Date(at).toISOString()}.\n`);
  } catch (error) {
    dropQuarantine(files, folder);
    throw error;
  }
  return folder;
}

/** A folder of `makeQuarantine` in which nothing is that is not elsewhere too. */
export function dropQuarantine({ quarantine }: DatabaseFiles, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  if (readdirSync(quarantine).length === 0) rmdirSync(quarantine);
}

/** Those of the files that are there. */
export function moveAway(parts: readonly string[], folder: string): void {
  for (const part of parts) {
    if (existsSync(part)) renameSync(part, join(folder, basename(part)));
  }
}

/** What a restore leaves beside the database until it is done. */
export function dropUnfinished({ file }: DatabaseFiles): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) {
    rmSync(`${unfinishedOf(file)}${ending}`, { force: true });
  }
}

function unfinishedOf(file: string): string {
  return `${file}.restoring`;
}

/**
 * A copy of a back-up beside the database, checked, flushed and ready to be given its name; `prepare` may write to it
 * first. What lies in a journal beside the back-up is in it too. Returns its path. Throws `StoreError`.
 */
export function copyForUse(
  files: DatabaseFiles,
  backup: string,
  log: Log,
  prepare: (connection: Connection) => void = () => undefined,
): string {
  const unfinished = unfinishedOf(files.file);
  dropUnfinished(files);
  const source = openConnection({ file: backup, log, readonly: true });
  try {
    source.pragma('trusted_schema = OFF');
    copyDatabase(source, unfinished, log);
  } finally {
    source.close();
  }
  const connection = openConnection({ file: unfinished, log });
  try {
    connection.write(() => {
      // Whoever held the lease when the copy was made does not hold it now: nobody has this database open.
      connection.run('UPDATE lease SET host = NULL, boot = NULL, pid = NULL');
      prepare(connection);
    });
  } finally {
    connection.close();
  }
  flushToDisk(unfinished);
  return unfinished;
}
