import type { RunTrigger, SchedulePolicy, Settings } from './domain.ts';

/** When the next run starts: pure arithmetic. No clock, no I/O; every span in milliseconds. */

const minute = 60_000;
const firstRetryMs = 30_000;

export const scheduleLimits = {
  intervalMs: { least: minute, most: 7 * 24 * 60 * minute },
  leastCooldownMs: 10_000,
  mostJitterPercent: 10,
  /** How long the loop lets things settle before a catch-up. */
  settleMs: 10_000,
  /** The wall clock is read again at least this often. */
  lookMs: 15_000,
  /** How long a catch-up after a wake waits for the network. */
  networkGraceMs: 60_000,
  /** On battery, with "quiet on battery", the interval counts this many times. */
  batteryFactor: 3,
} as const;

export type Rhythm = Pick<Settings, 'policy' | 'intervalMs' | 'cooldownMs'>;

/** Why there is no due time at all. */
export type ScheduleObstacle = {
  readonly kind: 'no-account' | 'no-channel' | 'signed-out' | 'disk-full' | 'vault-locked';
  readonly message: string;
};

/** Why the next run starts when it does. */
export type DueReason =
  | { readonly kind: 'first' }
  | ({ readonly kind: 'policy'; readonly lastDurationMs: number } & Rhythm)
  /** `attempt` is the number of the try to come: after the first failure it is 2. */
  | { readonly kind: 'retry'; readonly attempt: number }
  | { readonly kind: 'flood'; readonly until: number }
  | { readonly kind: 'catch-up'; readonly missedRuns: number }
  | { readonly kind: 'startup' }
  | { readonly kind: 'resumed' }
  /** What stood in the way is gone. */
  | { readonly kind: 'unblocked' }
  | { readonly kind: 'obstacle'; readonly obstacle: ScheduleObstacle };

/** `until` null: until the user resumes. */
export interface Pause {
  readonly since: number;
  readonly until: number | null;
}

/** What is kept with the end of each run and restored exactly at the next start. */
export interface ScheduleMemory {
  /** Null while there is an obstacle. */
  readonly dueAt: number | null;
  /** What the due run's trigger will be. */
  readonly trigger: RunTrigger;
  readonly reason: DueReason;
  /** Network failures in a row, 0 after anything else. */
  readonly attempt: number;
  /** The jitter drawn for this wait; part of `waitMs`. */
  readonly jitterMs: number;
  /** From the moment `dueAt` was set (most often the end of a run) to `dueAt`: the clamp against clock jumps. */
  readonly waitMs: number;
  /** End and duration of the run it counts from; null before the first. */
  readonly lastEndedAt: number | null;
  readonly lastDurationMs: number | null;
  readonly pause: Pause | null;
  /** True once the flood wait that blocks everything has left its one row in the log, until a run can read again. */
  readonly floodTold?: boolean;
}

/**
 * The pause from the end of a run to the next start.
 * fixed: the whole interval; adaptive: what is left of it, at least the cooldown; continuous: the cooldown.
 */
export function waitAfterRun({ policy, intervalMs, cooldownMs }: Rhythm, durationMs: number): number {
  const waits: Record<SchedulePolicy, number> = {
    fixed: intervalMs,
    adaptive: Math.max(cooldownMs, intervalMs - Math.max(0, durationMs)),
    continuous: cooldownMs,
  };
  return waits[policy];
}

/** The wait after the `attempt`-th network failure in a row (1, 2, …): 30 s doubled each time, within [C, I]. */
export function waitAfterNetworkFailure({ intervalMs, cooldownMs }: Rhythm, attempt: number): number {
  return Math.max(cooldownMs, Math.min(intervalMs, firstRetryMs * 2 ** (Math.max(1, attempt) - 1)));
}

/** The jitter to add to a wait: `random` in [0, 1) of `percent` of it. Never takes anything away. */
export function jitterOf(waitMs: number, percent: number, random: number): number {
  return Math.floor((waitMs * percent * random) / 100);
}

/** The rhythm that counts now: on battery, if the user wants it quiet, the interval is threefold. */
export function effectiveRhythm(settings: Settings, onBattery: boolean): Rhythm {
  const factor = settings.quietOnBattery && onBattery ? scheduleLimits.batteryFactor : 1;
  return {
    policy: settings.policy,
    intervalMs: settings.intervalMs * factor,
    cooldownMs: settings.cooldownMs,
  };
}

/** A due time no later than the whole wait from now: a clock set back must not make a gap of a day. */
export function clampDue(dueAt: number, now: number, waitMs: number): number {
  return Math.min(dueAt, now + Math.max(0, waitMs));
}

/** How many starts went by between `dueAt` and `now`; 0 when it is not yet due. */
export function missedRuns(dueAt: number, now: number, intervalMs: number): number {
  return now < dueAt ? 0 : 1 + Math.floor((now - dueAt) / Math.max(1, intervalMs));
}

/** The local calendar day around an instant: 23 or 25 hours long when clocks change. */
export function localDay(at: number): { readonly startedAt: number; readonly endsAt: number } {
  const date = new Date(at);
  return {
    startedAt: new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime(),
    endsAt: new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime(),
  };
}

/** Tomorrow at `hour` o'clock local time, as an instant: calendar arithmetic, so right across a DST change. */
export function tomorrowAt(hour: number, now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1, hour).getTime();
}
