import { describe, expect, test } from 'vitest';
import {
  bucketPosts,
  bucketSizeOf,
  bucketsOf,
  bucketTicks,
  bucketWords,
  notHeldSpans,
} from '../../../renderer/insights/buckets.ts';
import { agePlace } from '../../../renderer/insights/curve.ts';
import {
  axisAround,
  axisFromZero,
  columnPath,
  linePath,
  logShare,
  lonePoints,
  nearestOf,
  roundStep,
  shareOn,
} from '../../../renderer/ui/charts/scale.ts';
import { addDays, countDays } from '../../../shared/days.ts';

describe('axes', () => {
  test.each([
    [9700, 4, [0, 2500, 5000, 7500, 10_000]],
    [11, 2, [0, 10, 20]],
    [0.3, 3, [0, 0.1, 0.2, 0.3]],
    [1_234_567, 4, [0, 500_000, 1_000_000, 1_500_000]],
  ])('an axis from 0 to %d has round ticks, at most %d steps', (highest, atMost, ticks) => {
    expect(axisFromZero(highest, atMost).ticks).toEqual(ticks);
  });

  test('of things that are counted there are no halves', () => {
    expect(axisFromZero(1, 2, true).ticks).toEqual([0, 1]);
    expect(axisFromZero(3, 2, true).ticks).toEqual([0, 2, 4]);
    expect(axisFromZero(0, 2, true).ticks).toEqual([0, 1]);
  });

  test('an axis around values need not begin at 0, and holds them all', () => {
    expect(axisAround(17_892, 18_204, 4)).toEqual({
      low: 17_800,
      high: 18_300,
      ticks: [17_800, 17_900, 18_000, 18_100, 18_200, 18_300],
    });
    const flat = axisAround(1000, 1000, 4);
    expect(flat.low).toBeLessThan(1000);
    expect(flat.high).toBeGreaterThan(1000);
    expect(axisAround(0, 0, 4).low).toBe(0);
  });

  test('a step is 1, 2, 2.5 or 5 times a power of ten', () => {
    expect([17, 0.6, 21, 260, 9].map((span) => roundStep(span, 1))).toEqual([20, 1, 25, 500, 10]);
  });

  test('values lie between the ends', () => {
    expect(shareOn({ low: 100, high: 200 }, 150)).toBe(0.5);
    expect(logShare(10, 1, 100)).toBeCloseTo(0.5);
    expect(logShare(0, 1, 100)).toBe(0);
    expect(logShare(500, 1, 100)).toBe(1);
  });

  test('ages lie on the curve by their logarithm', () => {
    expect(agePlace(15 * 60_000)).toBe(0);
    expect(agePlace(7 * 24 * 3_600_000)).toBe(1);
    expect(agePlace(0)).toBe(0);
    expect(agePlace(3_600_000)).toBeCloseTo(Math.log(4) / Math.log(672));
  });
});

describe('drawing', () => {
  const [a, b, c] = [
    { x: 0, y: 1 },
    { x: 1, y: 2 },
    { x: 2, y: 3 },
  ];

  test('a line breaks off where there is no value; what stands alone is a dot', () => {
    expect(linePath([a, b, null, c])).toBe('M0 1L1 2M2 3');
    expect(lonePoints([a, b, null, c])).toEqual([c]);
    expect(linePath([])).toBe('');
  });

  test('a column of little is still seen', () => {
    expect(columnPath(10, 4, 99.99, 100)).toBe('M8 100v-1h4v1z');
  });

  test('the nearest place is found', () => {
    expect(nearestOf([0.1, 0.5, 0.9], 0.65)).toBe(1);
    expect(nearestOf([0.1, 0.5, 0.9], -3)).toBe(0);
    expect(nearestOf([], 0.5)).toBe(-1);
  });
});

