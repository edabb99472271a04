import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { addDays, countDays, dayOf, daysBetween, startOfDay } from '../../../shared/days.ts';
import { randomly } from '../../support/seed.ts';

const zone = process.env.TZ;
afterEach(() => {
  process.env.TZ = zone;
});

/** With a day of 23 and one of 25 hours; one whose days have begun at one o'clock; far east, far west, half hours. */
const zones = [
  'UTC',
  'Europe/Kyiv',
  'America/Asuncion',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'Australia/Lord_Howe',
  'Asia/Beirut',
];
const instant = fc.integer({ min: Date.UTC(2013, 7, 1), max: Date.UTC(2040, 0, 1) });

describe.each(zones)('in %s', (name) => {
  test('every instant is in the day that starts at or before it and ends after it', () => {
    process.env.TZ = name;
    fc.assert(
      fc.property(instant, (at) => {
        const day = dayOf(at);
        const [start, end] = [startOfDay(day), startOfDay(addDays(day, 1))];
        expect(start <= at && at < end).toBe(true);
        expect([dayOf(start), dayOf(end - 1), dayOf(start - 1)]).toEqual([day, day, addDays(day, -1)]);
        expect(Math.abs((end - start) / 3_600_000 - 24)).toBeLessThanOrEqual(1);
      }),
      randomly({ numRuns: 500 }),
    );
  });
});

test('a day begins where the clocks say so', () => {
  process.env.TZ = 'Europe/Kyiv';
  expect(startOfDay('2026-03-29')).toBe(Date.UTC(2026, 2, 28, 22));
  expect(startOfDay('2026-03-30')).toBe(Date.UTC(2026, 2, 29, 21));
});

test('days are counted on the calendar, both ends included', () => {
  process.env.TZ = 'Europe/Kyiv';
  expect(daysBetween('2026-02-27', '2026-03-01')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  expect(daysBetween('2026-03-01', '2026-02-28')).toEqual([]);
  expect([countDays('2026-03-28', '2026-03-31'), countDays('2026-03-01', '2026-02-27')]).toEqual([4, -1]);
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
});
