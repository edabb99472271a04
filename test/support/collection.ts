import { createCollector } from '../../electron/collector/collector.ts';
import { createFloodLedger } from '../../electron/collector/flood-ledger.ts';
import type { Collector, RunOutcome } from '../../electron/ports/collector.ts';
import type { FloodGate } from '../../electron/ports/gateway.ts';
import type { Log } from '../../electron/ports/log.ts';
import type { FloodEntry, Lease, Store, WorkerIdentity } from '../../electron/ports/store.ts';
import { openStore } from '../../electron/store/open-store.ts';
import type { VaultState } from '../../shared/contract.ts';
import type { AuditEvent, AuditEventType } from '../../shared/domain.ts';
import type { ScheduleMemory } from '../../shared/schedule.ts';
import type { RunProgress } from '../../shared/snapshot.ts';
import { createDrivenClock, type DrivenClock } from './driven-clock.ts';
import { openVault } from './open-vault.ts';
import { createSimulatedWorld, type SimulatedWorld } from './simulated-gateway.ts';

export const noon = Date.UTC(2026, 10, 24, 12);

/** Before anything was ever scheduled. */
export const firstMemory: ScheduleMemory = {
  dueAt: null,
  trigger: 'schedule',
  reason: { kind: 'first' },
  attempt: 0,
  jitterMs: 0,
  waitMs: 0,
  lastEndedAt: null,
  lastDurationMs: null,
  pause: null,
};

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export interface StartedRun {
  readonly runId: number;
  readonly outcome: Promise<RunOutcome>;
  readonly progress: RunProgress[];
  stop(): void;
}

/** A collector over a simulated Telegram and a real database in memory, on a clock that tests drive. */
export interface Collection {
  readonly clock: DrivenClock;
  readonly world: SimulatedWorld;
  readonly store: Store;
  readonly collector: Collector;
  readonly floods: FloodGate;
  /** What the vault says of itself; replaced by tests. */
  readonly vault: { now: VaultState };
  lease(): Lease;
  addAccount(accountId: number): Promise<void>;
  addChannel(
    channelId: number,
    options?: {
      limit?: number;
      backfill?: boolean;
      reread?: boolean;
      accountIds?: readonly number[];
      /** Whether its subscribers have been counted already: no run asks for them within a day. */
      counted?: boolean;
    },
  ): Promise<void>;
  /** Opens a run and lets it go; nothing closes it but `run` or `takeOver`. */
  start(options?: { intervalMs?: number }): Promise<StartedRun>;
  /** A whole run, time going by as it asks for it. */
  run(options?: { intervalMs?: number }): Promise<RunOutcome & { runId: number }>;
  finish(runId: number, outcome: RunOutcome): Promise<void>;
  /** Another process takes the lease and closes what the dead one left open. */
  takeOver(): Promise<void>;
  /** The same, and of floods it knows what the database does. */
  restart(): Promise<void>;
  heldIds(channelId: number): Promise<readonly number[]>;
  events<Type extends AuditEventType>(
    runId: number,
    type: Type,
  ): Promise<readonly (AuditEvent & { type: Type })[]>;
}

