import type { HeldPost, Post, Reaction } from '../../shared/domain.ts';
import type { IdRange } from '../../shared/id-ranges.ts';
import { noChannel } from './channels.ts';
import type { Connection } from './connection.ts';
import { coverRange } from './covered-ranges.ts';
import { mergePost, samePost, storablePost } from './merge-post.ts';
import { checkPageLimit } from './page-limit.ts';

/** A transaction of a thousand posts would hold up the process for up to half a second. */
const mostPostsPerCall = 100;

type PostRow = Omit<HeldPost, 'reactions' | 'pinned'> & {
  readonly reactions: string;
  readonly pinned: 0 | 1;
};

const columns = `channel_id AS channelId, id, posted_at AS postedAt, edited_at AS editedAt, text, views,
  forwards, replies, reactions, media, group_id AS groupId, author, pinned,
  first_seen_at AS firstSeenAt, last_seen_at AS lastSeenAt`;

export function listPosts(
  connection: Connection,
  channelId: number,
  { limit, beforeId = Number.MAX_SAFE_INTEGER }: { readonly limit: number; readonly beforeId?: number },
): readonly HeldPost[] {
  return connection
    .all<PostRow>(
      `SELECT ${columns} FROM posts
       WHERE channel_id = (SELECT id FROM channels WHERE id = ? AND removed = 0) AND id < ?
       ORDER BY id DESC LIMIT ?`,
      channelId,
      beforeId,
      checkPageLimit(limit),
    )
    .map(toPost);
}

/** Keeps a page of the step's channel, adds its counts to step and channel, and marks its ids as covered. */
export function upsertPosts(
  connection: Connection,
  stepId: number,
  posts: readonly Post[],
  seenAt: number,
  covers?: IdRange,
): { readonly newMessages: number; readonly updatedMessages: number } {
  if (posts.length > mostPostsPerCall) {
    throw new RangeError(`At most ${mostPostsPerCall} posts are kept at a time, not ${posts.length}.`);
  }
  const step = connection.get<{ readonly channelId: number }>(
    'SELECT channel_id AS channelId FROM run_steps WHERE id = ?',
    stepId,
  );
  if (step === undefined) throw new Error(`There is no step ${stepId}.`);
  const channel = connection.get<{ readonly lookedPostId: number | null }>(
    'SELECT looked_post_id AS lookedPostId FROM channels WHERE id = ? AND removed = 0',
    step.channelId,
  );
  if (channel === undefined) throw noChannel(step.channelId);
  const stranger = posts.find((post) => post.channelId !== step.channelId);
  if (stranger !== undefined) {
    throw new Error(`Post ${stranger.id} is of channel ${stranger.channelId}, not ${step.channelId}.`);
  }

  const kept = posts.map((post) => keepPost(connection, storablePost(post), seenAt));
  const added = posts.filter((_, index) => kept[index] === 'new');
  const newMessages = added.length;
  const updatedMessages = kept.filter((outcome) => outcome === 'updated').length;
  connection.run(
    `UPDATE run_steps SET messages = messages + ?, new_messages = new_messages + ?,
       updated_messages = updated_messages + ? WHERE id = ?`,
    posts.length,
    newMessages,
    updatedMessages,
    stepId,
  );
  const dates = posts.map((post) => post.postedAt);
  if (newMessages > 0) {
    const lookedPostId = channel.lookedPostId ?? Number.POSITIVE_INFINITY;
    connection.run(
      `UPDATE channels SET posts_held = posts_held + :newMessages,
         new_since_looked = new_since_looked + :newSinceLooked,
         first_post_at = min(coalesce(first_post_at, :first), :first),
         last_post_at = max(coalesce(last_post_at, :last), :last) WHERE id = :channelId`,
      {
        newMessages,
        newSinceLooked: added.filter((post) => post.id > lookedPostId).length,
        first: Math.min(...dates),
        last: Math.max(...dates),
        channelId: step.channelId,
      },
    );
  }
  if (covers !== undefined) coverRange(connection, step.channelId, covers);
  return { newMessages, updatedMessages };
}

function keepPost(connection: Connection, post: Post, seenAt: number): 'new' | 'updated' | 'unchanged' {
  const row = connection.get<PostRow>(
    `SELECT ${columns} FROM posts WHERE channel_id = ? AND id = ?`,
    post.channelId,
    post.id,
  );
  if (row === undefined) {
    connection.run(
      `INSERT INTO posts (channel_id, id, posted_at, edited_at, text, views, forwards, replies, reactions,
         media, group_id, author, pinned, first_seen_at, last_seen_at)
       VALUES (:channelId, :id, :postedAt, :editedAt, :text, :views, :forwards, :replies, :reactions,
         :media, :groupId, :author, :pinned, :seenAt, :seenAt)`,
      toParameters(post, seenAt),
    );
    return 'new';
  }
  const held = toPost(row);
  const merged = mergePost(held, post);
  if (samePost(held, merged)) {
    connection.run(
      'UPDATE posts SET last_seen_at = ? WHERE channel_id = ? AND id = ?',
      seenAt,
      post.channelId,
      post.id,
    );
    return 'unchanged';
  }
  connection.run(
    `UPDATE posts SET posted_at = :postedAt, edited_at = :editedAt, text = :text, views = :views,
       forwards = :forwards, replies = :replies, reactions = :reactions, media = :media,
       group_id = :groupId, author = :author, pinned = :pinned, last_seen_at = :seenAt
     WHERE channel_id = :channelId AND id = :id`,
    toParameters(merged, seenAt),
  );
  return 'updated';
}

function toParameters(post: Post, seenAt: number) {
  const { channelId, id, postedAt, editedAt, text, views, forwards, replies, media, groupId, author } = post;
  const reactions = JSON.stringify(post.reactions);
  const pinned = Number(post.pinned);
  return {
    channelId,
    id,
    postedAt,
    editedAt,
    text,
    views,
    forwards,
    replies,
    reactions,
    media,
    groupId,
    author,
    pinned,
    seenAt,
  };
}

function toPost(row: PostRow): HeldPost {
  return { ...row, reactions: JSON.parse(row.reactions) as Reaction[], pinned: row.pinned === 1 };
}
