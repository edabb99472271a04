import type { Connection } from './connection.ts';
import { indexPost } from './post-index.ts';

/** What became of the posts that a page says are not there. */
export interface Missing {
  readonly deleted: number;
  /** By how much the number of suspects changed. */
  readonly suspects: number;
  /** When the deleted ones were posted. */
  readonly postedAts: readonly number[];
}

interface Row {
  readonly key: number;
  readonly postedAt: number;
  readonly suspectSince: number | null;
}

/** Telegram says that they were deleted. Those not held, and those known to be deleted, are passed over. */
export function markDeleted(
  connection: Connection,
  channelId: number,
  ids: readonly number[],
  at: number,
): Missing {
  const rows = stillThere(connection, channelId, ids);
  for (const { key } of rows) markOne(connection, key, at, 'difference');
  return {
    deleted: rows.length,
    suspects: -rows.filter(({ suspectSince }) => suspectSince !== null).length,
    postedAts: rows.map(({ postedAt }) => postedAt),
  };
}

/**
 * They were not where they must be: suspect and due at once the first time, deleted when it is so again in a later run.
 * Within one run two accounts may both have met the same bad answer: they are one witness.
 */
export function markAbsent(
  connection: Connection,
  channelId: number,
  ids: readonly number[],
  { at, runStartedAt }: { readonly at: number; readonly runStartedAt: number },
): Missing {
  const rows = stillThere(connection, channelId, ids);
  const again = rows.filter(({ suspectSince }) => suspectSince !== null && suspectSince < runStartedAt);
  const first = rows.filter(({ suspectSince }) => suspectSince === null);
  for (const { key } of again) markOne(connection, key, at, 'absence');
  for (const { key } of first) {
    connection.run('UPDATE posts SET suspect_since = :at, due_at = :at WHERE row_id = :key', { at, key });
    indexPost(connection, key);
  }
  return {
    deleted: again.length,
    suspects: first.length - again.length,
    postedAts: again.map(({ postedAt }) => postedAt),
  };
}

function stillThere(connection: Connection, channelId: number, ids: readonly number[]): readonly Row[] {
  if (ids.length === 0) return [];
  return connection.all<Row>(
    `SELECT row_id AS key, posted_at AS postedAt, suspect_since AS suspectSince FROM posts
     WHERE channel_id = ? AND id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL`,
    channelId,
    JSON.stringify(ids),
  );
}

function markOne(connection: Connection, key: number, at: number, by: 'difference' | 'absence'): void {
  connection.run(
    `UPDATE posts SET deleted_at = ?, deleted_by = ?, suspect_since = NULL, due_at = NULL WHERE row_id = ?`,
    at,
    by,
    key,
  );
  indexPost(connection, key);
}
