import { expect, test } from 'vitest';
import { type Decision, decide, type Situation } from '../../../electron/scheduler/decisions.ts';
import { firstMemory } from '../../../electron/scheduler/memory.ts';
import { defaultSettings } from '../../../shared/domain.ts';
import { effectiveRhythm, type ScheduleMemory } from '../../../shared/schedule.ts';

const second = 1000;
const minute = 60 * second;
const now = Date.UTC(2026, 10, 24, 10);

const rhythm = effectiveRhythm(defaultSettings, false);
const memory: ScheduleMemory = {
  ...firstMemory(now),
  dueAt: now + 5 * minute,
  reason: { kind: 'policy', ...rhythm, lastDurationMs: 4 * second },
  waitMs: 10 * minute,
  lastEndedAt: now - 5 * minute,
  lastDurationMs: 4 * second,
};
const situation: Situation = {
  now,
  afterBreak: false,
  collecting: false,
  settled: false,
  pauseSkipTold: false,
  rhythm,
  lookMs: 15 * second,
};

const cases: readonly [
  name: string,
  memory: Partial<ScheduleMemory>,
  situation: Partial<Situation>,
  Decision,
][] = [
  ['not due: waits until it is', {}, {}, { kind: 'wait', at: now + 5 * minute }],
  ['due: starts', { dueAt: now }, {}, { kind: 'start', trigger: 'schedule' }],
  ['a look late: starts all the same', { dueAt: now - 15_000 }, {}, { kind: 'start', trigger: 'schedule' }],
  [
    'due at the very moment of a restart: starts',
    { dueAt: now },
    { afterBreak: true },
    { kind: 'start', trigger: 'schedule' },
  ],
  [
    'a first run is never late',
    { dueAt: now - minute, reason: { kind: 'first' } },
    { afterBreak: true },
    { kind: 'start', trigger: 'schedule' },
  ],
  [
    'settled: starts however late',
    { dueAt: now - minute },
    { settled: true },
    { kind: 'start', trigger: 'schedule' },
  ],
  [
    'collecting: waits for the end',
    { dueAt: now - minute },
    { collecting: true },
    { kind: 'wait', at: null },
  ],
  ['nothing due: waits for something to happen', { dueAt: null }, {}, { kind: 'wait', at: null }],
  [
    'paused and not due: waits for either',
    { pause: { since: now, until: now + 2 * minute } },
    {},
    { kind: 'wait', at: now + 2 * minute },
  ],
  [
    'paused and due: says so first',
    { dueAt: now, pause: { since: now, until: null } },
    {},
    { kind: 'tell-pause-skip' },
  ],
  [
    'paused and due and told: waits for the end of the pause',
    { dueAt: now, pause: { since: now, until: now + minute } },
    { pauseSkipTold: true },
    { kind: 'wait', at: now + minute },
  ],
];

test.each(cases)('%s', (_name, remembered, seen, decision) => {
  expect(decide({ ...memory, ...remembered }, { ...situation, ...seen })).toEqual(decision);
});

test('after a break one catch-up makes up for all that were missed, once things have settled', () => {
  const decision = decide({ ...memory, dueAt: now - 25 * minute }, { ...situation, afterBreak: true });
  expect(decision).toMatchObject({
    kind: 'remember',
    why: 'late',
    memory: {
      dueAt: now + 10 * second,
      trigger: 'catch-up',
      reason: { kind: 'catch-up', missedRuns: 3 },
      waitMs: 10 * second,
    },
  });
});

test('a catch-up that is itself slept through counts on', () => {
  const pending = {
    ...memory,
    dueAt: now - 25 * minute,
    trigger: 'catch-up',
    reason: { kind: 'catch-up', missedRuns: 4 },
    waitMs: 10 * second,
  } as const;
  expect(decide(pending, { ...situation, afterBreak: true })).toMatchObject({
    memory: { reason: { missedRuns: 6 } },
  });
});

test('a clock set back brings due time and pause no further away than their whole length', () => {
  const before = now - 24 * 60 * minute;
  const pause = { since: now, until: now + 60 * minute };
  expect(decide({ ...memory, pause }, { ...situation, now: before })).toMatchObject({
    kind: 'remember',
    why: 'clock',
    memory: {
      dueAt: before + 10 * minute,
      pause: { since: before, until: before + 60 * minute },
    },
  });
});

test('a pause that is over during a run leaves the next start to the end of the run', () => {
  const pause = { since: now - minute, until: now };
  const decision = decide({ ...memory, dueAt: now - minute, pause }, { ...situation, collecting: true });
  expect(decision).toMatchObject({ kind: 'remember', memory: { pause: null, trigger: 'schedule' } });
});
