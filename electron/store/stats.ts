import { dayOf } from '../../shared/days.ts';
import type { ChannelInsights, Day, DayStats, SubscriberCount } from '../../shared/insights.ts';
import type { Connection } from './connection.ts';
import { doubtOtherZone } from './roll-up.ts';

/** What the daily roll-up holds. Its days and counts are made in `roll-up.ts`. */

interface Row extends Omit<DayStats, 'hours' | 'curve' | 'best'> {
  /** Pairs of numbers, as JSON. */
  readonly hours: string;
  readonly curve: string;
  readonly best: string;
}

const ofHeldChannel = 'channel_id = (SELECT id FROM channels WHERE id = ? AND removed = 0)';

/** The days of [from, to] that have posts, in order. */
export function dayStats(connection: Connection, channelId: number, from: Day, to: Day): readonly DayStats[] {
  return connection
    .all<Row>(
      `SELECT channel_id AS channelId, day, posts, edited, deleted, viewed_posts AS viewedPosts, views, forwards,
         replies, reactions, posts_24h AS posts24h, views_24h AS views24h, hours, curve, best
       FROM day_stats WHERE ${ofHeldChannel} AND day >= ? AND day <= ? ORDER BY day`,
      channelId,
      from,
      to,
    )
    .map(({ hours, curve, best, ...row }) => ({
      ...row,
      hours: pairs(hours).map(([posts, views]) => ({ posts, views })),
      curve: pairs(curve).map(([posts, shares]) => ({ posts, shares })),
      best: pairs(best).map(([postId, views]) => ({ postId, views })),
    }));
}

/** The last count of each day of [from, to], in order. */
export function subscriberCounts(
  connection: Connection,
  channelId: number,
  from: Day,
  to: Day,
): readonly SubscriberCount[] {
  return connection.all<SubscriberCount>(
    `SELECT day, at, subscribers FROM subscriber_counts
     WHERE ${ofHeldChannel} AND day >= ? AND day <= ? ORDER BY day`,
    channelId,
    from,
    to,
  );
}

/** Every collected channel, in order of adding; each figure as `insights-figures.ts` has it for one channel. */
export function overview(connection: Connection, from: Day, to: Day): readonly ChannelInsights[] {
  return connection
    .all<{
      readonly channelId: number;
      readonly posts: number;
      readonly viewedPosts: number;
      readonly views: number;
      readonly engagement: number;
      readonly first: number | null;
      readonly firstDay: Day | null;
      readonly last: number | null;
      readonly lastDay: Day | null;
    }>(
      `SELECT channels.id AS channelId, coalesce(sum(posts), 0) AS posts,
         coalesce(sum(viewed_posts), 0) AS viewedPosts, coalesce(sum(views), 0) AS views,
         coalesce(sum(forwards + replies + reactions), 0) AS engagement,
         opening.subscribers AS first, opening.day AS firstDay, closing.subscribers AS last, closing.day AS lastDay
       FROM channels
         LEFT JOIN day_stats ON day_stats.channel_id = channels.id AND day_stats.day BETWEEN :from AND :to
         LEFT JOIN subscriber_counts opening ON opening.channel_id = channels.id AND opening.day =
           (SELECT min(day) FROM subscriber_counts WHERE channel_id = channels.id AND day BETWEEN :from AND :to)
         LEFT JOIN subscriber_counts closing ON closing.channel_id = channels.id AND closing.day =
           (SELECT max(day) FROM subscriber_counts WHERE channel_id = channels.id AND day BETWEEN :from AND :to)
       WHERE removed = 0 GROUP BY channels.position ORDER BY channels.position`,
      { from, to },
    )
    .map(({ channelId, posts, viewedPosts, views, engagement, first, firstDay, last, lastDay }) => {
      const reach = viewedPosts === 0 ? null : views / viewedPosts;
      return {
        channelId,
        posts,
        reach,
        er: views === 0 ? null : (100 * engagement) / views,
        err: reach === null || last === null || last === 0 ? null : (100 * reach) / last,
        subscribers: last,
        growth: first === null || last === null || firstDay === lastDay ? null : last - first,
      };
    });
}

/**
 * Keeps the count with the channel, and as the day's; one older than is held changes neither. A channel that was
 * removed meanwhile is passed over.
 */
export function keepSubscribers(
  connection: Connection,
  channelId: number,
  subscribers: number,
  at: number,
): void {
  const channel = connection.get<{ readonly countedAt: number | null }>(
    'SELECT subscribers_at AS countedAt FROM channels WHERE id = ? AND removed = 0',
    channelId,
  );
  if (channel === undefined) return;
  if (channel.countedAt === null || channel.countedAt <= at) {
    connection.run(
      'UPDATE channels SET subscribers = ?, subscribers_at = ? WHERE id = ?',
      subscribers,
      at,
      channelId,
    );
  }
  doubtOtherZone(connection);
  connection.run(
    `INSERT INTO subscriber_counts (channel_id, day, at, subscribers) VALUES (?, ?, ?, ?)
     ON CONFLICT (channel_id, day) DO UPDATE SET at = excluded.at, subscribers = excluded.subscribers
     WHERE excluded.at >= at`,
    channelId,
    dayOf(at),
    at,
    subscribers,
  );
}

function pairs(json: string): readonly (readonly [number, number])[] {
  return JSON.parse(json) as [number, number][];
}
