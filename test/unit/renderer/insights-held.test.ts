import { describe, expect, test } from 'vitest';
import { heldMark, heldWords } from '../../../renderer/insights/held-words.ts';
import { at, channelOf } from '../../support/channel-samples.ts';

/** Noon of 24 November 2026, in UTC. */
const today = '2026-11-24';
const dayMs = 86_400_000;
const month = { from: '2026-10-26', to: today };
const young = channelOf({ firstPostAt: at - 12 * dayMs, covered: [{ fromId: 700, toId: 900 }] });

describe('what of a period is held', () => {
  test('goes without saying where all of it is', () => {
    expect(heldWords(channelOf(), month, today)).toBeNull();
    expect(heldMark(channelOf(), month, today)).toBeNull();
    expect(heldWords(young, { from: '2026-11-13', to: today }, today)).toBeNull();
  });

  test('is said from its first day on', () => {
    expect(heldWords(young, month, today)).toBe('Held from 13 Nov 2026.');
    expect(heldMark(young, month, today)).toBe('from 13 Nov');
    expect(heldWords(young, { from: '2026-10-01', to: '2026-10-31' }, today)).toBe(
      'Held from 13 Nov 2026: no whole day of this period.',
    );
  });

  test('is said to be a part of a day where it is no more', () => {
    const anHour = { ...young, firstPostAt: at - 3_600_000 };
    expect(heldWords(anHour, month, today)).toBe('Held from 24 Nov 2026, of that day only a part.');
    expect(heldWords(anHour, { from: today, to: today }, today)).toBe(
      'Held from 24 Nov 2026, of that day only a part.',
    );
  });

  test('ends with the newest reading; a line of many does not say that today is still to come', () => {
    const since = (days: number) =>
      channelOf({ lastPostAt: at - days * dayMs, lastCollectedAt: at - days * dayMs });
    expect(heldWords(since(3), month, today)).toBe('Newest reading 21 Nov 2026.');
    expect(heldMark(since(3), month, today)).toBe('until 21 Nov');
    expect(heldWords(since(1), month, today)).toBe('Newest reading 23 Nov 2026.');
    expect(heldMark(since(1), month, today)).toBeNull();
    expect(heldWords(since(3), { from: '2026-11-01', to: '2026-11-21' }, today)).toBeNull();
  });

  test('has a gap until that is filled', () => {
    const covered = [
      { fromId: 0, toId: 9 },
      { fromId: 20, toId: 30 },
    ];
    expect(heldWords(channelOf({ covered }), month, today)).toBe(
      'Some posts in between are still to be fetched.',
    );
  });
});
