import { addDays, dayOf, startOfDay } from '../../shared/days.ts';
import type { Day, DayStats } from '../../shared/insights.ts';
import { sampleWindows, window7d, window24h } from '../../shared/samples.ts';
import { type FencedWrite, inBatches, rowsPerBatch } from './batches.ts';
import type { Connection } from './connection.ts';
import { firstKeyAt } from './post-key.ts';

/** What a day's figures are made of: one post with its latest counters and the views of its samples. */
export interface RolledPost {
  readonly key: number;
  readonly id: number;
  readonly postedAt: number;
  readonly edited: boolean;
  readonly deleted: boolean;
  readonly views: number | null;
  readonly forwards: number | null;
  readonly replies: number | null;
  /** All of them together. */
  readonly reactions: number;
  /** By place in `sampleWindows`; null where there is no sample, or one without a view count. */
  readonly samples: readonly (number | null)[];
}

const bestOfDay = 10;
const hoursOfDay = 24;

/** The figures of one channel's posts of one local day, as `DayStats` documents them. */
function rollUp(channelId: number, day: Day, posts: readonly RolledPost[]): DayStats {
  const viewed = posts.flatMap((post) => (post.views === null ? [] : [{ ...post, views: post.views }]));
  const views24h = posts.flatMap(({ samples }) => samples[window24h] ?? []);
  const best = viewed.toSorted((one, other) => other.views - one.views || other.key - one.key);
  return {
    channelId,
    day,
    posts: posts.length,
    edited: posts.filter(({ edited }) => edited).length,
    deleted: posts.filter(({ deleted }) => deleted).length,
    viewedPosts: viewed.length,
    views: sum(viewed.map(({ views }) => views)),
    forwards: sum(viewed.map(({ forwards }) => forwards ?? 0)),
    replies: sum(viewed.map(({ replies }) => replies ?? 0)),
    reactions: sum(viewed.map(({ reactions }) => reactions)),
    posts24h: views24h.length,
    views24h: sum(views24h),
    hours: byHour(viewed),
    curve: sampleWindows.map((_, window) => {
      const shares = posts.flatMap(({ samples }) =>
        shareOf(samples[window] ?? null, samples[window7d] ?? null),
      );
      return { posts: shares.length, shares: sum(shares) };
    }),
    best: best.slice(0, bestOfDay).map(({ id, views }) => ({ postId: id, views })),
  };
}

function byHour(viewed: readonly { readonly postedAt: number; readonly views: number }[]): DayStats['hours'] {
  const hours = Array.from({ length: hoursOfDay }, () => ({ posts: 0, views: 0 }));
  for (const { postedAt, views } of viewed) {
    const hour = hours[new Date(postedAt).getHours()];
    if (hour === undefined) continue;
    hour.posts += 1;
    hour.views += views;
  }
  return hours;
}

