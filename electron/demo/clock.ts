/** The time of a data centre's world: real, or driven by hand. Never goes back, for events are numbered. */
export interface WorldClock {
  now(): number;
  /** Stops at a moment. Throws when that is before now. */
  set(at: number): void;
  /** Goes on by `ms`; a real clock stands still from then on. */
  advance(ms: number): void;
}

/** Real time when `startAt` is null; otherwise a clock that stands at `startAt` until it is driven. */
export function createWorldClock(startAt: number | null): WorldClock {
  let standsAt = startAt;
  let latest = startAt ?? 0;

  function now(): number {
    // The machine's clock may be set back: the world's then waits for it.
    latest = Math.max(latest, standsAt ?? Date.now());
    return latest;
  }

  function set(at: number): void {
    if (!Number.isFinite(at)) throw new Error('The clock needs a time in milliseconds.');
    if (at < now()) throw new Error('The clock of the demo world only goes forward.');
    standsAt = at;
    latest = at;
  }

  return { now, set, advance: (ms) => set(now() + ms) };
}
