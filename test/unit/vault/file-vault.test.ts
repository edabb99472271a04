import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { Log } from '../../../electron/ports/log.ts';
import { VaultError } from '../../../electron/ports/vault.ts';
import { createFileVault } from '../../../electron/vault/file-vault.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
const quietLog = () => ({ info: vi.fn(), warn: vi.fn(), error: vi.fn() }) satisfies Log;

test('what was written is read by another vault on the same file, and null where nothing is kept', async () => {
  const file = join(await temporaryFolder(), 'data', 'secrets.json');
  expect(await createFileVault({ file }).read('account:1')).toBeNull();
  await createFileVault({ file }).write('account:1', 'session one');
  await createFileVault({ file }).write('account:1', 'session two');
  expect(await createFileVault({ file }).read('account:1')).toBe('session two');
  expect(await createFileVault({ file }).read('toString')).toBeNull();
});

test('file and folder are for the owner alone, and no unfinished file stays behind', async () => {
  const folder = join(await temporaryFolder(), 'data');
  const file = join(folder, 'secrets.json');
  await createFileVault({ file }).write('key', 'value');
  expect([await modeOf(folder), await modeOf(file)]).toEqual([0o700, 0o600]);
  expect(await readdir(folder)).toEqual(['secrets.json']);
});

test('writes that come at once are all kept', async () => {
  const file = join(await temporaryFolder(), 'secrets.json');
  const vault = createFileVault({ file });
  const keys = Array.from({ length: 40 }, (_, index) => `key ${index}`);
  await Promise.all(keys.map((key) => vault.write(key, `value of ${key}`)));
  await vault.remove('key 7');
  const kept = await Promise.all(keys.map((key) => vault.read(key)));
  expect(kept).toEqual(keys.map((key) => (key === 'key 7' ? null : `value of ${key}`)));
});

test('even a key like __proto__ is only a key', async () => {
  const vault = createFileVault({ file: join(await temporaryFolder(), 'secrets.json') });
  await vault.write('__proto__', 'value');
  await vault.write('other', 'another');
  expect(await vault.read('__proto__')).toBe('value');
  await vault.remove('other');
  expect([await vault.read('__proto__'), await vault.read('other')]).toEqual(['value', null]);
});

test.each(['', '{"key": "hush', '[]', 'null', '{"key": 1}'])(
  'a damaged file (%j) is reported without its content, and never overwritten',
  async (content) => {
    const file = join(await temporaryFolder(), 'secrets.json');
    await writeFile(file, content, { mode: 0o600 });
    const vault = createFileVault({ file });
    const failures = await Promise.allSettled([
      vault.read('key'),
      vault.write('key', 'x'),
      vault.remove('key'),
    ]);
    for (const failure of failures) {
      expect(failure).toMatchObject({ status: 'rejected', reason: expect.any(VaultError) });
      expect(String((failure as PromiseRejectedResult).reason)).not.toContain('hush');
    }
    expect(await readFile(file, 'utf8')).toBe(content);
  },
);

test('too open permissions are mended before anything is read, and the log says so', async () => {
  const folder = join(await temporaryFolder(), 'data');
  const file = join(folder, 'secrets.json');
  await createFileVault({ file }).write('key', 'value');
  await chmod(file, 0o644);
  await chmod(folder, 0o777);
  const log = quietLog();
  expect(await createFileVault({ file, log }).read('key')).toBe('value');
  expect([await modeOf(folder), await modeOf(file)]).toEqual([0o700, 0o600]);
  expect(log.warn.mock.calls.flat().join('\n')).toContain(file);
  expect(log.warn).toHaveBeenCalledTimes(2);
});

test('a write that fails keeps what was there, says so, and lets the next one through', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'taken');
  await mkdir(join(file, 'by a folder'), { recursive: true, mode: 0o700 });
  const vault = createFileVault({ file });
  await expect(vault.write('key', 'value')).rejects.toThrow(VaultError);
  await expect(vault.read('key')).rejects.toThrow(/Nothing was changed/);
});
