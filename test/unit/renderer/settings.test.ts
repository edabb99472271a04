import { describe, expect, it } from 'vitest';
import { sinceWords } from '../../../renderer/settings/account-since.ts';
import {
  changeWords,
  previewSentence,
  problemOf,
  waitWords,
} from '../../../renderer/settings/setting-words.ts';
import { numberIn, spanDraftOf, spanOf } from '../../../renderer/settings/span.ts';
import { checkPair } from '../../../renderer/vault/passphrase-pair.ts';
import { type Account, type AuditEvent, defaultSettings } from '../../../shared/domain.ts';

const minute = 60_000;

describe('what would come of settings', () => {
  const minutes = (intervalMs: number) => ({ ...defaultSettings, intervalMs: intervalMs * minute });

  it('is said with the duration of the last run', () => {
    expect(previewSentence(minutes(15), 4000)).toBe(
      'Every 15 min: after a run of 4 s the next would start 14m 56s later.',
    );
  });

  it('names no figure where no run has been timed', () => {
    expect(previewSentence(minutes(15), null)).toBe('Every 15 min. No run has been timed here yet.');
  });

  it('counts the cooldown after a run longer than the interval', () => {
    expect(previewSentence(minutes(10), 15 * minute)).toContain('would start 1m 00s later');
  });

  it('says how far jitter may put it off', () => {
    expect(waitWords({ ...minutes(10), policy: 'fixed', jitterPercent: 10 }, 4000)).toBe(
      '10m 00s to 11m 00s',
    );
  });

  it('follows the policy', () => {
    expect(previewSentence({ ...defaultSettings, policy: 'continuous' }, 4000)).toBe(
      '1 min after each run: after a run of 4 s the next would start 1m 00s later.',
    );
  });
});

describe('a change', () => {
  it.each([
    [{ intervalMs: 59_000 }, 'Must be at least 1 minute.'],
    [{ intervalMs: 8 * 24 * 60 * minute }, 'Must be at most 7 days.'],
    [{ cooldownMs: 9000 }, 'Must be at least 10 seconds.'],
    [{ cooldownMs: 11 * minute }, 'Must not be longer than the interval.'],
    [{ jitterPercent: 11 }, 'Must be at most 10.'],
    [{ defaultLimit: 0.5 }, 'Must be a whole number.'],
    [{ intervalMs: 15 * minute }, null],
  ])('of %j is met with: %s', (change, problem) => {
    expect(problemOf(defaultSettings, change)).toBe(problem);
  });

  it('of the interval below the cooldown blames the interval', () => {
    expect(problemOf({ ...defaultSettings, cooldownMs: 5 * minute }, { intervalMs: 2 * minute })).toBe(
      'Must be at least the cooldown, which is 5 min.',
    );
  });

  it('is told with what was before', () => {
    const after = {
      ...defaultSettings,
      intervalMs: 90 * minute,
      runAtLaunch: true,
      policy: 'fixed',
    } as const;
    expect(changeWords('intervalMs', defaultSettings, after)).toBe('Interval: 1 h 30 min, was 10 min');
    expect(changeWords('runAtLaunch', defaultSettings, after)).toBe('Run at launch: on, was off');
    expect(changeWords('policy', defaultSettings, after)).toBe('Policy: fixed, was adaptive');
  });
});

describe('a span in a field', () => {
  it.each([
    [600_000, '10', 'min'],
    [7_200_000, '2', 'h'],
    [5_400_000, '90', 'min'],
    [604_800_000, '7', 'd'],
    [90_000, '90', 's'],
  ] as const)('of %i ms reads %s %s, and comes back the same', (ms, text, unit) => {
    expect(spanDraftOf(ms, ['min', 'h', 'd'])).toEqual({ text, unit });
    expect(spanOf({ text, unit })).toBe(ms);
  });

  it('may have a decimal point or comma', () => {
    expect(spanOf({ text: ' 1,5 ', unit: 'h' })).toBe(5_400_000);
    expect(numberIn('.5')).toBe(0.5);
  });

  it.each(['', ' ', '-1', '1e3', 'ten', '1.2.3', '0x10'])('is none where it reads “%s”', (text) => {
    expect(spanOf({ text, unit: 'min' })).toBeNull();
  });
});

describe('a passphrase typed twice', () => {
  it('is judged by its length and by being the same', () => {
    expect(checkPair('1234567', '1234567').first).toBe('Must be at least 8 characters.');
    expect(checkPair('12345678', '12345679')).toEqual({ first: null, second: expect.any(String) });
    expect(checkPair('12345678', '12345678')).toEqual({ first: null, second: null });
  });
});

describe('since when an account is as it is', () => {
  const account: Account = {
    id: 7,
    name: 'Ada',
    username: null,
    maskedPhone: '',
    state: 'signed-in',
    signedOutReason: null,
    addedAt: Date.UTC(2026, 0, 2),
  };
  const signIn = (id: number, accountId: number, at: number): AuditEvent => ({
    id,
    at,
    type: 'signin.completed',
    runId: null,
    metadata: { accountId },
  });
  const loss: AuditEvent = {
    id: 9,
    at: Date.UTC(2026, 10, 5, 8, 30),
    type: 'signin.lost',
    runId: null,
    metadata: { accountId: 7, reason: '' },
  };

  it('is what the log says of it last', () => {
    const events = [signIn(3, 8, Date.UTC(2026, 10, 4)), signIn(2, 7, Date.UTC(2026, 10, 3, 14, 2))];
    expect(sinceWords(account, events)).toBe('Signed in since 3 Nov 2026, 14:02');
    expect(sinceWords({ ...account, state: 'signed-out' }, [loss, ...events])).toBe(
      'Signed out since 5 Nov 2026, 08:30',
    );
  });

  it('is not told where the log does not know', () => {
    expect(sinceWords(account, [])).toBe('Known here since 2 Jan 2026');
    expect(sinceWords(account, [loss])).toBe('Known here since 2 Jan 2026');
  });
});