export async function createCollection(): Promise<Collection> {
  const clock = createDrivenClock({ now: noon });
  const { store } = await openStore({ file: ':memory:', log: silentLog, now: clock.now });

  let processes = 0;
  async function takeLease(): Promise<Lease> {
    processes += 1;
    const worker: WorkerIdentity = { host: 'here', boot: 'now', pid: processes };
    const attempt = await store.takeLease(worker, clock.now(), await store.lease.read());
    if (!attempt.taken) throw new Error('The lease is taken.');
    return attempt.lease;
  }
  let lease = await takeLease();

  const createLedger = (entries: readonly FloodEntry[]) =>
    createFloodLedger({ clock, entries, persist: (entry) => lease.writer.floods.record(entry) });
  let ledger = createLedger([]);
  const floods: FloodGate = {
    remainingMs: (accountId, method) => ledger.remainingMs(accountId, method),
    record: (accountId, method, waitMs) => ledger.record(accountId, method, waitMs),
  };
  const world = createSimulatedWorld(clock, floods);
  const vault = { now: openVault };
  const collector = createCollector({
    store,
    connections: world.connections,
    vault: { state: () => vault.now },
    floods,
    clock,
    log: silentLog,
  });

  async function takeOver(): Promise<void> {
    lease = await takeLease();
    await lease.writer.runs.repairInterrupted();
  }

  async function start({ intervalMs = 600_000 }: { intervalMs?: number } = {}): Promise<StartedRun> {
    const holder = lease;
    const runId = await holder.writer.runs.begin({
      trigger: 'schedule',
      policy: 'adaptive',
      intervalMs,
      startedAt: clock.now(),
      channelsTotal: (await collector.plan()).channelsTotal,
      worker: 'here',
    });
    const stopping = new AbortController();
    const progress: RunProgress[] = [];
    const outcome = collector.collect({
      runId,
      writer: holder.writer,
      intervalMs,
      signal: stopping.signal,
      checkLease: () => holder.check(),
      onProgress: (now) => progress.push(now),
    });
    // A test that looks at the outcome later must not fail before it does.
    outcome.catch(() => undefined);
    return { runId, outcome, progress, stop: () => stopping.abort() };
  }

  async function finish(runId: number, outcome: RunOutcome): Promise<void> {
    await lease.writer.runs.finish(runId, { ...outcome, endedAt: clock.now(), durationMs: 0 }, firstMemory);
  }

  return {
    clock,
    world,
    store,
    collector,
    floods,
    vault,
    lease: () => lease,

    addAccount: (id) =>
      lease.writer.accounts.signedIn(
        { id, name: `Account ${id}`, username: null, maskedPhone: '+** *** **11' },
        clock.now(),
      ),

    async addChannel(
      channelId,
      { limit = 50, backfill = false, reread = false, accountIds = [1], counted = true } = {},
    ) {
      for (const accountId of accountIds) {
        const title = `Channel ${channelId}`;
        await lease.writer.channels.add(
          { channelId, accessHash: `${accountId}-${channelId}`, title, username: null, subscribers: null },
          accountId,
          { limit, backfill, reread, at: clock.now() },
        );
      }
      if (counted) await lease.writer.stats.subscribers(channelId, 1000, clock.now());
    },

    start,
    finish,

    async run(options) {
      const { runId, outcome } = await start(options);
      const ended = await driven(clock, outcome);
      await finish(runId, ended);
      return { ...ended, runId };
    },

    takeOver,

    async restart() {
      await takeOver();
      ledger = createLedger(await store.floods.list(clock.now()));
    },

    async heldIds(channelId) {
      const ids: number[] = [];
      for (;;) {
        const beforeId = ids.at(-1);
        const page = await store.posts.list(channelId, {
          limit: 1000,
          ...(beforeId === undefined ? {} : { beforeId }),
        });
        if (page.length === 0) return ids.reverse();
        ids.push(...page.map((post) => post.id));
      }
    },

    async events(runId, type) {
      const events = await store.audit.list({ runId, types: [type], limit: 1000 });
      return events.toReversed() as (AuditEvent & { type: typeof type })[];
    },
  };
}

/** A collection of channels, each with 80 posts and the accounts that reach it. */
export async function collectionOf(
  channels: Readonly<Record<number, readonly number[]>>,
): Promise<Collection> {
  const collection = await createCollection();
  for (const accountId of new Set(Object.values(channels).flat())) await collection.addAccount(accountId);
  for (const [channelId, accountIds] of Object.entries(channels)) {
    await collection.addChannel(Number(channelId), { accountIds });
    collection.world.publish(Number(channelId), 80);
  }
  return collection;
}

/** Lets time go by until the promise settles: at most a day, so that what never ends fails the test. */
export async function driven<Value>(clock: DrivenClock, promise: Promise<Value>): Promise<Value> {
  let pending = true;
  const watched = promise.finally(() => {
    pending = false;
  });
  watched.catch(() => undefined);
  const startedMonotonic = clock.monotonic();
  await clock.advance(0);
  while (pending) {
    if (clock.monotonic() - startedMonotonic > 86_400_000) throw new Error('It never ended.');
    await clock.advance(500);
  }
  return watched;
}
