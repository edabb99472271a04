import type { RunTrigger } from '../../shared/domain.ts';
import type { Rhythm, ScheduleMemory } from '../../shared/schedule.ts';
import { missedRuns, scheduleLimits, waitAfterRun } from '../../shared/schedule.ts';
import { catchUp, clamped, resumed } from './memory.ts';

/** What the scheduler sees when it looks at the clock. */
export interface Situation {
  readonly now: number;
  /**
   * Time went by unseen: the process has just started, the machine slept, or the clock was set. Whatever came
   * due meanwhile is caught up with once, after a settle delay.
   */
  readonly afterBreak: boolean;
  readonly collecting: boolean;
  /** The catch-up has settled and has been waiting for the network: it starts however late it is by now. */
  readonly settled: boolean;
  /** The one row that this pause leaves for the starts it skips has been written. */
  readonly pauseSkipTold: boolean;
  /** The rhythm that counts now. */
  readonly rhythm: Rhythm;
  /** How often the clock is looked at: whoever is later than that was held up. */
  readonly lookMs: number;
}

export type Decision =
  /** Look again at `at` (wall clock) at the latest; null: when something happens. */
  | { readonly kind: 'wait'; readonly at: number | null }
  | { readonly kind: 'start'; readonly trigger: RunTrigger }
  /** Keep `memory` and decide again. */
  | {
      readonly kind: 'remember';
      readonly memory: ScheduleMemory;
      readonly why: 'clock' | 'pause-over' | 'late';
    }
  /** A start fell into the pause: say so once, and decide again. */
  | { readonly kind: 'tell-pause-skip' };

/** The one function from what is remembered and what is seen to what is done next. */
export function decide(memory: ScheduleMemory, situation: Situation): Decision {
  const { now, collecting, afterBreak } = situation;
  const clampedMemory = clamped(memory, now);
  if (clampedMemory !== null) return { kind: 'remember', memory: clampedMemory, why: 'clock' };

  const { pause, dueAt } = memory;
  const overdue = dueAt !== null && dueAt <= now;
  if (pause !== null) {
    if (pause.until !== null && pause.until <= now) {
      const after = collecting
        ? { ...memory, pause: null }
        : resumed(memory, now, afterBreak ? scheduleLimits.settleMs : 0);
      return { kind: 'remember', memory: after, why: 'pause-over' };
    }
    if (collecting || dueAt === null || (overdue && situation.pauseSkipTold)) {
      return { kind: 'wait', at: pause.until };
    }
    if (overdue) return { kind: 'tell-pause-skip' };
    return { kind: 'wait', at: Math.min(dueAt, pause.until ?? dueAt) };
  }

  if (collecting || dueAt === null) return { kind: 'wait', at: null };
  if (!overdue) return { kind: 'wait', at: dueAt };
  // Nobody waited for a run before the first: it is never late.
  if (memory.reason.kind !== 'first' && isLate(now - dueAt, situation)) {
    const missed = missedStarts(memory, dueAt, situation);
    return { kind: 'remember', memory: catchUp(memory, now, missed), why: 'late' };
  }
  return { kind: 'start', trigger: memory.trigger };
}

function isLate(lateByMs: number, { afterBreak, settled, lookMs }: Situation): boolean {
  if (settled) return false;
  return afterBreak ? lateByMs > 0 : lateByMs > lookMs;
}

/** How many starts have gone by, those a postponed catch-up was already to make up for included. */
function missedStarts(memory: ScheduleMemory, dueAt: number, { now, rhythm }: Situation): number {
  const durationMs = memory.lastDurationMs ?? 0;
  const missed = missedRuns(dueAt, now, durationMs + waitAfterRun(rhythm, durationMs));
  return memory.reason.kind === 'catch-up' ? memory.reason.missedRuns + missed - 1 : missed;
}
