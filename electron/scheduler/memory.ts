import type { Settings } from '../../shared/domain.ts';
import type { DueReason, Pause, Rhythm, ScheduleMemory, ScheduleObstacle } from '../../shared/schedule.ts';
import {
  clampDue,
  effectiveRhythm,
  jitterOf,
  scheduleLimits,
  waitAfterNetworkFailure,
  waitAfterRun,
} from '../../shared/schedule.ts';

/** What the scheduler remembers, and how each thing that happens changes it. Pure: no clock, no I/O. */

/** What the arithmetic needs to know of the settings, with the dice already in hand. */
export interface RhythmNow {
  readonly rhythm: Rhythm;
  readonly jitterPercent: number;
  /** In [0, 1). */
  readonly random: number;
}

export function rhythmNow(settings: Settings, onBattery: boolean, random: number): RhythmNow {
  return {
    rhythm: effectiveRhythm(settings, onBattery),
    jitterPercent: settings.jitterPercent,
    random,
  };
}

/** Before there ever was a run: due at once. */
export function firstMemory(now: number): ScheduleMemory {
  return {
    dueAt: now,
    trigger: 'schedule',
    reason: { kind: 'first' },
    attempt: 0,
    jitterMs: 0,
    waitMs: 0,
    lastEndedAt: null,
    lastDurationMs: null,
    pause: null,
  };
}

export interface RunEnd {
  readonly endedAt: number;
  readonly durationMs: number;
  /** It was `failed` because the network was away. */
  readonly networkFailed: boolean;
  /** End of the flood wait that blocks everything, wall clock; null without one. */
  readonly blockedUntil: number | null;
  readonly obstacle: ScheduleObstacle | null;
}

/** The run has ended: the next one starts by policy, by backoff, after a flood wait, or not at all. */
export function afterRun(memory: ScheduleMemory, end: RunEnd, now: RhythmNow): ScheduleMemory {
  const { endedAt, durationMs } = end;
  const attempt = end.networkFailed ? memory.attempt + 1 : 0;
  const ended = { ...memory, attempt, lastEndedAt: endedAt, lastDurationMs: durationMs };
  if (end.obstacle !== null) return withObstacle(ended, end.obstacle);
  const next = waitFor(end.networkFailed ? 'retry' : 'policy', ended, durationMs, now);
  const dueAt = endedAt + next.waitMs;
  const { blockedUntil } = end;
  if (blockedUntil === null) return { ...next, dueAt, floodTold: false };
  return blockedUntil > dueAt ? { ...next, ...untilFlood(blockedUntil, endedAt) } : { ...next, dueAt };
}

/** The wait by policy or backoff, jitter included; `dueAt` is left to the caller, who knows from when it counts. */
function waitFor(
  kind: 'policy' | 'retry',
  memory: ScheduleMemory,
  lastDurationMs: number,
  { rhythm, jitterPercent, random }: RhythmNow,
): ScheduleMemory {
  const retry = kind === 'retry';
  const waitMs = retry
    ? waitAfterNetworkFailure(rhythm, memory.attempt)
    : waitAfterRun(rhythm, lastDurationMs);
  const jitterMs = jitterOf(waitMs, jitterPercent, random);
  const reason: DueReason = retry
    ? { kind: 'retry', attempt: memory.attempt + 1 }
    : { kind: 'policy', ...rhythm, lastDurationMs };
  return { ...memory, trigger: retry ? 'retry' : 'schedule', reason, jitterMs, waitMs: waitMs + jitterMs };
}

function untilFlood(until: number, now: number) {
  // A wait that ends between two milliseconds is over at the later one.
  const dueAt = Math.ceil(until);
  return {
    dueAt,
    trigger: 'schedule',
    reason: { kind: 'flood', until: dueAt },
    jitterMs: 0,
    waitMs: Math.max(0, dueAt - now),
    floodTold: true,
  } as const;
}

/** A start that fell into a flood wait which blocks everything: skipped until its end, and told so in the log. */
export function skippedForFlood(memory: ScheduleMemory, until: number, now: number): ScheduleMemory {
  return { ...memory, ...untilFlood(Math.max(memory.dueAt ?? now, until), now) };
}

/** Nothing can be collected: no due time, but a reason. */
export function withObstacle(memory: ScheduleMemory, obstacle: ScheduleObstacle): ScheduleMemory {
  const reason = { kind: 'obstacle', obstacle } as const;
  return { ...memory, dueAt: null, trigger: 'schedule', reason, jitterMs: 0, waitMs: 0 };
}

