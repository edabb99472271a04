import type { ChangedList, Handlers } from '../../shared/contract.ts';
import { RequestError } from '../../shared/contract.ts';
import { createTurns, type InTurn } from '../../shared/in-turn.ts';
import type { Snapshot, UnseenAlerts } from '../../shared/snapshot.ts';
import type { SecretsOfAccounts } from '../ports/account-secrets.ts';
import type { BackUps } from '../ports/back-ups.ts';
import type { Clock } from '../ports/clock.ts';
import type { AccountConnections } from '../ports/collector.ts';
import type { AccountGateway, SignedInAccount, TelegramGateway } from '../ports/gateway.ts';
import type { Log } from '../ports/log.ts';
import type { StoreReader, StoreWriter } from '../ports/store.ts';
import type { Surroundings } from '../ports/surroundings.ts';
import type { LockableVault } from '../ports/vault.ts';
import { createAccountHandlers } from './account-handlers.ts';
import { createArchiveHandlers } from './archive-handlers.ts';
import { createChannelHandlers } from './channel-handlers.ts';
import { createDialogHandlers } from './dialog-handlers.ts';
import { createReadHandlers, type ReadPace } from './read-handlers.ts';
import type { Schedule } from './schedule.ts';
import { createSignInHandlers, type WayIn } from './sign-in-service.ts';
import { createSystemHandlers, type SystemFacts } from './system-handlers.ts';
import { createVaultHandlers } from './vault-handlers.ts';

export interface ServiceOptions {
  readonly store: StoreReader;
  /** Asks the database itself whether the lease is still held; rejects with `LeaseLostError` where it is not. */
  readonly writer: () => Promise<StoreWriter>;
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
  readonly backUps: BackUps;
  /** What the user has not seen of what the watches found. */
  readonly onAlerts: (alerts: UnseenAlerts) => void;
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
  const inTurn = createTurns();
  let closing = false;
  /** What is secret of accounts is changed by one of these at a time: a trial of a proxy must not undo a sign-in. */
  const ofAccounts: InTurn = (work) =>
    inTurn(() => {
      if (closing) throw new RequestError({ code: 'failed', message: 'Tidings is stopping.' });
      return work();
    });
  const accountsChanged = async (): Promise<void> => {
    await schedule.accountsChanged();
    changed(['accounts', 'channels', 'dialogs', 'vault', 'events']);
  };

  /** Standing by is no reason not to open the vault: whoever takes over reconsiders everything then. */
  const vaultChanged = async (): Promise<void> => {
    changed(['vault']);
    try {
      await accountsChanged();
    } catch (error) {
      if (!(error instanceof RequestError && error.code === 'lease-lost')) throw error;
    }
  };

  /** The computer's setting has changed either way; a standby, which writes nothing, leaves it out of the log. */
  async function noteLaunchAtLogin(enabled: boolean): Promise<void> {
    if (options.snapshot().lease.kind !== 'holding') return;
    const { audit } = await writer();
    await audit.append({ at: clock.now(), type: 'launch-at-login.changed', metadata: { enabled } });
    changed(['events']);
  }

  /** Keeps the session of who has just signed in. Returns the way to end the one before, which nobody uses any more. */
  async function keepSession(
    { id, session }: Pick<SignedInAccount, 'id' | 'session'>,
    { credentials, proxy }: WayIn,
  ): Promise<AccountGateway | null> {
    const former = await secrets.read(id);
    const formerGateway = former === null ? null : await connections.gatewayOf(id);
    // An account keeps its own way to Telegram, be it the straight one, whichever way it signed in.
    await secrets.write(id, { ...credentials, session, proxy: former === null ? proxy : former.proxy });
    if ((await secrets.readApplication()) === null) await secrets.writeApplication(credentials);
    return formerGateway;
  }

  /** The new session is kept by now: whatever goes wrong with the end of the former one is told, and no more. */
  async function endFormer(former: AccountGateway): Promise<void> {
    const why = await schedule
      // A run that still reads with it would take its end for a sign-in that was lost.
      .whileIdle(() => former.signOut())
      .then(
        (done) => (done.idle ? (done.value.ok ? null : done.value.failure.message) : 'A run is under way.'),
        (error: unknown) => String(error),
      );
    if (why === null) return;
    log.warn(
      `The session before this sign-in was not ended: ${why} It can be ended in the Telegram app, under Settings, Devices.`,
    );
  }

  const { closeSignIns, ...signIn } = createSignInHandlers({
    gateway: options.gateway,
    secrets,
    clock,
    assertPossible: async () => {
      // Only the holder of the lease connects to Telegram; a standby says so before a code is sent in vain.
      await writer();
      // And a session that could not be kept would be lost: better said before anything is asked.
      const { state, sentence } = vault.state();
      if (state !== 'open') throw new RequestError({ code: 'failed', message: sentence });
    },
    onSignedIn: async ({ session, ...account }, way) => {
      await ofAccounts(async () => {
        const { accounts, audit } = await writer();
        const former = await keepSession({ id: account.id, session }, way);
        await accounts.signedIn(account, clock.now());
        await audit.append({
          at: clock.now(),
          type: 'signin.completed',
          metadata: { accountId: account.id },
        });
        if (former !== null) await endFormer(former);
        await connections.forget(account.id);
      });
      await accountsChanged();
      const known = (await store.accounts.list()).find(({ id }) => id === account.id);
      if (known === undefined) throw new Error(`Account ${account.id} was not kept.`);
      return known;
    },
  });

  const { closeExports, ...archive } = createArchiveHandlers({
    ...options,
    exportFolder: options.system.folders.exports,
  });

  const channels = createChannelHandlers({
    store,
    writer,
    connections,
    clock,
    isRunning: () => options.snapshot().run !== null,
    onChanged: async () => {
      await schedule.channelsChanged();
      changed(['channels', 'dialogs', 'events']);
    },
    onLooked: () => changed(['channels']),
  });

  return {
    ...createReadHandlers(store, async () => options.snapshot(), options.pace),
    ...channels,
    ...archive,
    ...createDialogHandlers({ store, writer, connections, clock, onRead: () => changed(['dialogs']) }),
    ...createAccountHandlers({
      store,
      writer,
      gateway: options.gateway,
      connections,
      secrets,
      clock,
      inTurn: ofAccounts,
      whileIdle: schedule.whileIdle,
      onChanged: accountsChanged,
    }),
    ...createVaultHandlers({ vault, writer, clock, onChanged: vaultChanged }),
    ...createSystemHandlers(options.system, options.surroundings, noteLaunchAtLogin),
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
      vaultChanged().catch((error: unknown) =>
        log.error('The schedule did not hear that the vault has changed.', error),
      );
    },
    close: async () => {
      closing = true;
      await closeSignIns();
      await closeExports();
      // What waits for Telegram is told that nobody waits for the answer any more.
      await connections.closeAll();
      await inTurn(async () => undefined);
    },
  };
}
