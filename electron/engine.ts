import type { ContractClient } from '../shared/contract.ts';
import { createAccountConnections } from './collector/account-connections.ts';
import { writeAccountSecrets } from './collector/account-secrets.ts';
import { createCollector } from './collector/collector.ts';
import { createFloodLedger } from './collector/flood-ledger.ts';
import { startDailyBackUp } from './daily-back-up.ts';
import type { DataPaths } from './data-folder.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import { LeaseLostError, type StoreWriter } from './ports/store.ts';
import { createLeaseKeeper } from './scheduler/lease-keeper.ts';
import { createLivenessCheck, currentWorker } from './scheduler/process-identity.ts';
import { createScheduler, type Scheduler, type SchedulerOptions } from './scheduler/scheduler.ts';
import { type Answerer, createAnswerer } from './service/answer.ts';
import { createLocalClient } from './service/local-client.ts';
import { createPublisher, type EventFeed } from './service/publisher.ts';
import { createService } from './service/service.ts';
import { tellRecovery } from './service/tell-recovery.ts';
import { openStore } from './store/open-store.ts';
import { systemClock } from './system-clock.ts';
import type { DataCentreConfig } from './telegram/data-centre-config.ts';
import { createTelegramGateway } from './telegram/gateway.ts';
import { createFileVault } from './vault/file-vault.ts';

export type EngineMode = 'desktop' | 'serve' | 'command';

export interface EngineOptions {
  readonly paths: DataPaths;
  /** Null: Telegram itself. */
  readonly dataCentre: DataCentreConfig | null;
  readonly mode: EngineMode;
  readonly version: string;
  readonly log: Log;
  /** The system's own unless a test or a benchmark brings another. */
  readonly clock?: Clock;
  /** Tells when the network is there, where the surroundings know; without it a catch-up does not wait for it. */
  readonly network?: NonNullable<SchedulerOptions['network']>;
}

/** All that collects, whatever shows it: the desktop and the command line are made of one of these. */
export interface Engine {
  readonly answer: Answerer;
  readonly events: EventFeed;
  /** The contract without a wire. */
  readonly client: ContractClient;
  readonly log: Log;
  readonly scheduler: Scheduler;
  /** Tells the contract how a browser gets in, where there are screens for one. */
  offerScreens(mintAddress: () => string): void;
  /** Drains, disconnects, gives the lease back and closes the database. `reason` goes into the audit log. */
  close(reason: string): Promise<void>;
}

/**
 * Puts store, vault, gateway, collector, scheduler and service together; nothing is scheduled, connected or
 * leased before the scheduler is told to. Throws `StoreError` and `VaultError`, in words.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const { paths, dataCentre, mode, version, log, clock = systemClock } = options;
  const worker = currentWorker();
  const { store, recovery } = await openStore({ file: paths.database, log, now: clock.now });
  const vault = createFileVault({ file: paths.vault, log });
  const publisher = createPublisher({ clock, log });
  const lease = createLeaseKeeper({ store, clock, worker, isAlive: createLivenessCheck(worker), log });
  const writer = (): StoreWriter => {
    const held = lease.current();
    if (held === null) throw new LeaseLostError('This process does not hold the lease.');
    return held.writer;
  };
  const floods = createFloodLedger({
    clock,
    entries: await store.floods.list(clock.now()),
    persist: (entry) => writer().floods.record(entry),
  });
  const gateway = createTelegramGateway({ clock, floods, log, dataCentre });
  const connections = createAccountConnections({ gateway, vault });
  const scheduler = createScheduler({
    store,
    collector: createCollector({ store, connections, floods, clock, log }),
    lease,
    clock,
    publish: publisher.publish,
    random: Math.random,
    worker,
    version,
    mode,
    log,
    onWake: connections.closeAll,
    // Who stood by was not there when the holder before it was told to wait.
    onLeaseTaken: async () => floods.restore(await store.floods.list(clock.now())),
    onLeaseLost: connections.closeAll,
    ...(options.network === undefined ? {} : { network: options.network }),
  });
  let mintAddress: (() => string) | null = null;
  const service = createService({
    store,
    writer,
    schedule: scheduler,
    gateway,
    connections,
    keepSession: (accountId, secrets) => writeAccountSecrets(vault, accountId, secrets),
    clock,
    snapshot: publisher.current,
    screenAddress: () => mintAddress?.() ?? null,
    changed: publisher.changed,
  });
  const answer = createAnswerer(service, log);
  const dailyBackUp =
    mode === 'command' ? null : startDailyBackUp({ file: paths.database, events: publisher, log });
  if (recovery !== null) tellRecovery(recovery, { publisher, writer, now: clock.now, log });

  return {
    answer,
    events: publisher,
    client: createLocalClient(answer, publisher),
    log,
    scheduler,
    offerScreens: (mint) => {
      mintAddress = mint;
    },
    close: async (reason) => {
      try {
        await scheduler.shutdown(reason);
        await service.close();
        await dailyBackUp?.stop();
        await connections.closeAll();
        await gateway.close();
        await lease.stop();
      } finally {
        publisher.close();
        await store.close();
      }
    },
  };
}
