import { createCollector } from '../../electron/collector/collector.ts';
import { createFloodLedger, type FloodLedger } from '../../electron/collector/flood-ledger.ts';
import { type DataCentre, startDataCentre } from '../../electron/demo/data-centre.ts';
import type { DataCentreOptions } from '../../electron/demo/options.ts';
import type { Clock } from '../../electron/ports/clock.ts';
import type { AccountConnections, RunOutcome } from '../../electron/ports/collector.ts';
import type { AccountGateway, AccountSecrets, RequestOptions } from '../../electron/ports/gateway.ts';
import { type Lease, LeaseLostError, type Store } from '../../electron/ports/store.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { systemClock } from '../../electron/system-clock.ts';
import { createTelegramGateway } from '../../electron/telegram/gateway.ts';
import { firstMemory, silentLog } from './collection.ts';
import { signIn } from './local-telegram.ts';
import { openVault } from './open-vault.ts';
import { keptLog, valueIn } from './telegram-fixtures.ts';

/**
 * The collector, a database on disk and the real gateway against a data centre in this process, all on the data
 * centre's own clock: it stands still while a run works, but for what `perRequestMs` says, and jumps over every pause a
 * run waits out.
 */
export interface LivingCollection {
  readonly dataCentre: DataCentre;
  readonly clock: Clock;
  /** Of the process that lives now. */
  store(): Store;
  /** What the process said that lives now and its predecessors. */
  readonly lines: readonly string[];
  advance(ms: number): void;
  addChannel(reference: string, options: { limit: number; backfill?: boolean }): Promise<number>;
  /** A whole run. `dieBefore`: the process is killed instead of sending its nth request, and another comes: null. */
  run(options?: { intervalMs?: number; dieBefore?: number }): Promise<RunOutcome | null>;
  /** Closes everything in an orderly way and opens it again. */
  restart(): Promise<void>;
  /** What is left of a pause that was asked for. */
  floodMs(method: string): number;
  close(): Promise<void>;
}

const killed = 'The process was killed.';
const account = { phone: '+999 66 1 2024', code: '12345' };

