import type { ChangedList, Handlers, PauseRequest } from '../../shared/contract.ts';
import { RequestError } from '../../shared/contract.ts';
import type { Settings } from '../../shared/domain.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { SecretsOfAccounts } from '../ports/account-secrets.ts';
import type { Clock } from '../ports/clock.ts';
import type { AccountConnections } from '../ports/collector.ts';
import type { TelegramGateway } from '../ports/gateway.ts';
import type { Log } from '../ports/log.ts';
import type { StoreReader, StoreWriter } from '../ports/store.ts';
import type { Surroundings } from '../ports/surroundings.ts';
import type { LockableVault } from '../ports/vault.ts';
import { createAccountHandlers } from './account-handlers.ts';
import { createChannelHandlers } from './channel-handlers.ts';
import { createDialogHandlers } from './dialog-handlers.ts';
import { createReadHandlers, type ReadPace } from './read-handlers.ts';
import { createSignInHandlers } from './sign-in-service.ts';
import { createSystemHandlers, type SystemFacts } from './system-handlers.ts';
import { createVaultHandlers } from './vault-handlers.ts';

/** What the service asks of the scheduler. Each refusal is a sentence. */
export interface Schedule {
  collectNow(): Promise<
    | { readonly accepted: true; readonly runId: number }
    | { readonly accepted: false; readonly reason: string }
  >;
  stopRun(): { readonly accepted: true } | { readonly accepted: false; readonly reason: string };
  pause(request: PauseRequest): Promise<void>;
  resume(): Promise<{ readonly accepted: true } | { readonly accepted: false; readonly reason: string }>;
  changeSettings(change: Partial<Settings>): Promise<Settings>;
  channelsChanged(): Promise<void>;
  accountsChanged(): Promise<void>;
}

export interface ServiceOptions {
  readonly store: StoreReader;
  readonly writer: () => StoreWriter;
  readonly schedule: Schedule;
  readonly gateway: Pick<TelegramGateway, 'beginSignIn' | 'tryProxy'>;
  readonly connections: AccountConnections;
  readonly vault: LockableVault;
  readonly secrets: SecretsOfAccounts;
  readonly clock: Clock;
  readonly snapshot: () => Snapshot;
  readonly pace: ReadPace;
  readonly system: SystemFacts;
  readonly surroundings: () => Surroundings;
  readonly changed: (lists: readonly ChangedList[]) => void;
  readonly log: Pick<Log, 'warn' | 'error'>;
}

export interface Service extends Handlers {
  /** The vault has opened or closed by itself: a keychain may answer late. */
  vaultChanged(): void;
  close(): Promise<void>;
}

/** Answers the whole contract; knows no transport. */
export function createService(options: ServiceOptions): Service {
  const { store, writer, schedule, clock, connections, vault, secrets, changed, log } = options;
  const isRunning = (): boolean => options.snapshot().run !== null;
  const accountsChanged = async (): Promise<void> => {
    await schedule.accountsChanged();
    changed(['accounts', 'channels', 'dialogs', 'vault', 'events']);
  };

  /** Who signs in again has a session that nobody would use any more: it is ended, where that can be done now. */
  async function endFormerSession(accountId: number): Promise<void> {
    if (isRunning() || (await secrets.read(accountId)) === null) return;
    const former = await connections.gatewayOf(accountId);
    const ended = await former?.signOut();
    if (ended === undefined || ended.ok) return;
    log.warn(
      `The session before this sign-in was not ended (${ended.failure.message}). It can be ended in the Telegram app, under Settings, Devices.`,
    );
  }

  const { closeSignIns, ...signIn } = createSignInHandlers({
    gateway: options.gateway,
    secrets,
    clock,
    assertPossible: () => {
      // Only the holder of the lease connects to Telegram; a standby says so before a code is sent in vain.
      writer();
      // And a session that could not be kept would be lost: better said before anything is asked.
      const { state, sentence } = vault.state();
      if (state !== 'open') throw new RequestError({ code: 'failed', message: sentence });
    },
    onSignedIn: async ({ session, ...account }, { credentials, proxy }) => {
      await endFormerSession(account.id);
      await secrets.write(account.id, { ...credentials, session, proxy });
      if ((await secrets.readApplication()) === null) await secrets.writeApplication(credentials);
      await connections.forget(account.id);
      await writer().accounts.signedIn(account, clock.now());
      await writer().audit.append({
        at: clock.now(),
        type: 'signin.completed',
        metadata: { accountId: account.id },
      });
      await accountsChanged();
      const known = (await store.accounts.list()).find(({ id }) => id === account.id);
      if (known === undefined) throw new Error(`Account ${account.id} was not kept.`);
      return known;
    },
  });

  return {
    ...createReadHandlers(store, async () => options.snapshot(), options.pace),
    ...createChannelHandlers({
      store,
      writer,
      connections,
      clock,
      isRunning,
      onChanged: async () => {
        await schedule.channelsChanged();
        changed(['channels', 'dialogs', 'events']);
      },
      onLooked: () => changed(['channels']),
    }),
    ...createDialogHandlers({ store, writer, connections, clock, onRead: () => changed(['dialogs']) }),
    ...createAccountHandlers({
      store,
      writer,
      gateway: options.gateway,
      connections,
      secrets,
      clock,
      isRunning,
      onChanged: accountsChanged,
    }),
    ...createVaultHandlers({ vault, writer, clock, onChanged: accountsChanged }),
    ...createSystemHandlers(options.system, options.surroundings),
    ...signIn,
    'run.start': () => schedule.collectNow(),
    'run.stop': async () => schedule.stopRun(),
    'schedule.pause': async (request) => {
      await schedule.pause(request);
      return { accepted: true };
    },
    'schedule.resume': () => schedule.resume(),
    'settings.set': (change) => schedule.changeSettings(change),
    vaultChanged() {
      changed(['vault']);
      accountsChanged().catch((error: unknown) => {
        // Who stands by reconsiders everything once it takes over.
        if (error instanceof RequestError && error.code === 'lease-lost') return;
        log.error('The schedule did not hear that the vault has changed.', error);
      });
    },
    close: closeSignIns,
  };
}
