import { createCollector } from '../../electron/collector/collector.ts';
import { createFloodLedger } from '../../electron/collector/flood-ledger.ts';
import type { Collector } from '../../electron/ports/collector.ts';
import type { FloodGate } from '../../electron/ports/gateway.ts';
import type { Log } from '../../electron/ports/log.ts';
import type { Store } from '../../electron/ports/store.ts';
import { createLeaseKeeper, type LeaseKeeper } from '../../electron/scheduler/lease-keeper.ts';
import {
  createScheduler,
  type Scheduler,
  type SchedulerOptions,
} from '../../electron/scheduler/scheduler.ts';
import { initialState, reduce, type SnapshotChange, type SnapshotState } from '../../shared/snapshot.ts';
import { openVault } from './open-vault.ts';
import type { Life, SimulatedMachine } from './simulated-machine.ts';
import type { SimulatedTelegram } from './simulated-telegram.ts';

/** Scaled up, so that a day has hundreds of beats and not tens of thousands. */
export const simulatedLease = { beatMs: 120_000, lengthMs: 600_000 };

export interface SimulatedProcess {
  readonly life: Life;
  readonly scheduler: Scheduler;
  readonly lease: LeaseKeeper;
  state(): SnapshotState;
  /** Dies after so many more half calls of the database: an odd number kills between a call and its answer. */
  killAfter(halfCalls: number): void;
  kill(): void;
  /** Drains, gives the lease back, and ends. */
  quit(): Promise<void>;
}

export interface ProcessOptions {
  readonly machine: SimulatedMachine;
  readonly telegram: SimulatedTelegram;
  readonly store: Store;
  readonly pid: number;
  readonly lookMs: number;
  readonly random: () => number;
  readonly isAlive: (pid: number) => boolean;
  readonly onPublish: (process: SimulatedProcess, change: SnapshotChange) => void;
  readonly onKilled?: () => void;
  readonly log?: Log;
  readonly network?: NonNullable<SchedulerOptions['network']>;
  /** Wraps what watches runs around the collector. */
  readonly observe?: (collector: Collector) => Collector;
}

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const never = new Promise<never>(() => undefined);

/** The real scheduler, lease keeper, collector and flood ledger of one process, over a shared database. */
export function createSimulatedProcess(options: ProcessOptions): SimulatedProcess {
  const { machine, telegram, pid, log = silent, observe = (collector) => collector } = options;
  const life: Life = { pid, alive: true, frozen: false };
  const clock = machine.clockFor(life);
  let halfCallsLeft = Number.POSITIVE_INFINITY;
  let state = initialState;

  function kill(): void {
    if (!life.alive) return;
    life.alive = false;
    options.onKilled?.();
  }

  /** A call of a dead process never happens, and its answer never comes. */
  async function call(work: () => unknown): Promise<unknown> {
    halfCallsLeft -= 1;
    if (halfCallsLeft < 0) kill();
    if (!life.alive) return never;
    const answer = await work();
    halfCallsLeft -= 1;
    if (halfCallsLeft < 0) kill();
    if (!life.alive) return never;
    return isTaking(answer) ? { ...answer, lease: mortal(answer.lease) } : answer;
  }

  function mortal<Target extends object>(target: Target): Target {
    const parts = new Map<PropertyKey, unknown>();
    return new Proxy(target, {
      get(_, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) return value;
        const part =
          parts.get(name) ??
          (typeof value === 'function'
            ? (...given: unknown[]) => call(() => value.apply(target, given))
            : mortal(value));
        parts.set(name, part);
        return part;
      },
    });
  }

  const store = mortal(options.store);
  const lease = createLeaseKeeper({
    store,
    clock,
    worker: { host: 'here', boot: 'now', pid },
    isAlive: (worker) => options.isAlive(worker.pid),
    log,
    ...simulatedLease,
  });
  /** One for each time the lease was taken: what this process was told before still holds. */
  const ledgers: FloodGate[] = [];
  const floods: FloodGate = {
    remainingMs: (accountId, method) =>
      Math.max(0, ...ledgers.map((ledger) => ledger.remainingMs(accountId, method))),
    record: async (accountId, method, waitMs) => ledgers.at(-1)?.record(accountId, method, waitMs),
  };
  const collector = createCollector({
    store,
    connections: telegram.connectionsOf(life, clock, floods),
    vault: { state: () => openVault },
    floods,
    clock,
    log,
  });
  const scheduler = createScheduler({
    store,
    collector: observe(collector),
    lease,
    clock,
    publish(change) {
      if (!life.alive) return;
      state = reduce(state, change);
      options.onPublish(process, change);
    },
    random: options.random,
    worker: { host: 'here', boot: 'now', pid },
    version: '0.0.0',
    mode: 'serve',
    log,
    lookMs: options.lookMs,
    ...(options.network === undefined ? {} : { network: options.network }),
    onLeaseTaken: async () => {
      const ledger = createFloodLedger({
        clock,
        entries: await store.floods.list(clock.now()),
        persist: async (entry) => lease.current()?.writer.floods.record(entry),
      });
      ledgers.push(ledger);
    },
  });

  const process: SimulatedProcess = {
    life,
    scheduler,
    lease,
    state: () => state,
    killAfter(halfCalls) {
      halfCallsLeft = halfCalls;
    },
    kill,
    async quit() {
      await scheduler.shutdown('asked to');
      await lease.stop();
      life.alive = false;
    },
  };
  return process;
}

function isTaking(answer: unknown): answer is { lease: object } {
  return typeof answer === 'object' && answer !== null && 'lease' in answer;
}
