/** The only source of time for scheduler, collector and gateway, so that tests can drive it. */
export interface Clock {
  /** Wall clock: milliseconds since the epoch, UTC. May jump either way. */
  now(): number;
  /** Milliseconds since an arbitrary start; never goes back, stands still while the machine sleeps. */
  monotonic(): number;
  /** Calls back once, `delayMs` of monotonic time from now (clamped to at least 0). Returns its cancellation. */
  after(delayMs: number, callback: () => void): () => void;
}
