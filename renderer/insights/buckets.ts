import { countDays, daysBetween } from '../../shared/days.ts';
import { plural } from '../../shared/format.ts';
import type { Day, InsightDay } from '../../shared/insights.ts';
import { dayWords, monthWords, rangeWords, shortDay, weekday, weekdayWords } from './days.ts';

/** The days of a period, or, where they are too many to tell apart, its weeks or months. */
export interface Bucket {
  readonly from: Day;
  readonly to: Day;
  /** Of the days that are held; null where none is. */
  readonly posts: number | null;
  /** How many of its days are held. */
  readonly heldDays: number;
  /** Of several days: their reach, each weighing as much as it has posts. */
  readonly reach: number | null;
  /** The last count. */
  readonly subscribers: number | null;
}

export type BucketSize = 'day' | 'week' | 'month';

/** A year is told day by day, four years by week. */
export function bucketSizeOf(days: number): BucketSize {
  return days <= 400 ? 'day' : days <= 1500 ? 'week' : 'month';
}

/** Every day of [from, to] is in one bucket. Of one that the answer leaves out nothing is known. */
export function bucketsOf(
  from: Day,
  to: Day,
  days: readonly InsightDay[],
  size: BucketSize,
): readonly Bucket[] {
  const known = new Map(days.map((day) => [day.day, day]));
  const all = daysBetween(from, to).map(
    (day) => known.get(day) ?? { day, posts: null, reach: null, er: null, subscribers: null },
  );
  const groups: InsightDay[][] = [];
  for (const day of all) {
    const last = groups.at(-1);
    if (last === undefined || beginsBucket(day.day, size)) groups.push([day]);
    else last.push(day);
  }
  return groups.map(bucketOf);
}

function beginsBucket(day: Day, size: BucketSize): boolean {
  if (size === 'day') return true;
  return size === 'week' ? weekday(day) === 0 : day.endsWith('-01');
}

function bucketOf(days: readonly InsightDay[]): Bucket {
  const held = days.flatMap(({ posts, reach }) => (posts === null ? [] : [{ posts, reach }]));
  const viewed = held.flatMap(({ posts, reach }) => (reach === null ? [] : [{ posts, reach }]));
  const weight = viewed.reduce((sum, { posts }) => sum + posts, 0);
  const views = viewed.reduce((sum, { posts, reach }) => sum + reach * posts, 0);
  return {
    from: days[0]?.day ?? '',
    to: days.at(-1)?.day ?? '',
    posts: held.length === 0 ? null : held.reduce((sum, { posts }) => sum + posts, 0),
    heldDays: held.length,
    reach: weight === 0 ? null : views / weight,
    subscribers: days.findLast((day) => day.subscribers !== null)?.subscribers ?? null,
  };
}

/** `Tuesday 24 Nov 2026`, or the days of a week or month. */
export function bucketWords({ from, to }: Bucket): string {
  return from === to ? weekdayWords(from) : rangeWords(from, to);
}

/** `12 posts`, `12 posts, 2 of 7 days held` or `not held`. */
export function bucketPosts({ posts, heldDays, from, to }: Bucket): string {
  if (posts === null) return 'not held';
  const all = countDays(from, to);
  return `${plural(posts, 'post')}${heldDays < all ? `, ${heldDays} of ${all} days held` : ''}`;
}

/** The runs of buckets of which nothing is held, by their first and last place. */
export function notHeldSpans(
  buckets: readonly Bucket[],
): readonly { readonly first: number; readonly last: number }[] {
  const spans: { first: number; last: number }[] = [];
  buckets.forEach(({ posts }, at) => {
    const span = spans.at(-1);
    if (posts !== null) return;
    if (span?.last === at - 1) span.last = at;
    else spans.push({ first: at, last: at });
  });
  return spans;
}

/**
 * At most so many labels under buckets, evenly apart, the first at the first. A year and more is told by month. `at` is
 * the place of the bucket.
 */
export function bucketTicks(
  buckets: readonly Bucket[],
  atMost: number,
): readonly { readonly at: number; readonly label: string }[] {
  const most = Math.max(1, atMost);
  const first = buckets[0]?.from ?? '';
  const last = buckets.at(-1)?.to ?? '';
  if (buckets.length > 150 || (buckets.length > 1 && buckets[0]?.from !== buckets[0]?.to)) {
    const months = buckets.flatMap(({ from }, at) =>
      at > 0 && from.slice(0, 7) !== buckets[at - 1]?.from.slice(0, 7) ? [{ at, from }] : [],
    );
    // January first: years are easier to read off than a step of months that wanders through them.
    const step = [1, 2, 3, 6, 12, 24, 60].find((one) => months.length / one <= most) ?? 120;
    return months
      .filter(({ from }) => monthNumber(from) % step === 0)
      .map(({ at, from }) => ({ at, label: step >= 12 ? from.slice(0, 4) : monthWords(from) }));
  }
  const step = [1, 2, 7, 14, 28, 56].find((one) => Math.ceil(buckets.length / one) <= most) ?? buckets.length;
  const words = first.slice(0, 4) === last.slice(0, 4) || step < 7 ? shortDay : dayWords;
  return buckets.flatMap(({ from }, at) => (at % step === 0 ? [{ at, label: words(from) }] : []));
}

function monthNumber(day: Day): number {
  return Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
}
