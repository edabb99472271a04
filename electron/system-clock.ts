import type { Clock } from './ports/clock.ts';

/** Longer timers than this fire at once: Node keeps their delay in a signed 32-bit integer. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * The clock of the real world. `monotonic()` stands still while a Linux machine sleeps (CLOCK_MONOTONIC); on
 * macOS and Windows the runtime's counter runs on through sleep, so whoever measures a run there takes the
 * sleep out by the suspend and resume events of the system.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (delayMs, callback) => {
    const endsAt = performance.now() + Math.max(0, delayMs);
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const restMs = Math.max(0, endsAt - performance.now());
      timer = setTimeout(ring, Math.min(longestTimerMs, Math.ceil(restMs)));
    };
    // Node's timers go off up to a millisecond early: a flood wait would be asked about before its end.
    const ring = (): void => (performance.now() < endsAt ? arm() : callback());
    arm();
    return () => clearTimeout(timer);
  },
};
