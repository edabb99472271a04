import { describe, expect, it } from 'vitest';
import { nextRunWords, rhythmWords, whyNotCollect, whyNotPause } from '../../../renderer/now/next-run.ts';
import { eventInWords } from '../../../renderer/ui/event-words.ts';
import { titleOf } from '../../../renderer/ui/title.ts';
import { defaultSettings } from '../../../shared/domain.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import { runningOf, snapshotOf } from '../../support/screen-builders.ts';

const said = (snapshot: Snapshot, ageMs = 0): string => {
  const { lead, strong, rest } = nextRunWords(snapshot, ageMs);
  return [lead, strong, rest].filter((part) => part !== '').join(' | ');
};
const collecting = snapshotOf({
  state: 'collecting',
  run: runningOf({ channelsDone: 3, startedAt: Date.UTC(2026, 0, 1, 14, 2) }),
});

describe('the next run', () => {
  it('is counted down from the moment of receipt and never below zero', () => {
    expect([0, 600, 599_001, 600_000, 900_000].map((age) => said(snapshotOf(), age))).toEqual([
      'Next run | in 10m 00s | the first run',
      'Next run | in 10m 00s | the first run',
      'Next run | in 1 s | the first run',
      'Next run | due now | the first run',
      'Next run | due now | the first run',
    ]);
  });

  it('comes after this one while a run is under way, whatever the countdown says', () => {
    expect(said(collecting)).toBe('Next run | after this one | every 10 min');
  });

  it('waits for the pause that was asked for while a run is under way', () => {
    const pause = { since: 0, until: null, remainingMs: null };
    expect(said({ ...collecting, pause })).toBe(
      'Next run | when you resume | the run under way still finishes',
    );
  });

  it('is a retry that says which', () => {
    const retrying = snapshotOf({
      state: 'retrying',
      next: { ...snapshotOf().next, remainingMs: 60_000, because: 'no network, attempt 3' },
    });
    expect(said(retrying)).toBe('Retrying | in 1m 00s | no network, attempt 3');
  });

  it('is what the state says where there is no due time', () => {
    const blocked = snapshotOf({
      state: 'blocked',
      sentence: 'The disk is full.',
      next: { ...snapshotOf().next, dueAt: null, remainingMs: null },
    });
    expect(said(blocked)).toBe('The disk is full.');
  });

  it('says how long a pause still lasts', () => {
    const pause = { since: 0, until: 1, remainingMs: 3_600_000 };
    const paused = snapshotOf({ state: 'paused', sentence: 'Paused until 15:02.', pause });
    expect([said(paused, 60_000), said(paused, 9_999_999)]).toEqual([
      'Paused until 15:02. | Resumes in 59m 00s.',
      'Paused until 15:02. | Resumes in 0 s.',
    ]);
  });

  it('tells each policy in its own words', () => {
    const words = (['adaptive', 'fixed', 'continuous'] as const).map((policy) =>
      rhythmWords({ ...defaultSettings, policy }),
    );
    expect(words).toEqual(['every 10 min', '10 min after each run', '1 min after each run']);
  });
});

describe('buttons', () => {
  it('say why they cannot be pressed', () => {
    const standby = snapshotOf({ state: 'standby', sentence: 'Standing by: box collects.' });
    expect([
      whyNotCollect(snapshotOf(), true),
      whyNotCollect(snapshotOf(), false),
      whyNotCollect(collecting, true),
      whyNotCollect(standby, true),
      whyNotPause(collecting, true),
      whyNotPause(standby, true),
    ]).toEqual([
      null,
      'Not connected to Tidings.',
      'Already collecting since 14:02.',
      'Standing by: box collects.',
      null,
      'Standing by: box collects.',
    ]);
  });
});

describe('the title of the document', () => {
  it('says what is going on', () => {
    const connected = { kind: 'connected' } as const;
    const attention = [{ cause: 'disk-full', message: 'Full.', since: 0 }] as const;
    expect([
      titleOf({ kind: 'connecting' }, null),
      titleOf(connected, snapshotOf()),
      titleOf(connected, collecting),
      titleOf(connected, snapshotOf({ state: 'paused' })),
      titleOf(connected, snapshotOf({ attention })),
      titleOf({ kind: 'disconnected', since: 0 }, collecting),
    ]).toEqual([
      'Tidings',
      'Tidings',
      'Collecting 3/12 · Tidings',
      'Paused · Tidings',
      'Needs you · Tidings',
      'Not connected · Tidings',
    ]);
  });
});

describe('audit events in words', () => {
  it('tell a person what happened', () => {
    const until = Date.UTC(2026, 0, 1, 14, 2);
    expect([
      eventInWords({
        type: 'run.started',
        metadata: { trigger: 'catch-up', channelsTotal: 2, missedRuns: 3 },
      }),
      eventInWords({
        type: 'flood.waiting',
        metadata: {
          accountId: 1,
          method: 'messages.getHistory',
          waitMs: 23_000,
          until,
          waitedInRun: true,
        },
      }),
      eventInWords({
        type: 'channel.failed',
        metadata: {
          accountId: 1,
          channelId: 2,
          title: 'Harbour Watch',
          status: 'deferred',
          error: 'Telegram asks for a pause.',
        },
      }),
      eventInWords({
        type: 'settings.changed',
        metadata: { changes: { intervalMs: { from: 600_000, to: 60_000 } } },
      }),
    ]).toEqual([
      'Run started (Catching up), 2 channels, after 3 missed runs',
      'Telegram asks for a pause of 23 s, until 14:02 (messages.getHistory): waited out',
      'Harbour Watch: left for a later run. Telegram asks for a pause.',
      'Settings changed: intervalMs from 600000 to 60000',
    ]);
  });
});
