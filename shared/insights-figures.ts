import { addDays, dayOf, daysBetween } from './days.ts';
import type { Channel } from './domain.ts';
import type { Day, DayStats, InsightDay, Insights, SubscriberCount, ViewCurve } from './insights.ts';
import { anomaliesOf, type HeldDays, isHeld, reachOf } from './insights-anomalies.ts';
import { sampleWindows, window7d } from './samples.ts';

/** The arithmetic of insights. A figure without what it needs is null. Each formula is said once, where it is. */

type Sums = Pick<
  DayStats,
  'posts' | 'viewedPosts' | 'views' | 'forwards' | 'replies' | 'reactions' | 'posts24h' | 'views24h'
>;

const bestOfPeriod = 10;
const hoursOfDay = 24;

export interface Held extends HeldDays {
  /** Whether of the first day only a part is held. */
  readonly partial: boolean;
}

/**
 * Which days of a channel are held; null while no post is.
 * - The first is the day after that of the first post held: what came before that post on its day may not have been
 *   fetched. It is the day of that post itself where the channel was followed to its first message, and nothing of it
 *   expires.
 * - The last is the day of the newest reading: of the days since nothing is known. It may go on after the reading.
 * - Where no day is left, it is the day of the first post, in part.
 *
 * Where a channel is read with a gap (more than one range is covered), the days of the gap cannot be told from here.
 */
export function heldOf({
  firstPostAt,
  lastPostAt,
  lastCollectedAt,
  covered,
  keepDays,
}: Pick<Channel, 'firstPostAt' | 'lastPostAt' | 'lastCollectedAt' | 'covered' | 'keepDays'>): Held | null {
  if (firstPostAt === null) return null;
  const first = dayOf(firstPostAt);
  const to = dayOf(Math.max(firstPostAt, lastPostAt ?? 0, lastCollectedAt ?? 0));
  if (covered[0]?.fromId === 0 && keepDays === null) return { from: first, to, partial: false };
  const next = addDays(first, 1);
  return next <= to ? { from: next, to, partial: false } : { from: first, to, partial: true };
}

/**
 * The figures of a channel over [from, to].
 * - `days`: the roll-up of the period; a day that is held and has no row had no post. `daysBefore`: of the 28 days
 *   before it.
 * - `subscribers`: counts of the period, and of the 29 days before, so that there is a change for each of 28.
 * - `today`: the day that is not over yet. It, the day before and those to come are not yet judged to be low; without it
 *   every day is.
 */
export function insightsOf(
  channelId: number,
  from: Day,
  to: Day,
  days: readonly DayStats[],
  subscribers: readonly SubscriberCount[],
  daysBefore: readonly DayStats[],
  held: HeldDays | null,
  today?: Day,
): Insights {
  const total = sumOf(days);
  const counts = subscribers.filter(({ day }) => day >= from && day <= to);
  const last = counts.at(-1)?.subscribers ?? null;
  const growth = growthOf(counts);
  const everyDay = daysOf(from, to, days, counts, held);
  return {
    channelId,
    from,
    to,
    heldFrom: held?.from ?? null,
    heldTo: held?.to ?? null,
    posts: total.posts,
    postsPerDay: postsPerDayOf(everyDay),
    reach: reachOf(total),
    er: erOf(total),
    err: percentOf(reachOf(total), last),
    err24: percentOf(over(total.views24h, total.posts24h), last),
    subscribers: last,
    growth,
    growthPercent: percentOf(growth, counts[0]?.subscribers ?? null),
    days: everyDay,
    hours: Array.from({ length: hoursOfDay }, (_, hour) => {
      const posts = sum(days, (day) => day.hours[hour]?.posts ?? 0);
      return {
        posts,
        reach: over(
          sum(days, (day) => day.hours[hour]?.views ?? 0),
          posts,
        ),
      };
    }),
    best: days
      .flatMap(({ best }) => best)
      .toSorted((one, other) => other.views - one.views || other.postId - one.postId)
      .slice(0, bestOfPeriod),
    curve: curveOf(days),
    anomalies: anomaliesOf({
      from,
      to,
      days: [...daysBefore, ...days],
      held,
      subscribers,
      ...(today && { today }),
    }),
  };
}

