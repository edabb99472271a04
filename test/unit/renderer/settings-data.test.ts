import { expect, test } from 'vitest';
import { backUpWords, formatBytes, shareWords, sizeParts } from '../../../renderer/settings/data-words.ts';

test.each([
  [0, 'en-GB', '0 bytes'],
  [999, 'en-GB', '999 bytes'],
  [1000, 'en-GB', '1 kB'],
  [12_345_678, 'en-GB', '12.3 MB'],
  [123_456_789, 'en-GB', '123 MB'],
  [2_340_000_000, 'en-GB', '2.3 GB'],
  [2_340_000_000, 'de-DE', '2,3 GB'],
])('%i bytes are said in %s as %s', (bytes, locale, words) => {
  expect(formatBytes(bytes, locale).replaceAll('\u00a0', ' ')).toBe(words);
});

test('the parts of the database and what is free in it are the whole file', () => {
  const parts = sizeParts({
    total: 1000,
    parts: [
      { name: 'Posts', bytes: 600, rows: 12 },
      { name: 'Runs', bytes: 0, rows: 0 },
      { name: 'Everything else', bytes: 150, rows: null },
    ],
    free: 250,
    backUps: 5000,
  });
  expect(parts.map(({ name, share }) => [name, share])).toEqual([
    ['Posts', 0.6],
    ['Runs', 0],
    ['Everything else', 0.15],
    ['Free', 0.25],
  ]);
  expect(sizeParts({ total: 0, parts: [{ name: 'Posts', bytes: 0, rows: 0 }], free: 0, backUps: 0 })).toEqual(
    [{ name: 'Posts', bytes: 0, rows: 0, share: 0, colour: 0 }],
  );
});

test('a share that is there is never said to be none', () => {
  expect([0, 0.001, 0.014, 1].map(shareWords)).toEqual(['0 %', 'under 1 %', '1 %', '100 %']);
});

test('a copy says whose it is', () => {
  expect(backUpWords({ kind: 'by-hand', bytes: 2000 })).toMatch(/^made by hand, 2.kB$/);
});
