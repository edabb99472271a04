import { basename, dirname, extname, join } from 'node:path';

/** Everything Tidings keeps beside a database file. */
export interface DatabaseFiles {
  readonly file: string;
  /** The database and what SQLite keeps beside it: these belong together and move together. */
  readonly parts: readonly string[];
  /** Locked by whoever has the database open. */
  readonly guard: string;
  /** One marker per process that has it open for writing: what is left over is an unclean end. */
  readonly openMarkers: string;
  /** Says that the database was set up once, so that an empty file is a loss and not a beginning. */
  readonly initialised: string;
  /** Names the copy that is to take the database's place at the next start. */
  readonly restoreWish: string;
  readonly backups: string;
  readonly quarantine: string;
  /** What back-ups of this file begin with: several databases may share a folder. */
  readonly backupPrefix: string;
}

export function databaseFiles(file: string): DatabaseFiles {
  const folder = dirname(file);
  return {
    file,
    parts: [file, `${file}-wal`, `${file}-shm`, `${file}-journal`],
    guard: `${file}-guard`,
    openMarkers: `${file}-open`,
    initialised: `${file}-initialised`,
    restoreWish: `${file}-restore`,
    backups: join(folder, 'backups'),
    quarantine: join(folder, 'quarantine'),
    backupPrefix: `${basename(file, extname(file))}-`,
  };
}

/** An instant as part of a file name: sorts by time, and has no colon, which Windows forbids. */
export function stampOf(at: number): string {
  return new Date(at).toISOString().replaceAll(':', '');
}

/** The instant that a name beginning with a stamp bears; null where it begins otherwise. */
export function instantOf(name: string): number | null {
  const stamp = /^(\d{4}-\d\d-\d\dT)(\d\d)(\d\d)(\d\d\.\d{3}Z)/.exec(name);
  if (stamp === null) return null;
  const [, day, hours, minutes, seconds] = stamp;
  const at = Date.parse(`${day}${hours}:${minutes}:${seconds}`);
  return Number.isNaN(at) ? null : at;
}
