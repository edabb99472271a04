import type { HeldPost, Post } from '../../shared/domain.ts';
import { closeWindows, isWorthKeeping, type SampleState, takeSample } from '../../shared/samples.ts';
import type { Connection } from './connection.ts';
import { dueAtOf } from './due-posts.ts';
import { mergePost, sameCounters, samePost, sameVersion, storablePost } from './merge-post.ts';
import { indexPost } from './post-index.ts';
import { keysOfSecond } from './post-key.ts';
import { type HeldPostRow, heldPostColumns, toHeldPost } from './post-rows.ts';

type HeldRow = HeldPostRow & {
  readonly samples: SampleState;
  readonly metricsAt: number | null;
  readonly versionSeenAt: number | null;
};

export interface KeptPost {
  readonly outcome: 'new' | 'updated' | 'unchanged';
  readonly key: number;
  readonly postedAt: number;
  /** What it was taken for until it was seen again. */
  readonly was: 'deleted' | 'suspect' | null;
  /** Whether the figures of its day may have changed. */
  readonly figures: boolean;
}

export function findPost(connection: Connection, channelId: number, id: number): HeldRow | undefined {
  return connection.get<HeldRow>(
    `SELECT ${heldPostColumns}, samples, metrics_at AS metricsAt, version_seen_at AS versionSeenAt
     FROM posts WHERE channel_id = ? AND id = ?`,
    channelId,
    id,
  );
}

/** Keeps a post that is not held. */
export function insertPost(connection: Connection, seen: Post, seenAt: number): KeptPost {
  const post = storablePost(seen);
  const key = nextKey(connection, post.postedAt);
  const { state: samples, window } = sampleOf(0, post, seenAt);
  const counted = window !== null || hasCounters(post);
  connection.run(
    `INSERT INTO posts (row_id, channel_id, id, posted_at, edited_at, text, views, forwards, replies, reactions, media,
       links, group_id, author, pinned, first_seen_at, last_seen_at, samples, due_at, metrics_at)
     VALUES (:key, :channelId, :id, :postedAt, :editedAt, :text, :views, :forwards, :replies, :reactions, :media,
       :links, :groupId, :author, :pinned, :seenAt, :seenAt, :samples, :dueAt, :metricsAt)`,
    {
      ...toParameters(post),
      channelId: post.channelId,
      id: post.id,
      postedAt: post.postedAt,
      key,
      seenAt,
      samples,
      dueAt: dueAtOf({ postedAt: post.postedAt, samples, deletedAt: null, suspectSince: null }),
      metricsAt: counted ? seenAt : null,
    },
  );
  if (counted) keepMetrics(connection, key, post, seenAt, window);
  indexPost(connection, key);
  return { outcome: 'new', key, postedAt: post.postedAt, was: null, figures: true };
}

/**
 * Keeps what is new of a held post: its counters, the version before an edit, the sample the reading is. It is there,
 * so it is neither suspect nor deleted any more, unless `gone`: the page itself says that it was deleted.
 */
