import type { Alert, NewWatch, Watch } from '../../shared/archive.ts';
import { appendEvent } from './audit.ts';
import { noChannel } from './channels.ts';
import type { Connection } from './connection.ts';
import { checkPageLimit } from './page-limit.ts';
import { type Finding, findLosses, findSilence, findWords, type NewPost } from './watch-findings.ts';

/** What the user wants to be told of, and what was found of it. */

interface WatchRow {
  readonly id: number;
  readonly kind: Watch['kind'];
  readonly channelId: number | null;
  readonly text: string | null;
  readonly hours: number | null;
  readonly percent: number | null;
  readonly createdAt: number;
}

const watchColumns = 'id, kind, channel_id AS channelId, text, hours, percent, created_at AS createdAt';
const alertColumns = `id, watch_id AS watchId, at, channel_id AS channelId, channel_title AS channelTitle,
  post_id AS postId, message, seen_at AS seenAt`;

/** In order of adding. */
export function listWatches(connection: Connection): readonly Watch[] {
  return connection
    .all<WatchRow>(
      `SELECT ${watchColumns} FROM watches
       WHERE channel_id IS NULL OR channel_id IN (SELECT id FROM channels WHERE removed = 0) ORDER BY id`,
    )
    .map(toWatch);
}

/** Newest first. `limit` 1 to 1000. */
export function listAlerts(
  connection: Connection,
  { limit, beforeId = Number.MAX_SAFE_INTEGER }: { readonly limit: number; readonly beforeId?: number },
): readonly Alert[] {
  return connection.all<Alert>(
    `SELECT ${alertColumns} FROM alerts WHERE id < ? ORDER BY id DESC LIMIT ?`,
    beforeId,
    checkPageLimit(limit),
  );
}

export function unseenAlerts(connection: Connection): {
  readonly count: number;
  readonly newest: Alert | null;
} {
  const counted = connection.get<{ readonly count: number }>(
    'SELECT count(*) AS count FROM alerts WHERE seen_at IS NULL',
  );
  const newest = connection.get<Alert>(
    `SELECT ${alertColumns} FROM alerts WHERE seen_at IS NULL ORDER BY id DESC LIMIT 1`,
  );
  return { count: counted?.count ?? 0, newest: newest ?? null };
}

/** Throws when the channel is not collected. */
export function addWatch(connection: Connection, watch: NewWatch, at: number): Watch {
  const { kind, channelId } = watch;
  if (channelId !== null) requireChannel(connection, channelId);
  const { id } = connection.run(
    `INSERT INTO watches (kind, channel_id, text, hours, percent, created_at) VALUES (?, ?, ?, ?, ?, ?)`,
    kind,
    channelId,
    watch.kind === 'words' ? watch.text : null,
    watch.kind === 'silence' ? watch.hours : null,
    watch.kind === 'loss' ? watch.percent : null,
    at,
  );
  appendEvent(connection, { at, type: 'watch.added', metadata: { watchId: id, ...watch } });
  return { ...watch, id, createdAt: at };
}

/** With its alerts. False where there is none. */
export function removeWatch(connection: Connection, watchId: number, at: number): boolean {
  const { changes } = connection.run('DELETE FROM watches WHERE id = ?', watchId);
  if (changes === 0) return false;
  appendEvent(connection, { at, type: 'watch.removed', metadata: { watchId } });
  return true;
}

/** Looks for silence and loss at `now`; each cause is an alert once. Returns those raised. */
export function checkWatches(connection: Connection, now: number): readonly Alert[] {
  return listWatches(connection).flatMap((watch) => {
    if (watch.kind === 'words') return [];
    const findings =
      watch.kind === 'silence' ? findSilence(connection, watch, now) : findLosses(connection, watch);
    return findings.flatMap((finding) => raise(connection, watch.id, finding, now));
  });
}

/**
 * Looks for the watched words in posts that have just been kept and indexed, in the same transaction. A post published
 * before the watch was made is no news, whenever it is read.
 */
export function alertOfWords(
  connection: Connection,
  channelId: number,
  newPosts: readonly NewPost[],
  at: number,
): void {
  if (newPosts.length === 0) return;
  for (const watch of listWatches(connection)) {
    if (watch.kind !== 'words' || (watch.channelId !== null && watch.channelId !== channelId)) continue;
    for (const finding of findWords(connection, watch, channelId, newPosts)) {
      raise(connection, watch.id, finding, at);
    }
  }
}

/** The user has seen these alerts, or all of them. */
export function markAlertsSeen(connection: Connection, ids: readonly number[] | 'all', at: number): void {
  if (ids === 'all') {
    connection.run('UPDATE alerts SET seen_at = ? WHERE seen_at IS NULL', at);
    return;
  }
  connection.run(
    'UPDATE alerts SET seen_at = ? WHERE seen_at IS NULL AND id IN (SELECT value FROM json_each(?))',
    at,
    JSON.stringify(ids),
  );
}

/** One alert a cause, however often it is found. */
function raise(connection: Connection, watchId: number, finding: Finding, at: number): readonly Alert[] {
  const { cause, channelId, channelTitle, postId, message } = finding;
  const { changes, id } = connection.run(
    `INSERT INTO alerts (watch_id, cause, at, channel_id, channel_title, post_id, message)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    watchId,
    cause,
    at,
    channelId,
    channelTitle,
    postId,
    message,
  );
  if (changes === 0) return [];
  appendEvent(connection, {
    at,
    type: 'alert.raised',
    metadata: { alertId: id, watchId, channelId, postId, message },
  });
  return [{ id, watchId, at, channelId, channelTitle, postId, message, seenAt: null }];
}

function requireChannel(connection: Connection, channelId: number): void {
  const held = connection.get('SELECT 1 FROM channels WHERE id = ? AND removed = 0', channelId);
  if (held === undefined) throw noChannel(channelId);
}

function toWatch({ id, kind, channelId, text, hours, percent, createdAt }: WatchRow): Watch {
  const common = { id, channelId, createdAt };
  switch (kind) {
    case 'words':
      return { ...common, kind, text: text ?? '' };
    case 'silence':
      return { ...common, kind, hours: hours ?? 0 };
    case 'loss':
      return { ...common, kind, percent: percent ?? 0 };
  }
}
