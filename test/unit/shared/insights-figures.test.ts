import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, startOfDay } from '../../../shared/days.ts';
import type { DayStats, SubscriberCount } from '../../../shared/insights.ts';
import { heldOf, insightsOf } from '../../../shared/insights-figures.ts';
import { sampleWindows } from '../../../shared/samples.ts';

/** Examples a person can check by hand; `test/unit/store/stats.test.ts` recomputes every figure from random posts. */

const from = '2026-05-01';
const always = { from: '2000-01-01', to: '2100-01-01' };
const noShares = sampleWindows.map(() => ({ posts: 0, shares: 0 }));

function aDay(day: string, changes: Partial<DayStats> = {}): DayStats {
  return {
    channelId: 1,
    day,
    posts: 1,
    edited: 0,
    deleted: 0,
    viewedPosts: 1,
    views: 100,
    forwards: 0,
    replies: 0,
    reactions: 0,
    posts24h: 0,
    views24h: 0,
    hours: Array.from({ length: 24 }, () => ({ posts: 0, views: 0 })),
    curve: noShares,
    best: [{ postId: 7, views: 100 }],
    ...changes,
  };
}

const counted = (counts: readonly number[], first = from): readonly SubscriberCount[] =>
  counts.map((subscribers, index) => ({ day: addDays(first, index), at: index, subscribers }));

test('figures of a period of two days', () => {
  const days = [
    aDay(from, {
      views: 300,
      viewedPosts: 3,
      posts: 4,
      forwards: 3,
      replies: 2,
      reactions: 5,
      posts24h: 2,
      views24h: 90,
    }),
    aDay('2026-05-02', { views: 100 }),
  ];
  expect(insightsOf(1, from, '2026-05-02', days, counted([400, 500]), [], always)).toMatchObject({
    posts: 5,
    postsPerDay: 2.5,
    reach: 100,
    er: 2.5,
    err: 20,
    err24: 9,
    subscribers: 500,
    growth: 100,
    growthPercent: 25,
  });
});

test('without what it needs a figure is null, never 0', () => {
  expect(insightsOf(1, from, from, [], [], [], always)).toMatchObject({
    posts: 0,
    reach: null,
    er: null,
    err: null,
    err24: null,
    subscribers: null,
    growth: null,
    growthPercent: null,
    days: [{ day: from, posts: 0, reach: null, er: null, subscribers: null }],
    curve: null,
    anomalies: [],
  });
  expect(insightsOf(1, from, from, [aDay(from, { views: 0 })], counted([0]), [], always)).toMatchObject({
    reach: 0,
    er: null,
    err: null,
    growth: null,
  });
});

describe('a channel is held', () => {
  const noonOf = (day: string) => startOfDay(day) + 12 * 3_600_000;
  const channel = {
    firstPostAt: noonOf('2026-05-01'),
    lastPostAt: noonOf('2026-05-08'),
    lastCollectedAt: noonOf('2026-05-09'),
    covered: [{ fromId: 700, toId: 900 }],
    keepDays: null,
  };

  test('from the day after its first post held: what came before that post may not have been fetched', () => {
    expect(heldOf(channel)).toEqual({ from: '2026-05-02', to: '2026-05-09', partial: false });
  });

  test('from the day of its first post where its first message was reached and nothing expires', () => {
    const whole = { ...channel, covered: [{ fromId: 0, toId: 900 }] };
    expect(heldOf(whole)?.from).toBe('2026-05-01');
    expect(heldOf({ ...whole, keepDays: 30 })?.from).toBe('2026-05-02');
  });

  test('in part, where no whole day is left', () => {
    const anHour = { ...channel, lastPostAt: channel.firstPostAt, lastCollectedAt: channel.firstPostAt };
    expect(heldOf(anHour)).toEqual({ from: '2026-05-01', to: '2026-05-01', partial: true });
  });

  test('to the newest reading, or the newest post where that is later', () => {
    expect(heldOf({ ...channel, lastCollectedAt: null })?.to).toBe('2026-05-08');
  });

  test('on no day while no post is', () => {
    expect(heldOf({ ...channel, firstPostAt: null, lastPostAt: null })).toBeNull();
  });
});

test('days that are not held are null, never 0, and posts a day are those of days held', () => {
  const days = [aDay('2026-05-02', { posts: 5 }), aDay('2026-05-03', { posts: 7 })];
  const held = { from: '2026-05-03', to: '2026-05-04' };
  const insights = insightsOf(1, from, '2026-05-05', days, [], [], held);
  expect(insights).toMatchObject({
    posts: 12,
    postsPerDay: 3.5,
    heldFrom: '2026-05-03',
    heldTo: '2026-05-04',
  });
  expect(insights.days.map(({ posts, reach }) => [posts, reach])).toEqual([
    [null, null],
    [null, null],
    [7, 100],
    [0, null],
    [null, null],
  ]);
  const none = insightsOf(1, from, '2026-05-05', days, [], [], null);
  expect(none).toMatchObject({ posts: 12, postsPerDay: null, heldFrom: null, heldTo: null });
});

