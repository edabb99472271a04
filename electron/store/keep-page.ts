import type { Post } from '../../shared/domain.ts';
import type { KeptCounts, KeptPage } from '../ports/archive.ts';
import { noChannel } from './channels.ts';
import type { Connection } from './connection.ts';
import { coverRange } from './covered-ranges.ts';
import { ageInstant, isExpired } from './expiry.ts';
import { findPost, insertPost, type KeptPost, updatePost } from './keep-post.ts';
import { type Missing, markAbsent, markDeleted } from './missing-posts.ts';
import { rollUpDays } from './roll-up.ts';
import { alertOfWords } from './watches.ts';

/** A transaction of a thousand posts would hold up the process for up to half a second. */
const mostPostsPerCall = 100;

interface ChannelRow {
  readonly channelId: number;
  readonly lookedPostId: number | null;
  readonly keepDays: number | null;
  readonly runStartedAt: number;
}

/**
 * Keeps a page of the step's channel with all that follows from it. A post older than the channel keeps its posts is
 * read and not kept: it would come and go with every run.
 */
export function keepPage(connection: Connection, stepId: number, page: KeptPage, seenAt: number): KeptCounts {
  const channel = channelOfStep(connection, stepId);
  const { channelId } = channel;
  const { posts, deletedIds = [], absentIds = [], covers, pts } = page;
  checkPosts(posts, channelId);

  const gone = new Set(deletedIds);
  const instant = ageInstant(
    connection,
    seenAt,
    posts.map(({ postedAt }) => postedAt),
  );
  const kept = posts.flatMap((post) => {
    const outcome = keepPost(connection, post, channel, { seenAt, instant, gone });
    return outcome === null ? [] : [{ ...outcome, post }];
  });
  const seen = new Set(posts.map(({ id }) => id));
  const missing = [
    markDeleted(connection, channelId, deletedIds, seenAt),
    markAbsent(
      connection,
      channelId,
      absentIds.filter((id) => !seen.has(id)),
      { at: seenAt, runStartedAt: channel.runStartedAt },
    ),
  ];
  countInChannel(connection, channel, kept, missing);
  if (covers !== undefined) coverRange(connection, channelId, covers);
  if (pts !== undefined) {
    connection.run('UPDATE channels SET pts = ? WHERE id = ?', pts, channelId);
  }
  if (kept.length < posts.length)
    connection.run('UPDATE channels SET age_reached = 1 WHERE id = ?', channelId);

  const added = kept.filter(({ outcome }) => outcome === 'new');
  if (added.length > 0) {
    const newPosts = added.map(({ key, post, postedAt }) => ({ rowId: key, postId: post.id, postedAt }));
    alertOfWords(connection, channelId, newPosts, seenAt);
  }
  const touched = [
    ...kept.filter(({ figures }) => figures).map(({ postedAt }) => postedAt),
    ...missing.flatMap(({ postedAts }) => postedAts),
  ];
  if (touched.length > 0) rollUpDays(connection, channelId, touched);

  const counts = {
    newMessages: added.length,
    updatedMessages: kept.filter(({ outcome }) => outcome === 'updated').length,
    deletedMessages: sum(missing.map(({ deleted }) => deleted)),
  };
  connection.run(
    `UPDATE run_steps SET messages = messages + :messages, new_messages = new_messages + :newMessages,
       updated_messages = updated_messages + :updatedMessages, deleted_messages = deleted_messages + :deletedMessages
     WHERE id = :stepId`,
    { ...counts, messages: posts.length, stepId },
  );
  return counts;
}

function channelOfStep(connection: Connection, stepId: number): ChannelRow {
  const step = connection.get<{ readonly channelId: number; readonly runStartedAt: number }>(
    `SELECT channel_id AS channelId, runs.started_at AS runStartedAt
     FROM run_steps JOIN runs ON runs.id = run_id WHERE run_steps.id = ?`,
    stepId,
  );
  if (step === undefined) throw new Error(`There is no step ${stepId}.`);
  const channel = connection.get<Omit<ChannelRow, 'runStartedAt'>>(
    `SELECT id AS channelId, looked_post_id AS lookedPostId, keep_days AS keepDays FROM channels
     WHERE id = ? AND removed = 0`,
    step.channelId,
  );
  if (channel === undefined) throw noChannel(step.channelId);
  return { ...channel, runStartedAt: step.runStartedAt };
}

function checkPosts(posts: readonly Post[], channelId: number): void {
  if (posts.length > mostPostsPerCall) {
    throw new RangeError(`At most ${mostPostsPerCall} posts are kept at a time, not ${posts.length}.`);
  }
  const stranger = posts.find((post) => post.channelId !== channelId);
  if (stranger !== undefined) {
    throw new Error(`Post ${stranger.id} is of channel ${stranger.channelId}, not ${channelId}.`);
  }
}

/** Null where the post is too old to be kept. */
function keepPost(
  connection: Connection,
  post: Post,
  { channelId, keepDays }: ChannelRow,
  {
    seenAt,
    instant,
    gone,
  }: { readonly seenAt: number; readonly instant: number; readonly gone: ReadonlySet<number> },
): KeptPost | null {
  const row = findPost(connection, channelId, post.id);
  if (row !== undefined) return updatePost(connection, row, post, { seenAt, gone: gone.has(post.id) });
  return isExpired(post.postedAt, keepDays, instant) ? null : insertPost(connection, post, seenAt);
}

function countInChannel(
  connection: Connection,
  { channelId, lookedPostId }: ChannelRow,
  kept: readonly (KeptPost & { readonly post: Post })[],
  missing: readonly Missing[],
): void {
  const added = kept.filter(({ outcome }) => outcome === 'new').map(({ post }) => post);
  const backFrom = (was: KeptPost['was']) => kept.filter((one) => one.was === was).length;
  const deleted = sum(missing.map((one) => one.deleted)) - backFrom('deleted');
  const suspects = sum(missing.map((one) => one.suspects)) - backFrom('suspect');
  if (deleted !== 0 || suspects !== 0) {
    connection.run(
      `UPDATE channels SET posts_deleted = posts_deleted + ?, posts_suspect = posts_suspect + ? WHERE id = ?`,
      deleted,
      suspects,
      channelId,
    );
  }
  if (added.length === 0) return;
  const dates = added.map((post) => post.postedAt);
  connection.run(
    `UPDATE channels SET posts_held = posts_held + :added, new_since_looked = new_since_looked + :newSinceLooked,
       first_post_at = min(coalesce(first_post_at, :first), :first),
       last_post_at = max(coalesce(last_post_at, :last), :last) WHERE id = :channelId`,
    {
      added: added.length,
      newSinceLooked: lookedPostId === null ? 0 : added.filter(({ id }) => id > lookedPostId).length,
      first: Math.min(...dates),
      last: Math.max(...dates),
      channelId,
    },
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
