import { addDays, daysBetween } from './days.ts';
import type { Anomaly, Day, DayStats, SubscriberCount } from './insights.ts';

/**
 * Days that are far from what is usual. A day is measured against the days before it, at most 28, of which at least 7
 * must have the figure: `usual` is their median, the spread is the median of their distances from it (MAD), and at
 * least 1, because one post or view more is no news where every day was the same. The day is an anomaly where
 * - its robust z, 0.6745 × (value − usual) / spread, is beyond 3.5 either way, and
 * - the value is at least twice, or at most half of the usual one, or has another sign.
 *
 * Of posts and reach, a day that is not held is neither judged nor usual.
 */
const mostDaysBefore = 28;
const leastDaysBefore = 7;
const farthestUsualZ = 3.5;
const leastRatio = 2;
/** Makes the MAD of a normal distribution its standard deviation. */
const normalMad = 0.6745;
/** Views of a post come in for two days. */
const daysUntilSettled = 2;

/** The days of a channel of which everything is held, [from, to]; the last one so far. */
export interface HeldDays {
  readonly from: Day;
  readonly to: Day;
}

export function isHeld(held: HeldDays | null, day: Day): boolean {
  return held !== null && held.from <= day && day <= held.to;
}

export interface Judged {
  readonly from: Day;
  readonly to: Day;
  /** Of the period and the 28 days before, in order. */
  readonly days: readonly DayStats[];
  /** Of the period and the 29 days before, in order. */
  readonly subscribers: readonly SubscriberCount[];
  /** Null: none. */
  readonly held: HeldDays | null;
  readonly today?: Day;
}

type Figures = ReadonlyMap<Day, number>;

/** In order of days. */
export function anomaliesOf({ from, to, days, subscribers, held, today }: Judged): readonly Anomaly[] {
  const postIdsOf = new Map(days.map(({ day, best }) => [day, best.map(({ postId }) => postId)]));
  const heldDays = days.filter(({ day }) => isHeld(held, day));
  const newest = held === null || today === undefined || today < held.to ? today : held.to;
  const settledUntil = newest === undefined ? to : addDays(newest, -daysUntilSettled);
  const all = daysBetween(addDays(from, -mostDaysBefore), to);
  const figures: readonly (readonly [Anomaly['figure'], Figures])[] = [
    ['posts', postsByDay(all, heldDays, held)],
    ['reach', new Map(heldDays.flatMap((stats) => pairOf(stats.day, reachOf(stats))))],
    ['subscribers', changesByDay(subscribers)],
  ];
  return all.slice(mostDaysBefore).flatMap((day, index) =>
    figures.flatMap(([figure, values]) => {
      const judged = judge(values, day, all.slice(index, index + mostDaysBefore));
      if (judged === null) return [];
      const unsettled = day > settledUntil && figure !== 'subscribers';
      if (judged.direction === 'low' && unsettled) return [];
      return [{ day, figure, ...judged, postIds: postIdsOf.get(day) ?? [] }];
    }),
  );
}

/** Reach: views / posts that have a view count. */
export function reachOf({ views, viewedPosts }: Pick<DayStats, 'views' | 'viewedPosts'>): number | null {
  return viewedPosts === 0 ? null : views / viewedPosts;
}

function judge(
  values: Figures,
  day: Day,
  daysBefore: readonly Day[],
): Pick<Anomaly, 'direction' | 'value' | 'usual'> | null {
  const value = values.get(day);
  if (value === undefined) return null;
  const before = daysBefore.flatMap((earlier) => values.get(earlier) ?? []);
  if (before.length < leastDaysBefore) return null;
  const usual = medianOf(before);
  const spread = Math.max(1, medianOf(before.map((one) => Math.abs(one - usual))));
  const z = (normalMad * (value - usual)) / spread;
  const near = value * usual > 0 && isBetween(Math.abs(value / usual), 1 / leastRatio, leastRatio);
  if (Math.abs(z) <= farthestUsualZ || near) return null;
  return { direction: value > usual ? 'high' : 'low', value, usual };
}

/** A day that is held and has no row had no post. */
function postsByDay(all: readonly Day[], days: readonly DayStats[], held: HeldDays | null): Figures {
  const posts = new Map(days.map((stats) => [stats.day, stats.posts]));
  return new Map(all.filter((day) => isHeld(held, day)).map((day) => [day, posts.get(day) ?? 0]));
}

/** Of each day that has a count, and so has the day before. */
function changesByDay(counts: readonly SubscriberCount[]): Figures {
  const countOf = new Map(counts.map(({ day, subscribers }) => [day, subscribers]));
  return new Map(
    counts.flatMap(({ day, subscribers }) => {
      const before = countOf.get(addDays(day, -1));
      return before === undefined ? [] : pairOf(day, subscribers - before);
    }),
  );
}

function pairOf(day: Day, value: number | null): readonly (readonly [Day, number])[] {
  return value === null ? [] : [[day, value]];
}

/** Strictly: the bounds themselves are far. */
function isBetween(value: number, low: number, high: number): boolean {
  return value > low && value < high;
}

/** Of at least one value. */
function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
