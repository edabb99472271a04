import { plural } from '../../shared/format.ts';
import type { Day, Insights } from '../../shared/insights.ts';
import {
  type Change,
  countWords,
  percentWords,
  pointChange,
  rateWords,
  relativeChange,
  signedWords,
} from './figure-words.ts';

/** The figures of a channel: what they say, how they are worked out, in words and in numbers, or why there is none. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  /** Beside the value: a rate, a growth; null where there is none. */
  readonly also: string | null;
  /** Against the period before; null where there is nothing to compare. */
  readonly change: Change | null;
  /** What it was then. */
  readonly before: string | null;
  /** Whether more is better: otherwise a change is neither good nor bad. */
  readonly valued: boolean;
  readonly formula: string;
  /** The formula with its numbers; null without a value. */
  readonly numbers: string | null;
  /** Whether it is worked out from posts. */
  readonly ofPosts: boolean;
  /** Why there is no value; null where there is one. */
  readonly lacks: string | null;
}

/** The posts that have a view count, and their views together: what reach was worked out from. */
export function viewsBehind(insights: Insights): { readonly posts: number; readonly views: number } {
  const posts = insights.hours.reduce((sum, hour) => sum + hour.posts, 0);
  return { posts, views: Math.round((insights.reach ?? 0) * posts) };
}

/** How many days of the period are held, and their posts: what posts a day was worked out from. */
export function onHeldDays({ days }: Pick<Insights, 'days'>): {
  readonly days: number;
  readonly posts: number;
} {
  const held = days.flatMap(({ posts }) => posts ?? []);
  return { days: held.length, posts: held.reduce((sum, posts) => sum + posts, 0) };
}

/** What the rates are, where they are short: the same words in every place. */
export const formulas = {
  reach: 'Views as last read / posts that have a view count.',
  err24: 'Average views 24 h after posting / subscribers at the end of the period.',
  err: 'Average reach / subscribers at the end of the period.',
  er: '(Forwards + replies + reactions) / views.',
};

export function figuresOf(now: Insights, before: Insights | null, today: Day): readonly Figure[] {
  const { posts, views } = viewsBehind(now);
  const held = onHeldDays(now);
  const whole = before === null || onHeldDays(before).days < before.days.length ? null : before;
  const { reach, subscribers } = now;
  const noReach = reach === null ? whyNoReach(now) : null;
  const noSubscribers = subscribers === null ? 'no count of subscribers yet in this period' : null;
  const reachOverSubscribers = (percent: number | null) =>
    percent === null || subscribers === null
      ? null
      : `${percentWords(percent)} = ${countWords((percent * subscribers) / 100)} views / ${plural(subscribers, 'subscriber')}`;
  return [
    {
      name: 'Subscribers',
      value: countWords(subscribers),
      also: growthWords(now),
      change: relativeChange(subscribers, before?.subscribers ?? null),
      before: before?.subscribers == null ? null : countWords(before.subscribers),
      valued: true,
      formula: 'The last count of the period. Growth is the last count less the first one of the period.',
      numbers:
        subscribers === null || now.growth === null
          ? null
          : `${signedWords(now.growth)} = ${countWords(subscribers)} − ${countWords(subscribers - now.growth)}`,
      ofPosts: false,
      lacks: noSubscribers ?? (now.growth === null ? 'growth needs counts of two days' : null),
    },
    {
      name: 'Posts',
      value: countWords(held.days === 0 && now.posts === 0 ? null : now.posts),
      also: rateWords(now.postsPerDay),
      // A count of fewer days than the other is no change.
      change: whole === null ? null : relativeChange(now.posts, whole.posts),
      before: whole === null ? null : countWords(whole.posts),
      valued: false,
      formula:
        'Posts held of the period, those deleted since included. A day: posts of the days held / days held.',
      numbers:
        now.posts === 0 || held.days === 0
          ? null
          : `${rateWords(now.postsPerDay)} = ${plural(held.posts, 'post')} / ${plural(held.days, 'day')}${held.days < now.days.length ? ' held' : ''}`,
      ofPosts: true,
      lacks: held.days === 0 ? 'no whole day of this period is held' : null,
    },
    {
      name: 'Average reach',
      value: countWords(reach),
      also: reach === null ? null : 'views a post',
      change: relativeChange(reach, before?.reach ?? null),
      before: before?.reach == null ? null : countWords(before.reach),
      valued: true,
      formula: formulas.reach,
      ofPosts: true,
      numbers:
        reach === null ? null : `${countWords(reach)} = ${plural(views, 'view')} / ${plural(posts, 'post')}`,
      lacks: noReach,
    },
    {
      name: 'ERR24',
      value: percentWords(now.err24),
      also: null,
      change: pointChange(now.err24, before?.err24 ?? null),
      before: before?.err24 == null ? null : percentWords(before.err24),
      valued: true,
      formula: formulas.err24,
      ofPosts: true,
      numbers: reachOverSubscribers(now.err24),
      lacks: now.err24 === null ? (noSubscribers ?? whyNoErr24(now, today)) : null,
    },
    {
      name: 'ERR',
      value: percentWords(now.err),
      also: null,
      change: pointChange(now.err, before?.err ?? null),
      before: before?.err == null ? null : percentWords(before.err),
      valued: true,
      formula: formulas.err,
      ofPosts: true,
      numbers: reachOverSubscribers(now.err),
      lacks: now.err === null ? (noReach ?? noSubscribers ?? 'not known') : null,
    },
    {
      name: 'ER',
      value: percentWords(now.er),
      also: null,
      change: pointChange(now.er, before?.er ?? null),
      before: before?.er == null ? null : percentWords(before.er),
      valued: true,
      formula: formulas.er,
      ofPosts: true,
      numbers:
        now.er === null
          ? null
          : `${percentWords(now.er)} = ${plural(Math.round((now.er * views) / 100), 'forward, reply or reaction', 'forwards, replies and reactions')} / ${plural(views, 'view')}`,
      lacks: now.er === null ? (noReach ?? 'no post has been viewed yet') : null,
    },
  ];
}

function growthWords({ growth, growthPercent }: Insights): string | null {
  if (growth === null) return null;
  const share = growthPercent === null || growth === 0 ? '' : ` (${signedPercent(growthPercent)})`;
  return `${signedWords(growth)}${share}`;
}

function signedPercent(value: number): string {
  return `${value > 0 ? '+' : '−'}${percentWords(Math.abs(value))}`;
}

function whyNoReach(insights: Insights): string {
  return insights.posts === 0 ? whyNoPosts(insights) : 'no post of this period has a view count';
}

/** Only of days that are held it is known that nothing was posted. */
function whyNoPosts(insights: Insights): string {
  return onHeldDays(insights).days < insights.days.length
    ? 'no post of this period is held'
    : 'no posts in this period';
}

/** A post younger than 24 h cannot have been read at 24 h; one that was first met later never will be. */
function whyNoErr24(insights: Insights, today: Day): string {
  if (insights.posts === 0) return whyNoPosts(insights);
  const { days, posts } = onHeldDays({ days: insights.days.filter(({ day }) => day >= today) });
  return days > 0 && posts === insights.posts
    ? 'no post is 24 h old yet'
    : 'no post was read when it was 24 h old';
}
