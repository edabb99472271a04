import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { runCommand, runForDocument } from '../support/command.ts';
import { phone, test } from '../support/tidings-fixture.ts';

/** What commands say of what they did, in whole processes. */

test('several channels are added past one that cannot be, and the exit code tells', async ({ tidings }) => {
  const { common, channels } = tidings;
  await tidings.signIn();
  const [first = '', second = ''] = channels;
  const mixed = await runCommand(['channels', 'add', first, '@nobody_has_this_name', second, ...common]);
  expect(mixed.code).toBe(5);
  expect(mixed.stderr).toMatch(/nobody_has_this_name: not added\. /);
  expect(mixed.stderr.match(/: added, /g)).toHaveLength(2);
  expect(await runForDocument(['channels', 'list', ...common])).toHaveLength(2);
});

test('a pause and its end promise nothing where no process runs', async ({ tidings }) => {
  const { common } = tidings;
  await tidings.addThreeChannels();
  const paused = await runCommand(['pause', '--for', '3h', ...common]);
  expect(paused.stdout).toMatch(
    /^Paused until .*\. No Tidings is running now; one that is started keeps to it\./,
  );
  const status = await runCommand(['status', ...common]);
  expect(status.stdout).toMatch(/The schedule is paused until .*\d\d:\d\d; "tidings resume" ends that\./);
  const resumed = await runCommand(['resume', ...common]);
  expect(resumed.stdout).toMatch(/^The pause is over\. No Tidings is running now: start one/);
  expect((await runCommand(['status', ...common])).stdout).not.toContain('paused');
});

test('an api_hash is read from a file and never stands among the arguments', async ({ tidings }) => {
  const { common, folder } = tidings;
  const file = join(folder, '..', 'api-hash');
  await writeFile(file, '0123456789abcdef0123456789abcdef\n', { mode: 0o600 });
  const application = ['--api-id', '12345', '--api-hash-file', file];
  const login = await runCommand(
    ['login', '--phone', phone, ...application, ...common],
    '24680\ncorrect horse\n',
  );
  expect(login).toMatchObject({ code: 0 });
  expect(login.stderr).not.toContain('Other users');
});

test('a list that is none, and a folder for a passphrase, are called what they are', async ({ tidings }) => {
  const { common, folder } = tidings;
  await tidings.signIn();
  const binary = join(folder, '..', 'picture.csv');
  await writeFile(binary, Buffer.from([0x89, 0x50, 0, 0]));
  const refused = await runCommand(['channels', 'import', binary, ...common]);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('picture.csv is not a text file in UTF-8');
  const passphrase = await runCommand(['channels', 'add', '@x_y_z', '--passphrase-file', folder, ...common]);
  expect(passphrase.code).toBe(1);
  expect(passphrase.stderr).toContain(`${folder} is a folder, not a file.`);
});

test('a table restores the settings of channels that are collected', async ({ tidings }) => {
  const { common, channels, folder } = tidings;
  await tidings.addThreeChannels();
  const [first = ''] = channels;
  const { text } = await runForDocument<{ text: string }>(['channels', 'export', '--csv', ...common]);
  const list = join(folder, '..', 'channels.csv');
  await writeFile(list, text);
  await runForDocument(['channels', 'set', first, '--limit', '7', '--off', '--backfill', 'on', ...common]);
  expect((await runCommand(['channels', 'list', ...common])).stdout).toMatch(/off +7 a day +on/);
  expect(await runForDocument(['channels', 'import', list, ...common])).toMatchObject({
    added: 0,
    restored: 1,
  });
  expect(await runForDocument(['channels', 'list', ...common])).toMatchObject([
    { limit: 50, enabled: true, backfill: false },
    {},
    {},
  ]);
});
