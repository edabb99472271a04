import { describe, expect, it } from 'vitest';
import { lackingOf } from '../../../renderer/now/lacking.ts';
import { nextRunWords } from '../../../renderer/now/next-run.ts';
import { situationOf } from '../../../renderer/now/refusal-cause.ts';
import type { ScheduleObstacle } from '../../../shared/schedule.ts';
import { runningOf, runOf, snapshotOf } from '../../support/screen-builders.ts';

const blockedBy = (kind: ScheduleObstacle['kind'], change: Parameters<typeof snapshotOf>[0] = {}) =>
  snapshotOf({
    state: 'blocked',
    sentence: 'No Telegram account yet.',
    next: {
      ...snapshotOf().next,
      dueAt: null,
      remainingMs: null,
      reason: { kind: 'obstacle', obstacle: { kind, message: 'In the way.' } },
    },
    ...change,
  });

describe('what a refusal was about', () => {
  it('stays the same while time passes and a run gets on', () => {
    const one = snapshotOf({ state: 'collecting', run: runningOf({ id: 7, channelsDone: 1 }) });
    const later = snapshotOf({
      at: 2_000_000,
      state: 'collecting',
      run: runningOf({ id: 7, channelsDone: 9 }),
      next: { ...snapshotOf().next, remainingMs: 1 },
    });
    expect(situationOf(later)).toBe(situationOf(one));
  });

  it('is another one when a run starts or ends, with a pause, and when an obstacle comes or goes', () => {
    const before = snapshotOf({ lastRun: runOf({ id: 1 }) });
    const after = [
      snapshotOf({ lastRun: runOf({ id: 1 }), run: runningOf({ id: 2 }) }),
      snapshotOf({ lastRun: runOf({ id: 2 }) }),
      snapshotOf({ lastRun: runOf({ id: 1 }), pause: { since: 0, until: 5, remainingMs: 5 } }),
      blockedBy('disk-full', { lastRun: runOf({ id: 1 }) }),
    ];
    for (const snapshot of after) expect(situationOf(snapshot)).not.toBe(situationOf(before));
    expect(situationOf(blockedBy('disk-full'))).not.toBe(situationOf(blockedBy('no-account')));
  });
});

describe('what is lacking', () => {
  it('is an account or a channel, as Tidings says, and nothing while a run is under way', () => {
    expect(lackingOf(blockedBy('no-account'))).toBe('account');
    expect(lackingOf(blockedBy('no-channel'))).toBe('channel');
    expect(lackingOf(blockedBy('disk-full'))).toBeNull();
    expect(lackingOf(blockedBy('no-account', { run: runningOf() }))).toBeNull();
  });

  it('is not said to be the first account where there have been runs', () => {
    expect(nextRunWords(blockedBy('no-account'), 0).lead).toBe('No Telegram account yet.');
    expect(nextRunWords(blockedBy('no-account', { lastRun: runOf() }), 0).lead).toBe(
      'No Telegram account is signed in.',
    );
    expect(nextRunWords(blockedBy('vault-locked'), 0).lead).toBe(
      'Nothing is collected before the vault is open.',
    );
  });
});
