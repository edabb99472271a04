import type { ChangedList, Handlers, PauseRequest } from '../../shared/contract.ts';
import type { Settings } from '../../shared/domain.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Clock } from '../ports/clock.ts';
import type { AccountConnections } from '../ports/collector.ts';
import type { TelegramGateway } from '../ports/gateway.ts';
import type { StoreReader, StoreWriter } from '../ports/store.ts';
import { createChannelHandlers } from './channel-handlers.ts';
import { createReadHandlers } from './read-handlers.ts';
import { createSignInHandlers } from './sign-in-service.ts';

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
  readonly gateway: Pick<TelegramGateway, 'beginSignIn'>;
  readonly connections: AccountConnections;
  /** Keeps the session of an account that has just signed in. */
  readonly keepSession: (
    accountId: number,
    secrets: { apiId: number; apiHash: string; session: string },
  ) => Promise<void>;
  readonly clock: Clock;
  readonly snapshot: () => Snapshot;
  /** Null where this process serves no screens to a browser. */
  readonly screenAddress: () => string | null;
  readonly changed: (lists: readonly ChangedList[]) => void;
}

/** Answers the whole contract; knows no transport. */
export function createService(options: ServiceOptions): Handlers & { close(): Promise<void> } {
  const { store, writer, schedule, clock, connections } = options;
  const { closeSignIns, ...signIn } = createSignInHandlers({
    gateway: options.gateway,
    clock,
    onSignedIn: async ({ session, ...account }, credentials) => {
      await options.keepSession(account.id, { ...credentials, session });
      await connections.forget(account.id);
      await writer().accounts.signedIn(account, clock.now());
      await writer().audit.append({
        at: clock.now(),
        type: 'signin.completed',
        metadata: { accountId: account.id },
      });
      await schedule.accountsChanged();
      options.changed(['accounts', 'events']);
      const known = (await store.accounts.list()).find(({ id }) => id === account.id);
      if (known === undefined) throw new Error(`Account ${account.id} was not kept.`);
      return known;
    },
  });

  return {
    ...createReadHandlers(store, async () => options.snapshot()),
    ...createChannelHandlers({
      store,
      writer,
      connections,
      clock,
      onChanged: async () => {
        await schedule.channelsChanged();
        options.changed(['channels', 'events']);
      },
    }),
    ...signIn,
    'signin.begin': async (request) => {
      // Only the holder of the lease connects to Telegram; a standby says so before a code is sent in vain.
      writer();
      return signIn['signin.begin'](request);
    },
    'screens.address': async () => {
      const address = options.screenAddress();
      return address === null
        ? { accepted: false, reason: 'This Tidings shows its screens in a window, not in a browser.' }
        : { accepted: true, address };
    },
    'run.start': () => schedule.collectNow(),
    'run.stop': async () => schedule.stopRun(),
    'schedule.pause': async (request) => {
      await schedule.pause(request);
      return { accepted: true };
    },
    'schedule.resume': () => schedule.resume(),
    'settings.set': (change) => schedule.changeSettings(change),
    close: closeSignIns,
  };
}