export async function createLivingCollection(given: {
  readonly dataCentre: DataCentreOptions;
  readonly databaseFile: string;
  /** How far the world goes on with every request. */
  readonly perRequestMs?: () => number;
}): Promise<LivingCollection> {
  const { databaseFile, perRequestMs = () => 0 } = given;
  const dataCentre = await startDataCentre({ ...given.dataCentre, accounts: [account] });
  const { id: accountId, secrets } = await signIn(dataCentre, account.phone, account.code);
  const log = keptLog();
  let aheadMs = 0;

  function advance(ms: number): void {
    const wholeMs = Math.ceil(ms);
    dataCentre.advance(wholeMs);
    aheadMs += wholeMs;
  }
  const monotonic = (): number => systemClock.monotonic() + aheadMs;
  const clock: Clock = {
    now: () => dataCentre.now(),
    monotonic,
    // Only runs wait on this clock, and only for a pause that Telegram asked for.
    after(delayMs, callback) {
      let cancelled = false;
      setImmediate(() => {
        if (cancelled) return;
        advance(delayMs);
        callback();
      });
      return () => {
        cancelled = true;
      };
    },
  };

  let processes = 0;
  let life = await begin();

  async function begin() {
    processes += 1;
    const { store } = await openStore({ file: databaseFile, log: silentLog, now: clock.now });
    const worker = { host: 'here', boot: 'now', pid: processes };
    const attempt = await store.takeLease(worker, clock.now(), await store.lease.read());
    if (!attempt.taken) throw new Error('The lease is taken.');
    const { lease } = attempt;
    await lease.writer.runs.repairInterrupted();
    const floods = createFloodLedger({
      clock,
      entries: await store.floods.list(clock.now()),
      persist: (entry) => lease.writer.floods.record(entry),
    });
    return { store, lease, floods, ...connect(floods) };
  }

  function connect(floods: FloodLedger) {
    const gateway = createTelegramGateway({
      // Deadlines are real time; what was skipped counts for pauses alone.
      clock: { ...systemClock, monotonic },
      floods,
      log,
      dataCentre: dataCentre.config,
      timing: { backoffMs: 4, backoffLimitMs: 4 },
    });
    const plan = { requestsUntilDeath: Number.POSITIVE_INFINITY };
    let open: AccountGateway | null = null;
    const connections: AccountConnections = {
      gatewayOf: async (id) => {
        if (id !== accountId) return null;
        open ??= mortal(gateway.openAccount(accountId, secrets satisfies AccountSecrets), plan);
        return open;
      },
      forget: async () => undefined,
      closeAll: async () => undefined,
    };
    return { gateway, connections, plan };
  }

  /** Lets the world go on with each request, until the one that is never sent. */
  function mortal(gateway: AccountGateway, plan: { requestsUntilDeath: number }): AccountGateway {
    async function before(): Promise<void> {
      plan.requestsUntilDeath -= 1;
      // Nothing is written after this, as after a kill: the one error on which a run leaves everything as it is.
      if (plan.requestsUntilDeath < 0) throw new LeaseLostError(killed);
      advance(perRequestMs());
    }
    const counted = (options: RequestOptions = {}): RequestOptions => ({
      ...options,
      beforeRequest: async () => {
        await before();
        await options.beforeRequest?.();
      },
    });
    return {
      ...gateway,
      readHistory: (channel, page, options) => gateway.readHistory(channel, page, counted(options)),
      readStates: (channels, options) => gateway.readStates(channels, counted(options)),
      readDifference: (channel, pts, options) => gateway.readDifference(channel, pts, counted(options)),
      readMessages: (channel, ids, options) => gateway.readMessages(channel, ids, counted(options)),
      readChannel: (channel, options) => gateway.readChannel(channel, counted(options)),
    };
  }

  async function end(how: 'orderly' | 'killed'): Promise<void> {
    await life.gateway.close();
    if (how === 'orderly') await life.lease.release();
    await life.store.close();
  }

  await life.lease.writer.accounts.signedIn(
    { id: accountId, name: 'Reader', username: null, maskedPhone: '+** *** **24' },
    clock.now(),
  );

  return {
    dataCentre,
    clock,
    store: () => life.store,
    lines: log.lines,
    advance,
    floodMs: (method) => life.floods.remainingMs(accountId, method),

    async addChannel(reference, { limit, backfill = false }) {
      const gateway = await life.connections.gatewayOf(accountId);
      if (gateway === null) throw new Error('The account has no connection.');
      const channel = valueIn(await gateway.resolveChannel(reference));
      await life.lease.writer.channels.add(channel, accountId, { limit, backfill, at: clock.now() });
      return channel.channelId;
    },

    async run({ intervalMs = 600_000, dieBefore = Number.POSITIVE_INFINITY } = {}) {
      const { store, lease, floods, connections, plan } = life;
      plan.requestsUntilDeath = dieBefore - 1;
      const collector = createCollector({
        store,
        connections,
        vault: { state: () => openVault },
        floods,
        clock,
        log,
      });
      const runId = await beginRun(lease, intervalMs);
      const outcome = await collector
        .collect({
          runId,
          writer: lease.writer,
          intervalMs,
          signal: new AbortController().signal,
          checkLease: () => lease.check(),
          onProgress: () => undefined,
        })
        .catch((error: unknown) => {
          if (error instanceof LeaseLostError && error.message === killed) return null;
          throw error;
        });
      if (outcome === null) {
        await end('killed');
        life = await begin();
        return null;
      }
      await lease.writer.runs.finish(runId, { ...outcome, endedAt: clock.now(), durationMs: 0 }, firstMemory);
      return outcome;
    },

    async restart() {
      await end('orderly');
      life = await begin();
    },

    async close() {
      await end('orderly');
      await dataCentre.close();
    },
  };

  function beginRun(lease: Lease, intervalMs: number): Promise<number> {
    return lease.writer.runs.begin({
      trigger: 'schedule',
      policy: 'adaptive',
      intervalMs,
      startedAt: clock.now(),
      channelsTotal: 0,
      worker: 'here',
    });
  }
}
