import type { ContractClient } from '../shared/contract.ts';
import { createAccountConnections } from './collector/account-connections.ts';
import { createCollector } from './collector/collector.ts';
import { createFloodLedger } from './collector/flood-ledger.ts';
import { type DataPaths, foldersOf } from './data-folder.ts';
import { startHousekeeping } from './housekeeping.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import { bareSurroundings, type Surroundings } from './ports/surroundings.ts';
import { createLeaseKeeper, writerOf } from './scheduler/lease-keeper.ts';
import { createLivenessCheck, currentWorker } from './scheduler/process-identity.ts';
import { createScheduler, type Scheduler, type SchedulerOptions } from './scheduler/scheduler.ts';
import { type Answerer, createAnswerer } from './service/answer.ts';
import { createLocalClient } from './service/local-client.ts';
import { createPublisher, type EventFeed } from './service/publisher.ts';
import { createService, type Service } from './service/service.ts';
import { tellRecovery } from './service/tell-recovery.ts';
import { createBackUps } from './store/back-ups.ts';
import { openStore } from './store/open-store.ts';
import { systemClock } from './system-clock.ts';
import type { DataCentreConfig } from './telegram/data-centre-config.ts';
import { createTelegramGateway } from './telegram/gateway.ts';
import { historyPace } from './telegram/pacing.ts';
import { openVault, type VaultOptions } from './vault/open-vault.ts';
import { createSecretsOfAccounts } from './vault/secrets-of-accounts.ts';

export type EngineMode = 'desktop' | 'serve' | 'command';

export interface EngineOptions {
  readonly paths: DataPaths;
  /** Null: Telegram itself. */
  readonly dataCentre: DataCentreConfig | null;
  readonly mode: EngineMode;
  readonly version: string;
  readonly log: Log;
  /** What opens the vault of secrets here. */
  readonly vault: Pick<
    VaultOptions,
    'keychain' | 'keychainPatienceMs' | 'keyFile' | 'passphraseFile' | 'say'
  >;
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
  /** Tells the contract what the surroundings can do for it, once they are there. */
  offer(surroundings: Partial<Surroundings>): void;
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
  let service: Service | null = null;
  const vault = await openVault({
    file: paths.vault,
    legacyFile: paths.legacySessions,
    log,
    onChange: () => service?.vaultChanged(),
    ...options.vault,
  });
  const secrets = createSecretsOfAccounts(vault);
  const publisher = createPublisher({ clock, log });
  const lease = createLeaseKeeper({ store, clock, worker, isAlive: createLivenessCheck(worker), log });
  const writer = () => writerOf(lease.current());
  const floods = createFloodLedger({
    clock,
    entries: await store.floods.list(clock.now()),
    persist: (entry) => writer().floods.record(entry),
  });
  const gateway = createTelegramGateway({ clock, floods, log, dataCentre });
  const connections = createAccountConnections({ gateway, secrets });
  const scheduler = createScheduler({
    store,
    collector: createCollector({ store, connections, vault, floods, clock, log }),
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
  let surroundings = bareSurroundings;
  service = createService({
    store,
    writer: () => lease.check().then(writer),
    schedule: scheduler,
    gateway,
    connections,
    vault,
    secrets,
    clock,
    snapshot: publisher.current,
    pace: historyPace(dataCentre),
    system: { version, mode, folders: foldersOf(paths) },
    surroundings: () => surroundings,
    changed: publisher.changed,
    backUps: createBackUps({ file: paths.database, log, now: clock.now }),
    onAlerts: (alerts) => publisher.publish({ type: 'alerts', alerts }),
    log,
  });
  const answer = createAnswerer(service, log);
  const housekeeping = startHousekeeping({
    file: paths.database,
    stays: mode !== 'command',
    events: publisher,
    store,
    writer,
    clock,
    log,
  });
  if (recovery !== null) tellRecovery(recovery, { publisher, writer, now: clock.now, log });

  return {
    answer,
    events: publisher,
    client: createLocalClient(answer, publisher),
    log,
    scheduler,
    offer: (part) => {
      surroundings = { ...surroundings, ...part };
    },
    close: async (reason) => {
      try {
        await scheduler.shutdown(reason);
        await service?.close();
        await housekeeping.stop();
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
