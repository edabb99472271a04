import { scheduleLimits } from '../../shared/schedule.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';

/** Wall and monotonic clock may drift apart this far between two looks before it counts as sleep or a jump. */
const jumpMs = 2_000;

export interface LoopOptions {
  readonly clock: Clock;
  readonly log: Log;
  /**
   * Looks at the clock and does what is due; returns the wall-clock instant to look again at, or null.
   * `afterBreak`: time went by unseen since the last look.
   */
  readonly look: (afterBreak: boolean) => Promise<number | null>;
  readonly lookMs?: number;
}

/**
 * Looks whenever something happened, whenever something is due, and at least every 15 s: timers run on the
 * monotonic clock, so only looking again tells what sleep or a hand on the clock did to the wall clock.
 */
export interface Loop {
  start(): void;
  /** Looks again now, or once more right after the look under way. */
  poke(): void;
  /** The machine has woken: the next look takes it for a break, however short it was. */
  noteBreak(): void;
  stop(): void;
}

export function createLoop({ clock, log, look, lookMs = scheduleLimits.lookMs }: LoopOptions): Loop {
  let running = false;
  let looking = false;
  let again = false;
  let breakNoted = false;
  let last: { readonly now: number; readonly monotonic: number } | null = null;
  let cancelTimer = (): void => undefined;

  /** Asleep or jumped when the two clocks disagree; stopped when even the monotonic one leapt. */
  function readBreak(): boolean {
    const reading = { now: clock.now(), monotonic: clock.monotonic() };
    const before = last;
    last = reading;
    const noted = breakNoted;
    breakNoted = false;
    if (before === null || noted) return true;
    const elapsedMs = reading.monotonic - before.monotonic;
    return Math.abs(reading.now - before.now - elapsedMs) > jumpMs || elapsedMs > 2 * lookMs;
  }

  async function turn(): Promise<void> {
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    cancelTimer();
    let at: number | null = null;
    try {
      do {
        again = false;
        at = await look(readBreak());
      } while (again && running);
    } catch (error) {
      log.error('The schedule could not be looked at; it is looked at again shortly.', error);
    }
    looking = false;
    if (!running) return;
    const delayMs = at === null ? lookMs : Math.min(lookMs, Math.max(0, at - clock.now()));
    cancelTimer = clock.after(delayMs, () => void turn());
  }

  return {
    start() {
      running = true;
      void turn();
    },
    poke() {
      if (running) void turn();
    },
    noteBreak() {
      breakNoted = true;
      if (running) void turn();
    },
    stop() {
      running = false;
      cancelTimer();
    },
  };
}
