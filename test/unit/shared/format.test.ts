import { expect, test } from 'vitest';
import {
  formatAgo,
  formatCount,
  formatCountdown,
  formatDate,
  formatDateTime,
  formatDuration,
  formatEta,
  formatMoment,
  formatSetting,
  formatShare,
  formatTime,
  plural,
} from '../../../shared/format.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const ten = Date.UTC(2026, 10, 24, 10);

test('a duration reads as people say it, is never negative, and unknown is a dash', () => {
  const spans = [null, -5, 0, 40, 200, 999, 4200, 59_999, 157 * second, hour + 5 * minute, 76 * hour];
  expect(spans.map(formatDuration)).toEqual([
    '–',
    '0 s',
    '0 s',
    '0.1 s',
    '0.2 s',
    '0.9 s',
    '4 s',
    '59 s',
    '2m 37s',
    '1h 05m',
    '3d 4h',
  ]);
});

test('a countdown reaches "due now" when it is due and not a second before', () => {
  expect([443 * second, 443 * second - 1, 1, 0, -1].map(formatCountdown)).toEqual([
    'in 7m 23s',
    'in 7m 23s',
    'in 1 s',
    'due now',
    'due now',
  ]);
});

test('a setting reads as it was chosen', () => {
  expect([10 * minute, hour, 90 * second, 90 * minute, 7 * 24 * hour, 0].map(formatSetting)).toEqual([
    '10 min',
    '1 h',
    '1 min 30 s',
    '1 h 30 min',
    '7 d',
    '0 s',
  ]);
});

test('an age is never in the future', () => {
  expect([null, -hour, 0, 157 * second].map(formatAgo)).toEqual(['–', 'just now', 'just now', '2m 37s ago']);
});

test('time left is a range that rounds outwards', () => {
  const eta = (fromMs: number, toMs: number): string => formatEta({ fromMs, toMs });
  expect(formatEta(null)).toBe('–');
  const ranges: readonly (readonly [number, number])[] = [
    [15_900, 18_100],
    [4000, 4000],
    [0, 0],
    [-5, -1],
    [200, 900],
    [0, 4100],
    [500, 90_000],
    [70_000, 119_500],
  ];
  expect(ranges.map(([fromMs, toMs]) => eta(fromMs, toMs))).toEqual([
    '15–19 s left',
    '4 s left',
    'under 1 s left',
    'under 1 s left',
    'under 1 s left',
    'under 5 s left',
    'under 1m 30s left',
    '1m 10s–2m 00s left',
  ]);
});

test('counts follow the locale, and a share of nothing is nothing', () => {
  expect(formatCount(1_234_567, 'en')).toBe('1,234,567');
  expect(formatCount(null, 'en')).toBe('–');
  expect(formatShare(42, 100, 'en')).toBe('42 / 100 (42 %)');
  expect(formatShare(0, 0, 'en')).toBe('0 / 0 (0 %)');
  expect([plural(0, 'channel'), plural(1, 'channel'), plural(2, 'channel')]).toEqual([
    '0 channels',
    '1 channel',
    '2 channels',
  ]);
});

test('a moment to come is named from where one stands', () => {
  expect([ten + hour, ten + 23 * hour, ten + 96 * hour].map((at) => formatMoment(at, ten))).toEqual([
    '11:00',
    'tomorrow 09:00',
    '28 Nov 10:00',
  ]);
  expect(formatTime(ten + 125 * second, { seconds: true })).toBe('10:02:05');
});

test('a date has one form, with or without the time', () => {
  expect(formatDate(ten)).toBe('24 Nov 2026');
  expect(formatDate(ten, { weekday: true })).toBe('Tuesday 24 Nov 2026');
  expect(formatDateTime(ten)).toBe('24 Nov 2026, 10:00');
  expect(formatDateTime(ten, { seconds: true })).toBe('24 Nov 2026, 10:00:00');
});
