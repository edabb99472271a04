import { appendEvent } from './audit.ts';
import { type FencedWrite, inBatches, rowsPerBatch } from './batches.ts';
import type { Connection } from './connection.ts';
import { unindexPost } from './post-index.ts';
import { keysOfSecond } from './post-key.ts';
import { rollUpDays } from './roll-up.ts';

/**
 * Posts older than their channel keeps them go, all of them: whoever keeps thirty days of a channel expects nothing
 * older there, not even its newest post where it has long been silent and others have not. What is covered of the
 * channel stays, or they would be fetched again (until the channel keeps its posts for longer: `changeChannels`), and so
 * does what the user has looked at.
 */

const dayMs = 24 * 60 * 60_000;

/** With its versions, counters and entries of the index a post is some ten rows. */
export const postsPerBatch = rowsPerBatch / 4;

/**
 * The instant by which ages are judged. A clock that runs ahead must not make posts old, since what is removed for its
 * age is not fetched again: so no later than a day after the newest post of all, held or among `postedAts`. Those dates
 * are Telegram's own.
 */
export function ageInstant(connection: Connection, now: number, postedAts: readonly number[] = []): number {
  const held = connection.get<{ readonly postedAt: number }>(
    'SELECT posted_at AS postedAt FROM posts ORDER BY row_id DESC LIMIT 1',
  );
  const known = held === undefined ? postedAts : [...postedAts, held.postedAt];
  return known.length === 0 ? now : Math.min(now, Math.max(...known) + dayMs);
}

/** Whether a post is older than its channel keeps posts (null: for ever). To the second, as keys are. */
export function isExpired(postedAt: number, keepDays: number | null, instant: number): boolean {
  return keepDays !== null && keysOfSecond(postedAt).from < firstKeyKept(keepDays, instant);
}

function firstKeyKept(keepDays: number, instant: number): number {
  return keysOfSecond(instant - keepDays * dayMs).from;
}

/** Removes what is too old, in batches: what a batch removed it has counted too, and the last of a channel's tells. */
export async function expirePosts(
  connection: Connection,
  write: FencedWrite,
  now: number,
): Promise<{ readonly posts: number }> {
  let posts = 0;
  const channels = connection.all<{ readonly id: number }>(
    'SELECT id FROM channels WHERE removed = 0 AND keep_days IS NOT NULL ORDER BY position',
  );
  for (const { id } of channels) {
    await inBatches(write, () => {
      const { removed, left } = expireBatch(connection, id, now);
      posts += removed;
      return left ? 'more' : 'done';
    });
  }
  return { posts };
}

interface ChannelRow {
  readonly title: string;
  readonly keepDays: number;
  readonly lookedPostId: number | null;
}

interface PostRow {
  readonly key: number;
  readonly id: number;
  readonly postedAt: number;
  readonly deleted: 0 | 1;
  readonly suspect: 0 | 1;
}

function expireBatch(
  connection: Connection,
  channelId: number,
  now: number,
): { readonly removed: number; readonly left: boolean } {
  // The user may have changed it, or removed the channel, since the batch before.
  const channel = connection.get<ChannelRow>(
    `SELECT title, keep_days AS keepDays, looked_post_id AS lookedPostId FROM channels
     WHERE id = ? AND removed = 0 AND keep_days IS NOT NULL`,
    channelId,
  );
  if (channel === undefined) return { removed: 0, left: false };
  const instant = ageInstant(connection, now);
  const rows = connection.all<PostRow>(
    `SELECT row_id AS key, id, posted_at AS postedAt, deleted_at IS NOT NULL AS deleted,
       suspect_since IS NOT NULL AS suspect
     FROM posts WHERE channel_id = ? AND row_id < ? ORDER BY row_id LIMIT ?`,
    channelId,
    firstKeyKept(channel.keepDays, instant),
    postsPerBatch,
  );
  if (rows.length > 0) removeRows(connection, channelId, channel, rows);
  const left = rows.length === postsPerBatch;
  if (!left) tell(connection, channelId, channel, { now, instant });
  return { removed: rows.length, left };
}

function removeRows(
  connection: Connection,
  channelId: number,
  { lookedPostId }: ChannelRow,
  rows: readonly PostRow[],
): void {
  deletePosts(
    connection,
    rows.map(({ key }) => key),
  );
  const unlooked = lookedPostId === null ? 0 : rows.filter(({ id }) => id > lookedPostId).length;
  const edge = (order: 'ASC' | 'DESC') =>
    `(SELECT posted_at FROM posts WHERE channel_id = :channelId ORDER BY row_id ${order} LIMIT 1)`;
  connection.run(
    `UPDATE channels SET posts_held = posts_held - :removed, posts_deleted = posts_deleted - :deleted,
       posts_suspect = posts_suspect - :suspect, new_since_looked = max(0, new_since_looked - :unlooked),
       first_post_at = ${edge('ASC')}, last_post_at = ${edge('DESC')},
       posts_expired = posts_expired + :removed, age_reached = 1 WHERE id = :channelId`,
    {
      channelId,
      removed: rows.length,
      deleted: rows.filter(({ deleted }) => deleted === 1).length,
      suspect: rows.filter(({ suspect }) => suspect === 1).length,
      unlooked,
    },
  );
  rollUpDays(
    connection,
    channelId,
    rows.map(({ postedAt }) => postedAt),
  );
}

/** Removes posts with their index; versions and counters go with their rows. */
export function deletePosts(connection: Connection, keys: readonly number[]): void {
  for (const key of keys) {
    unindexPost(connection, key);
    connection.run('DELETE FROM posts WHERE row_id = ?', key);
  }
}

/** Of all that was removed since it was told last, also by a process that died over it. */
function tell(
  connection: Connection,
  channelId: number,
  { title, keepDays }: ChannelRow,
  { now, instant }: { readonly now: number; readonly instant: number },
): void {
  const posts = connection.get<{ readonly count: number }>(
    'SELECT posts_expired AS count FROM channels WHERE id = ? AND posts_expired > 0',
    channelId,
  )?.count;
  if (posts === undefined) return;
  connection.run('UPDATE channels SET posts_expired = 0 WHERE id = ?', channelId);
  const before = instant - keepDays * dayMs;
  appendEvent(connection, { at: now, type: 'posts.expired', metadata: { channelId, title, posts, before } });
}
