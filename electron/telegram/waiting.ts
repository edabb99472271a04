import type { Clock } from '../ports/clock.ts';

/** Waits for `work`, which must not reject: true when it is done, false as soon as the signal is aborted. */
export function doneBeforeAbort(work: Promise<unknown>, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const stop = (): void => resolve(false);
    signal.addEventListener('abort', stop, { once: true });
    void work.then(() => {
      signal.removeEventListener('abort', stop);
      resolve(true);
    });
  });
}

/** Waits `delayMs` of monotonic time: true when it is over, false as soon as the signal is aborted. */
export function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (over: boolean): void => {
      cancel();
      signal.removeEventListener('abort', stop);
      resolve(over);
    };
    const stop = (): void => end(false);
    const cancel = clock.after(delayMs, () => end(true));
    signal.addEventListener('abort', stop, { once: true });
  });
}

/**
 * The pause before attempt `attempt + 1`: doubles with every attempt up to `limitMs`, and its upper half is
 * drawn at random so that many clients do not come back in step. `random` is in [0, 1).
 */
export function backoffMs(attempt: number, baseMs: number, limitMs: number, random: number): number {
  const fullMs = Math.min(limitMs, baseMs * 2 ** (attempt - 1));
  return fullMs / 2 + (fullMs / 2) * random;
}
