import type { CollectionPlan, Collector, RunOutcome, RunRequest } from '../../electron/ports/collector.ts';
import type { Log } from '../../electron/ports/log.ts';
import type { Store, StoreWriter } from '../../electron/ports/store.ts';
import { createLeaseKeeper, type LeaseKeeper } from '../../electron/scheduler/lease-keeper.ts';
import {
  createScheduler,
  type Scheduler,
  type SchedulerOptions,
} from '../../electron/scheduler/scheduler.ts';
import { openStore } from '../../electron/store/open-store.ts';
import type { AuditEvent, AuditEventType, Run, Settings } from '../../shared/domain.ts';
import { defaultSettings, noCounts } from '../../shared/domain.ts';
import { initialState, reduce, type Snapshot, snapshotOf } from '../../shared/snapshot.ts';
import { createSimulatedMachine, type Life, type SimulatedMachine } from './simulated-machine.ts';

/** Ten o'clock on a Tuesday, UTC. */
export const ten = Date.UTC(2026, 10, 24, 10);

/** What the collector on stage does with each run; replaced by tests. */
export interface Script {
  durationMs: number;
  plan: CollectionPlan;
  outcome: Partial<RunOutcome>;
  /** Called when a run begins to collect. */
  onCollect: (request: RunRequest) => Promise<void> | void;
  /** A run that does not listen to Stop until its time is over. */
  deaf: boolean;
}

export interface StagedProcess {
  readonly life: Life;
  readonly scheduler: Scheduler;
  readonly lease: LeaseKeeper;
  readonly log: string[];
  snapshot(): Snapshot;
}

/** A scheduler over a real database and a scripted collector, on a machine whose clocks tests move. */
export interface Stage {
  readonly machine: SimulatedMachine;
  readonly store: Store;
  readonly script: Script;
  /** Another process on the same database, not started yet. */
  process(options?: Partial<SchedulerOptions>): StagedProcess;
  /** The same, started. */
  started(options?: Partial<SchedulerOptions>): Promise<StagedProcess>;
  /** Lets a promise settle that needs no time to go by. */
  now<Value>(promise: Promise<Value>): Promise<Value>;
  runs(): Promise<readonly Run[]>;
  /** Start (in seconds since ten) and trigger of every run, oldest first. */
  starts(): Promise<readonly (readonly [seconds: number, trigger: Run['trigger']])[]>;
  events<Type extends AuditEventType>(type: Type): Promise<readonly (AuditEvent & { type: Type })[]>;
  /** Writes as if before the test began: takes the lease and gives it back. */
  prepare(write: (writer: StoreWriter) => Promise<void>): Promise<void>;
}

const readable: CollectionPlan = { channelsTotal: 1, obstacle: null };

export async function openStage(settings: Partial<Settings> = {}): Promise<Stage> {
  const machine = createSimulatedMachine({ startAt: ten, sleepIsCounted: false });
  const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const { store } = await openStore({ file: ':memory:', log: silent, now: machine.wall });
  const lives: Life[] = [];
  const script: Script = {
    durationMs: 4_000,
    plan: readable,
    outcome: {},
    onCollect: () => undefined,
    deaf: false,
  };

  async function prepare(write: (writer: StoreWriter) => Promise<void>): Promise<void> {
    const taking = await store.takeLease({ host: 'here', boot: 'now', pid: 1 }, machine.wall(), null);
    if (!taking.taken) throw new Error('Somebody holds the lease.');
    await write(taking.lease.writer);
    await taking.lease.release();
  }
  await prepare((writer) => writer.settings.write({ ...defaultSettings, ...settings }, ten));

  function process(options: Partial<SchedulerOptions> = {}): StagedProcess {
    const life: Life = { pid: lives.length + 2, alive: true, frozen: false };
    lives.push(life);
    const clock = machine.clockFor(life);
    const lines: string[] = [];
    const log: Log = {
      info: (line) => lines.push(line),
      warn: (line) => lines.push(line),
      error: (line, error) => lines.push(`${line} ${String(error ?? '')}`),
    };
    const worker = { host: 'here', boot: 'now', pid: life.pid };
    const isAlive = ({ pid }: { pid: number }): boolean =>
      lives.some((other) => other.pid === pid && other.alive);
    const lease = createLeaseKeeper({ store, clock, worker, isAlive, log });
    const collector: Collector = {
      plan: async () => script.plan,
      async collect(request) {
        await request.checkLease();
        await script.onCollect(request);
        await new Promise<void>((resolve) => {
          clock.after(script.durationMs, resolve);
          if (!script.deaf) request.signal.addEventListener('abort', () => resolve());
        });
        await request.checkLease();
        return {
          ...noCounts,
          channelsDone: 1,
          channelsTotal: script.plan.channelsTotal,
          status: request.signal.aborted ? 'cancelled' : 'succeeded',
          reason: null,
          networkAway: false,
          blockedUntil: null,
          signedOut: [],
          ...script.outcome,
        };
      },
    };
    let state = initialState;
    const scheduler = createScheduler({
      store,
      collector,
      lease,
      clock,
      publish: (change) => {
        state = reduce(state, change);
      },
      random: () => 0.5,
      worker,
      version: '0.0.0',
      mode: 'serve',
      log,
      ...options,
    });
    const snapshot = () => snapshotOf(state, { now: clock.now(), monotonic: clock.monotonic() });
    return { life, scheduler, lease, log: lines, snapshot };
  }

  async function runs(): Promise<readonly Run[]> {
    return (await store.runs.list({ limit: 1000 })).toReversed();
  }

  return {
    machine,
    store,
    script,
    process,
    async started(options) {
      const begun = process(options);
      await begun.scheduler.start();
      await machine.settle();
      return begun;
    },
    async now(promise) {
      await machine.settle();
      return promise;
    },
    runs,
    starts: async () =>
      (await runs()).map(({ startedAt, trigger }) => [(startedAt - ten) / 1000, trigger] as const),
    async events(type) {
      const events = await store.audit.list({ types: [type], limit: 1000 });
      return events.toReversed() as (AuditEvent & { type: typeof type })[];
    },
    prepare,
  };
}
