import { expect, test } from 'vitest';
import type { AccountSecrets } from '../../../electron/ports/gateway.ts';
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

test('secrets come back as they were written, under the key of the account', async () => {
  const vault = memoryVault();
  await createSecretsOfAccounts(vault).write(5, secrets);
  expect([...vault.entries.keys()]).toEqual(['account:5']);
  expect(await createSecretsOfAccounts(vault).read(5)).toEqual(secrets);
  expect(await createSecretsOfAccounts(vault).read(6)).toBeNull();
});

test.each([socks5, mtproxy])(
  'a $kind proxy comes back with the secrets it was written with',
  async (proxy) => {
    const vault = memoryVault();
    await createSecretsOfAccounts(vault).write(5, { ...secrets, proxy });
    expect(await createSecretsOfAccounts(vault).read(5)).toEqual({ ...secrets, proxy });
  },
);

test('secrets written before there were proxies go straight to Telegram', async () => {
  const vault = memoryVault();
  await vault.write('account:5', JSON.stringify({ apiId: 12, apiHash: 'hash', session: 'session' }));
  expect(await createSecretsOfAccounts(vault).read(5)).toEqual(secrets);
});

test.each(['', '{', '{"apiId":"12"}', 'null'])('what is no secret (%j) counts as none', async (kept) => {
  const vault = memoryVault();
  await vault.write('account:5', kept);
  expect(await createSecretsOfAccounts(vault).read(5)).toBeNull();
});