describe('days, weeks and months', () => {
  const day = (
    name: string,
    posts: number | null,
    reach: number | null,
    subscribers: number | null = null,
  ) => ({
    day: name,
    posts,
    reach,
    er: null,
    subscribers,
  });

  test('a year is told by day, four years by week, ten by month', () => {
    expect([1, 365, 366, 1461, 3653].map(bucketSizeOf)).toEqual(['day', 'day', 'day', 'week', 'month']);
  });

  test('of days that the answer leaves out nothing is known', () => {
    const buckets = bucketsOf('2026-11-01', '2026-11-03', [day('2026-11-02', 2, 10)], 'day');
    expect(buckets.map(({ from, posts, reach }) => [from, posts, reach])).toEqual([
      ['2026-11-01', null, null],
      ['2026-11-02', 2, 10],
      ['2026-11-03', null, null],
    ]);
    expect(notHeldSpans(buckets)).toEqual([
      { first: 0, last: 0 },
      { first: 2, last: 2 },
    ]);
  });

  test('days that are not held are no days of 0 posts, in a week either', () => {
    const weeks = bucketsOf(
      '2026-11-02',
      '2026-11-22',
      [day('2026-11-13', null, null), day('2026-11-14', 4, 100), day('2026-11-15', 0, null)],
      'week',
    );
    expect(weeks.map(({ posts, heldDays, reach }) => [posts, heldDays, reach])).toEqual([
      [null, 0, null],
      [4, 2, 100],
      [null, 0, null],
    ]);
    expect(weeks.map(bucketPosts)).toEqual(['not held', '4 posts, 2 of 7 days held', 'not held']);
    expect(notHeldSpans(weeks)).toEqual([
      { first: 0, last: 0 },
      { first: 2, last: 2 },
    ]);
    expect(notHeldSpans(weeks.slice(0, 1).concat(weeks.slice(0, 1)))).toEqual([{ first: 0, last: 1 }]);
  });

  test('weeks begin on Monday; reach weighs each day by its posts, subscribers are the last count', () => {
    const days = [
      day('2026-11-07', 1, 100, 50),
      day('2026-11-08', 3, 200, 60),
      day('2026-11-09', 5, null),
      day('2026-11-10', 1, 70),
    ];
    expect(bucketsOf('2026-11-07', '2026-11-10', days, 'week')).toEqual([
      { from: '2026-11-07', to: '2026-11-08', posts: 4, heldDays: 2, reach: 175, subscribers: 60 },
      { from: '2026-11-09', to: '2026-11-10', posts: 6, heldDays: 2, reach: 70, subscribers: null },
    ]);
  });

  test('ten years are 121 months or fewer, each with its days', () => {
    const buckets = bucketsOf('2016-11-25', '2026-11-24', [], 'month');
    expect(buckets).toHaveLength(121);
    expect(buckets[0]).toMatchObject({ from: '2016-11-25', to: '2016-11-30' });
    expect(buckets.reduce((sum, { from, to }) => sum + countDays(from, to), 0)).toBe(3652);
    expect(buckets.slice(1, 2).map(bucketWords)[0]).toMatch(/1.*31.*2016/);
  });

  test.each([7, 30, 90, 365])(
    '%d days have evenly spaced labels, no more than there is room for',
    (count) => {
      const buckets = bucketsOf(addDays('2026-11-24', 1 - count), '2026-11-24', [], 'day');
      for (const atMost of [2, 5, 12]) {
        const ticks = bucketTicks(buckets, atMost);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThanOrEqual(atMost + 1);
        expect(ticks.map(({ at }) => at)).toEqual(
          ticks.map(({ at }) => at).toSorted((one, other) => one - other),
        );
      }
    },
  );

  test('ten years are labelled by years', () => {
    const buckets = bucketsOf('2016-11-25', '2026-11-24', [], 'month');
    expect(bucketTicks(buckets, 6).map(({ label }) => label)).toEqual([
      '2018',
      '2020',
      '2022',
      '2024',
      '2026',
    ]);
  });
});
