import type { Clock } from '../../electron/ports/clock.ts';

/**
 * A machine whose clocks are moved by hand, with processes on it that can be frozen and killed. Cheap: time
 * leaps from timer to timer, and one turn of the event loop lets everything that follows from each happen.
 */
export interface SimulatedMachine {
  wall(): number;
  monotonic(): number;
  /** Time as the rest of the world lives it: it runs through sleep and no hand moves it. */
  trueTime(): number;
  /** True time without sleep: what a run's duration is measured in. */
  awakeTime(): number;
  clockFor(life: Life): Clock;
  /** Lets `ms` of waking time go by. Stops early, at the instant `until` comes true. */
  advance(ms: number, until?: () => boolean): Promise<void>;
  /** Sleeps: `counted` machines run their monotonic clock on, as macOS and Windows do. */
  sleep(ms: number): void;
  /** Sets the wall clock forwards or back. */
  jump(ms: number): void;
  /** Lets everything happen that is ready to. */
  settle(): Promise<void>;
}

/** Whether a process runs, stands still (SIGSTOP), or is no more. */
export interface Life {
  readonly pid: number;
  alive: boolean;
  frozen: boolean;
}

interface Timer {
  readonly at: number;
  readonly life: Life;
  readonly callback: () => void;
}

export interface MachineOptions {
  readonly startAt: number;
  readonly sleepIsCounted: boolean;
  /** Called whenever everything has come to rest. */
  readonly onRest?: () => Promise<void>;
}

export function createSimulatedMachine(options: MachineOptions): SimulatedMachine {
  const { startAt, sleepIsCounted, onRest = async () => undefined } = options;
  let wall = startAt;
  let monotonic = 0;
  let trueTime = 0;
  let sleptMs = 0;
  let timers: readonly Timer[] = [];

  function pass(ms: number): void {
    wall += ms;
    monotonic += ms;
    trueTime += ms;
  }

  function nextTimer(): Timer | null {
    let next: Timer | null = null;
    for (const timer of timers) {
      if (!timer.life.frozen && (next === null || timer.at < next.at)) next = timer;
    }
    return next;
  }

  async function settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    await onRest();
  }

  return {
    wall: () => wall,
    monotonic: () => monotonic,
    trueTime: () => trueTime,
    awakeTime: () => trueTime - sleptMs,
    clockFor: (life) => ({
      now: () => wall,
      monotonic: () => monotonic,
      after(delayMs, callback) {
        const timer = { at: monotonic + Math.max(0, delayMs), life, callback };
        timers = [...timers, timer];
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    }),
    async advance(ms, until = () => false) {
      const end = monotonic + ms;
      await settle();
      while (!until()) {
        timers = timers.filter(({ life }) => life.alive);
        const next = nextTimer();
        if (next === null || next.at > end) break;
        pass(Math.max(0, next.at - monotonic));
        timers = timers.filter((timer) => timer !== next);
        next.callback();
        await settle();
      }
      if (!until()) pass(end - monotonic);
    },
    sleep(ms) {
      wall += ms;
      trueTime += ms;
      sleptMs += ms;
      if (sleepIsCounted) monotonic += ms;
    },
    jump(ms) {
      wall += ms;
    },
    settle,
  };
}
