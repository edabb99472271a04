import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSize } from '../../shared/archive.ts';
import type { Log } from '../ports/log.ts';
import { type Connection, configureReader, openConnection } from './connection.ts';
import { databaseFiles } from './database-files.ts';
import { shareGuardReadOnly } from './open-guard.ts';

interface Part {
  readonly name: string;
  readonly tables: readonly string[];
  /** The table whose rows a person would count; null where none says anything. */
  readonly counted: string | null;
}

/** In words for people. What is in none of these is everything else. */
const parts: readonly Part[] = [
  { name: 'Posts and their texts', tables: ['posts'], counted: 'posts' },
  {
    name: 'Search index',
    tables: [
      'post_search',
      'post_search_data',
      'post_search_idx',
      'post_search_docsize',
      'post_search_content',
      'post_search_config',
    ],
    counted: null,
  },
  { name: 'Counters over time', tables: ['post_metrics'], counted: 'post_metrics' },
  { name: 'Earlier versions', tables: ['post_revisions'], counted: 'post_revisions' },
  { name: 'Audit log', tables: ['audit_events', 'retention'], counted: 'audit_events' },
  { name: 'Runs', tables: ['runs', 'run_steps'], counted: 'run_steps' },
  { name: 'Figures', tables: ['day_stats', 'subscriber_counts', 'roll_up'], counted: 'day_stats' },
];

/**
 * What the database's file is made of: every page counted, so that parts and free pages add up to the file. What is in
 * its journal and not yet in the file counts as if it were. Reads all of it: seconds for a million posts, during which
 * the calling thread does nothing else. Throws `StoreError`.
 */
export function measureDatabase({ file, log }: { readonly file: string; readonly log: Log }): DatabaseSize {
  const files = databaseFiles(file);
  const release = shareGuardReadOnly(files);
  const connection = openConnection({ file, log, readonly: true });
  try {
    configureReader(connection);
    return connection.read(() => ({ ...measure(connection), backUps: bytesIn(files.backups) }));
  } finally {
    connection.close();
    release();
  }
}

function measure(connection: Connection): Omit<DatabaseSize, 'backUps'> {
  const pageSize = Number(connection.pragma('page_size'));
  const total = Number(connection.pragma('page_count')) * pageSize;
  const free = Number(connection.pragma('freelist_count')) * pageSize;
  const trees = connection.all<{ readonly owner: string; readonly bytes: number }>(
    `SELECT coalesce(sqlite_schema.tbl_name, dbstat.name) AS owner, sum(pgsize) AS bytes
     FROM dbstat LEFT JOIN sqlite_schema ON sqlite_schema.name = dbstat.name
     WHERE dbstat.aggregate = TRUE GROUP BY owner`,
  );
  const bytesOf = new Map(trees.map(({ owner, bytes }) => [owner, bytes]));
  const measured = parts.map(({ name, tables, counted }) => ({
    name,
    bytes: tables.reduce((sum, table) => sum + (bytesOf.get(table) ?? 0), 0),
    rows: counted === null ? null : countRows(connection, counted),
  }));
  const named = measured.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    total,
    parts: [...measured, { name: 'Everything else', bytes: total - free - named, rows: null }],
    free,
  };
}

function countRows(connection: Connection, table: string): number {
  return connection.get<{ readonly rows: number }>(`SELECT count(*) AS rows FROM ${table}`)?.rows ?? 0;
}

function bytesIn(folder: string): number {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return 0;
  return readdirSync(folder).reduce(
    // One that is deleted this moment is not there any more.
    (sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
