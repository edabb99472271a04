import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { StoreError } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { applicationId, migrations } from './schema.ts';

/** What the first bytes of a file say. */
export type FileHeader =
  | { readonly kind: 'missing' | 'empty' | 'foreign' }
  | { readonly kind: 'sqlite'; readonly version: number };

const headerBytes = 100;
const magic = 'SQLite format 3\0';
const versionOffset = 60;

/**
 * Reads the file without SQLite, so that not a byte of it can change.
 * Only while no connection of any process has the file open: on POSIX, closing any descriptor of a file
 * drops all locks this process has on it, SQLite's among them.
 */
export function readHeader(file: string): FileHeader {
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) return { kind: 'missing' };
  if (size === 0) return { kind: 'empty' };
  const header = Buffer.alloc(headerBytes);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, header, 0, headerBytes, 0);
  } finally {
    closeSync(descriptor);
  }
  if (header.toString('latin1', 0, magic.length) !== magic) return { kind: 'foreign' };
  return { kind: 'sqlite', version: header.readUInt32BE(versionOffset) };
}

/**
 * The schema's version, 0 for a database that holds nothing yet. Throws `StoreError` for one that is
 * newer than this program or not of Tidings at all. Changes nothing.
 */
export function readVersion(connection: Connection): number {
  const version = Number(connection.pragma('user_version'));
  const tables = connection.get<{ readonly count: number }>('SELECT count(*) AS count FROM sqlite_schema');
  if (version === 0 && tables?.count === 0) return 0;
  if (connection.pragma('application_id') !== applicationId) throw notOfTidings(connection.file);
  refuseNewer(version, connection.file);
  return version;
}

export function refuseNewer(version: number, file: string, latest = migrations.length): void {
  if (version <= latest) return;
  throw new StoreError(
    'newer-version',
    `The database ${file} was written by a newer version of Tidings (its format is ${version}, this version knows ${latest}). It was left untouched. Install the newer version to go on with it.`,
  );
}

export function notOfTidings(file: string): StoreError {
  return new StoreError(
    'unreadable',
    `${file} is not a database of Tidings. It was left untouched. Move it away, or choose another place for the database.`,
  );
}