/** Posts a day: posts of the days held / days held. */
function postsPerDayOf(days: readonly InsightDay[]): number | null {
  const held = days.flatMap(({ posts }) => posts ?? []);
  return over(
    held.reduce((total, posts) => total + posts, 0),
    held.length,
  );
}

/** ER, percent: 100 × (forwards + replies + reactions) / views, all of the posts that have a view count. */
function erOf({ forwards, replies, reactions, views }: Sums): number | null {
  return percentOf(forwards + replies + reactions, views);
}

/** Growth: the last count of the period minus its first; two days' counts are needed. */
function growthOf(counts: readonly SubscriberCount[]): number | null {
  const [first] = counts;
  const last = counts.at(-1);
  return first === undefined || last === undefined || first === last
    ? null
    : last.subscribers - first.subscribers;
}

/** Every day of the period, those without a post and those not held too. Subscribers: the day's last count. */
function daysOf(
  from: Day,
  to: Day,
  days: readonly DayStats[],
  counts: readonly SubscriberCount[],
  held: HeldDays | null,
): readonly InsightDay[] {
  const statsOf = new Map(days.map((stats) => [stats.day, stats]));
  const countOf = new Map(counts.map(({ day, subscribers }) => [day, subscribers]));
  return daysBetween(from, to).map((day) => {
    const subscribers = countOf.get(day) ?? null;
    if (!isHeld(held, day)) return { day, posts: null, reach: null, er: null, subscribers };
    const stats = statsOf.get(day);
    return {
      day,
      posts: stats?.posts ?? 0,
      reach: stats === undefined ? null : reachOf(stats),
      er: stats === undefined ? null : erOf(stats),
      subscribers,
    };
  });
}

/** The mean share of the views at 7 days, over the posts that have both samples, for each window by itself. */
function curveOf(days: readonly DayStats[]): ViewCurve | null {
  const posts = sum(days, ({ curve }) => curve[window7d]?.posts ?? 0);
  if (posts === 0) return null;
  const shares = sampleWindows.map((_, window) =>
    over(
      sum(days, ({ curve }) => curve[window]?.shares ?? 0),
      sum(days, ({ curve }) => curve[window]?.posts ?? 0),
    ),
  );
  return { shares, posts, halfLifeMs: halfLifeOf(shares) };
}

/**
 * Half-life: the age at which the curve first reaches one half. Between two points of it the share is taken to grow
 * evenly with log(age); before the first one with the age itself, from 0. Null where no point reaches one half.
 */
function halfLifeOf(shares: readonly (number | null)[]): number | null {
  const points = sampleWindows.flatMap(({ ageMs }, window) => {
    const share = shares[window] ?? null;
    return share === null ? [] : [{ ageMs, share }];
  });
  const reached = points.findIndex(({ share }) => share >= 0.5);
  const after = points[reached];
  if (after === undefined) return null;
  const before = points[reached - 1];
  if (before === undefined) return (after.ageMs * 0.5) / after.share;
  const part = (0.5 - before.share) / (after.share - before.share);
  return before.ageMs * (after.ageMs / before.ageMs) ** part;
}

function sumOf(days: readonly DayStats[]): Sums {
  return {
    posts: sum(days, ({ posts }) => posts),
    viewedPosts: sum(days, ({ viewedPosts }) => viewedPosts),
    views: sum(days, ({ views }) => views),
    forwards: sum(days, ({ forwards }) => forwards),
    replies: sum(days, ({ replies }) => replies),
    reactions: sum(days, ({ reactions }) => reactions),
    posts24h: sum(days, ({ posts24h }) => posts24h),
    views24h: sum(days, ({ views24h }) => views24h),
  };
}

function sum(days: readonly DayStats[], of: (day: DayStats) => number): number {
  return days.reduce((total, day) => total + of(day), 0);
}

function over(value: number, divisor: number): number | null {
  return divisor === 0 ? null : value / divisor;
}

/** 100 × value / whole. */
function percentOf(value: number | null, whole: number | null): number | null {
  return value === null || whole === null ? null : over(100 * value, whole);
}
