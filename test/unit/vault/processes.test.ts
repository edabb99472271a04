import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { machine } from './vault-fixture.ts';

const writer = fileURLToPath(new URL('./writer-process.ts', import.meta.url));

test('writes that come at once are all kept', async () => {
  const vault = await (await machine()).openHeadless();
  const keys = Array.from({ length: 40 }, (_, index) => `key ${index}`);
  await Promise.all(keys.map((key) => vault.write(key, `value of ${key}`)));
  await vault.remove('key 7');
  const kept = await Promise.all(keys.map((key) => vault.read(key)));
  expect(kept).toEqual(keys.map((key) => (key === 'key 7' ? null : `value of ${key}`)));
});

test('even a key like __proto__ is only a key', async () => {
  const vault = await (await machine()).openHeadless();
  await vault.write('__proto__', 'value');
  await vault.write('other', 'another');
  expect([await vault.read('__proto__'), await vault.read('toString')]).toEqual(['value', null]);
  await vault.remove('other');
  expect([await vault.read('__proto__'), await vault.read('other')]).toEqual(['value', null]);
});

test('two vaults that are made in the same moment become one', async () => {
  const here = await machine();
  const [one, other] = [await here.openHeadless(), await here.openHeadless()];
  await Promise.all([one.write('account:1', 'session one'), other.write('account:2', 'session two')]);
  for (const vault of [one, other, await here.openHeadless()]) {
    expect([await vault.read('account:1'), await vault.read('account:2')]).toEqual([
      'session one',
      'session two',
    ]);
  }
  expect(await readdir(here.keys)).toHaveLength(1);
});

test('processes that make and write the same vault at once lose nothing', async () => {
  const here = await machine();
  const names = ['one', 'two', 'three'];
  await Promise.all(
    names.map(async (name) => {
      const child = spawn(process.execPath, [writer, here.data, here.keys, name, '15'], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const [words] = await Promise.all([text(child.stderr), once(child, 'close')]);
      expect({ code: child.exitCode, words }).toEqual({ code: 0, words: '' });
    }),
  );
  const vault = await here.openHeadless();
  for (const name of names) {
    for (let index = 0; index < 15; index += 1) {
      expect(await vault.read(`${name}:${index}`)).toBe(`secret of ${name}`);
    }
  }
  expect(await readdir(here.data)).toEqual(['vault.json']);
  expect(await readdir(here.keys)).toHaveLength(1);
});

test('what another process has done is seen: a passphrase, a removal, a whole other vault', async () => {
  const here = await machine();
  const [one, other] = [await here.openHeadless(), await here.openHeadless()];
  await one.write('account:1', 'session one');
  expect(await other.read('account:1')).toBe('session one');
  await one.protect('four words');
  await other.write('account:2', 'session two');
  expect(other.state().protectedBy).toEqual(['passphrase']);
  await one.remove('account:1');
  expect(await other.read('account:1')).toBeNull();

  const elsewhere = await machine();
  await (await elsewhere.open()).protect('other words');
  await writeFile(here.file, await elsewhere.text());
  await expect(one.read('account:2')).rejects.toThrow(/locked/);
  expect(await one.unlock('other words')).toBe(true);
  expect(await one.read('account:2')).toBeNull();
});

test('the lock of a process that has ended is taken over', async () => {
  const here = await machine();
  const vault = await here.openHeadless();
  await vault.write('account:1', 'session one');
  const lock = `${here.file}.lock`;
  await writeFile(lock, '');
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(lock, longAgo, longAgo);
  await vault.write('account:1', 'session two');
  expect(await vault.read('account:1')).toBe('session two');
  expect(await readdir(here.data)).toEqual(['vault.json']);
});
