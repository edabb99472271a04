import type { PauseRequest, Refused } from '../../shared/contract.ts';
import { RequestError } from '../../shared/contract.ts';
import { explainIssues, settingsSchema } from '../../shared/contract-schemas.ts';
import type { Run, Settings } from '../../shared/domain.ts';
import { formatTime } from '../../shared/format.ts';
import { createTurns } from '../../shared/in-turn.ts';
import { tomorrowAt } from '../../shared/schedule.ts';
import type { SnapshotChange } from '../../shared/snapshot.ts';
import type { Clock } from '../ports/clock.ts';
import type { Collector } from '../ports/collector.ts';
import type { Log } from '../ports/log.ts';
import type { Lease, Store, StoreWriter, WorkerIdentity } from '../ports/store.ts';
import { LeaseLostError } from '../ports/store.ts';
import { createAwakeTime } from './awake-time.ts';
import { createFiguresFeed } from './figures-feed.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import { createLoop } from './loop.ts';
import { afterRhythmChange, paused, resumed, unblocked, withObstacle } from './memory.ts';
import { describeWorker } from './process-identity.ts';
import { createRunControl } from './run-control.ts';
import { createScheduleKeeper } from './schedule-keeper.ts';
import { createTenure } from './tenure.ts';
import { createWatch } from './watch.ts';

/** How long a shutdown waits for the request in flight. */
const drainMs = 5_000;

export type WhileIdle<Value> = { readonly idle: true; readonly value: Value } | { readonly idle: false };

export interface SchedulerOptions {
  readonly store: Store;
  readonly collector: Collector;
  readonly lease: LeaseKeeper;
  readonly clock: Clock;
  readonly publish: (change: SnapshotChange) => void;
  /** In [0, 1): the dice for jitter. */
  readonly random: () => number;
  readonly worker: WorkerIdentity;
  readonly version: string;
  readonly mode: 'desktop' | 'serve' | 'command';
  readonly log: Log;
  /** Resolves true once the network is there, false after `timeoutMs` or when aborted. Without it none is awaited. */
  readonly network?: { waitUntilOnline(timeoutMs: number, signal: AbortSignal): Promise<boolean> };
  /** The machine slept or the clock leapt, and the lease is still held: connections are to be built anew. */
  readonly onWake?: () => Promise<void>;
  /** The lease is just taken, and nothing was read yet: what an earlier holder left is to be read anew. */
  readonly onLeaseTaken?: () => Promise<void>;
  /** The lease is lost and the collector at rest: connections are to be closed. */
  readonly onLeaseLost?: () => Promise<void>;
  /** How often the wall clock is read at least, in milliseconds; 15 s unless told. */
  readonly lookMs?: number;
}

export interface Scheduler {
  /** Takes the lease or stands by, repairs what an earlier holder left open, and keeps the schedule from then on. */
  start(): Promise<void>;
  /** The same without keeping the schedule, for a single command. False: another process holds the lease. */
  open(): Promise<boolean>;
  /** `open`, one manual run, and its end. Throws `RequestError` when it cannot start. */
  runOnce(): Promise<Run>;
  /** Starts a run at once, unless one is under way or nothing could be read anyway. */
  collectNow(): Promise<
    { readonly accepted: true; readonly runId: number; readonly finished: Promise<Run> } | Refused
  >;
  /** Ends the current run after the request in flight. */
  stopRun(): { readonly accepted: true } | Refused;
  /** Lets the current run finish and starts none by itself until resumed. Throws `RequestError` in a standby. */
  pause(request: PauseRequest): Promise<void>;
  /** Ends the pause; a run that came due meanwhile starts at once. Throws `RequestError` in a standby. */
  resume(): Promise<{ readonly accepted: true } | Refused>;
  /** Changes what is given, keeps the rest. Throws `RequestError` for settings out of range, and in a standby. */
  changeSettings(change: Partial<Settings>): Promise<Settings>;
  /**
   * Does it where no run is under way, and lets none begin before it is done; nothing else waits for it. `idle: false`
   * also while something else is done that way. Throws `RequestError` in a standby.
   */
  whileIdle<Value>(task: (writer: StoreWriter) => Promise<Value>): Promise<WhileIdle<Value>>;
  /** Channels were added, removed, or switched on or off. */
  channelsChanged(): Promise<void>;
  /** An account was signed in or out. */
  accountsChanged(): Promise<void>;
  noteSuspend(): void;
  noteResume(): void;
  /** On battery or not, at once when it changes; best told before `start` too. */
  noteBattery(onBattery: boolean): void;
  /** The network came or went: the clock is looked at at once. */
  noteNetwork(): void;
  /**
   * Stops asking for more, waits up to 5 s for the request in flight, and writes the run's end. The lease is
   * kept, because connections are closed before it may be given back: that is the caller's to do next.
   */
  shutdown(reason: string): Promise<void>;
}

