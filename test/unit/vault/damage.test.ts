import { chmod, mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VaultError } from '../../../electron/ports/vault.ts';
import { createOwnerOnlyFiles, type OwnerOnlyFiles } from '../../../electron/vault/owner-only-files.ts';
import { rewrite, rewriteCost, turnBit } from './forge.ts';
import { bytesIn, fakeKeychain, machine, quietLog } from './vault-fixture.ts';

const passphrase = 'four words';

async function withTwoSecrets() {
  const here = await machine();
  const vault = await here.open();
  await vault.protect(passphrase);
  await vault.write('account:1', 'session one');
  await vault.write('account:2', 'session two');
  return here;
}

async function opened(here: Awaited<ReturnType<typeof machine>>) {
  const vault = await here.open();
  expect(await vault.unlock(passphrase)).toBe(true);
  return vault;
}

test('an entry that was changed is refused, the others are read, and it can be replaced', async () => {
  const here = await withTwoSecrets();
  await rewrite(here.file, (document) => ({
    ...document,
    entries: document.entries.map((entry) =>
      entry.key === 'account:1' ? { ...entry, sealed: turnBit(entry.sealed) } : entry,
    ),
  }));
  const vault = await opened(here);
  await expect(vault.read('account:1')).rejects.toThrow(/changed by something else/);
  expect(await vault.read('account:2')).toBe('session two');
  await vault.write('account:1', 'another');
  expect(await vault.read('account:1')).toBe('another');
});

test('entries that changed places are refused', async () => {
  const here = await withTwoSecrets();
  await rewrite(here.file, (document) => ({
    ...document,
    entries: document.entries.map((entry) => ({
      ...entry,
      key: entry.key === 'account:1' ? 'account:2' : 'account:1',
    })),
  }));
  const vault = await opened(here);
  for (const key of ['account:1', 'account:2']) await expect(vault.read(key)).rejects.toThrow(VaultError);
});

test('entries of another vault are refused', async () => {
  const [here, there] = [await withTwoSecrets(), await withTwoSecrets()];
  const { entries } = await there.document();
  await rewrite(here.file, (document) => ({ ...document, entries }));
  await expect((await opened(here)).read('account:1')).rejects.toThrow(VaultError);
});

test.each(['sealed', 'nonce', 'salt'] as const)('a wrap whose %s was changed opens nothing', async (part) => {
  const here = await withTwoSecrets();
  await rewrite(here.file, (document) => ({
    ...document,
    wraps: document.wraps.map((wrap) =>
      wrap.kind === 'passphrase' ? { ...wrap, [part]: turnBit(wrap[part]) } : wrap,
    ),
  }));
  expect(await (await here.open()).unlock(passphrase)).toBe(false);
});

test('a wrap of the keychain that was changed locks the vault', async () => {
  const here = await machine();
  const keychain = fakeKeychain();
  await (await here.openDesktop(keychain)).write('account:1', 'session one');
  await rewrite(here.file, (document) => ({
    ...document,
    wraps: document.wraps.map((wrap) => ({ ...wrap, sealed: turnBit(wrap.sealed) })),
  }));
  expect((await here.openDesktop(keychain)).state().state).toBe('locked');
});

