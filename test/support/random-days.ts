import fc from 'fast-check';
import type { Settings } from '../../shared/domain.ts';
import { defaultSettings } from '../../shared/domain.ts';
import type { Day, Happening, Step } from './simulated-day.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const span = (from: number, to: number): fc.Arbitrary<number> => fc.integer({ min: from, max: to });

const gap = fc.oneof(
  { weight: 2, arbitrary: span(0, 30 * second) },
  { weight: 4, arbitrary: span(minute, hour) },
  { weight: 1, arbitrary: span(hour, 4 * hour) },
);

const rhythm: fc.Arbitrary<Partial<Settings>> = fc.record({
  policy: fc.constantFrom('fixed', 'adaptive', 'adaptive', 'continuous'),
  intervalMs: fc.constantFrom(10 * minute, 20 * minute, hour, 3 * hour),
  cooldownMs: fc.constantFrom(60 * second, 5 * minute, 10 * minute),
  jitterPercent: fc.constantFrom(0, 0, 5, 10),
  quietOnBattery: fc.boolean(),
});

const latency = fc.oneof(
  { weight: 5, arbitrary: span(50, 8 * second) },
  { weight: 2, arbitrary: span(8 * second, 4 * minute) },
  { weight: 1, arbitrary: span(4 * minute, 40 * minute) },
);

const does = <Name extends Happening['do']>(name: Name) => fc.constant({ do: name });
const on = (name: 'battery' | 'network' | 'channels') =>
  fc.record({ do: fc.constant(name), on: fc.boolean() });

const requests = fc.oneof(
  fc.constant({ kind: 'until-resumed' } as const),
  fc.constant({ kind: 'until-tomorrow' } as const),
  fc.record({ kind: fc.constant('for' as const), durationMs: span(minute, 3 * hour) }),
);

/** What a process meets by itself. */
const ofOneProcess: { weight: number; arbitrary: fc.Arbitrary<Happening> }[] = [
  { weight: 2, arbitrary: does('wait') as fc.Arbitrary<Happening> },
  { weight: 2, arbitrary: does('collect') as fc.Arbitrary<Happening> },
  { weight: 1, arbitrary: does('stop') as fc.Arbitrary<Happening> },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pause' as const), request: requests }) },
  { weight: 2, arbitrary: does('resume') as fc.Arbitrary<Happening> },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('settings' as const), change: rhythm }) },
  { weight: 1, arbitrary: on('battery') },
  { weight: 1, arbitrary: on('network') },
  { weight: 1, arbitrary: on('channels') },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('sleep' as const),
      ms: fc.oneof(span(5 * second, 10 * minute), span(10 * minute, 10 * hour)),
      noted: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      ms: fc
        .oneof(span(5 * second, 10 * minute), span(10 * minute, 30 * hour))
        .chain((ms) => fc.constantFrom(ms, -ms)),
      noted: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('flood' as const),
      accountId: span(1, 2),
      ms: fc.oneof(span(second, 59 * second), span(61 * second, 5 * hour)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const), channelId: span(1, 2) }) },
  { weight: 1, arbitrary: does('revoke') as fc.Arbitrary<Happening> },
  { weight: 1, arbitrary: does('sign-in') as fc.Arbitrary<Happening> },
];

/** What ends and begins processes, and sets them against each other. */
const ofSeveralProcesses: typeof ofOneProcess = [
  { weight: 3, arbitrary: fc.record({ do: fc.constant('kill' as const), halfCalls: span(0, 80) }) },
  { weight: 2, arbitrary: does('quit') as fc.Arbitrary<Happening> },
  { weight: 4, arbitrary: does('start') as fc.Arbitrary<Happening> },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('freeze' as const),
      ms: span(second, hour),
      amidRun: fc.boolean(),
    }),
  },
];

function dayOf(happenings: typeof ofOneProcess): fc.Arbitrary<Day> {
  const step: fc.Arbitrary<Step> = fc
    .tuple(gap, fc.oneof(...happenings))
    .map(([gapMs, happening]) => ({ gapMs, ...happening }));
  return fc.record({
    settings: fc
      .tuple(rhythm, fc.boolean())
      .map(([change, runAtLaunch]) => ({ ...defaultSettings, ...change, runAtLaunch })),
    lookMs: fc.constantFrom(15 * second, minute, 2 * minute, 5 * minute, 5 * minute),
    accounts: span(1, 2),
    channels: span(1, 2),
    latencies: fc.array(latency, { minLength: 1, maxLength: 6 }),
    sleepIsCounted: fc.boolean(),
    waitsForNetwork: fc.boolean(),
    dice: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 5 }),
    steps: fc.array(step, { minLength: 4, maxLength: 16 }),
  });
}

/**
 * Histories that mean the same to a process that lives through them and to those that are restarted amid them:
 * wakes and jumps are told (they are noticed at the next look otherwise, which a restart brings forward), no
 * catch-up waits for the network (a restart has it settle and wait anew), and nothing asks for floods, which a
 * living process sits out on a clock that no restart can read.
 */
export const historiesWithoutTrouble = dayOf(
  ofOneProcess.map(({ weight, arbitrary }) => ({
    weight,
    arbitrary: arbitrary.map(
      (happening): Happening =>
        happening.do === 'sleep' || happening.do === 'jump'
          ? { ...happening, noted: true }
          : happening.do === 'flood'
            ? { do: 'wait' }
            : happening,
    ),
  })),
).map((day) => ({ ...day, waitsForNetwork: false, settings: { ...day.settings, runAtLaunch: false } }));

/** Days of one process, with all that sleep, clocks, users, Telegram and the network do to it. */
export const daysOfOneProcess = dayOf(ofOneProcess);
/** The same with kills, restarts, standbys and processes that are stopped for a while. */
export const daysOfSeveralProcesses = dayOf([...ofOneProcess, ...ofSeveralProcesses]);
