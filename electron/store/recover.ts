import { constants, copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Log } from '../ports/log.ts';
import { StoreError } from '../ports/store.ts';
import { flushToDisk, isSound, listBackUps } from './back-up.ts';
import { openConnection } from './connection.ts';
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
  const quarantined = moveToQuarantine(files, damage, at);
  const restoredFrom = listBackUps(files, at).find((backup) => isSound(backup, log)) ?? null;
  if (restoredFrom !== null) restore(files, restoredFrom, log);
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

function moveToQuarantine(files: DatabaseFiles, damage: string, at: number): string {
  const stamp = stampOf(at);
  let folder = join(files.quarantine, stamp);
  for (let again = 2; existsSync(folder); again += 1) folder = join(files.quarantine, `${stamp}-${again}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, 'why.txt'), `${damage} Put aside at ${new Date(at).toISOString()}.\n`);
  for (const part of files.parts) {
    if (existsSync(part)) renameSync(part, join(folder, basename(part)));
  }
  return folder;
}

function restore({ file }: DatabaseFiles, backup: string, log: Log): void {
  const unfinished = `${file}.restoring`;
  rmSync(unfinished, { force: true });
  copyFileSync(backup, unfinished, constants.COPYFILE_EXCL);
  const connection = openConnection({ file: unfinished, log });
  try {
    // Whoever held the lease when the copy was made does not hold it now: nobody has this database open.
    connection.run('UPDATE lease SET host = NULL, boot = NULL, pid = NULL');
  } finally {
    connection.close();
  }
  flushToDisk(unfinished);
  renameSync(unfinished, file);
}