describe('a post has had half of its views', () => {
  const halfLife = (shares: readonly (number | null)[]) => {
    const curve = shares.map((share) =>
      share === null ? { posts: 0, shares: 0 } : { posts: 2, shares: share * 2 },
    );
    return insightsOf(1, from, from, [aDay(from, { curve })], [], [], always).curve?.halfLifeMs;
  };
  const minuteMs = 60_000;
  test.each([
    ['at a window where it has just half', [0.1, 0.5, 0.6, 0.7, 0.8, 0.9, 1], 60],
    ['between two, as the logarithm of the age goes', [0.25, 0.75, 0.8, 0.9, 0.9, 1, 1], 30],
    ['before the first, as the age goes', [1, 1, 1, 1, 1, 1, 1], 7.5],
    ['between those that were sampled', [0.25, null, null, null, 0.75, null, 1], Math.sqrt(15 * 24 * 60)],
  ])('%s', (_, shares, minutes) => {
    expect(halfLife(shares)).toBeCloseTo(minutes * minuteMs, 3);
  });
});

describe('out of the ordinary is', () => {
  const before = daysBetween(addDays(from, -28), addDays(from, -1));
  const usual = before.map((day, index) => aDay(day, { posts: 9 + (index % 3), views: 90 + (index % 21) }));
  const found = (
    today: Partial<DayStats>,
    options: {
      readonly days?: readonly DayStats[];
      readonly held?: typeof always;
      readonly today?: string;
    } = {},
  ) =>
    insightsOf(
      1,
      from,
      from,
      [aDay(from, { posts: 10, ...today })],
      [],
      options.days ?? usual,
      options.held ?? always,
      options.today,
    ).anomalies.map(({ figure, direction, usual: median }) => [figure, direction, median]);

  test('a day with many more or fewer posts than the median of those before', () => {
    expect(found({ posts: 20 })).toEqual([['posts', 'high', 10]]);
    expect(found({ posts: 4 })).toEqual([['posts', 'low', 10]]);
    expect(found({ posts: 19 })).toEqual([]);
  });

  test('a day whose posts reached many more or fewer, with these posts', () => {
    expect(found({ views: 400 })).toEqual([['reach', 'high', 96.5]]);
    expect(found({ views: 10 })).toEqual([['reach', 'low', 96.5]]);
    const stats = insightsOf(1, from, from, [aDay(from, { posts: 10, views: 400 })], [], usual, always);
    expect(stats.anomalies).toMatchObject([{ value: 400, postIds: [7] }]);
  });

  test('nothing, where fewer than seven days before are held', () => {
    const heldFor = (count: number) => ({ ...always, from: addDays(from, -count) });
    expect(found({ posts: 99 }, { held: heldFor(7) })).toHaveLength(1);
    expect(found({ posts: 99 }, { held: heldFor(6) })).toEqual([]);
    // Days without a row: held, they had no post; not held, they are not known.
    expect(found({ posts: 99 }, { days: [] })).toEqual([['posts', 'high', 0]]);
    expect(found({ posts: 99 }, { days: [], held: heldFor(6) })).toEqual([]);
  });

  test('never a day that is not held, nor is the newest reading’s low: it may have gone on', () => {
    const until = (to: string) => ({ ...always, to });
    const later = addDays(from, 9);
    expect(found({ posts: 1, views: 1 }, { held: until(addDays(from, -1)) })).toEqual([]);
    expect(found({ posts: 1, views: 1 }, { held: until(addDays(from, 1)), today: later })).toEqual([]);
    expect(found({ posts: 1, views: 1 }, { held: until(addDays(from, 2)), today: later })).toHaveLength(2);
  });

  test('nothing low in the last two days, which are not over for their posts', () => {
    expect(found({ posts: 1, views: 1 }, { today: addDays(from, 1) })).toEqual([]);
    expect(found({ posts: 1, views: 1 }, { today: addDays(from, 2) })).toHaveLength(2);
    expect(found({ posts: 99 }, { today: from })).toHaveLength(1);
  });

  test('a change of subscribers unlike those of the days before, also the other way', () => {
    const counts = counted(
      [...Array.from({ length: 29 }, (_, index) => 1000 + 10 * index), 1240],
      addDays(from, -29),
    );
    expect(insightsOf(1, from, from, [], counts, [], null).anomalies).toEqual([
      { day: from, figure: 'subscribers', direction: 'low', value: -40, usual: 10, postIds: [] },
    ]);
  });
});