const damages: [string, (text: string) => string][] = [
  ['nothing in it', () => ''],
  ['half of it gone', (text) => text.slice(0, text.length / 2)],
  ['its last byte gone', (text) => text.trimEnd().slice(0, -1)],
  [
    'one letter changed',
    (text) => text.replace(/"sealed": "(.)/, (_, c) => `"sealed": "${c === 'A' ? 'B' : 'A'}`),
  ],
  ['a salt changed', (text) => text.replace(/"salt": "(.)/, (_, c) => `"salt": "${c === 'A' ? 'B' : 'A'}`)],
  ['no wraps', (text) => text.replace(/"wraps": \[[^\]]*\]/, '"wraps": []')],
  ['another shape', () => '{"account:1": "hush"}'],
  ['a text that is no JSON', () => '{"account:1": "hush'],
  ['a list', () => '["hush"]'],
];

test.each(damages)(
  'a file with %s is told of without its content, and never overwritten',
  async (_, damage) => {
    const here = await withTwoSecrets();
    const damaged = damage(await here.text());
    await writeFile(here.file, damaged);
    const log = quietLog();
    const vault = await here.openDesktop(fakeKeychain(), { log });
    expect(vault.state()).toMatchObject({ state: 'locked', protectedBy: [] });
    expect(vault.state().sentence).toContain('damaged');
    const failures = await Promise.allSettled([
      vault.read('account:1'),
      vault.write('account:1', 'x'),
      vault.remove('account:1'),
      vault.unlock(passphrase),
      vault.protect('another'),
    ]);
    const words = JSON.stringify([vault.state(), log.warn.mock.calls, log.error.mock.calls]);
    for (const failure of failures) {
      expect(failure).toMatchObject({ status: 'rejected', reason: expect.any(VaultError) });
      expect(words + String(failure.status === 'rejected' && failure.reason)).not.toContain('hush');
    }
    expect(await here.text()).toBe(damaged);
  },
);

test('a file that is put right again is read again, by the same process', async () => {
  const here = await withTwoSecrets();
  const vault = await opened(here);
  const text = await here.text();
  await writeFile(here.file, text.slice(1));
  await expect(vault.read('account:1')).rejects.toThrow(VaultError);
  expect(vault.state().state).toBe('locked');
  await writeFile(here.file, text);
  expect(await vault.read('account:1')).toBe('session one');
  expect(vault.state().state).toBe('open');
});

test('a file of a newer version is left alone, and said to be one', async () => {
  const here = await withTwoSecrets();
  await writeFile(here.file, (await here.text()).replace('"version": 1', '"version": 2'));
  expect((await here.open()).state().sentence).toContain('newer Tidings');
});

test.each([
  ['N', { N: 2 ** 21, r: 1, p: 1 }],
  ['N that is no power of two', { N: 100_000, r: 8, p: 1 }],
  ['r', { N: 16, r: 1024, p: 1 }],
  ['p', { N: 16, r: 8, p: 1000 }],
  ['memory', { N: 2 ** 20, r: 8, p: 1 }],
])('a file cannot ask for more work than a passphrase is worth (%s)', async (_, cost) => {
  const here = await withTwoSecrets();
  await rewriteCost(here.file, { N: 16, r: 8, p: 1 });
  expect(await (await here.open()).unlock(passphrase)).toBe(true);
  await rewriteCost(here.file, cost);
  await expect((await here.open()).unlock(passphrase)).rejects.toThrow(/damaged/);
});

test('too open permissions are mended before anything is read, and the log says so', async () => {
  const here = await machine();
  await (await here.openHeadless()).write('account:1', 'session one');
  const { id } = await here.document();
  const keyFile = join(here.keys, `${id}.key`);
  const paths = [here.file, here.data, keyFile, here.keys];
  for (const path of paths) await chmod(path, 0o777);
  const log = quietLog();
  expect(await (await here.openHeadless({ log })).read('account:1')).toBe('session one');
  const modes = await Promise.all(paths.map(async (path) => (await stat(path)).mode & 0o777));
  expect(modes).toEqual([0o600, 0o700, 0o600, 0o700]);
  expect(log.warn.mock.calls.filter(([words]) => words.includes('Others could'))).toHaveLength(4);
});

test('file and folder are for the owner alone, and no unfinished file or lock stays behind', async () => {
  const here = await withTwoSecrets();
  expect((await stat(here.data)).mode & 0o777).toBe(0o700);
  expect((await stat(here.file)).mode & 0o777).toBe(0o600);
  expect(await readdir(here.data)).toEqual(['vault.json']);
});

test('a damaged key file is told of and opens nothing', async () => {
  const here = await machine();
  await (await here.openHeadless()).write('account:1', 'session one');
  const { id } = await here.document();
  await writeFile(join(here.keys, `${id}.key`), 'hush');
  const log = quietLog();
  const vault = await here.openHeadless({ log });
  expect(vault.state().state).toBe('locked');
  expect(log.warn.mock.calls.flat().join()).toMatch(/damaged/);
  expect(log.warn.mock.calls.flat().join()).not.toContain('hush');
});

test('a folder that cannot be is told of in words', async () => {
  const here = await machine();
  await writeFile(here.data, 'a file where the folder should be');
  const vault = await here.openHeadless();
  expect(vault.state().sentence).toContain('ENOTDIR');
  await expect(vault.write('key', 'value')).rejects.toThrow(/ENOTDIR.*Nothing was changed/);
});

test('a write that fails keeps what was there, leaves nothing behind, and lets the next one through', async () => {
  const here = await machine();
  const real = createOwnerOnlyFiles(quietLog());
  let isFull = true;
  const files: OwnerOnlyFiles = {
    ...real,
    async write(path, text) {
      if (isFull && path === here.file) throw new VaultError('The disk is full.');
      await real.write(path, text);
    },
  };
  const vault = await here.openHeadless({ files });
  await expect(vault.write('key', 'value')).rejects.toThrow('The disk is full.');
  expect([await readdir(here.data), await readdir(here.keys)]).toEqual([[], []]);
  isFull = false;
  await vault.write('key', 'value');
  isFull = true;
  await expect(vault.write('key', 'another')).rejects.toThrow('The disk is full.');
  expect(await vault.read('key')).toBe('value');
});

test('a file that cannot be replaced is left, with no unfinished one beside it', async () => {
  const here = await machine();
  await mkdir(join(here.file, 'a folder in its place'), { recursive: true });
  await expect(createOwnerOnlyFiles(quietLog()).write(here.file, 'hush')).rejects.toThrow(/unchanged/);
  expect(await readdir(here.data)).toEqual(['vault.json']);
});

test('no secret lies readable anywhere in the folders, whatever was done', async () => {
  const here = await machine();
  const canary = 'canary-of-a-session';
  await mkdir(here.data, { recursive: true });
  await writeFile(here.legacyFile, JSON.stringify({ 'account:9': `${canary}-from-before` }));
  const keychain = fakeKeychain();
  const command = await here.openHeadless();
  await command.write('account:1', `${canary}-one`);
  const desktop = await here.openDesktop(keychain);
  await desktop.write('account:2', `${canary}-two`);
  await desktop.protect('the passphrase of the canary');
  await desktop.write('account:1', `${canary}-three`);
  await desktop.remove('account:2');
  expect(await desktop.read('account:9')).toBe(`${canary}-from-before`);
  const bytes = await bytesIn(here.folder);
  for (const hidden of [canary, 'the passphrase', Buffer.from(canary).toString('base64').slice(0, 20)]) {
    expect(bytes.includes(hidden)).toBe(false);
  }
  expect(bytes.length).toBeGreaterThan(500);
});
