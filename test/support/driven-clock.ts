import type { Clock } from '../../electron/ports/clock.ts';

export interface DrivenClock extends Clock {
  /** Lets `ms` go by, calling back what falls due in order, each with all that follows from it at once. */
  advance(ms: number): Promise<void>;
  /** Moves the wall clock alone, either way, as a user or a time server does. */
  jump(ms: number): void;
}

/** A clock that moves only when told to. */
export function createDrivenClock({ now }: { readonly now: number }): DrivenClock {
  let wall = now;
  let monotonic = 0;
  const timers = new Map<object, { readonly at: number; readonly callback: () => void }>();

  const nextBy = (end: number) =>
    [...timers.entries()]
      .filter(([, { at }]) => at <= end)
      .sort(([, one], [, other]) => one.at - other.at)[0];
  const moveTo = (end: number) => {
    wall += end - monotonic;
    monotonic = end;
  };

  return {
    now: () => wall,
    monotonic: () => monotonic,
    after(delayMs, callback) {
      const key = {};
      timers.set(key, { at: monotonic + Math.max(0, delayMs), callback });
      return () => timers.delete(key);
    },
    async advance(ms) {
      const end = monotonic + ms;
      await settled();
      for (let next = nextBy(end); next !== undefined; next = nextBy(end)) {
        const [key, { at, callback }] = next;
        timers.delete(key);
        moveTo(Math.max(monotonic, at));
        callback();
        await settled();
      }
      moveTo(end);
    },
    jump(ms) {
      wall += ms;
    },
  };
}

/** Everything that is ready to run has run: promises first, then what they started. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
