export interface Coalescer {
  /** Acts at once, whatever came before. */
  now(): void;
  /** Acts at once after a quiet time, otherwise at the end of the interval. */
  soon(): void;
  /** Acts no more. */
  close(): void;
}

/** Calls `act` at most every `intervalMs`: for the first of a burst at once, and once more for all that followed. */
export function createCoalescer(intervalMs: number, act: () => void): Coalescer {
  let interval: NodeJS.Timeout | null = null;
  let waiting = false;
  let closed = false;

  function now(): void {
    if (closed) return;
    waiting = false;
    if (interval !== null) clearTimeout(interval);
    interval = setTimeout(() => {
      interval = null;
      if (waiting) now();
    }, intervalMs);
    act();
  }

  return {
    now,
    soon() {
      if (interval === null) now();
      else waiting = true;
    },
    close() {
      closed = true;
      waiting = false;
      if (interval !== null) clearTimeout(interval);
    },
  };
}
