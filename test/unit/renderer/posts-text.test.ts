import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerptOf, marksOf } from '../../../renderer/posts/highlighting.ts';
import { linksOf } from '../../../renderer/posts/post-links.ts';
import {
  activeFilters,
  countWords,
  dayWords,
  fieldEnd,
  fieldStart,
  onlyChannel,
  periodStart,
  periodWords,
  telegramAddress,
} from '../../../renderer/posts/post-words.ts';
import { condensed, wordDiff } from '../../../renderer/posts/word-diff.ts';

const kept = (parts: ReturnType<typeof wordDiff>, kind: 'removed' | 'added') =>
  parts
    .filter((part) => part.kind === 'same' || part.kind === kind)
    .map(({ text }) => text)
    .join('');

test('a diff holds both versions whole, whatever they are', () => {
  const text = fc
    .array(fc.constantFrom('ease', 'by', 'noon', ' ', '  ', '\n', ',', '🚢', 'é', 'مرحبا'))
    .map((all) => all.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = wordDiff(before, after);
      expect(kept(parts, 'removed')).toBe(before);
      expect(kept(parts, 'added')).toBe(after);
    }),
  );
});

test('a diff marks phrases, and nothing where nothing changed', () => {
  expect(wordDiff('should ease tomorrow.', 'should ease by noon.')).toEqual([
    { kind: 'same', text: 'should ease ' },
    { kind: 'removed', text: 'tomorrow' },
    { kind: 'added', text: 'by noon' },
    { kind: 'same', text: '.' },
  ]);
  expect(wordDiff('same', 'same')).toEqual([{ kind: 'same', text: 'same' }]);
  expect(wordDiff('', '')).toEqual([]);
});

test('two very long versions are compared in bounded time', () => {
  const [before, after] = ['a b '.repeat(2000), 'c d '.repeat(2000)];
  const parts = wordDiff(before, after);
  expect(kept(parts, 'removed')).toBe(before);
  expect(kept(parts, 'added')).toBe(after);
});

test('long unchanged stretches are cut to what stands next to a change', () => {
  const long = 'word '.repeat(100);
  const parts = condensed(wordDiff(`${long}old ${long}`, `${long}new ${long}`));
  expect(parts.map(({ kind }) => kind)).toEqual(['same', 'removed', 'added', 'same']);
  expect(parts[0]?.text.startsWith('…')).toBe(true);
  expect(parts[0]?.text.length).toBeLessThan(100);
});

test('a row shows the part of a long text where the first mark is', () => {
  const text = `${'Nothing of it here. '.repeat(100)}The harbour is open. ${'And on. '.repeat(100)}`;
  const excerpt = excerptOf(text, 'harbour');
  expect(excerpt.text.startsWith('… ')).toBe(true);
  const [mark] = excerpt.marks;
  expect(excerpt.text.slice(mark?.from, mark?.to)).toBe('harbour');
  expect(excerpt.text.length).toBeLessThan(440);
  expect(excerptOf('Short harbour', 'harbour')).toEqual({
    text: 'Short harbour',
    marks: [{ from: 6, to: 13 }],
  });
});

test('every mark of an excerpt is a word that was searched for, in any text', () => {
  const word = fc.constantFrom('harbour', 'ferry', '🚢', 'é', 'noon', '\n');
  fc.assert(
    fc.property(fc.array(word, { maxLength: 300 }), (words) => {
      const { text, marks } = excerptOf(words.join(' '), 'harbour');
      for (const { from, to } of marks) expect(text.slice(from, to)).toBe('harbour');
    }),
  );
});

test('what cannot be searched for marks nothing', () => {
  expect(marksOf('!! harbour', '!!')).toEqual([]);
  expect(marksOf('harbour cruise', 'harbour -cruise')).toHaveLength(1);
});

test('links are those of the text without the sentence’s full stop, then those behind words, each once', () => {
  expect(
    linksOf({
      text: 'See https://example.org/a. (And https://example.org/b) https://en.example.org/c_(d)',
      links: ['https://example.org/a', 'tg://resolve?domain=x'],
    }),
  ).toEqual([
    'https://example.org/a',
    'https://example.org/b',
    'https://en.example.org/c_(d)',
    'tg://resolve?domain=x',
  ]);
});

test('days and periods are local ones, and say themselves', () => {
  const now = new Date(2026, 10, 24, 12).getTime();
  expect(dayWords(now, now)).toBe('Today');
  expect(dayWords(new Date(2026, 10, 23, 23, 59).getTime(), now)).toBe('Yesterday');
  expect(dayWords(new Date(2026, 10, 3).getTime(), now)).toBe('Tuesday 3 Nov');
  expect(fieldStart('2026-11-24')).toBe(new Date(2026, 10, 24).getTime());
  expect(fieldEnd('2026-11-24')).toBe(new Date(2026, 10, 25).getTime());
  expect(fieldStart('')).toBeNull();
  expect(periodWords({ from: periodStart(1, now) }, now)).toBe('Today');
  expect(periodWords({ from: periodStart(7, now) }, now)).toBe('Last 7 days');
  expect(periodWords({ to: new Date(2026, 10, 4).getTime() }, now)).toBe('Until 3 Nov 2026');
});

test('each active filter says itself and what is left without it', () => {
  const filter = {
    text: 'a',
    channelIds: [1, 2],
    media: ['photo', 'video'] as const,
    state: 'edited' as const,
  };
  const active = activeFilters(filter, new Map(), 0);
  expect(active.map(({ label }) => label)).toEqual([
    'a',
    'Channel 1',
    'Channel 2',
    'Photo',
    'Video',
    'Edited',
  ]);
  expect(active[1]?.without).toEqual({ ...filter, channelIds: [2] });
  expect(active[5]?.without).toEqual({ text: 'a', channelIds: [1, 2], media: ['photo', 'video'] });
  const many = activeFilters({ channelIds: [1, 2, 3, 4] }, new Map(), 0);
  expect(many.map(({ label, without }) => [label, without])).toEqual([['4 channels', {}]]);
});

test('a channel counts as looked at only where nothing else narrows the list', () => {
  expect(onlyChannel({ channelIds: [2] })).toBe(2);
  expect(onlyChannel({ channelIds: [2, 3] })).toBeNull();
  expect(onlyChannel({ channelIds: [2], text: 'a' })).toBeNull();
  expect(onlyChannel({})).toBeNull();
});

test('counts and addresses', () => {
  expect(countWords({ count: 1284, more: false })).toBe(`${(1284).toLocaleString()} posts`);
  expect(countWords({ count: 100_000, more: true })).toBe(`more than ${(100_000).toLocaleString()} posts`);
  expect(telegramAddress({ username: 'name' }, { channelId: 5, postId: 7 })).toBe('https://t.me/name/7');
  expect(telegramAddress({ username: null }, { channelId: 5, postId: 7 })).toBe('https://t.me/c/5/7');
});
