import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countersWithCurve, readingsOf } from '../../../renderer/posts/counters.ts';
import { agePlace, ageSpan, ageTicks, ageWords, countTicks } from '../../../renderer/posts/curve-scale.ts';
import { jobWords, shareOf } from '../../../renderer/posts/export-words.ts';
import type { ExportJob } from '../../../shared/archive.ts';

const hour = 3_600_000;

test('older readings never stand left of younger ones, on either scale', () => {
  const ages = fc.array(fc.integer({ min: 0, max: 4000 * 24 * hour }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(ages, fc.constantFrom('log', 'linear'), (readings, scale) => {
      const sorted = readings.toSorted((one, other) => one - other);
      const span = ageSpan(scale, sorted);
      const places = sorted.map((age) => agePlace(scale, age, span));
      for (const [index, place] of places.entries()) {
        expect(place).toBeGreaterThanOrEqual(places[index - 1] ?? 0);
        expect(place).toBeLessThanOrEqual(1);
      }
      const ticks = ageTicks(scale, span, 0.12).map(({ value }) => agePlace(scale, value, span));
      for (const [index, place] of ticks.entries())
        if (index > 0) expect(place - (ticks[index - 1] ?? 0)).toBeGreaterThanOrEqual(0.12 - 1e-9);
    }),
  );
});

test('ticks of a count are whole, few, and reach the largest', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000_000 }), (largest) => {
      const ticks = countTicks(largest);
      expect(ticks[0]).toBe(0);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(largest);
      expect(ticks.every(Number.isInteger)).toBe(true);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }),
  );
});

test('ages are said in their two largest units', () => {
  expect(
    [2, 45, 60, 90, 183, 24 * 60, 41 * 60, 7 * 24 * 60].map((minutes) => ageWords(minutes * 60_000)),
  ).toEqual(['2 min', '45 min', '1 h', '1 h 30 min', '3 h 3 min', '1 d', '1 d 17 h', '7 d']);
});

test('a counter that Telegram never gave has no curve', () => {
  const metrics = [
    { at: 10, views: 5, forwards: 0, replies: null, reactions: 1, window: null },
    { at: 20, views: null, forwards: 0, replies: null, reactions: 2, window: 0 },
  ];
  expect(countersWithCurve(metrics, 0)).toEqual(['views', 'reactions']);
  expect(readingsOf(metrics, 'views', 4)).toEqual([{ at: 10, age: 6, count: 5, window: null }]);
});

test('an export says what it is at', () => {
  const job: ExportJob = {
    id: 1,
    format: 'csv',
    startedAt: 0,
    state: 'running',
    written: 500,
    total: 1000,
    etaMs: 4000,
    file: null,
    problem: null,
  };
  expect(jobWords(job)).toBe(`500 of ${(1000).toLocaleString()} posts, 4 s left`);
  expect(jobWords({ ...job, total: null, etaMs: null })).toBe('500 posts written');
  expect(jobWords({ ...job, state: 'failed', problem: 'The disk is full.' })).toBe('The disk is full.');
  expect(shareOf(job)).toBe(50);
  expect(shareOf({ written: 0, total: 0 })).toBe(100);
});
