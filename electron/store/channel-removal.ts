import { type FencedWrite, inBatches } from './batches.ts';
import type { Connection } from './connection.ts';
import { deletePosts, postsPerBatch } from './expiry.ts';

/**
 * Removes the channels with all that is held of them. The first transaction takes them from everybody's sight, with
 * their counts, what is covered of them, what is watched in them and the ways to them; from then on they are removed,
 * whatever happens. Their posts, which may be a million, go afterwards in batches, each channel's row, and with it its
 * figures of every day, with the last of them. A process that
 * dies over it leaves rows that nobody sees; `finishRemovals` goes on with them. Unknown channels count as removed.
 */
export async function removeChannels(
  connection: Connection,
  write: FencedWrite,
  channelIds: readonly number[],
): Promise<{ readonly postsRemoved: number }> {
  const postsRemoved = await write(() => hideChannels(connection, channelIds));
  await finishRemovals(connection, write);
  return { postsRemoved };
}

/** Deletes what removals have left to do, this process's or a dead one's. */
export async function finishRemovals(connection: Connection, write: FencedWrite): Promise<void> {
  await inBatches(write, () => deleteBatch(connection));
}

export function isBeingRemoved(connection: Connection, channelId: number): boolean {
  return connection.get('SELECT 1 FROM channels WHERE id = ? AND removed = 1', channelId) !== undefined;
}

function hideChannels(connection: Connection, channelIds: readonly number[]): number {
  let posts = 0;
  for (const channelId of channelIds) {
    const held = connection.get<{ readonly count: number }>(
      'SELECT posts_held AS count FROM channels WHERE id = ? AND removed = 0',
      channelId,
    );
    if (held === undefined) continue;
    posts += held.count;
    connection.run('DELETE FROM channel_access WHERE channel_id = ?', channelId);
    connection.run('DELETE FROM covered_ranges WHERE channel_id = ?', channelId);
    connection.run('DELETE FROM watches WHERE channel_id = ?', channelId);
    connection.run('DELETE FROM alerts WHERE channel_id = ?', channelId);
    connection.run(
      `UPDATE channels SET removed = 1, enabled = 0, posts_held = 0, posts_deleted = 0, posts_suspect = 0
       WHERE id = ?`,
      channelId,
    );
  }
  return posts;
}

function deleteBatch(connection: Connection): 'more' | 'done' {
  let left = postsPerBatch;
  while (left > 0) {
    const channel = connection.get<{ readonly id: number }>(
      'SELECT id FROM channels WHERE removed = 1 LIMIT 1',
    );
    if (channel === undefined) return 'done';
    const posts = connection.all<{ readonly key: number }>(
      'SELECT row_id AS key FROM posts WHERE channel_id = ? LIMIT ?',
      channel.id,
      left,
    );
    deletePosts(
      connection,
      posts.map(({ key }) => key),
    );
    left -= posts.length;
    if (left <= 0) break;
    connection.run('DELETE FROM channels WHERE id = ?', channel.id);
    left -= 1;
  }
  return 'more';
}
