import { chmod, cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { VaultError, VaultLockedError } from '../../../electron/ports/vault.ts';
import { openVault } from '../../../electron/vault/open-vault.ts';
import { rewrite } from './forge.ts';
import { fakeKeychain, type Machine, machine, quietLog } from './vault-fixture.ts';

async function passphraseFile({ folder }: Machine, passphrase: string, mode = 0o600): Promise<string> {
  const file = join(folder, 'passphrase.txt');
  await writeFile(file, passphrase);
  await chmod(file, mode);
  return file;
}

test('a keychain protects without a question, from the first write on and at each start', async () => {
  const here = await machine();
  const keychain = fakeKeychain();
  const vault = await here.openDesktop(keychain);
  expect(await vault.read('account:1')).toBeNull();
  expect(vault.state()).toMatchObject({ state: 'open', protectedBy: ['keychain'] });
  await expect(stat(here.data)).rejects.toThrow('ENOENT');
  await vault.write('account:1', 'session one');
  expect(vault.state()).toEqual({
    state: 'open',
    protectedBy: ['keychain'],
    sentence: `Sessions are kept in ${here.file}, protected by this computer's keychain.`,
  });
  expect(await (await here.openDesktop(keychain)).read('account:1')).toBe('session one');
});

test('without a keychain that protects, nothing is kept before a passphrase is chosen', async () => {
  const here = await machine();
  const keychain = fakeKeychain({ isProtected: false });
  const vault = await here.openDesktop(keychain);
  expect(vault.state()).toMatchObject({ state: 'unprotected', protectedBy: [] });
  expect(vault.state().sentence).toContain('before you choose a passphrase');
  expect(await vault.read('account:1')).toBeNull();
  await expect(vault.write('account:1', 'session one')).rejects.toThrow(VaultLockedError);
  await expect(stat(here.file)).rejects.toThrow('ENOENT');

  await vault.protect('four words');
  await vault.write('account:1', 'session one');
  expect(vault.state()).toMatchObject({ state: 'open', protectedBy: ['passphrase'] });
  expect(keychain.calls).toEqual({ encrypt: 0, decrypt: 0 });
});

test('a passphrase is asked once at each start; a wrong one changes nothing', async () => {
  const here = await machine();
  await (await here.open()).protect('four words');
  const first = await here.open();
  expect(first.state()).toMatchObject({ state: 'locked', protectedBy: ['passphrase'] });
  expect(first.state().sentence).toContain('Enter the passphrase');
  const before = await here.text();
  await expect(first.read('account:1')).rejects.toThrow(VaultLockedError);
  await expect(first.write('account:1', 'session')).rejects.toThrow(VaultLockedError);
  await expect(first.remove('account:1')).rejects.toThrow(VaultLockedError);
  await expect(first.protect('mine now')).rejects.toThrow(VaultLockedError);
  expect(await first.unlock('five words')).toBe(false);
  expect(await here.text()).toBe(before);
  expect(first.state().state).toBe('locked');
  expect(await first.unlock('four words')).toBe(true);
  await first.write('account:1', 'session one');
  expect(await first.read('account:1')).toBe('session one');
  expect((await here.open()).state().state).toBe('locked');
});

test('the same passphrase typed on another keyboard opens', async () => {
  const here = await machine();
  await (await here.open()).protect('caf\u00e9');
  expect(await (await here.open()).unlock('cafe\u0301')).toBe(true);
});

test('an empty passphrase is none', async () => {
  const here = await machine();
  await expect((await here.open()).protect('')).rejects.toThrow(VaultError);
  expect((await here.open()).state().state).toBe('unprotected');
});

test('another passphrase takes the place of the one before', async () => {
  const here = await machine();
  const vault = await here.open();
  await vault.protect('the first');
  await vault.write('account:1', 'session one');
  await vault.protect('the second');
  const again = await here.open();
  expect(await again.unlock('the first')).toBe(false);
  expect(await again.unlock('the second')).toBe(true);
  expect(await again.read('account:1')).toBe('session one');
  expect(await here.kinds()).toEqual(['passphrase']);
});

test('unlocking checks the passphrase of an open vault too, and says where there is none to give', async () => {
  const here = await machine();
  const keychain = fakeKeychain();
  const vault = await here.openDesktop(keychain);
  await expect(vault.unlock('four words')).rejects.toThrow('No passphrase has been chosen');
  await vault.protect('four words');
  expect(await here.kinds()).toEqual(['keychain', 'passphrase']);
  expect([await vault.unlock('four words'), await vault.unlock('other words')]).toEqual([true, false]);
  expect(vault.state().state).toBe('open');
});

test('without passphrase or keychain a key file is made outside the data folder, and told of once', async () => {
  const here = await machine();
  const log = quietLog();
  const vault = await here.openHeadless({ log });
  expect(await vault.read('account:1')).toBeNull();
  await expect(stat(here.keys)).rejects.toThrow('ENOENT');
  await vault.write('account:1', 'session one');
  const { id } = await here.document();
  const keyFile = join(here.keys, `${id}.key`);
  expect(log.warn.mock.calls.flat()).toEqual([expect.stringContaining(keyFile)]);
  expect(vault.state()).toMatchObject({ state: 'open', protectedBy: ['key-file'] });
  expect(vault.state().sentence).toContain(keyFile);
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  expect((await stat(here.keys)).mode & 0o777).toBe(0o700);

  const again = await here.openHeadless({ log });
  await again.write('account:2', 'session two');
  expect(await again.read('account:1')).toBe('session one');
  expect(log.warn).toHaveBeenCalledTimes(1);
  expect(await readdir(here.keys)).toEqual([`${id}.key`]);
});

test('no key file is made where a copy of the data folder would have it', async () => {
  const here = await machine();
  const vault = await here.open({ keyFile: { folder: join(here.data, 'keys'), make: true } });
  expect(vault.state()).toMatchObject({ state: 'unprotected' });
  await expect(vault.write('account:1', 'session')).rejects.toThrow('--passphrase-file');
});

test('a key file that is not here opens nothing, and the words say where it belongs', async () => {
  const here = await machine();
  await (await here.openHeadless()).write('account:1', 'session one');
  await rm(here.keys, { recursive: true });
  const vault = await here.openHeadless();
  expect(vault.state()).toMatchObject({ state: 'locked', protectedBy: ['key-file'] });
  expect(vault.state().sentence).toContain(here.keys);
  await expect(vault.write('account:1', 'another')).rejects.toThrow(VaultLockedError);
});

test('a passphrase file opens and protects; its newline does not count', async () => {
  const here = await machine();
  const log = quietLog();
  const given = { passphraseFile: await passphraseFile(here, 'four words\r\n'), log };
  await (await here.openHeadless(given)).write('account:1', 'session one');
  expect(await here.kinds()).toEqual(['passphrase']);
  await expect(stat(here.keys)).rejects.toThrow('ENOENT');
  expect(log.warn).not.toHaveBeenCalled();
  expect(await (await here.openHeadless(given)).read('account:1')).toBe('session one');
  const typed = await here.openHeadless();
  expect(typed.state().sentence).toContain('--passphrase-file');
  expect(await typed.unlock('four words')).toBe(true);
});

test('a wrong passphrase file leaves the vault locked and says which file it was', async () => {
  const here = await machine();
  await (await here.open()).protect('four words');
  const file = await passphraseFile(here, 'five words');
  const vault = await here.openHeadless({ passphraseFile: file });
  expect(vault.state().state).toBe('locked');
  expect(vault.state().sentence).toContain(file);
  expect(vault.state().sentence).not.toContain('five words');
});

test('a passphrase file that others can read is warned of; one that is missing, empty or long is refused', async () => {
  const here = await machine();
  const log = quietLog();
  await here.openHeadless({ passphraseFile: await passphraseFile(here, 'words', 0o644), log });
  expect(log.warn.mock.calls.flat()).toEqual([expect.stringContaining('chmod 600')]);
  for (const content of ['', '\n', 'x'.repeat(5000)]) {
    const file = await passphraseFile(here, content);
    await expect(here.openHeadless({ passphraseFile: file })).rejects.toThrow(VaultError);
  }
  const missing = here.openHeadless({ passphraseFile: join(here.folder, 'nothing') });
  await expect(missing).rejects.toThrow(/ENOENT.*Nothing was started/);
});

test('a passphrase takes the place of a key file, which is removed', async () => {
  const here = await machine();
  await (await here.openHeadless()).write('account:1', 'session one');
  const passphrase = await passphraseFile(here, 'four words');
  const vault = await here.openHeadless({ passphraseFile: passphrase });
  expect(vault.state()).toMatchObject({ state: 'open', protectedBy: ['passphrase'] });
  expect(await readdir(here.keys)).toEqual([]);
  expect(await vault.read('account:1')).toBe('session one');

  const other = await machine();
  const open = await other.openHeadless();
  await open.write('account:1', 'session one');
  await open.protect('four words');
  expect(await other.kinds()).toEqual(['passphrase']);
  expect(await readdir(other.keys)).toEqual([]);
});

test('the desktop opens what a command keeps with a key file, adds its keychain, and locks nobody out', async () => {
  const here = await machine();
  const keychain = fakeKeychain();
  await (await here.openHeadless()).write('account:1', 'session one');
  const desktop = await here.openDesktop(keychain);
  expect(await desktop.read('account:1')).toBe('session one');
  expect(desktop.state().protectedBy).toEqual(['key-file', 'keychain']);
  expect(await (await here.openHeadless()).read('account:1')).toBe('session one');
  await rm(here.keys, { recursive: true });
  expect(await (await here.openDesktop(keychain)).read('account:1')).toBe('session one');
});

test('a command cannot open what only the keychain protects, and says what to do', async () => {
  const here = await machine();
  const keychain = fakeKeychain();
  const desktop = await here.openDesktop(keychain);
  await desktop.write('account:1', 'session one');
  const command = await here.openHeadless();
  expect(command.state()).toMatchObject({ state: 'locked', protectedBy: ['keychain'] });
  for (const words of ['desktop app', 'Settings', '--passphrase-file', '--data']) {
    expect(command.state().sentence).toContain(words);
  }
  await expect(command.read('account:1')).rejects.toThrow(VaultLockedError);
  await desktop.protect('four words');
  const passphrase = await passphraseFile(here, 'four words\n');
  expect(await (await here.openHeadless({ passphraseFile: passphrase })).read('account:1')).toBe(
    'session one',
  );
  expect(await here.kinds()).toEqual(['keychain', 'passphrase']);
});

test('a keychain that refuses locks the vault, is asked once, and nothing is overwritten', async () => {
  const here = await machine();
  const keychain = fakeKeychain();
  await (await here.openDesktop(keychain)).write('account:1', 'session one');
  const before = await here.text();
  keychain.behaviour.refuses = true;
  keychain.calls.decrypt = 0;
  const log = quietLog();
  const vault = await here.openDesktop(keychain, { log });
  expect(vault.state().state).toBe('locked');
  await expect(vault.read('account:1')).rejects.toThrow(/keychain does not open.*Nothing was changed/);
  await expect(vault.write('account:1', 'another')).rejects.toThrow(VaultLockedError);
  expect(keychain.calls.decrypt).toBe(1);
  expect(log.error).toHaveBeenCalledTimes(1);
  expect(await here.text()).toBe(before);
  keychain.behaviour.refuses = false;
  expect(await (await here.openDesktop(keychain)).read('account:1')).toBe('session one');
});

test('a keychain that takes no key keeps nothing', async () => {
  const here = await machine();
  const vault = await here.openDesktop(fakeKeychain({ refuses: true }));
  await expect(vault.write('account:1', 'session')).rejects.toThrow(VaultLockedError);
  await expect(stat(here.file)).rejects.toThrow('ENOENT');
  await vault.protect('four words');
  await vault.write('account:1', 'session');
  expect(await here.kinds()).toEqual(['passphrase']);
});

test('after the loss of the keychain the passphrase opens, and the new keychain takes over', async () => {
  const here = await machine();
  const vault = await here.openDesktop(fakeKeychain());
  await vault.write('account:1', 'session one');
  await vault.protect('four words');
  const another = fakeKeychain();
  const locked = await here.openDesktop(another);
  expect(locked.state().state).toBe('locked');
  expect(await locked.unlock('four words')).toBe(true);
  expect(await (await here.openDesktop(another)).read('account:1')).toBe('session one');
});

test('a keychain whose key has changed gets the key of the vault anew', async () => {
  const here = await machine();
  const keychain = fakeKeychain();
  await (await here.openDesktop(keychain)).write('account:1', 'session one');
  const before = await here.document();
  keychain.behaviour.renew = true;
  const vault = await here.openDesktop(keychain);
  const after = await here.document();
  expect(after.wraps).not.toEqual(before.wraps);
  expect(after.entries).toEqual(before.entries);
  keychain.behaviour.renew = false;
  expect(await vault.read('account:1')).toBe('session one');
  expect(await (await here.openDesktop(keychain)).read('account:1')).toBe('session one');
});

test('a keychain that asks a person holds nobody up, and opens the vault when it answers', async () => {
  const here = await machine();
  const keychain = fakeKeychain();
  await (await here.openDesktop(keychain)).write('account:1', 'session one');
  const answered = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const vault = await here.openDesktop(
    {
      ...keychain,
      decrypt: async (encrypted) => {
        await answered.promise;
        return keychain.decrypt(encrypted);
      },
    },
    {
      keychainPatienceMs: 1,
      onChange: opened.resolve,
    },
  );
  expect(vault.state()).toMatchObject({ state: 'locked', protectedBy: ['keychain'] });
  expect(vault.state().sentence).toContain('has not answered yet');
  await expect(vault.read('account:1')).rejects.toThrow(VaultLockedError);
  answered.resolve();
  await opened.promise;
  expect(await vault.read('account:1')).toBe('session one');
});

test('a copied data folder opens nowhere else', async () => {
  const here = await machine();
  const there = await machine();
  const vault = await here.openHeadless();
  await vault.write('account:1', 'session one');
  await (await here.openDesktop(fakeKeychain())).read('account:1');
  await mkdir(there.folder, { recursive: true });
  await cp(here.data, there.data, { recursive: true });
  for (const copy of [await there.openHeadless(), await there.openDesktop(fakeKeychain())]) {
    expect(copy.state().state).toBe('locked');
    await expect(copy.read('account:1')).rejects.toThrow(VaultLockedError);
  }
});

test('the wrap of one vault does not open another', async () => {
  const keychain = fakeKeychain();
  const [one, other] = [await machine(), await machine()];
  await (await one.openDesktop(keychain)).write('account:1', 'session one');
  await (await other.openDesktop(keychain)).write('account:1', 'session two');
  const foreign = (await other.document()).wraps;
  await rewrite(one.file, (document) => ({ ...document, wraps: foreign }));
  expect((await one.openDesktop(keychain)).state().state).toBe('locked');
});

test('a change of the state is told, and only a change', async () => {
  const here = await machine();
  const onChange = vi.fn();
  const vault = await here.open({ onChange });
  await vault.read('account:1');
  expect(onChange).not.toHaveBeenCalled();
  await vault.protect('four words');
  await vault.write('account:1', 'session');
  expect(onChange).toHaveBeenCalledTimes(1);
});

test('the passphrase costs what it should unless a test says otherwise', async () => {
  const here = await machine();
  const vault = await openVault({
    file: here.file,
    legacyFile: here.legacyFile,
    keychain: null,
    keyFile: null,
    passphraseFile: null,
    log: quietLog(),
  });
  await vault.protect('four words');
  expect((await here.document()).wraps[0].scrypt).toEqual({ N: 131_072, r: 8, p: 1 });
  expect(await (await here.open()).unlock('four words')).toBe(true);
  expect(await readFile(here.file, 'utf8')).not.toContain('four words');
});
