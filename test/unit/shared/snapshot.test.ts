import { describe, expect, test } from 'vitest';
import { noCounts, type Run } from '../../../shared/domain.ts';
import type { DueReason } from '../../../shared/schedule.ts';
import {
  indicatorOf,
  initialState,
  reasonInWords,
  reduce,
  type SnapshotChange,
  type SnapshotState,
  snapshotOf,
} from '../../../shared/snapshot.ts';

const second = 1000;
const minute = 60 * second;
const ten = Date.UTC(2026, 10, 24, 10);

const run: Run = {
  ...noCounts,
  id: 1,
  trigger: 'schedule',
  status: 'running',
  policy: 'adaptive',
  intervalMs: 10 * minute,
  startedAt: ten,
  endedAt: null,
  durationMs: null,
  reason: null,
  worker: 'process 2 on here',
  token: 1,
  channelsTotal: 3,
};
const adaptive = { policy: 'adaptive', intervalMs: 10 * minute, cooldownMs: minute } as const;
const policy: DueReason = { kind: 'policy', ...adaptive, lastDurationMs: 4 * second };
const holding: SnapshotChange = { type: 'lease', lease: { kind: 'holding' } };
const due = (dueAt: number | null, reason: DueReason = policy): SnapshotChange => ({
  type: 'schedule',
  next: { dueAt, trigger: reason.kind === 'retry' ? 'retry' : 'schedule', reason },
  pause: null,
});
const begun: SnapshotChange = { type: 'run-started', run, monotonic: 1000 };
const progress = { ...noCounts, channelsDone: 1, channelsTotal: 3, standstill: null, eta: null };
const reading = { now: ten, monotonic: 3000 };

const stateAfter = (...changes: readonly SnapshotChange[]): SnapshotState =>
  changes.reduce(reduce, initialState);
const seen = (...changes: readonly SnapshotChange[]) => snapshotOf(stateAfter(holding, ...changes), reading);

describe('the sentence', () => {
  test.each<[string, SnapshotChange[]]>([
    ['Next run in 7m 23s: every 10 min, and the last run took 4 s.', [due(ten + 443 * second)]],
    ['Next run due now: every 10 min, and the last run took 4 s.', [due(ten - minute)]],
    ['Retrying in 1m 00s, attempt 3.', [due(ten + minute, { kind: 'retry', attempt: 3 })]],
    ['Retrying now, attempt 3.', [due(ten, { kind: 'retry', attempt: 3 })]],
    ['Collecting: 0 of 3 channels.', [begun]],
    [
      'Collecting News: 1 of 3 channels.',
      [
        begun,
        { type: 'run-progress', progress: { ...progress, collecting: [{ channelId: 1, title: 'News' }] } },
      ],
    ],
    [
      'Telegram asks for a pause: 23 s.',
      [
        begun,
        {
          type: 'run-progress',
          progress: { ...progress, collecting: [], standstill: { kind: 'flood', untilMonotonic: 25_900 } },
        },
      ],
    ],
    [
      'Reconnecting to Telegram: 1 of 3 channels.',
      [
        begun,
        {
          type: 'run-progress',
          progress: { ...progress, collecting: [], standstill: { kind: 'reconnecting' } },
        },
      ],
    ],
    ['Stopping after the request in flight.', [begun, { type: 'run-cancelling' }]],
    ['Stopping.', [{ type: 'stopping' }]],
    ['Finishing the current request before stopping.', [begun, { type: 'stopping' }]],
    [
      'Standing by: process 2 on here collects into this database.',
      [{ type: 'lease', lease: { kind: 'standby', holder: 'process 2 on here' } }],
    ],
    [
      'No channel is on.',
      [due(null, { kind: 'obstacle', obstacle: { kind: 'no-channel', message: 'No channel is on.' } })],
    ],
  ])('says: %s', (sentence, changes) => {
    expect(seen(...changes).sentence).toBe(sentence);
  });

  test('gives the reason behind each due time', () => {
    const reasons: DueReason[] = [
      { ...policy, lastDurationMs: 20 * minute },
      { ...policy, policy: 'fixed' },
      { ...policy, policy: 'continuous' },
      { kind: 'flood', until: ten },
      { kind: 'catch-up', missedRuns: 1 },
      { kind: 'catch-up', missedRuns: 6 },
    ];
    expect(reasons.map(reasonInWords)).toEqual([
      'every 10 min, but the last run took 20m 00s, so only the cooldown of 1 min is left',
      '10 min after each run, and the last run took 4 s',
      '1 min after each run, and the last run took 4 s',
      'Telegram asks for a pause until 10:00',
      'catching up after 1 missed run',
      'catching up after 6 missed runs',
    ]);
  });
});

