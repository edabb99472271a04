import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readSecretFile } from '../../../electron/command-line/secret-file.ts';
import { readPassphraseFile } from '../../../electron/vault/passphrase-file.ts';
import { recordingLog } from '../../support/contract-stubs.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tidings-secret-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const warned: string[] = [];
const read = (name: string) => readSecretFile(name, '--api-hash-file', (message) => warned.push(message));

test('a secret is read without the white space around it', () => {
  const file = join(folder, 'hash');
  writeFileSync(file, ' 0123abcd \r\n', { mode: 0o600 });
  expect(read(file)).toBe('0123abcd');
  expect(warned).toEqual([]);
});

test.skipIf(process.platform === 'win32')('it is told when others can read it', () => {
  const file = join(folder, 'hash');
  writeFileSync(file, 'secret');
  chmodSync(file, 0o644);
  read(file);
  expect(warned.splice(0)).toEqual([expect.stringContaining(`chmod 600 "${file}"`)]);
});

test('what is no such file is refused in words that name it', () => {
  const empty = join(folder, 'empty');
  writeFileSync(empty, '\n');
  const long = join(folder, 'long');
  writeFileSync(long, 'x'.repeat(5000));
  mkdirSync(join(folder, 'inner'));
  expect(() => read(join(folder, 'inner'))).toThrow(/inner is a folder, not a file/);
  expect(() => read(join(folder, 'nothing'))).toThrow(/nothing does not exist/);
  expect(() => read(empty)).toThrow(/empty is empty/);
  expect(() => read(long)).toThrow(/too long/);
  expect(() => read('')).toThrow(/needs the name of a file/);
});

test('a folder given for a passphrase is said to be a folder', async () => {
  await expect(readPassphraseFile(folder, recordingLog())).rejects.toThrow(
    `${folder} is a folder, not a file.`,
  );
});
