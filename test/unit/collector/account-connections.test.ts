import { expect, test } from 'vitest';
import { createAccountConnections } from '../../../electron/collector/account-connections.ts';
import type { AccountGateway, AccountSecrets, TelegramGateway } from '../../../electron/ports/gateway.ts';
import { createSecretsOfAccounts } from '../../../electron/vault/secrets-of-accounts.ts';
import type { ProxyServer } from '../../../shared/contract.ts';
import { memoryVault } from '../../support/memory-vault.ts';

const secrets: AccountSecrets = { apiId: 12, apiHash: 'hash', session: 'session', proxy: null };
const socks5: ProxyServer = {
  kind: 'socks5',
  host: 'proxy.example',
  port: 1080,
  username: 'me',
  password: 'p',
};
const mtproxy: ProxyServer = { kind: 'mtproxy', host: '10.0.0.1', port: 443, secret: '0'.repeat(32) };

/** Counts connections; a second one for an account that has one open fails the test. */
function countingGateway() {
  const open = new Set<number>();
  const opened: { accountId: number; session: string; proxy: ProxyServer | null }[] = [];
  const neverAsked = async (): Promise<never> => {
    throw new Error('Connections ask nothing.');
  };
  const gateway: TelegramGateway = {
    openAccount(accountId, { session, proxy }): AccountGateway {
      if (open.has(accountId)) throw new Error(`Account ${accountId} is open already.`);
      open.add(accountId);
      opened.push({ accountId, session, proxy });
      return {
        accountId,
        readHistory: neverAsked,
        readDialogs: neverAsked,
        resolveChannel: neverAsked,
        readChannel: neverAsked,
        readStates: neverAsked,
        readDifference: neverAsked,
        readMessages: neverAsked,
        signOut: neverAsked,
        reconnect: neverAsked,
        close: async () => void open.delete(accountId),
      };
    },
    beginSignIn: () => {
      throw new Error('Connections sign nobody in.');
    },
    tryProxy: neverAsked,
    close: async () => undefined,
  };
  return { gateway, open, opened };
}

async function connectionsOf(...accountIds: number[]) {
  const kept = createSecretsOfAccounts(memoryVault());
  for (const accountId of accountIds) await kept.write(accountId, secrets);
  const counting = countingGateway();
  const connections = createAccountConnections({ gateway: counting.gateway, secrets: kept });
  return { kept, ...counting, connections };
}

test('an account is opened when first asked for, and once, also when asked for twice at once', async () => {
  const { connections, opened } = await connectionsOf(1, 2);
  expect(opened).toEqual([]);
  const [one, other] = await Promise.all([connections.gatewayOf(1), connections.gatewayOf(1)]);
  expect(one).toBe(other);
  expect(opened).toEqual([{ accountId: 1, session: 'session', proxy: null }]);
});

test('an account without secrets has no connection', async () => {
  const { connections, opened } = await connectionsOf();
  expect(await connections.gatewayOf(1)).toBeNull();
  expect(opened).toEqual([]);
});

test('after a new sign-in the old connection is closed and one is opened from the new secrets', async () => {
  const { connections, kept, opened } = await connectionsOf(1);
  await connections.gatewayOf(1);
  await kept.write(1, { ...secrets, session: 'new session' });
  await connections.gatewayOf(1);
  expect(opened.map(({ session }) => session)).toEqual(['session', 'new session']);
});

test('an account is opened through its proxy, and anew when that is another one', async () => {
  const { connections, kept, opened, open } = await connectionsOf(1);
  for (const proxy of [socks5, socks5, { ...socks5, password: 'other' }, mtproxy, null]) {
    await kept.write(1, { ...secrets, proxy });
    await connections.gatewayOf(1);
  }
  expect(opened.map(({ proxy }) => proxy)).toEqual([socks5, { ...socks5, password: 'other' }, mtproxy, null]);
  expect([...open]).toEqual([1]);
});

test('secrets that were removed close the connection', async () => {
  const { connections, kept, open } = await connectionsOf(1);
  await connections.gatewayOf(1);
  await kept.remove(1);
  expect(await connections.gatewayOf(1)).toBeNull();
  expect(open.size).toBe(0);
});

test('a forgotten account and closed connections are opened anew when asked for again', async () => {
  const { connections, open, opened } = await connectionsOf(1, 2);
  await connections.gatewayOf(1);
  await connections.gatewayOf(2);
  await connections.forget(1);
  expect([...open]).toEqual([2]);
  await connections.closeAll();
  expect([...open]).toEqual([]);
  await connections.gatewayOf(1);
  expect(opened).toHaveLength(3);
});

test('a vault that cannot be read fails that question alone', async () => {
  const { gateway } = countingGateway();
  const locked = { read: async () => Promise.reject(new Error('The keychain is locked.')) };
  const connections = createAccountConnections({ gateway, secrets: locked });
  await expect(connections.gatewayOf(1)).rejects.toThrow('The keychain is locked.');
  await expect(connections.closeAll()).resolves.toBeUndefined();
});
