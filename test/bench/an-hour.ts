import type { Clock } from '../../electron/ports/clock.ts';
import type { Log } from '../../electron/ports/log.ts';
import { systemClock } from '../../electron/system-clock.ts';
import type { Run } from '../../shared/domain.ts';
import { openCollectingEngine } from '../support/collecting-engine.ts';
import { report } from './report.ts';

const speed = 10;
const hourMs = 60 * 60_000;
const intervalMs = 60_000;

/** A clock on which ten seconds pass in one. */
function fasterClock(): Clock {
  const startedAt = systemClock.now();
  const startedMonotonic = systemClock.monotonic();
  const passedMs = (): number => (systemClock.monotonic() - startedMonotonic) * speed;
  return {
    now: () => Math.round(startedAt + passedMs()),
    monotonic: () => startedMonotonic + passedMs(),
    after: (delayMs, callback) => systemClock.after(delayMs / speed, callback),
  };
}

/**
 * An hour of the demo's schedule in six minutes: how far from its time each run started, whether memory stays
 * flat, and how much was said as a warning.
 */
export async function livesAnHour(log: Log): Promise<void> {
  const clock = fasterClock();
  let complaints = 0;
  const counting: Log = {
    info: log.info,
    warn: (message) => {
      complaints += 1;
      log.warn(message);
    },
    error: (message, error) => {
      complaints += 1;
      log.error(message, error);
    },
  };
  const { engine, setUp, close } = await openCollectingEngine({
    dataCentre: { liveSpacingMs: 2000 },
    mode: 'command',
    log: counting,
    clock,
  });
  try {
    await engine.scheduler.start();
    const { client } = engine;
    await client.request('schedule.pause', { kind: 'until-resumed' });
    await client.request('settings.set', { intervalMs, cooldownMs: 10_000 });
    await setUp();
    await client.request('run.start', {});
    await client.request('schedule.resume', {});

    const memoryMb: number[] = [];
    const until = clock.now() + hourMs;
    await new Promise<void>((resolve) => {
      let lastRunId: number | null = null;
      const unsubscribe = engine.events.on((event) => {
        if (event.event !== 'snapshot') return;
        const { lastRun } = event.payload;
        if (lastRun === null || lastRun.id === lastRunId) return;
        lastRunId = lastRun.id;
        memoryMb.push(Math.round(process.memoryUsage.rss() / 1024 / 1024));
        if (clock.now() < until) return;
        unsubscribe();
        resolve();
      });
    });

    const { items } = await client.request('runs.list', { limit: 1000 });
    const runs = items.toReversed();
    const gaps = runs.slice(1).map((run, index) => run.startedAt - (runs[index] as Run).startedAt);
    const lateMs = gaps.map((gap) => gap - intervalMs).toSorted((one, other) => one - other);
    const sum = (count: (run: Run) => number): number => runs.reduce((total, run) => total + count(run), 0);
    const statuses = Object.entries(Object.groupBy(runs, ({ status }) => status)).map(
      ([status, of]) => `${of?.length} ${status}`,
    );
    report(
      'an hour, ×10',
      `${runs.length} runs (${statuses.join(', ')}), ${sum((run) => run.newMessages)} new posts, ${sum((run) => run.updatedMessages)} updates`,
    );
    report(
      'start to start',
      `1 min, off by ${lateMs[0]} ms to ${lateMs.at(-1)} ms, median ${lateMs[lateMs.length >> 1]} ms of the schedule's own time`,
    );
    report('memory', `${memoryMb.filter((_, index) => index % 10 === 0).join(', ')} MB at every tenth run`);
    report('complaints', `${complaints} warnings and errors`);
  } finally {
    await close();
  }
}
