import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { openVault } from '../../electron/vault/open-vault.ts';
import { type Canary, findCanaries } from '../support/canaries.ts';
import { type CommandResult, runCommand, startCommand } from '../support/command.ts';
import { startDataCentreChild } from '../support/data-centre-child.ts';
import { startSocksServer } from '../support/socks-server.ts';

const secret = {
  phone: '99966300077',
  apiHash: 'ca4a27c0ffee4bad5eed0123456789ab',
  code: '8273519046',
  password: 'canary two-step password',
  wrongCode: '1928374655',
  wrongPassword: 'canary mistyped password',
  proxyPassword: 'canary proxy password',
  passphrase: 'canary passphrase of the vault',
  wrongPassphrase: 'canary mistyped passphrase',
  newPassphrase: 'canary passphrase number two',
};

/** The session's key, as the vault gives it back: in the text that was kept, and the bare bytes in it. */
async function sessionCanaries(folder: string, passphraseFile: string): Promise<Canary[]> {
  const warnings: string[] = [];
  const vault = await openVault({
    file: join(folder, 'vault.json'),
    legacyFile: join(folder, 'sessions.json'),
    keychain: null,
    keyFile: null,
    passphraseFile,
    log: { info: () => undefined, warn: (said) => warnings.push(said), error: (said) => warnings.push(said) },
  });
  const [accountId] = await accountIds(folder);
  const kept = await vault.read(`account:${accountId}`);
  expect(warnings).toEqual([]);
  const { session } = JSON.parse(kept ?? '{}') as { session: string };
  const inside = Buffer.from(session.slice(session.indexOf('.') + 1), 'base64url').toString();
  const { authKey } = JSON.parse(inside) as { authKey: string };
  expect(authKey).toMatch(/^[0-9a-f]{512}$/);
  return [
    { name: 'the session', value: session },
    { name: 'the key of the session in hexadecimal', value: authKey },
    { name: 'the key of the session', value: Buffer.from(authKey, 'hex') },
  ];
}

async function accountIds(folder: string): Promise<number[]> {
  const { stdout } = await runCommand(['accounts', 'list', '--json', '--data', folder]);
  return (JSON.parse(stdout) as { id: number }[]).map(({ id }) => id);
}

async function signInThroughProxy(page: Page, proxyPort: number): Promise<void> {
  await page.getByLabel('App api_id').fill('12345');
  await page.getByLabel('App api_hash').fill(secret.apiHash);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Use a proxy' }).click();
  await page.getByText('SOCKS5', { exact: true }).click();
  await page.getByLabel('Host').fill('127.0.0.1');
  await page.getByLabel('Port').fill(String(proxyPort));
  await page.getByLabel('User name').fill('reader');
  await page.getByRole('textbox', { name: 'Password' }).fill(secret.proxyPassword);
  await page.getByRole('button', { name: 'Try and save' }).click();
  await expect(page.getByRole('button', { name: /^Signs in through SOCKS5/ })).toBeVisible();
  await page.getByRole('textbox', { name: 'Use your phone number' }).fill(`+${secret.phone}`);
  await page.getByRole('button', { name: 'Send code' }).click();
  const code = page.getByRole('textbox', { name: 'Code' });
  for (const given of [secret.wrongCode, secret.code]) {
    await code.fill(given);
    await code.press('Enter');
    await expect(code).toHaveCount(given === secret.code ? 0 : 1);
  }
  const password = page.getByRole('textbox', { name: 'Two-step password' });
  await password.fill(secret.wrongPassword);
  await password.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'two-step password' })).toBeVisible();
  await password.fill(secret.password);
  await password.press('Enter');
  await page.getByRole('button', { name: /^Select all/ }).click();
  await page.getByRole('button', { name: /^Collect \d channels/ }).click();
  await expect(page.getByRole('region', { name: 'Collection' })).toContainText(/Collected|Last run/);
}

/** Everything the page holds: what is shown, what fields hold, what it keeps for its next visit. */
const held = (page: Page) =>
  page.evaluate(() =>
    JSON.stringify([
      document.documentElement.outerHTML,
      [...document.querySelectorAll('input')].map(({ value }) => value),
      { ...localStorage },
      { ...sessionStorage },
      location.href,
      performance.getEntriesByType('resource').map(({ name }) => name),
    ]),
  );