export function createScheduler(options: SchedulerOptions): Scheduler {
  const { store, collector, lease: leaseKeeper, clock, publish, log } = options;
  const serial = createTurns();
  const awake = createAwakeTime(clock);
  const figures = createFiguresFeed(store, clock, publish);
  const schedule = createScheduleKeeper({ store, clock, publish, random: options.random });
  let stopping: Promise<void> | null = null;
  let keepsSchedule = false;
  /** Somebody does what no run may come between. */
  let keptIdle = false;

  const runs = createRunControl({
    store,
    collector,
    clock,
    awake,
    publish,
    log,
    schedule,
    serial,
    worker: describeWorker(options.worker),
    checkLease: leaseKeeper.check,
    renewLease: leaseKeeper.renew,
    onStarted: () => quietly(figures.refresh),
    onEnded: () =>
      quietly(async () => {
        await figures.refresh();
        await tenure.judge();
        loop.poke();
      }),
  });

  const tenure = createTenure({
    ...options,
    schedule,
    figures,
    serial,
    onHolding: () => {
      if (keepsSchedule && stopping === null) loop.start();
    },
    onLost: () => {
      loop.stop();
      watch.reset();
      runs.stop();
      void quietly(async () => {
        await runs.atRest();
        await options.onLeaseLost?.();
      });
    },
  });

  const watch = createWatch({
    ...options,
    schedule,
    figures,
    runs,
    keptIdle: () => keptIdle,
    poke: () => loop.poke(),
  });

  const loop = createLoop({
    clock,
    log,
    ...(options.lookMs === undefined ? {} : { lookMs: options.lookMs }),
    look: (afterBreak) =>
      serial(async () => {
        const lease = tenure.current();
        return lease === null || stopping !== null ? null : watch.look(lease, afterBreak);
      }),
  });

  /** Figures and attention are for show: what goes wrong with them must not touch the schedule. */
  async function quietly(task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      log.error('What is shown could not be brought up to date.', error);
    }
  }

  /** Does what only the holder of the lease may do, one thing at a time. */
  function asHolder<Value>(task: (lease: Lease) => Promise<Value>): Promise<Value> {
    return serial(async () => {
      if (stopping !== null) throw new RequestError({ code: 'failed', message: 'Tidings is stopping.' });
      const lease = tenure.current();
      // A process that was stopped for a while must not act on a lease it may have lost meanwhile.
      if (lease === null || !(await leaseKeeper.ensure())) throw notHolding();
      try {
        return await task(lease);
      } catch (error) {
        if (!(error instanceof LeaseLostError)) throw error;
        await leaseKeeper.renew();
        throw notHolding();
      }
    });
  }

  function notHolding(): RequestError {
    return new RequestError({ code: 'lease-lost', message: tenure.standbySentence() });
  }

  async function collectNow(): ReturnType<Scheduler['collectNow']> {
    try {
      return await asHolder(async (lease) => {
        const current = runs.current();
        if (current !== null) {
          return { accepted: false, reason: `Already collecting since ${formatTime(current.startedAt)}.` };
        }
        if (keptIdle) {
          return {
            accepted: false,
            reason: 'Tidings is busy with something no run may come between: try again in a moment.',
          };
        }
        watch.reset();
        const start = await runs.start(lease, 'manual');
        return start.kind === 'started'
          ? { accepted: true, runId: start.runId, finished: start.finished }
          : { accepted: false, reason: start.reason };
      });
    } catch (error) {
      if (error instanceof RequestError) return { accepted: false, reason: error.message };
      throw error;
    }
  }

  /**
   * The task may wait for Telegram for a minute: it holds up runs, never the loop, a pause, settings or the end of the
   * process.
   */
  async function whileIdle<Value>(task: (writer: StoreWriter) => Promise<Value>): Promise<WhileIdle<Value>> {
    const writer = await asHolder(async (lease) => {
      // What it does outside the database cannot be fenced there, so the database is asked this very moment.
      await leaseKeeper.check();
      if (runs.current() !== null || keptIdle) return null;
      keptIdle = true;
      return lease.writer;
    });
    if (writer === null) return { idle: false };
    try {
      return { idle: true, value: await task(writer) };
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
      await leaseKeeper.renew();
      throw notHolding();
    } finally {
      keptIdle = false;
      loop.poke();
    }
  }

  /** Whether there is anything to collect has changed: an obstacle appears, or the last one goes and a run starts. */
  async function reconsider(): Promise<void> {
    await asHolder(async ({ writer }) => {
      await figures.refresh();
      await tenure.judge();
      if (runs.current() !== null) return;
      const { obstacle } = await collector.plan();
      const memory = schedule.memory();
      if (obstacle !== null && obstacle.kind !== 'flood') {
        await schedule.remember(writer, withObstacle(memory, obstacle));
      } else if (memory.reason.kind === 'obstacle') {
        await schedule.remember(writer, unblocked(memory, clock.now(), schedule.drawRhythm()));
      }
    });
    loop.poke();
  }

  async function rhythmChanged({ writer }: Lease): Promise<void> {
    await schedule.remember(writer, afterRhythmChange(schedule.memory(), clock.now(), schedule.drawRhythm()));
  }

  async function shutDown(reason: string): Promise<void> {
    publish({ type: 'stopping' });
    loop.stop();
    watch.reset();
    // Whatever was asked for before comes first: a run that is about to start is drained like any other.
    await serial(async () => undefined);
    await runs.drain(drainMs, 'Tidings was closed before the request in flight was answered.');
    await serial(() => tenure.end(reason));
  }

  return {
    async start() {
      keepsSchedule = true;
      await tenure.begin();
    },
    async open() {
      await tenure.begin();
      return tenure.current() !== null;
    },
    async runOnce() {
      await tenure.begin();
      const answer = await collectNow();
      if (!answer.accepted) throw new RequestError({ code: 'failed', message: answer.reason });
      return answer.finished;
    },
    collectNow,
    stopRun: () => (runs.stop() ? { accepted: true } : { accepted: false, reason: 'No run is under way.' }),
    async pause(request) {
      await asHolder(async ({ writer }) => {
        const now = clock.now();
        const until = pauseEnd(request, now);
        await writer.audit.append({ type: 'schedule.paused', at: now, metadata: { until } });
        await schedule.remember(writer, paused(schedule.memory(), { since: now, until }));
        watch.reset();
      });
      loop.poke();
    },
    async resume() {
      const answer = await asHolder(async ({ writer }) => {
        const memory = schedule.memory();
        if (memory.pause === null) return { accepted: false, reason: 'Collecting is not paused.' } as const;
        const now = clock.now();
        await writer.audit.append({ type: 'schedule.resumed', at: now, metadata: { by: 'user' } });
        const collecting = runs.current() !== null;
        await schedule.remember(writer, collecting ? { ...memory, pause: null } : resumed(memory, now));
        return { accepted: true } as const;
      });
      loop.poke();
      return answer;
    },
    async changeSettings(change) {
      const settings = await asHolder(async (lease) => {
        const before = schedule.settings();
        const next = validated({ ...before, ...change });
        await schedule.changeSettings(lease.writer, next);
        if (changesRhythm(before, next)) await rhythmChanged(lease);
        return next;
      });
      loop.poke();
      return settings;
    },
    whileIdle,
    channelsChanged: reconsider,
    accountsChanged: reconsider,
    noteSuspend: awake.noteSuspend,
    noteResume() {
      const sleptMs = awake.noteResume();
      if (sleptMs > 0) publish({ type: 'run-slept', sleptMs });
      loop.noteBreak();
    },
    noteBattery(onBattery) {
      const changed = schedule.noteBattery(onBattery);
      if (!changed || stopping !== null || tenure.current() === null) return;
      void quietly(() => asHolder(rhythmChanged)).then(loop.poke);
    },
    noteNetwork: loop.poke,
    shutdown(reason) {
      stopping ??= shutDown(reason);
      return stopping;
    },
  };
}

function pauseEnd(request: PauseRequest, now: number): number | null {
  switch (request.kind) {
    case 'until-resumed':
      return null;
    case 'for':
      return now + request.durationMs;
    case 'until-tomorrow':
      return tomorrowAt(9, now);
  }
}

function validated(settings: Settings): Settings {
  const parsed = settingsSchema.safeParse(settings);
  if (parsed.success) return settings;
  throw new RequestError({ code: 'bad-request', message: explainIssues(parsed.error) });
}

const rhythmNames = ['policy', 'intervalMs', 'cooldownMs', 'jitterPercent', 'quietOnBattery'] as const;

function changesRhythm(before: Settings, after: Settings): boolean {
  return rhythmNames.some((name) => before[name] !== after[name]);
}
