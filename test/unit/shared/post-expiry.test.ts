import { expect, test } from 'vitest';
import { expiryInWords, keptInWords, losersAmong, losesPosts } from '../../../shared/post-expiry.ts';

const now = Date.UTC(2026, 10, 24, 12);
const day = 24 * 60 * 60_000;
const oldestOf = (days: number) => ({ firstPostAt: now - days * day });

test('posts go once they are older than they are kept, and not on the day itself', () => {
  expect(losesPosts(oldestOf(91), 90, now)).toBe(true);
  expect(losesPosts(oldestOf(90), 90, now)).toBe(false);
  expect(losesPosts(oldestOf(9000), null, now)).toBe(false);
  expect(losesPosts({ firstPostAt: null }, 1, now)).toBe(false);
});

test('only who keeps posts for less long than before loses by the change', () => {
  const channels = [
    { id: 1, keepDays: null, ...oldestOf(100) },
    { id: 2, keepDays: 365, ...oldestOf(100) },
    { id: 3, keepDays: 30, ...oldestOf(100) },
    { id: 4, keepDays: null, ...oldestOf(10) },
  ];
  expect(losersAmong(channels, 60, now).map(({ id }) => id)).toEqual([1, 2]);
  expect(losersAmong(channels, null, now)).toEqual([]);
});

test('what goes is said with its dates', () => {
  expect(expiryInWords(oldestOf(900), 90, now)).toBe(
    'Posts from before 26 Aug 2026 will be removed; the oldest held is of 7 Jun 2024.',
  );
  expect(expiryInWords(oldestOf(5), 90, now)).toBeNull();
  expect([keptInWords(null), keptInWords(1), keptInWords(90)]).toEqual([
    'for ever',
    'for 1 day',
    'for 90 days',
  ]);
});
