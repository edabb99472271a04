import { expect, test } from 'vitest';
import { watchInWords, watchOf } from '../../../renderer/alerts/watch-words.ts';

test('what was typed becomes a watch, numbers with a comma too', () => {
  expect(watchOf('words', ' flood ', null)).toEqual({
    watch: { kind: 'words', text: 'flood', channelId: null },
  });
  expect(watchOf('loss', '2,5', 7)).toEqual({ watch: { kind: 'loss', percent: 2.5, channelId: 7 } });
});

test('what is no watch is said in words', () => {
  expect(watchOf('words', '  ', null)).toEqual({ problem: 'must not be empty' });
  expect(watchOf('silence', '', null)).toEqual({ problem: 'must be a number of hours' });
  expect(watchOf('silence', '0.5', null)).toEqual({ problem: 'must be at least 1 hour' });
  expect(watchOf('loss', 'much', null)).toEqual({ problem: 'must be a number' });
});

test('a watch says what it waits for, and where', () => {
  expect(watchInWords({ kind: 'words', text: 'flood', channelId: null }, null)).toBe(
    '“flood” in any channel',
  );
  expect(watchInWords({ kind: 'silence', hours: 48, channelId: 7 }, 'Harbourview News')).toBe(
    'Harbourview News silent for 48 hours',
  );
  expect(watchInWords({ kind: 'loss', percent: 2.5, channelId: null }, null)).toBe(
    'Any channel losing more than 2.5 % of its subscribers in a day',
  );
});
