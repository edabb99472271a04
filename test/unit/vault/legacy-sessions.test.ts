import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { VaultError, VaultLockedError } from '../../../electron/ports/vault.ts';
import { createOwnerOnlyFiles, type OwnerOnlyFiles } from '../../../electron/vault/owner-only-files.ts';
import { bytesIn, fakeKeychain, type Machine, machine, quietLog } from './vault-fixture.ts';

const before = { 'account:1': 'session one from before', 'account:2': 'session two from before' };

async function machineFromBefore(): Promise<Machine> {
  const here = await machine();
  await mkdir(here.data, { recursive: true, mode: 0o700 });
  await writeFile(here.legacyFile, JSON.stringify(before), { mode: 0o600 });
  return here;
}

async function expectAllMoved(here: Machine, read: (key: string) => Promise<string | null>): Promise<void> {
  for (const [key, value] of Object.entries(before)) expect(await read(key)).toBe(value);
  await expect(stat(here.legacyFile)).rejects.toThrow('ENOENT');
  expect((await bytesIn(here.folder)).includes('from before')).toBe(false);
}

test('sessions from before are moved at the first start, and the old file is removed', async () => {
  const here = await machineFromBefore();
  const keychain = fakeKeychain();
  const log = quietLog();
  const vault = await here.openDesktop(keychain, { log });
  await expectAllMoved(here, vault.read);
  expect(log.info.mock.calls.flat()).toEqual([expect.stringContaining(here.legacyFile)]);
  await expectAllMoved(here, (await here.openDesktop(keychain)).read);
});

test('a command moves them too, with a key file', async () => {
  const here = await machineFromBefore();
  await expectAllMoved(here, (await here.openHeadless()).read);
  expect(await here.kinds()).toEqual(['key-file']);
});

test('where nothing protects yet they are used as they lie, and moved once a passphrase is chosen', async () => {
  const here = await machineFromBefore();
  const vault = await here.openDesktop(fakeKeychain({ isProtected: false }));
  expect(vault.state().state).toBe('unprotected');
  expect(vault.state().sentence).toContain(here.legacyFile);
  expect(await vault.read('account:1')).toBe(before['account:1']);
  await expect(vault.write('account:1', 'new')).rejects.toThrow(VaultLockedError);
  expect(JSON.parse(await readFile(here.legacyFile, 'utf8'))).toEqual(before);
  await vault.protect('four words');
  await expectAllMoved(here, vault.read);
});

test('a locked vault takes them in when it is unlocked', async () => {
  const here = await machine();
  await (await here.open()).protect('four words');
  await writeFile(here.legacyFile, JSON.stringify(before));
  const vault = await here.open();
  await expect(vault.read('account:1')).rejects.toThrow(VaultLockedError);
  expect(await vault.unlock('four words')).toBe(true);
  await expectAllMoved(here, vault.read);
});

test('what was forgotten before it could be moved stays forgotten', async () => {
  const here = await machineFromBefore();
  const vault = await here.open();
  await vault.remove('account:1');
  expect(await vault.read('account:1')).toBeNull();
  await vault.protect('four words');
  expect([await vault.read('account:1'), await vault.read('account:2')]).toEqual([null, before['account:2']]);
});

test('what the vault has is newer than what lies in the old file', async () => {
  const here = await machine();
  const vault = await here.openHeadless();
  await vault.write('account:1', 'a newer session');
  await writeFile(here.legacyFile, JSON.stringify(before));
  expect(await (await here.openHeadless()).read('account:1')).toBe('a newer session');
  expect(await vault.read('account:2')).toBe(before['account:2']);
  await expect(stat(here.legacyFile)).rejects.toThrow('ENOENT');
});

test('a damaged old file is left as it is; new sessions are kept all the same', async () => {
  const here = await machine();
  await mkdir(here.data, { recursive: true });
  await writeFile(here.legacyFile, '{"account:1": "hush');
  const log = quietLog();
  const vault = await here.openHeadless({ log });
  await expect(vault.read('account:1')).rejects.toThrow(/damaged.*sign in again/);
  await vault.write('account:1', 'new');
  expect(await vault.read('account:1')).toBe('new');
  expect(await readFile(here.legacyFile, 'utf8')).toBe('{"account:1": "hush');
  const words = log.warn.mock.calls.map(([message]) => message);
  expect(words.filter((each) => each.includes('damaged'))).toHaveLength(1);
  expect(words.join()).not.toContain('hush');
});

/** Files of a process that dies at one of its steps: that one, and all after it, fail. */
function dyingAt(
  step: number,
  moment: 'before' | 'after' | 'half-erased',
): OwnerOnlyFiles & { steps: number } {
  const files = createOwnerOnlyFiles(quietLog());
  const counted = { steps: 0 };
  const die = (): never => {
    throw new VaultError('The process died here.');
  };
  const doing = async <Result>(work: () => Promise<Result>, erased?: string): Promise<Result> => {
    counted.steps += 1;
    if (counted.steps > step || (counted.steps === step && moment === 'before')) die();
    if (counted.steps === step && moment === 'half-erased' && erased !== undefined) {
      const text = await files.read(erased);
      if (text !== null) await writeFile(erased, '0'.repeat(text.length));
      die();
    }
    const result = await work();
    if (counted.steps === step) die();
    return result;
  };
  return {
    read: (path) => doing(() => files.read(path)),
    write: (path, text) => doing(() => files.write(path, text)),
    rename: (from, to) => doing(() => files.rename(from, to)),
    erase: (path) => doing(() => files.erase(path), path),
    get steps() {
      return counted.steps;
    },
  };
}

test.each(['before', 'after', 'half-erased'] as const)(
  'nothing is lost wherever the move is cut short (%s a step)',
  async (moment) => {
    let stepsOfAll = Number.POSITIVE_INFINITY;
    for (let step = 1; step <= stepsOfAll; step += 1) {
      const here = await machineFromBefore();
      const files = dyingAt(step, moment);
      await here.openHeadless({ files });
      if (files.steps < step) {
        stepsOfAll = files.steps;
        expect(stepsOfAll).toBeGreaterThan(6);
      }
      await expectAllMoved(here, (await here.openHeadless()).read);
    }
  },
);
