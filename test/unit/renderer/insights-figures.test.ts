import { describe, expect, test } from 'vitest';
import { anomalyWords } from '../../../renderer/insights/anomaly-words.ts';
import { bestHour, hourWords } from '../../../renderer/insights/best-hours.ts';
import { halfLifeWords } from '../../../renderer/insights/curve.ts';
import {
  percentWords,
  pointChange,
  rateWords,
  relativeChange,
  signedWords,
} from '../../../renderer/insights/figure-words.ts';
import { figuresOf, viewsBehind } from '../../../renderer/insights/figures.ts';
import { daysBetween } from '../../../shared/days.ts';
import type { Insights } from '../../../shared/insights.ts';

const nothing: Insights = {
  channelId: 1,
  from: '2026-10-26',
  to: '2026-11-24',
  heldFrom: '2025-01-01',
  heldTo: '2026-11-24',
  posts: 0,
  postsPerDay: 0,
  reach: null,
  er: null,
  err: null,
  err24: null,
  subscribers: null,
  growth: null,
  growthPercent: null,
  days: daysBetween('2026-10-26', '2026-11-24').map((day) => ({
    day,
    posts: 0,
    reach: null,
    er: null,
    subscribers: null,
  })),
  hours: Array.from({ length: 24 }, () => ({ posts: 0, reach: null })),
  best: [],
  curve: null,
  anomalies: [],
};

/** 203 posts with 1,504,230 views. */
const full: Insights = {
  ...nothing,
  posts: 203,
  postsPerDay: 203 / 30,
  reach: 1_504_230 / 203,
  er: (88_750 / 1_504_230) * 100,
  err: (1_504_230 / 203 / 18_204) * 100,
  err24: (6954 / 18_204) * 100,
  subscribers: 18_204,
  growth: 312,
  growthPercent: (312 / 17_892) * 100,
  days: nothing.days.map((day, at) => ({ ...day, posts: at === 0 ? 203 : 0 })),
  hours: nothing.hours.map((hour, at) =>
    at === 9
      ? { posts: 200, reach: 7500 }
      : at === 10
        ? { posts: 3, reach: (1_504_230 - 1_500_000) / 3 }
        : hour,
  ),
};