describe('rule 3, never negative', () => {
  test('whatever the clocks say, no span is below zero', () => {
    const ended: Run = { ...run, status: 'succeeded', endedAt: ten + minute, durationMs: 4 * second };
    const snapshot = snapshotOf(
      stateAfter(
        holding,
        { type: 'last-run', run: ended },
        {
          type: 'schedule',
          next: { dueAt: 0, trigger: 'schedule', reason: policy },
          pause: { since: 0, until: 1 },
        },
        { type: 'run-started', run, monotonic: 9000 },
      ),
      reading,
    );
    expect(snapshot).toMatchObject({
      lastRunAgeMs: 0,
      next: { remainingMs: 0 },
      pause: { remainingMs: 0 },
      run: { elapsedMs: 0 },
    });
  });

  test('what is not known is null', () => {
    expect(seen(due(null))).toMatchObject({ lastRunAgeMs: null, next: { remainingMs: null }, pause: null });
  });
});

describe('the reducer', () => {
  test('follows a run from start to end', () => {
    const running = stateAfter(holding, begun, {
      type: 'run-progress',
      progress: { ...progress, messages: 50, collecting: [] },
    });
    expect(running.run?.run).toMatchObject({ channelsDone: 1, messages: 50 });
    const ended: Run = { ...run, status: 'succeeded', endedAt: ten, durationMs: 4 * second };
    expect(reduce(running, { type: 'run-finished', run: ended })).toMatchObject({
      run: null,
      lastRun: ended,
    });
  });

  test('takes sleep out of a run that its machine counted into it', () => {
    const state = stateAfter(begun, { type: 'run-slept', sleptMs: 60_000 });
    expect(snapshotOf(state, { now: ten, monotonic: 63_000 }).run?.elapsedMs).toBe(2000);
  });

  test('progress that comes after the end changes nothing', () => {
    const state = stateAfter(holding);
    expect(reduce(state, { type: 'run-progress', progress: { ...progress, collecting: [] } })).toBe(state);
    expect(reduce(state, { type: 'run-cancelling' })).toBe(state);
  });

  test('raises each cause once and keeps since when, until it clears', () => {
    const raised = {
      type: 'attention-raised',
      attention: { cause: 'disk-full', message: 'Full.', since: 1 },
    } as const;
    const state = stateAfter(raised);
    expect(reduce(state, { ...raised, attention: { ...raised.attention, since: 2 } })).toBe(state);
    const cleared = reduce(state, { type: 'attention-cleared', cause: 'disk-full' });
    expect(cleared.attention).toEqual([]);
    expect(reduce(cleared, { type: 'attention-cleared', cause: 'disk-full' })).toBe(cleared);
  });
});

test('the tray shows a run before trouble, and trouble before rest', () => {
  const trouble = { cause: 'signed-out', message: 'Signed out.', since: 0 } as const;
  expect(indicatorOf({ state: 'collecting', attention: [trouble] })).toBe('collecting');
  expect(indicatorOf({ state: 'idle', attention: [trouble] })).toBe('attention');
  expect(indicatorOf({ state: 'retrying', attention: [] })).toBe('offline');
  expect(indicatorOf({ state: 'paused', attention: [] })).toBe('paused');
});
