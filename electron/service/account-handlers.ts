import type { Handlers, ProxyServer, ProxySummary, Refused } from '../../shared/contract.ts';
import type { InTurn } from '../../shared/in-turn.ts';
import type { SecretsOfAccounts } from '../ports/account-secrets.ts';
import type { Clock } from '../ports/clock.ts';
import type { AccountConnections } from '../ports/collector.ts';
import type { TelegramGateway } from '../ports/gateway.ts';
import type { StoreReader, StoreWriter } from '../ports/store.ts';
import type { Schedule } from './schedule.ts';

type AccountHandlers = Pick<Handlers, 'accounts.signOut' | 'api.get' | 'api.set' | 'proxy.get' | 'proxy.set'>;

/** Accounts after their sign-in: signing out, the application they use, the way they take to Telegram. */
export function createAccountHandlers(options: {
  readonly store: StoreReader;
  /** Throws `LeaseLostError` where this process does not hold the lease. */
  readonly writer: () => Promise<StoreWriter>;
  readonly gateway: Pick<TelegramGateway, 'tryProxy'>;
  readonly connections: AccountConnections;
  readonly secrets: SecretsOfAccounts;
  readonly clock: Clock;
  /** What is secret of accounts is changed under this. */
  readonly inTurn: InTurn;
  readonly whileIdle: Schedule['whileIdle'];
  readonly onChanged: () => Promise<void>;
}): AccountHandlers {
  const { store, writer, gateway, connections, secrets, clock, inTurn } = options;

  /** False: there is no such account here. */
  async function keepProxy(accountId: number | null, proxy: ProxyServer | null): Promise<boolean> {
    if (accountId === null) {
      await secrets.writeProxy(proxy);
      return true;
    }
    const kept = await secrets.read(accountId);
    if (kept === null) return false;
    await secrets.write(accountId, { ...kept, proxy });
    // The next request takes the new way.
    await connections.forget(accountId);
    return true;
  }

  async function signOut(
    { accounts, audit }: StoreWriter,
    accountId: number,
    evenIfUnreachable: boolean,
  ): Promise<Refused | null> {
    const account = (await store.accounts.list()).find(({ id }) => id === accountId);
    if (account === undefined) return refused('This account is not signed in here any more.');
    const open = await connections.gatewayOf(accountId);
    const ended = open === null ? null : await open.signOut();
    const revoked = ended?.ok === true;
    if (ended !== null && !revoked && !evenIfUnreachable) {
      return refused(
        ended.failure.kind === 'cancelled'
          ? 'Signing out was interrupted, and Telegram may have ended the session already. Try again.'
          : `The session was not ended: ${ended.failure.message} Nothing was changed. ` +
              'You can also end it in the Telegram app, under Settings, Devices.',
      );
    }
    // First the secret: nobody opens another connection from it in between.
    await secrets.remove(accountId);
    await connections.forget(accountId);
    await accounts.forget(accountId);
    await audit.append({ at: clock.now(), type: 'signin.ended', metadata: { accountId, revoked } });
    return null;
  }

  return {
    'accounts.signOut': async ({ accountId, evenIfUnreachable = false }) => {
      // A session that ends in the middle of a run would look as if Telegram had ended it.
      const done = await inTurn(() =>
        options.whileIdle((holder) => signOut(holder, accountId, evenIfUnreachable)),
      );
      if (!done.idle)
        return refused('A run is under way. Wait until it has ended, or stop it, then sign out.');
      if (done.value !== null) return done.value;
      await options.onChanged();
      return { accepted: true };
    },

    'api.get': async () => ({ apiId: (await secrets.readApplication())?.apiId ?? null }),

    'api.set': async (application) => {
      await inTurn(async () => {
        const { audit } = await writer();
        await secrets.writeApplication(application);
        const { apiId } = application;
        await audit.append({ at: clock.now(), type: 'application.changed', metadata: { apiId } });
      });
      await options.onChanged();
      return { accepted: true };
    },

    'proxy.get': async ({ accountId }) => {
      const kept = accountId === null ? await secrets.readProxy() : (await secrets.read(accountId))?.proxy;
      return kept == null ? null : summaryOf(kept);
    },

    'proxy.set': async ({ accountId, proxy }) => {
      await writer();
      if (proxy !== null) {
        const tried = await gateway.tryProxy(proxy);
        if (!tried.ok) return refused(`${tried.failure.message} Nothing was changed.`);
      }
      // The trial takes its time: what is changed is what is kept after it.
      const kept = await inTurn(async () => {
        const { audit } = await writer();
        if (!(await keepProxy(accountId, proxy))) return false;
        await audit.append({
          at: clock.now(),
          type: 'proxy.changed',
          metadata: { accountId, kind: proxy?.kind ?? null },
        });
        return true;
      });
      if (!kept) return refused('This account is not signed in here, so it takes no way to Telegram.');
      await options.onChanged();
      return { accepted: true };
    },
  };
}

function summaryOf(proxy: ProxyServer): ProxySummary {
  const { kind, host, port } = proxy;
  return { kind, host, port, username: proxy.kind === 'socks5' ? proxy.username : null };
}

function refused(reason: string): Refused {
  return { accepted: false, reason };
}
