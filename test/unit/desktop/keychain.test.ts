import { beforeEach, expect, test, vi } from 'vitest';
import { createKeychain } from '../../../electron/desktop/keychain.ts';

const system = vi.hoisted(() => ({
  available: true,
  backend: 'gnome_libsecret',
  mark: 'v11',
  refuses: false,
}));

vi.mock('electron', () => ({
  safeStorage: {
    isAsyncEncryptionAvailable: async () => system.available,
    getSelectedStorageBackend: () => system.backend,
    encryptStringAsync: async (text: string) => {
      if (system.refuses) throw new Error('Error while encrypting the text.');
      return Buffer.from(`${system.mark}${text}`);
    },
    decryptStringAsync: async (encrypted: Buffer) => ({
      result: encrypted.subarray(3).toString(),
      shouldReEncrypt: encrypted.subarray(0, 3).toString() !== system.mark,
    }),
  },
}));

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const protectedOn = (platform: NodeJS.Platform) => createKeychain(log, platform).isProtected();

beforeEach(() => {
  Object.assign(system, { available: true, backend: 'gnome_libsecret', mark: 'v11', refuses: false });
});

test('a keychain that is there and used protects', async () => {
  expect(await protectedOn('linux')).toBe(true);
  system.mark = 'v12';
  expect(await protectedOn('linux')).toBe(true);
});

test('macOS and Windows have theirs, whose mark is the one that Linux has for none', async () => {
  system.mark = 'v10';
  expect([await protectedOn('darwin'), await protectedOn('win32')]).toEqual([true, true]);
  await expect(createKeychain(log, 'darwin').encrypt('text')).resolves.toBeInstanceOf(Uint8Array);
});

test('what is not available, or open to anybody whatever the backend is called, is no protection', async () => {
  system.available = false;
  expect([await protectedOn('linux'), await protectedOn('darwin')]).toEqual([false, false]);
  system.available = true;
  system.backend = 'basic_text';
  expect(await protectedOn('linux')).toBe(false);
  system.backend = 'gnome_libsecret';
  system.mark = 'v10';
  expect(await protectedOn('linux')).toBe(false);
  await expect(createKeychain(log, 'linux').encrypt('text')).rejects.toThrow('open to anybody');
});

test('a keychain that refuses is no protection', async () => {
  system.refuses = true;
  expect(await protectedOn('linux')).toBe(false);
});

test('what was encrypted before the key changed is to be renewed', async () => {
  const keychain = createKeychain(log, 'linux');
  const encrypted = await keychain.encrypt('text');
  expect(await keychain.decrypt(encrypted)).toEqual({ text: 'text', renew: false });
  system.mark = 'v12';
  expect(await keychain.decrypt(encrypted)).toEqual({ text: 'text', renew: true });
});
