import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { type DataPaths, dataPaths } from '../../electron/data-folder.ts';
import { type Engine, openEngine } from '../../electron/engine.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { openVault } from '../../electron/vault/open-vault.ts';
import { createSecretsOfAccounts } from '../../electron/vault/secrets-of-accounts.ts';
import { silentLog } from '../support/collection.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const { publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'pkcs1', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});

const account = { id: 1, name: 'Ada', username: null, maskedPhone: '+** 11' };
const channel = { channelId: 7, accessHash: '77', title: 'Seven', username: null, subscribers: null };

const vaultOf = (paths: DataPaths) => ({
  keychain: null,
  keyFile: { folder: `${paths.folder}-keys`, make: true },
  passphraseFile: null,
});

/** An engine that would reach for a data centre that is not there. */
async function openTestEngine(paths: DataPaths): Promise<Engine> {
  const engine = await openEngine({
    paths,
    dataCentre: { id: 2, host: '127.0.0.1', port: 1, publicKey, others: [] },
    mode: 'command',
    version: 'test',
    log: silentLog,
    vault: vaultOf(paths),
  });
  onTestFinished(() => engine.close('the test is over'));
  return engine;
}

/** The process that holds the lease, with an account and a channel. */
async function openHolder(paths: DataPaths) {
  const { store } = await openStore({ file: paths.database, log: silentLog, now: Date.now });
  const attempt = await store.takeLease({ host: 'here', boot: 'now', pid: 1 }, Date.now(), null);
  if (!attempt.taken) throw new Error('The lease is taken.');
  const { writer, release } = attempt.lease;
  await writer.accounts.signedIn(account, Date.now());
  await writer.channels.add(channel, account.id, { limit: 50, at: Date.now() });
  const end = async () => {
    await release();
    await store.close();
  };
  return { writer, end };
}

test('a flood wait that another process met is kept by the one that takes over from it', async () => {
  const paths = dataPaths(await temporaryFolder());
  const holder = await openHolder(paths);
  const vault = await openVault({
    file: paths.vault,
    legacyFile: paths.legacySessions,
    log: silentLog,
    ...vaultOf(paths),
  });
  await createSecretsOfAccounts(vault).write(account.id, {
    apiId: 1,
    apiHash: 'hash',
    session: 'unreadable',
    proxy: null,
  });
  const standby = await openTestEngine(paths);
  const until = Date.now() + 900_000;
  await holder.writer.floods.record({ accountId: account.id, method: 'messages.getHistory', until });
  await holder.end();

  const run = await standby.scheduler.runOnce();
  expect(run).toMatchObject({ status: 'partial', messages: 0, errors: 0 });
  expect(run.reason).toContain('Telegram asks for a pause');
});

test('a process without the lease signs nobody in: it must not connect to Telegram', async () => {
  const engine = await openTestEngine(dataPaths(await temporaryFolder()));
  const request = { phone: '+999 66 1 2024', apiId: 1, apiHash: '0'.repeat(32) };
  expect(await engine.answer({ name: 'signin.begin', request })).toMatchObject({
    failure: { code: 'lease-lost' },
  });
});

test('what is wrong with the kept sign-ins is told in its own words', async () => {
  const paths = dataPaths(await temporaryFolder());
  await (await openHolder(paths)).end();
  await writeFile(paths.vault, 'no JSON', { mode: 0o600 });
  const engine = await openTestEngine(paths);
  await engine.scheduler.open();
  expect(await engine.answer({ name: 'channels.add', request: { reference: '@news' } })).toMatchObject({
    failure: { code: 'failed', message: expect.stringContaining(`${paths.vault} is damaged`) },
  });
});