/** Nothing is a share of no views at all. A count that fell since is capped. */
function shareOf(views: number | null, atTheEnd: number | null): readonly number[] {
  return views === null || atTheEnd === null || atTheEnd === 0 ? [] : [Math.min(1, views / atTheEnd)];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Makes the figures anew of each local day on which a post was published at one of `postedAts`. In a transaction. */
export function rollUpDays(connection: Connection, channelId: number, postedAts: Iterable<number>): void {
  doubtOtherZone(connection);
  for (const day of new Set(Array.from(postedAts, dayOf))) rollUpDay(connection, channelId, day);
}

/** Returns how many posts the day has. */
function rollUpDay(connection: Connection, channelId: number, day: Day): number {
  const posts = postsOf(connection, channelId, day);
  if (posts.length === 0) {
    connection.run('DELETE FROM day_stats WHERE channel_id = ? AND day = ?', channelId, day);
    return 0;
  }
  const { hours, curve, best, ...counts } = rollUp(channelId, day, posts);
  connection.run(
    `INSERT OR REPLACE INTO day_stats (channel_id, day, posts, edited, deleted, viewed_posts, views, forwards,
       replies, reactions, posts_24h, views_24h, hours, curve, best)
     VALUES (:channelId, :day, :posts, :edited, :deleted, :viewedPosts, :views, :forwards,
       :replies, :reactions, :posts24h, :views24h, :hours, :curve, :best)`,
    {
      ...counts,
      hours: JSON.stringify(hours.map((hour) => [hour.posts, hour.views])),
      curve: JSON.stringify(curve.map(({ posts: count, shares }) => [count, shares])),
      best: JSON.stringify(best.map(({ postId, views }) => [postId, views])),
    },
  );
  return posts.length;
}

interface Row extends Omit<RolledPost, 'edited' | 'deleted' | 'samples'> {
  readonly edited: 0 | 1;
  readonly deleted: 0 | 1;
}

function postsOf(connection: Connection, channelId: number, day: Day): readonly RolledPost[] {
  const range = [channelId, firstKeyAt(startOfDay(day)), firstKeyAt(startOfDay(addDays(day, 1)))] as const;
  const rows = connection.all<Row>(
    `SELECT row_id AS key, id, posted_at AS postedAt, revisions > 0 AS edited, deleted_at IS NOT NULL AS deleted,
       views, forwards, replies,
       CASE reactions WHEN '[]' THEN 0
         ELSE (SELECT coalesce(sum(value ->> 'count'), 0) FROM json_each(posts.reactions)) END AS reactions
     FROM posts WHERE channel_id = ? AND row_id >= ? AND row_id < ? ORDER BY row_id`,
    ...range,
  );
  if (rows.length === 0) return [];
  const samples = new Map<number, (number | null)[]>();
  for (const { key, window, views } of connection.all<{ key: number; window: number; views: number }>(
    `SELECT post_metrics.row_id AS key, sample AS window, post_metrics.views AS views
     FROM posts CROSS JOIN post_metrics ON post_metrics.row_id = posts.row_id
     WHERE channel_id = ? AND posts.row_id >= ? AND posts.row_id < ?
       AND sample IS NOT NULL AND post_metrics.views IS NOT NULL`,
    ...range,
  )) {
    const ofPost = samples.get(key) ?? sampleWindows.map(() => null);
    ofPost[window] = views;
    samples.set(key, ofPost);
  }
  return rows.map(({ edited, deleted, ...row }) => ({
    ...row,
    edited: edited === 1,
    deleted: deleted === 1,
    samples: samples.get(row.key) ?? [],
  }));
}

/** To be called by whatever writes a day: with days of another zone beside it, all are to be made anew. */
export function doubtOtherZone(connection: Connection): void {
  connection.run('UPDATE roll_up SET time_zone = NULL WHERE time_zone <> ?', zoneHere());
}

function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Where the figures are of another zone's days than this process's, makes them anew. */
export async function settleTimeZone(connection: Connection, write: FencedWrite): Promise<void> {
  const zone = zoneHere();
  const row = connection.get<{ readonly zone: string | null }>('SELECT time_zone AS zone FROM roll_up');
  if (row?.zone === zone) return;
  // Cut short, the days are of two zones.
  await write(() => connection.run('UPDATE roll_up SET time_zone = NULL'));
  const channels = connection.all<{ readonly id: number }>('SELECT id FROM channels ORDER BY position');
  for (const { id } of channels) {
    await write(() => moveCounts(connection, id));
    let done: Day | null = null;
    await inBatches(write, () => {
      const next = rollUpNext(connection, id, done);
      done = next;
      return next === null ? 'done' : 'more';
    });
  }
  await write(() => connection.run('UPDATE roll_up SET time_zone = ?', zone));
}

/**
 * Makes the figures of a batch of days after `done`, and removes those of days in between, which only another zone
 * had. So a row is replaced, never missing, and what is there after a batch is true for everybody. Returns the last
 * day it made; null where none was left.
 */
function rollUpNext(connection: Connection, channelId: number, done: Day | null): Day | null {
  let last = done;
  let posts = 0;
  while (posts < rowsPerBatch) {
    const from = last === null ? Number.MIN_SAFE_INTEGER : firstKeyAt(startOfDay(addDays(last, 1)));
    const next = connection.get<{ readonly postedAt: number }>(
      'SELECT posted_at AS postedAt FROM posts WHERE channel_id = ? AND row_id >= ? ORDER BY row_id LIMIT 1',
      channelId,
      from,
    );
    const day = next === undefined ? null : dayOf(next.postedAt);
    connection.run(
      'DELETE FROM day_stats WHERE channel_id = ? AND day > ? AND day < ?',
      channelId,
      last ?? '',
      day ?? '~',
    );
    if (day === null) return null;
    posts += rollUpDay(connection, channelId, day);
    last = day;
  }
  return last;
}

/** A count of subscribers belongs to the day it was made on, wherever that is now; of each day the last one stays. */
function moveCounts(connection: Connection, channelId: number): void {
  const counts = connection.all<{ readonly at: number; readonly subscribers: number }>(
    'SELECT at, subscribers FROM subscriber_counts WHERE channel_id = ? ORDER BY at',
    channelId,
  );
  connection.run('DELETE FROM subscriber_counts WHERE channel_id = ?', channelId);
  for (const { at, subscribers } of counts) {
    connection.run(
      'INSERT OR REPLACE INTO subscriber_counts (channel_id, day, at, subscribers) VALUES (?, ?, ?, ?)',
      channelId,
      dayOf(at),
      at,
      subscribers,
    );
  }
}
