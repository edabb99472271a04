import { afterEach, describe, expect, test } from 'vitest';
import { defaultSettings, type SchedulePolicy } from '../../../shared/domain.ts';
import {
  clampDue,
  effectiveRhythm,
  jitterOf,
  localDay,
  missedRuns,
  tomorrowAt,
  waitAfterNetworkFailure,
  waitAfterRun,
} from '../../../shared/schedule.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe('the wait by policy, every 10 min with a cooldown of 60 s', () => {
  const vectors: readonly [durationMs: number, SchedulePolicy, waitMs: number, startToStartMs: number][] = [
    [4 * second, 'fixed', 10 * minute, 10 * minute + 4 * second],
    [4 * second, 'adaptive', 9 * minute + 56 * second, 10 * minute],
    [4 * second, 'continuous', minute, minute + 4 * second],
    [9 * minute, 'fixed', 10 * minute, 19 * minute],
    [9 * minute, 'adaptive', minute, 10 * minute],
    [9 * minute, 'continuous', minute, 10 * minute],
    [9 * minute + second, 'fixed', 10 * minute, 19 * minute + second],
    [9 * minute + second, 'adaptive', minute, 10 * minute + second],
    [9 * minute + second, 'continuous', minute, 10 * minute + second],
    [15 * minute, 'fixed', 10 * minute, 25 * minute],
    [15 * minute, 'adaptive', minute, 16 * minute],
    [15 * minute, 'continuous', minute, 16 * minute],
    [20 * minute, 'fixed', 10 * minute, 30 * minute],
    [20 * minute, 'adaptive', minute, 21 * minute],
    [20 * minute, 'continuous', minute, 21 * minute],
    [30 * minute, 'fixed', 10 * minute, 40 * minute],
    [30 * minute, 'adaptive', minute, 31 * minute],
    [30 * minute, 'continuous', minute, 31 * minute],
  ];
  test.each(vectors)('a run of %i ms, %s: waits %i ms', (durationMs, policy, waitMs, startToStartMs) => {
    const wait = waitAfterRun({ policy, intervalMs: 10 * minute, cooldownMs: minute }, durationMs);
    expect([wait, durationMs + wait]).toEqual([waitMs, startToStartMs]);
  });
});

test('network failures in a row are retried after 30 s doubled each time, within cooldown and interval', () => {
  const rhythm = { policy: 'adaptive', intervalMs: 10 * minute, cooldownMs: 10 * second } as const;
  expect([1, 2, 3, 4, 5, 6, 60].map((attempt) => waitAfterNetworkFailure(rhythm, attempt))).toEqual([
    30 * second,
    minute,
    2 * minute,
    4 * minute,
    8 * minute,
    10 * minute,
    10 * minute,
  ]);
  expect(waitAfterNetworkFailure({ ...rhythm, cooldownMs: 5 * minute }, 1)).toBe(5 * minute);
});

test('jitter is only ever added: from nothing to its share of the wait', () => {
  expect([0, 0.5, 0.999].map((random) => jitterOf(10 * minute, 10, random))).toEqual([0, 30_000, 59_940]);
  expect(jitterOf(10 * minute, 0, 0.999)).toBe(0);
});

test('a due time is never further away than the whole wait', () => {
  expect(clampDue(100, 90, 50)).toBe(100);
  expect(clampDue(1000, 90, 50)).toBe(140);
  expect(clampDue(1000, 90, -5)).toBe(90);
});

test('missed starts are counted from the due time on', () => {
  expect([99, 100, 109, 110, 150].map((now) => missedRuns(100, now, 10))).toEqual([0, 1, 1, 2, 6]);
});

test('on battery the interval counts threefold, if the user wants it quiet', () => {
  const quiet = { ...defaultSettings, quietOnBattery: true };
  expect(effectiveRhythm(quiet, true).intervalMs).toBe(30 * minute);
  expect(effectiveRhythm(quiet, false).intervalMs).toBe(10 * minute);
  expect(effectiveRhythm(defaultSettings, true).intervalMs).toBe(10 * minute);
});

describe('in Berlin', () => {
  const zone = process.env.TZ;
  afterEach(() => {
    process.env.TZ = zone;
  });

  test('a day is 23 hours long in spring, 25 in autumn, 24 otherwise', () => {
    process.env.TZ = 'Europe/Berlin';
    const lengthOf = (at: number): number => {
      const { startedAt, endsAt } = localDay(at);
      return (endsAt - startedAt) / hour;
    };
    expect(lengthOf(Date.UTC(2026, 2, 29, 12))).toBe(23);
    expect(lengthOf(Date.UTC(2026, 9, 25, 12))).toBe(25);
    expect(lengthOf(Date.UTC(2026, 10, 24, 12))).toBe(24);
  });

  test('the day an instant belongs to is the local one', () => {
    process.env.TZ = 'Europe/Berlin';
    expect(localDay(Date.UTC(2026, 10, 24, 23, 30)).startedAt).toBe(Date.UTC(2026, 10, 24, 23));
    expect(localDay(Date.UTC(2026, 10, 24, 22, 30)).startedAt).toBe(Date.UTC(2026, 10, 23, 23));
  });

  test('tomorrow at nine is nine on the clock, across either change', () => {
    process.env.TZ = 'Europe/Berlin';
    // Saturday noon before clocks go forward, and before they go back.
    expect(tomorrowAt(9, Date.UTC(2026, 2, 28, 11))).toBe(Date.UTC(2026, 2, 29, 7));
    expect(tomorrowAt(9, Date.UTC(2026, 9, 24, 10))).toBe(Date.UTC(2026, 9, 25, 8));
    expect(tomorrowAt(9, Date.UTC(2026, 11, 31, 22, 30))).toBe(Date.UTC(2027, 0, 1, 8));
  });

  test('a change of clocks changes no wait', () => {
    process.env.TZ = 'Europe/Berlin';
    const beforeTheChange = Date.UTC(2026, 2, 29, 0, 55);
    const wait = waitAfterRun({ policy: 'fixed', intervalMs: 10 * minute, cooldownMs: minute }, 0);
    expect(clampDue(beforeTheChange + wait, beforeTheChange, wait)).toBe(beforeTheChange + 10 * minute);
  });
});
