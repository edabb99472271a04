import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { openVault } from '../../electron/vault/open-vault.ts';
import { keepSettingsIn, runCommand, startCommand } from '../support/command.ts';
import { collectOnce, test } from '../support/tidings-fixture.ts';

test('a copied data folder without its key signs in nowhere, and says so; its posts can be read', async ({
  tidings,
}) => {
  const { common, folder } = tidings;
  await tidings.addThreeChannels();
  await collectOnce(common);
  const copy = join(folder, '..', 'copy');
  await cp(folder, copy, { recursive: true });
  const elsewhere = ['--data', copy, ...common.slice(2)];
  // Another computer: the same files, and none of the user's settings.
  keepSettingsIn(join(folder, '..', 'another-home'));
  const before = await tidings.dataCentre.run<{ handshakes: number }>('counts');
  const refused = await runCommand(['collect', '--once', ...elsewhere]);
  expect(refused).toMatchObject({ code: 3, stdout: '' });
  expect(refused.stderr).toMatch(/key file/);
  expect(refused.stderr).not.toMatch(/^\s+at /m);
  const after = await tidings.dataCentre.run<{ handshakes: number }>('counts');
  expect(after.handshakes).toBe(before.handshakes);
  const posts = await runCommand(['posts', '--channel', tidings.channels[0] ?? '', '--json', ...elsewhere]);
  expect(JSON.parse(posts.stdout)).toHaveLength(50);
});

test('a vault that is damaged is left as it is, and what to do is said; put back, it opens again', async ({
  tidings,
}) => {
  const { common, folder } = tidings;
  await tidings.addThreeChannels();
  const file = join(folder, 'vault.json');
  const whole = await readFile(file, 'utf8');
  await writeFile(file, whole.slice(0, -40));
  const refused = await runCommand(['collect', '--once', ...common]);
  expect(refused).toMatchObject({ code: 3, stdout: '' });
  expect(refused.stderr).toMatch(/vault\.json is damaged/);
  expect(refused.stderr).not.toMatch(/^\s+at /m);
  expect(await readFile(file, 'utf8')).toBe(whole.slice(0, -40));
  await writeFile(file, whole);
  expect(await collectOnce(common)).toMatchObject({ status: 'succeeded' });
});

test('sessions that earlier builds kept in the clear are moved into the vault at the first start', async ({
  tidings,
}) => {
  const { common, folder } = tidings;
  await tidings.addThreeChannels();
  const legacy = join(folder, 'sessions.json');
  // As it was before there was a vault: read from this one, written in the clear.
  const entry = await readEntry(tidings.folder, join(folder, '..', 'config'));
  await rm(join(folder, 'vault.json'));
  await writeFile(legacy, JSON.stringify(entry));
  expect(await collectOnce(common)).toMatchObject({ status: 'succeeded' });
  await expect(readFile(legacy)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await readFile(join(folder, 'vault.json'), 'utf8')).not.toContain('session');
});

test('a passphrase file protects from the first sign-in on: without it a start asks, and collects nothing', async ({
  tidings,
}) => {
  const { common, folder } = tidings;
  const file = join(folder, '..', 'passphrase');
  await writeFile(file, 'the tide is in\n', { mode: 0o600 });
  const given = [...common, '--passphrase-file', file];
  const serving = startCommand(['serve', ...given]);
  await serving.line(/Tidings is ready/);
  await tidings.addThreeChannels();
  await serving.end('SIGTERM');
  const without = await runCommand(['collect', '--once', ...common]);
  expect(without.code).toBe(3);
  expect(without.stderr).toMatch(/passphrase/);
  expect(await collectOnce(given)).toMatchObject({ status: 'succeeded' });
});

async function readEntry(folder: string, settings: string): Promise<Readonly<Record<string, unknown>>> {
  const warn = (said: string): never => {
    throw new Error(said);
  };
  const vault = await openVault({
    file: join(folder, 'vault.json'),
    legacyFile: join(folder, 'sessions.json'),
    keychain: null,
    keyFile: { folder: join(settings, 'tidings', 'keys'), make: false },
    passphraseFile: null,
    log: { info: () => undefined, warn, error: warn },
  });
  const { stdout } = await runCommand(['accounts', 'list', '--json', '--data', folder]);
  const [account] = JSON.parse(stdout) as { id: number }[];
  const key = `account:${account?.id}`;
  return { [key]: await vault.read(key) };
}
