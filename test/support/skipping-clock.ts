import type { Clock } from '../../electron/ports/clock.ts';
import { systemClock } from '../../electron/system-clock.ts';

/**
 * The system's clock, except that timers of a second and more go off only when a test skips the time. The wall clock
 * can be set wrong.
 */
export interface SkippingClock extends Clock {
  skip(ms: number): void;
  setWallAhead(ms: number): void;
}

const shortestHeldMs = 1000;

export function skippingClock(): SkippingClock {
  const held = new Set<{ readonly dueAt: number; readonly callback: () => void }>();
  let skippedMs = 0;
  let wallAheadMs = 0;
  const monotonic = (): number => systemClock.monotonic() + skippedMs;

  return {
    now: () => systemClock.now() + skippedMs + wallAheadMs,
    monotonic,
    after: (delayMs, callback) => {
      if (delayMs < shortestHeldMs) return systemClock.after(delayMs, callback);
      const timer = { dueAt: monotonic() + delayMs, callback };
      held.add(timer);
      return () => held.delete(timer);
    },
    skip: (ms) => {
      skippedMs += ms;
      for (const timer of held) {
        if (timer.dueAt > monotonic()) continue;
        held.delete(timer);
        timer.callback();
      }
    },
    setWallAhead: (ms) => {
      wallAheadMs = ms;
    },
  };
}
