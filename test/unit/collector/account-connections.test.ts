import { expect, test } from 'vitest';
import { createAccountConnections } from '../../../electron/collector/account-connections.ts';
import { readAccountSecrets, writeAccountSecrets } from '../../../electron/collector/account-secrets.ts';
import type { AccountGateway, AccountSecrets, TelegramGateway } from '../../../electron/ports/gateway.ts';
import type { Vault } from '../../../electron/ports/vault.ts';

const secrets: AccountSecrets = { apiId: 12, apiHash: 'hash', session: 'session' };

function memoryVault(): Vault & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    read: async (key) => entries.get(key) ?? null,
    write: async (key, value) => void entries.set(key, value),
    remove: async (key) => void entries.delete(key),
  };
}

/** Counts connections; a second one for an account that has one open fails the test. */
function countingGateway() {
  const open = new Set<number>();
  const opened: { accountId: number; session: string }[] = [];
  const neverAsked = async (): Promise<never> => {
    throw new Error('Connections ask nothing.');
  };
  const gateway: TelegramGateway = {
    openAccount(accountId, { session }): AccountGateway {
      if (open.has(accountId)) throw new Error(`Account ${accountId} is open already.`);
      open.add(accountId);
      opened.push({ accountId, session });
      return {
        accountId,
        readHistory: neverAsked,
        readDialogs: neverAsked,
        resolveChannel: neverAsked,
        readChannel: neverAsked,
        signOut: neverAsked,
        reconnect: neverAsked,
        close: async () => void open.delete(accountId),
      };
    },
    beginSignIn: () => {
      throw new Error('Connections sign nobody in.');
    },
    close: async () => undefined,
  };
  return { gateway, open, opened };
}

async function connectionsOf(...accountIds: number[]) {
  const vault = memoryVault();
  for (const accountId of accountIds) await writeAccountSecrets(vault, accountId, secrets);
  const counting = countingGateway();
  return { vault, ...counting, connections: createAccountConnections({ gateway: counting.gateway, vault }) };
}

test('secrets come back as they were written, under the key of the account', async () => {
  const vault = memoryVault();
  await writeAccountSecrets(vault, 5, secrets);
  expect([...vault.entries.keys()]).toEqual(['account:5']);
  expect(await readAccountSecrets(vault, 5)).toEqual(secrets);
  expect(await readAccountSecrets(vault, 6)).toBeNull();
});

test.each(['', '{', '{"apiId":"12"}', 'null'])('what is no secret (%j) counts as none', async (kept) => {
  const vault = memoryVault();
  await vault.write('account:5', kept);
  expect(await readAccountSecrets(vault, 5)).toBeNull();
});

test('an account is opened when first asked for, and once, also when asked for twice at once', async () => {
  const { connections, opened } = await connectionsOf(1, 2);
  expect(opened).toEqual([]);
  const [one, other] = await Promise.all([connections.gatewayOf(1), connections.gatewayOf(1)]);
  expect(one).toBe(other);
  expect(opened).toEqual([{ accountId: 1, session: 'session' }]);
});

test('an account without secrets has no connection', async () => {
  const { connections, opened } = await connectionsOf();
  expect(await connections.gatewayOf(1)).toBeNull();
  expect(opened).toEqual([]);
});

test('after a new sign-in the old connection is closed and one is opened from the new secrets', async () => {
  const { connections, vault, opened } = await connectionsOf(1);
  await connections.gatewayOf(1);
  await writeAccountSecrets(vault, 1, { ...secrets, session: 'new session' });
  await connections.gatewayOf(1);
  expect(opened.map(({ session }) => session)).toEqual(['session', 'new session']);
});

test('secrets that were removed close the connection', async () => {
  const { connections, vault, open } = await connectionsOf(1);
  await connections.gatewayOf(1);
  await vault.remove('account:1');
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
  const vault = { ...memoryVault(), read: async () => Promise.reject(new Error('The keychain is locked.')) };
  const connections = createAccountConnections({ gateway, vault });
  await expect(connections.gatewayOf(1)).rejects.toThrow('The keychain is locked.');
  await expect(connections.closeAll()).resolves.toBeUndefined();
});
