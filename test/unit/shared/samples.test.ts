import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  closeWindows,
  isWorthKeeping,
  nextSampleAt,
  outcomeOf,
  sampleWindows,
  takeSample,
  window7d,
  window24h,
} from '../../../shared/samples.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const postedAt = Date.UTC(2026, 2, 14, 12);
const at = (ageMs: number) => postedAt + ageMs;
const outcomes = (state: number) => sampleWindows.map((_, window) => outcomeOf(state, window));
const all = <Outcome>(outcome: Outcome) => sampleWindows.map(() => outcome);

/** Ages up to nine days, often at the very edges of windows. */
const age = fc.oneof(
  fc.integer({ min: -minuteMs, max: 216 * hourMs }),
  fc
    .constantFrom(...sampleWindows.flatMap(({ opensMs, closesMs }) => [opensMs, closesMs]))
    .chain((edge) => fc.integer({ min: edge - 1, max: edge + 1 })),
);
const readings = fc.array(age, { maxLength: 12 }).map((ages) => ages.toSorted((one, other) => one - other));

test('windows are in order, do not overlap, and each holds the age it stands for', () => {
  for (const [index, { ageMs, opensMs, closesMs }] of sampleWindows.entries()) {
    expect(opensMs).toBeLessThanOrEqual(ageMs);
    expect(ageMs).toBeLessThan(closesMs);
    expect(opensMs).toBeGreaterThanOrEqual(sampleWindows[index - 1]?.closesMs ?? 0);
  }
  expect(sampleWindows[window24h]?.ageMs).toBe(24 * hourMs);
  expect(sampleWindows[window7d]?.ageMs).toBe(7 * 24 * hourMs);
});

test('a reading in a window is its sample; the next in the same window is none', () => {
  const first = takeSample(0, postedAt, at(15 * minuteMs));
  expect(first.window).toBe(0);
  expect(outcomes(first.state)).toEqual(['taken', ...all('open').slice(1)]);
  expect(takeSample(first.state, postedAt, at(20 * minuteMs))).toEqual({ state: first.state, window: null });
});

test('a reading before, between or after windows is no sample', () => {
  expect(takeSample(0, postedAt, at(0))).toEqual({ state: 0, window: null });
  expect(takeSample(0, postedAt, at(40 * minuteMs)).window).toBeNull();
  expect(takeSample(0, postedAt, at(200 * hourMs))).toEqual({
    state: closeWindows(0, postedAt, at(200 * hourMs)),
    window: null,
  });
});

test('what passed unread is missed and stays so; what was taken stays taken', () => {
  const first = takeSample(0, postedAt, at(hourMs)).state;
  expect(outcomes(first)).toEqual(['missed', 'taken', ...all('open').slice(2)]);
  const later = closeWindows(first, postedAt, at(8 * hourMs));
  expect(outcomes(later)).toEqual(['missed', 'taken', 'missed', 'missed', 'open', 'open', 'open']);
  expect(closeWindows(later, postedAt, at(0))).toBe(later);
  expect(takeSample(later, postedAt, at(hourMs)).window).toBeNull();
});

test('a window is open from its first millisecond to the one before its end', () => {
  for (const [window, { opensMs, closesMs }] of sampleWindows.entries()) {
    const taken = (ageMs: number) => takeSample(0, postedAt, at(ageMs)).window;
    expect([taken(opensMs - 1), taken(opensMs), taken(closesMs - 1), taken(closesMs)]).toEqual([
      null,
      window,
      window,
      null,
    ]);
  }
});

test('the next look is due when the next window without a sample opens, and never after the last', () => {
  expect(nextSampleAt(0, postedAt)).toBe(at(10 * minuteMs));
  expect(nextSampleAt(takeSample(0, postedAt, at(hourMs)).state, postedAt)).toBe(at(150 * minuteMs));
  expect(nextSampleAt(closeWindows(0, postedAt, at(192 * hourMs)), postedAt)).toBeNull();
});

test('whatever it was read at: each window has one outcome, taken once and only by a reading within it', () => {
  fc.assert(
    fc.property(readings, (ages) => {
      let state = 0;
      const taken: number[] = [];
      for (const ageMs of ages) {
        const before = outcomes(state);
        const sample = takeSample(state, postedAt, at(ageMs));
        state = sample.state;
        const settled = (outcome: string, window: number) =>
          outcome === 'open' || outcomes(state)[window] === outcome;
        expect(before.every(settled)).toBe(true);
        if (sample.window !== null) taken.push(sample.window);
        const next = nextSampleAt(state, postedAt);
        const window = sampleWindows.findIndex(({ opensMs }) => next === postedAt + opensMs);
        expect(next === null ? outcomes(state).includes('open') : outcomeOf(state, window) !== 'open').toBe(
          false,
        );
      }
      const last = ages.at(-1) ?? 0;
      expect(taken).toEqual([...new Set(taken)]);
      expect(outcomes(state)).toEqual(
        sampleWindows.map(({ opensMs, closesMs }) => {
          if (ages.some((ageMs) => opensMs <= ageMs && ageMs < closesMs)) return 'taken';
          return ages.length > 0 && last >= closesMs ? 'missed' : 'open';
        }),
      );
      expect(taken.toSorted()).toEqual(
        outcomes(state).flatMap((outcome, window) => (outcome === 'taken' ? [window] : [])),
      );
    }),
  );
});

test('between samples the counters are kept ever more seldom: when the post is a quarter older', () => {
  expect(isWorthKeeping(postedAt, null, at(0))).toBe(true);
  expect(isWorthKeeping(postedAt, at(hourMs), at(74 * minuteMs))).toBe(false);
  expect(isWorthKeeping(postedAt, at(hourMs), at(75 * minuteMs))).toBe(true);
  expect(isWorthKeeping(postedAt, at(0), at(0))).toBe(false);
  expect(isWorthKeeping(postedAt, at(0), at(1))).toBe(true);
});