/** The obstacle is gone: a run starts at once, but never within the cooldown of the last one's end. */
export function unblocked(memory: ScheduleMemory, now: number, { rhythm }: RhythmNow): ScheduleMemory {
  if (memory.lastEndedAt === null) return { ...firstMemory(now), pause: memory.pause };
  return startAt(memory, earliestAfter(memory.lastEndedAt, now, rhythm), now, {
    trigger: 'schedule',
    reason: { kind: 'unblocked' },
  });
}

/** Overdue at a start, after sleep or after a jump of the clock: one run makes up for all that were missed. */
export function catchUp(memory: ScheduleMemory, now: number, missedRuns: number): ScheduleMemory {
  return startAt(memory, now + scheduleLimits.settleMs, now, {
    trigger: 'catch-up',
    reason: { kind: 'catch-up', missedRuns },
  });
}

/**
 * "Run at launch": that start is a startup run, once things have settled and the cooldown is over. A run that
 * is due before that, a known flood wait, a pause and an obstacle are left as they are.
 */
export function atLaunch(memory: ScheduleMemory, now: number, { rhythm }: RhythmNow): ScheduleMemory {
  const { dueAt, pause, reason } = memory;
  if (dueAt === null || pause !== null || (reason.kind === 'flood' && dueAt > now)) return memory;
  const settledAt = now + scheduleLimits.settleMs;
  const launchAt =
    memory.lastEndedAt === null
      ? settledAt
      : Math.max(settledAt, earliestAfter(memory.lastEndedAt, now, rhythm));
  if (dueAt > now && dueAt <= launchAt) return memory;
  return startAt(memory, launchAt, now, { trigger: 'startup', reason: { kind: 'startup' } });
}

/** The pause is over. A run that came due meanwhile starts as one `resume` run, `settleMs` from now. */
export function resumed(memory: ScheduleMemory, now: number, settleMs = 0): ScheduleMemory {
  const unpaused = { ...memory, pause: null };
  if (memory.dueAt === null || memory.dueAt > now) return unpaused;
  return startAt(unpaused, now + settleMs, now, { trigger: 'resume', reason: { kind: 'resumed' } });
}

export function paused(memory: ScheduleMemory, pause: Pause): ScheduleMemory {
  return { ...memory, pause };
}

/**
 * The rhythm has changed: the wait since the last run's end is reckoned anew, and what is past is due now.
 * A run that does not wait by policy or backoff (a catch-up about to start, say) stays where it is, but for a
 * longer cooldown.
 */
export function afterRhythmChange(before: ScheduleMemory, now: number, rhythm: RhythmNow): ScheduleMemory {
  const memory = clamped(before, now) ?? before;
  const { lastEndedAt, lastDurationMs, reason } = memory;
  if (memory.dueAt === null || lastEndedAt === null || lastDurationMs === null) return memory;
  if (reason.kind === 'startup' || reason.kind === 'unblocked') {
    const dueAt = Math.max(memory.dueAt, earliestAfter(lastEndedAt, now, rhythm.rhythm));
    return startAt(memory, dueAt, now, memory);
  }
  if (reason.kind !== 'policy' && reason.kind !== 'retry' && reason.kind !== 'flood') return memory;
  const next = waitFor(reason.kind === 'retry' ? 'retry' : 'policy', memory, lastDurationMs, rhythm);
  const dueAt = clampDue(Math.max(now, lastEndedAt + next.waitMs), now, next.waitMs);
  if (reason.kind === 'flood' && reason.until > dueAt) return memory;
  return { ...next, dueAt };
}

/** Null when no clock was set back. Otherwise the memory with nothing further away than its whole wait from now. */
export function clamped(memory: ScheduleMemory, now: number): ScheduleMemory | null {
  const { dueAt, waitMs, pause } = memory;
  const nextDueAt = dueAt === null ? null : clampDue(dueAt, now, waitMs);
  const nextPause = clampedPause(pause, now);
  return nextDueAt === dueAt && nextPause === pause
    ? null
    : { ...memory, dueAt: nextDueAt, pause: nextPause };
}

function clampedPause(pause: Pause | null, now: number): Pause | null {
  if (pause === null || pause.until === null) return pause;
  const until = clampDue(pause.until, now, pause.until - pause.since);
  return until === pause.until ? pause : { since: now, until };
}

/** No earlier than a cooldown after the last run's end, which a clock set back may have put into the future. */
function earliestAfter(lastEndedAt: number, now: number, { cooldownMs }: Rhythm): number {
  return Math.max(now, Math.min(lastEndedAt, now) + cooldownMs);
}

function startAt(
  memory: ScheduleMemory,
  dueAt: number,
  now: number,
  { trigger, reason }: Pick<ScheduleMemory, 'trigger' | 'reason'>,
): ScheduleMemory {
  return { ...memory, trigger, reason, dueAt, jitterMs: 0, waitMs: Math.max(0, dueAt - now) };
}