const figure = (name: string, now: Insights, before: Insights | null = null) => {
  const found = figuresOf(now, before, '2026-11-24').find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no figure ${name}.`);
  return found;
};

describe('figures', () => {
  test('what reach is worked out from is the posts of all hours and their views', () => {
    expect(viewsBehind(full)).toEqual({ posts: 203, views: 1_504_230 });
  });

  test('each formula is there in its own numbers', () => {
    expect(figure('Average reach', full).numbers).toBe('7,410 = 1,504,230 views / 203 posts');
    expect(figure('ER', full).numbers).toBe(
      '5.9 % = 88,750 forwards, replies and reactions / 1,504,230 views',
    );
    expect(figure('ERR', full).numbers).toBe('40.7 % = 7,410 views / 18,204 subscribers');
    expect(figure('ERR24', full).numbers).toBe('38.2 % = 6,954 views / 18,204 subscribers');
    expect(figure('Subscribers', full).numbers).toBe('+312 = 18,204 − 17,892');
    expect(figure('Posts', full).numbers).toBe('6.8 a day = 203 posts / 30 days');
  });

  test('a figure without a value is a dash, and says why', () => {
    expect(figure('Average reach', nothing)).toMatchObject({ value: '–', lacks: 'no posts in this period' });
    expect(figure('Average reach', { ...nothing, posts: 4 }).lacks).toBe(
      'no post of this period has a view count',
    );
    expect(figure('ERR', { ...full, err: null, subscribers: null }).lacks).toBe(
      'no count of subscribers yet in this period',
    );
    expect(figure('Subscribers', { ...full, growth: null }).lacks).toBe('growth needs counts of two days');
    expect(figure('Posts', nothing).numbers).toBeNull();
  });

  const heldFrom = (first: string, posts: number): Insights => ({
    ...full,
    heldFrom: first,
    posts: 56,
    days: nothing.days.map((day) => ({
      ...day,
      posts: day.day < first ? null : day.day === '2026-11-24' ? posts : 0,
    })),
  });

  test('posts a day are those of the days held, never of days that were not fetched', () => {
    expect(figure('Posts', { ...heldFrom('2026-11-24', 56), postsPerDay: 56 }).numbers).toBe(
      '56 a day = 56 posts / 1 day held',
    );
    expect(figure('Posts', { ...heldFrom('2026-11-23', 50), postsPerDay: 25 })).toMatchObject({
      value: '56',
      also: '25 a day',
      numbers: '25 a day = 50 posts / 2 days held',
    });
  });

  test('of a period of which nothing is held there is no number of posts, not even 0', () => {
    const unheld = { ...heldFrom('2026-12-01', 0), posts: 0, postsPerDay: null, reach: null };
    expect(figure('Posts', unheld)).toMatchObject({ value: '–', numbers: null, also: 'no whole day held' });
    expect(figure('Average reach', unheld).lacks).toBe('no post of this period is held');
  });

  test('posts are not set against a period that is held only in part', () => {
    expect(figure('Posts', full, full).change).toMatchObject({ words: 'as before' });
    expect(figure('Posts', full, heldFrom('2026-11-24', 56))).toMatchObject({ change: null, before: null });
  });

  test('only what is worked out from posts leads to them', () => {
    expect(figuresOf(full, null, '2026-11-24').filter((one) => !one.ofPosts)).toMatchObject([
      { name: 'Subscribers' },
    ]);
  });

  test('without a reading at 24 h it is said whether there could have been one', () => {
    const postedOn = (day: string): Insights => ({
      ...full,
      err24: null,
      days: nothing.days.map((one) => (one.day === day ? { ...one, posts: 203 } : one)),
    });
    expect(figure('ERR24', postedOn('2026-11-24')).lacks).toBe('no post is 24 h old yet');
    expect(figure('ERR24', postedOn('2026-11-20')).lacks).toBe('no post was read when it was 24 h old');
  });

  test('counts change in percent of what they were, percentages in points', () => {
    const before = { ...full, reach: 7125, er: 4.8 };
    expect(figure('Average reach', full, before)).toMatchObject({
      change: { direction: 'up', words: '+4 %' },
      before: '7,125',
    });
    expect(figure('ER', full, before)).toMatchObject({ change: { words: '+1.1 points' }, before: '4.8 %' });
    expect(figure('Average reach', full, nothing)).toMatchObject({ change: null, before: null });
  });
});

describe('words for numbers', () => {
  test('a change says its direction with a sign', () => {
    expect(relativeChange(90, 100)).toEqual({ direction: 'down', words: '−10 %' });
    expect(relativeChange(1000, 10)).toEqual({ direction: 'up', words: '+9,900 %' });
    expect(relativeChange(100, 100.01)).toEqual({ direction: 'same', words: 'as before' });
    expect(relativeChange(5, 0)).toEqual({ direction: 'up', words: 'none before' });
    expect(relativeChange(0, 0)).toEqual({ direction: 'same', words: 'as before' });
    expect(relativeChange(null, 10)).toBeNull();
    expect(pointChange(38.2, 39)).toEqual({ direction: 'down', words: '−0.8 points' });
    expect(pointChange(38.2, null)).toBeNull();
  });

  test('rates below one a day are told by the days between posts', () => {
    expect(rateWords(0)).toBe('none a day');
    expect(rateWords(1 / 30)).toBe('one in 30 days');
    expect(rateWords(6.77)).toBe('6.8 a day');
    expect(rateWords(140.4)).toBe('140 a day');
  });

  test('small percentages do not become nothing', () => {
    expect(percentWords(0.034)).toBe('0.03 %');
    expect(percentWords(0)).toBe('0.0 %');
    expect(percentWords(null)).toBe('–');
  });

  test('signed numbers have a true minus', () => {
    expect(signedWords(-40)).toBe('−40');
    expect(signedWords(312.4)).toBe('+312');
    expect(signedWords(-0.2)).toBe('0');
  });

  test('half-lives are told to the minute, from a day on to the hour', () => {
    expect(halfLifeWords(15_010_000)).toBe('4 h 10 min');
    expect(halfLifeWords(10)).toBe('1 min');
    expect(halfLifeWords(26.4 * 3_600_000)).toBe('1 d 2 h');
  });

  test('a day worth a look is told against what is usual', () => {
    const anomaly = { day: '2026-11-21', figure: 'reach', direction: 'high', postIds: [] } as const;
    expect(anomalyWords({ ...anomaly, value: 14_300, usual: 7410 })).toMatch(
      /^Average reach of .*21.*: 14,300, usually 7,410 \(1\.9 ×\)\.$/,
    );
    expect(anomalyWords({ ...anomaly, figure: 'posts', value: 1, usual: 7 })).toContain(
      '1, usually 7 (−86 %).',
    );
    expect(anomalyWords({ ...anomaly, figure: 'subscribers', value: -212, usual: 11 })).toContain(
      '−212, usually +11.',
    );
  });
});

describe('the best hour', () => {
  const hours = (given: Readonly<Record<number, readonly [number, number]>>) =>
    Array.from({ length: 24 }, (_, hour) => {
      const [posts, reach] = given[hour] ?? [0, null];
      return { posts, reach };
    });

  test('is the one with the greatest average of those with three posts', () => {
    expect(bestHour(hours({ 7: [3, 900], 8: [2, 9000], 9: [3, 5], 18: [12, 1200] }))).toBe(18);
  });

  test('is none where fewer than three hours have three posts', () => {
    expect(bestHour(hours({ 7: [3, 900], 8: [2, 9000], 18: [12, 1200] }))).toBeNull();
    expect(bestHour(hours({ 8: [2, 9000] }))).toBeNull();
    expect(bestHour([])).toBeNull();
  });

  test('ends at midnight', () => {
    expect(hourWords(23)).toBe('23:00–00:00');
  });
});
