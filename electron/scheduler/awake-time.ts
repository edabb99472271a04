import type { Clock } from '../ports/clock.ts';

/**
 * Monotonic time without sleep. Linux's monotonic clock stands still while the machine sleeps, others run on: so
 * what passes on it between suspend and resume is taken off, which is nothing on Linux and the sleep elsewhere.
 */
export interface AwakeTime {
  read(): number;
  noteSuspend(): void;
  /** Returns how much of the sleep the monotonic clock had counted, in milliseconds. */
  noteResume(): number;
}

export function createAwakeTime(clock: Pick<Clock, 'monotonic'>): AwakeTime {
  let sleptMs = 0;
  let suspendedSince: number | null = null;
  return {
    read: () => (suspendedSince ?? clock.monotonic()) - sleptMs,
    noteSuspend: () => {
      suspendedSince ??= clock.monotonic();
    },
    noteResume: () => {
      const countedMs = suspendedSince === null ? 0 : clock.monotonic() - suspendedSince;
      suspendedSince = null;
      sleptMs += countedMs;
      return countedMs;
    },
  };
}
