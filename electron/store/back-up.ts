import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { BackUpFile } from '../../shared/archive.ts';
import type { Log } from '../ports/log.ts';
import { StoreError } from '../ports/store.ts';
import { type Connection, openConnection } from './connection.ts';
import { type DatabaseFiles, databaseFiles, instantOf, stampOf } from './database-files.ts';
import { shareGuardReadOnly } from './open-guard.ts';
import { readVersion } from './version.ts';

export interface BackUpOptions {
  readonly file: string;
  readonly log: Log;
  /** Wall clock, ms since the epoch. */
  readonly now: () => number;
}

const dayMs = 24 * 60 * 60_000;
const dailyBackUpsKept = 3;
const daily = '-daily.db';
const byHand = '-by-hand.db';
/** Copies made by hand stay until their user deletes them: so many, and no further one is made. */
export const mostBackUpsByHand = 20;
const unfinishedEnding = '.unfinished';

/**
 * Writes a verified copy of the database into `backups/` beside it, over a connection of its own, while
 * others read and write. Takes about 1.4 s per million posts, during which the calling thread does
 * nothing else. Keeps the three newest daily copies. Returns the copy's path. Throws `StoreError`.
 */
export async function backUp(options: BackUpOptions): Promise<string> {
  const { log, now } = options;
  const files = databaseFiles(options.file);
  const target = copyAs(daily, options);
  for (const old of dailyBackUps(files, now()).slice(dailyBackUpsKept)) rmSync(old);
  log.info(`The database was backed up to ${target}.`);
  return target;
}

/** The same because a person asks for it: the copy is kept until that person deletes it. Throws `StoreError`. */
export async function backUpByHand(options: BackUpOptions): Promise<BackUpFile> {
  const files = databaseFiles(options.file);
  const held = listBackUps(files, options.now()).filter((path) => path.endsWith(byHand)).length;
  if (held >= mostBackUpsByHand) {
    throw new StoreError(
      'not-writable',
      `There are ${held} copies made by hand already, and no more are kept. Nothing was copied. Delete one from ${files.backups} first.`,
    );
  }
  const target = copyAs(byHand, options);
  options.log.info(`The database was copied to ${target}.`);
  return describeBackUp(files, target);
}

/** What a person may choose from, newest first. One that bears a date after `now` comes last. */
export function describeBackUps(files: DatabaseFiles, now: number): readonly BackUpFile[] {
  return listBackUps(files, now).map((path) => describeBackUp(files, path));
}

function describeBackUp({ backupPrefix }: DatabaseFiles, path: string): BackUpFile {
  const name = basename(path);
  const { size, mtimeMs } = statSync(path);
  return {
    name,
    at: instantOf(name.slice(backupPrefix.length)) ?? Math.floor(mtimeMs),
    bytes: size,
    kind: name.endsWith(daily) ? 'daily' : name.endsWith(byHand) ? 'by-hand' : 'before-format',
  };
}

/** Only one copy at a time may be made by a process: what an earlier one left unfinished is removed first. */
function copyAs(ending: string, { file, log, now }: BackUpOptions): string {
  const files = databaseFiles(file);
  const release = shareGuardReadOnly(files);
  const source = openConnection({ file, log, readonly: true });
  try {
    source.pragma('trusted_schema = OFF');
    removeUnfinished(files);
    const target = join(files.backups, `${files.backupPrefix}${stampOf(now())}${ending}`);
    copyDatabase(source, target, log);
    return target;
  } finally {
    source.close();
    release();
  }
}

/** Backs up unless that was done within the last 24 hours; null when there was nothing to do. */
export async function backUpIfDue(options: BackUpOptions): Promise<string | null> {
  const files = databaseFiles(options.file);
  const now = options.now();
  const newest = dailyBackUps(files, now)[0];
  const at = (ms: number) => join(files.backups, `${files.backupPrefix}${stampOf(ms)}${daily}`);
  const recent = newest !== undefined && newest > at(now - dayMs) && newest <= at(now);
  return recent ? null : backUp(options);
}

/** Copies what `source` sees now, checks the copy, and only then gives it its name. */
export function copyDatabase(source: Connection, target: string, log: Log): void {
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  const unfinished = `${target}${unfinishedEnding}`;
  rmSync(unfinished, { force: true });
  // Created beforehand, since SQLite would let others read it. It takes an empty file for its copy.
  closeSync(openSync(unfinished, 'wx', 0o600));
  try {
    source.script(`VACUUM INTO '${unfinished.replaceAll("'", "''")}'`);
    if (!isSound(unfinished, log)) {
      throw new StoreError(
        'damaged',
        `The copy ${target} of the database came out damaged and was not kept. The database itself was not changed. Check the disk.`,
      );
    }
    flushToDisk(unfinished);
    renameSync(unfinished, target);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Whether a file is a database of Tidings that this version can use and that SQLite finds no fault with. */
export function isSound(file: string, log: Log): boolean {
  let connection: Connection | null = null;
  try {
    connection = openConnection({ file, log, readonly: true });
    return readVersion(connection) > 0 && connection.pragma('quick_check(1)') === 'ok';
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    log.warn(`${file} cannot be used: ${error.message}`);
    return false;
  } finally {
    connection?.close();
  }
}

/** A process that was killed while it copied left a file as large as the database behind. */
function removeUnfinished({ backups, backupPrefix }: DatabaseFiles): void {
  if (!existsSync(backups)) return;
  for (const name of readdirSync(backups)) {
    if (name.startsWith(backupPrefix) && name.endsWith(unfinishedEnding)) rmSync(join(backups, name));
  }
}

/**
 * Every finished copy of this database, newest first. One that bears a date after `now` was made under a wrong
 * clock: it comes last, so that it neither passes for the newest nor outlives those that are.
 */
export function listBackUps({ backups, backupPrefix }: DatabaseFiles, now: number): readonly string[] {
  if (!existsSync(backups)) return [];
  const names = readdirSync(backups)
    .filter((name) => name.startsWith(backupPrefix) && name.endsWith('.db'))
    .toSorted()
    .toReversed();
  const stamp = stampOf(now);
  const isDatedAfter = (name: string) =>
    name.slice(backupPrefix.length, backupPrefix.length + stamp.length) > stamp;
  return [...names.filter((name) => !isDatedAfter(name)), ...names.filter(isDatedAfter)].map((name) =>
    join(backups, name),
  );
}

export function flushToDisk(file: string): void {
  const descriptor = openSync(file, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function dailyBackUps(files: DatabaseFiles, now: number): readonly string[] {
  return listBackUps(files, now).filter((path) => path.endsWith(daily));
}