test('no secret is in anything Tidings writes, says or shows: files, logs, back-ups, answers, the page', async ({
  page,
}) => {
  const root = await mkdtemp(join(tmpdir(), 'tidings-canary-'));
  const folder = join(root, 'data');
  const files = {
    dc: join(root, 'dc.json'),
    passphrase: join(root, 'passphrase'),
    wrong: join(root, 'wrong'),
    next: join(root, 'next'),
  };
  await writeFile(files.passphrase, `${secret.passphrase}\n`, { mode: 0o600 });
  await writeFile(files.wrong, `${secret.wrongPassphrase}\n`, { mode: 0o600 });
  await writeFile(files.next, `${secret.newPassphrase}\n`, { mode: 0o600 });
  const socks = await startSocksServer({ username: 'reader', password: secret.proxyPassword });
  const dataCentre = await startDataCentreChild(
    {
      accounts: [{ phone: secret.phone, code: secret.code, password: secret.password }],
      channels: 5,
      postsPerChannel: 80,
      live: false,
    },
    files.dc,
  );
  const common = ['--data', folder, '--dc', files.dc];
  const said: Record<string, string> = {};
  const keep = (name: string, { stdout, stderr }: Pick<CommandResult, 'stdout' | 'stderr'>): void => {
    said[name] = stdout + stderr;
  };
  const console: string[] = [];
  page.on('console', (message) => console.push(message.text()));

  const serving = startCommand(['serve', ...common, '--passphrase-file', files.passphrase]);
  const [, address = ''] = await serving.line(/(http:\/\/127\.0\.0\.1:\d+\/\?token=\S+)/);
  await page.goto(address);
  await signInThroughProxy(page, socks.port);
  expect(socks.counts().relayed).toBeGreaterThan(0);
  said['the page after signing in'] = await held(page);

  // Another passphrase is chosen, and the process is killed where it stands.
  await page.goto(`${new URL(address).origin}/#settings/security`);
  await page
    .getByRole('button', { name: /passphrase/i })
    .first()
    .click();
  await page.getByLabel('New passphrase').fill(secret.newPassphrase);
  await page.getByLabel('Once more').fill(secret.newPassphrase);
  await page.getByLabel('Once more').press('Enter');
  await expect(page.getByLabel('New passphrase')).toHaveCount(0);
  said['the page in Settings'] = await held(page);
  keep('serve', await serving.end('SIGKILL'));

  // What was the passphrase opens nothing any more; asking for a run then says so, and the code says the same.
  const locked = await runCommand(['collect', '--once', ...common, '--passphrase-file', files.passphrase]);
  expect(locked.code).not.toBe(0);
  expect(locked.stderr).toContain('passphrase');
  keep('collect with the former passphrase', locked);
  keep(
    'collect with a wrong one',
    await runCommand(['collect', '--once', ...common, '--passphrase-file', files.wrong]),
  );
  const collected = await runCommand(['collect', '--once', ...common, '--passphrase-file', files.next]);
  expect(collected.code).toBe(0);
  keep('collect', collected);
  for (const command of [
    ['status'],
    ['runs'],
    ['accounts', 'list'],
    ['channels', 'list'],
    ['settings', 'get'],
  ]) {
    keep(command.join(' '), await runCommand([...command, '--json', ...common]));
  }
  said['the console of the page'] = console.join('\n');

  const canaries = [
    ...Object.entries(secret).map(([name, value]) => ({ name, value })),
    ...(await sessionCanaries(folder, files.next)),
  ];
  const places = { folders: [folder], texts: said };
  expect(await findCanaries(canaries, places)).toEqual([]);

  // The search itself is no blind one: planted in the clear, each canary is found.
  await writeFile(join(folder, 'planted'), Buffer.concat(canaries.map(({ value }) => Buffer.from(value))));
  expect(await findCanaries(canaries, places)).toHaveLength(canaries.length);

  await dataCentre.close();
  await socks.close();
  await rm(root, { recursive: true, force: true });
});