export function updatePost(
  connection: Connection,
  row: HeldRow,
  seenPost: Post,
  { seenAt, gone }: { readonly seenAt: number; readonly gone: boolean },
): KeptPost {
  const seen = storablePost(seenPost);
  const { key, postedAt, metricsAt } = row;
  const unknownLinks = row.links === null;
  // Links that were never read differ from nothing: a post of before must not look edited for them.
  const held: HeldPost = unknownLinks ? { ...toHeldPost(row), links: seen.links } : toHeldPost(row);
  const post = mergePost(held, seen);
  const { state: samples, window } = sampleOf(row.samples, { postedAt, views: seen.views }, seenAt);
  const was = gone ? null : row.deletedAt !== null ? 'deleted' : row.suspectSince !== null ? 'suspect' : null;
  const updated = !samePost(held, post);
  const counted =
    window !== null || (!sameCounters(held, post) && isWorthKeeping(postedAt, metricsAt, seenAt));
  const outcome = updated ? 'updated' : 'unchanged';
  if (!updated && !counted && was === null && !unknownLinks && samples === row.samples) {
    connection.run('UPDATE posts SET last_seen_at = ? WHERE row_id = ?', seenAt, key);
    return { outcome, key, postedAt, was, figures: false };
  }

  const edited = !sameVersion(held, post);
  if (edited) keepRevision(connection, row);
  if (counted) keepMetrics(connection, key, seen, seenAt, window);
  const standing = gone ? row : { deletedAt: null, deletedBy: null, suspectSince: null };
  const { deletedAt, deletedBy, suspectSince } = standing;
  connection.run(
    `UPDATE posts SET edited_at = :editedAt, text = :text, views = :views, forwards = :forwards, replies = :replies,
       reactions = :reactions, media = :media, links = :links, group_id = :groupId, author = :author, pinned = :pinned,
       last_seen_at = :seenAt, deleted_at = :deletedAt, deleted_by = :deletedBy, suspect_since = :suspectSince,
       revisions = revisions + :edited, version_seen_at = iif(:edited, :seenAt, version_seen_at),
       samples = :samples, due_at = :dueAt, metrics_at = :metricsAt
     WHERE row_id = :key`,
    {
      ...toParameters(post),
      key,
      seenAt,
      deletedAt,
      deletedBy,
      suspectSince,
      edited: Number(edited),
      samples,
      dueAt: dueAtOf({ postedAt, samples, deletedAt, suspectSince }),
      metricsAt: counted ? Math.max(seenAt, metricsAt ?? seenAt) : metricsAt,
    },
  );
  if (edited || was !== null) indexPost(connection, key);
  return { outcome, key, postedAt, was, figures: updated || window !== null || was === 'deleted' };
}

/** A reading without views, as some answers bring them, is no sample: the window stays open for one with views. */
function sampleOf(
  state: SampleState,
  { postedAt, views }: Pick<Post, 'postedAt' | 'views'>,
  seenAt: number,
): ReturnType<typeof takeSample> {
  return views === null
    ? { state: closeWindows(state, postedAt, seenAt), window: null }
    : takeSample(state, postedAt, seenAt);
}

/** The next key that is free among the posts of the same second. */
function nextKey(connection: Connection, postedAt: number): number {
  const { from, to } = keysOfSecond(postedAt);
  const last = connection.get<{ readonly key: number | null }>(
    'SELECT max(row_id) AS key FROM posts WHERE row_id >= ? AND row_id < ?',
    from,
    to,
  );
  return last?.key == null ? from : last.key + 1;
}

/** The version that is about to be replaced, and when it was first read. */
function keepRevision(connection: Connection, row: HeldRow): void {
  connection.run(
    `INSERT INTO post_revisions (row_id, number, text, media, links, edited_at, seen_at)
     VALUES (:key, :number, :text, :media, :links, :editedAt, :seenAt)`,
    {
      key: row.key,
      number: row.revisions + 1,
      text: row.text,
      media: row.media,
      links: row.links ?? '[]',
      editedAt: row.editedAt,
      seenAt: row.versionSeenAt ?? row.firstSeenAt,
    },
  );
}

function keepMetrics(
  connection: Connection,
  key: number,
  { views, forwards, replies, reactions }: Post,
  at: number,
  window: number | null,
): void {
  connection.run(
    `INSERT INTO post_metrics (row_id, at, views, forwards, replies, reactions, sample)
     VALUES (:key, :at, :views, :forwards, :replies, :reactions, :window)
     ON CONFLICT DO UPDATE SET views = excluded.views, forwards = excluded.forwards, replies = excluded.replies,
       reactions = excluded.reactions, sample = coalesce(sample, excluded.sample)`,
    { key, at, views, forwards, replies, reactions: allOf(reactions), window },
  );
}

function allOf(reactions: Post['reactions']): number {
  return reactions.reduce((sum, { count }) => sum + count, 0);
}

function hasCounters({ views, forwards, replies, reactions }: Post): boolean {
  return views !== null || forwards !== null || replies !== null || reactions.length > 0;
}

function toParameters(post: Post) {
  const { editedAt, text, views, forwards, replies, media, groupId, author } = post;
  const [reactions, links] = [JSON.stringify(post.reactions), JSON.stringify(post.links)];
  const pinned = Number(post.pinned);
  return { editedAt, text, views, forwards, replies, reactions, media, links, groupId, author, pinned };
}
