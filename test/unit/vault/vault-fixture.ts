import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Mock, vi } from 'vitest';
import type { Keychain } from '../../../electron/ports/keychain.ts';
import type { Log } from '../../../electron/ports/log.ts';
import { openVault, type VaultOptions } from '../../../electron/vault/open-vault.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

type QuietLog = Record<keyof Log, Mock<(message: string, error?: unknown) => void>>;

export const quietLog = (): QuietLog => ({ info: vi.fn(), warn: vi.fn(), error: vi.fn() });

/** A machine's keychain: whoever asks it through this object gets at the same key. */
export function fakeKeychain(behaviour: { isProtected?: boolean; renew?: boolean; refuses?: boolean } = {}) {
  const key = randomBytes(32);
  const calls = { encrypt: 0, decrypt: 0 };
  const refuse = (): void => {
    if (behaviour.refuses) throw new Error('The user denied access.');
  };
  const keychain: Keychain = {
    isProtected: async () => behaviour.isProtected ?? true,
    async encrypt(text) {
      calls.encrypt += 1;
      refuse();
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
    async decrypt(encrypted) {
      calls.decrypt += 1;
      refuse();
      const bytes = Buffer.from(encrypted);
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(-16));
      const text = decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
      return { text, renew: behaviour.renew ?? false };
    },
  };
  return { ...keychain, behaviour, calls };
}

/** A folder for everything of one machine: `data`, and `keys` beside it. */
export async function machine() {
  const folder = await temporaryFolder();
  const data = join(folder, 'data');
  const keys = join(folder, 'keys');
  const file = join(data, 'vault.json');
  const legacyFile = join(data, 'sessions.json');
  const open = (given: Partial<VaultOptions> = {}) =>
    openVault({
      file,
      legacyFile,
      keychain: null,
      keyFile: null,
      passphraseFile: null,
      log: quietLog(),
      // The usual cost would make each of these tests take seconds.
      scryptCost: { N: 16, r: 8, p: 1 },
      ...given,
    });
  return {
    folder,
    data,
    keys,
    file,
    legacyFile,
    open,
    /** As `tidings serve` does. */
    openHeadless: (given: Partial<VaultOptions> = {}) =>
      open({ keyFile: { folder: keys, make: true }, ...given }),
    /** As the desktop app does. */
    openDesktop: (keychain: Keychain, given: Partial<VaultOptions> = {}) =>
      open({ keychain, keyFile: { folder: keys, make: false }, ...given }),
    text: () => readFile(file, 'utf8'),
    document: async () => JSON.parse(await readFile(file, 'utf8')),
    kinds: async (): Promise<string[]> =>
      JSON.parse(await readFile(file, 'utf8')).wraps.map(({ kind }: { kind: string }) => kind),
  };
}

export type Machine = Awaited<ReturnType<typeof machine>>;

/** Every byte of every file in the folder and below. */
export async function bytesIn(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return Buffer.concat(
    await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name)))),
  );
}
