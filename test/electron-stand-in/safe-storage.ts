import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import type { SafeStorage } from 'electron';
import { app } from './app.ts';

/**
 * The machine's keychain is the file that `STAND_IN_KEYCHAIN` names: it is made when first needed, is the same
 * for every start, and opens nothing any more once it is replaced. Without it this is a Linux desktop without a
 * keychain: what is encrypted is marked `v10` and open to anybody, and the backend says `basic_text`.
 */
const keychainFile = process.env.STAND_IN_KEYCHAIN ?? null;
const withoutKeychain = Buffer.alloc(32, 'peanuts');

interface KeyOfMark {
  readonly mark: string;
  readonly key: Buffer;
}

function currentKey(): KeyOfMark {
  if (keychainFile === null) return { mark: 'v10', key: withoutKeychain };
  try {
    writeFileSync(keychainFile, randomBytes(32), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return { mark: 'v11', key: readFileSync(keychainFile) };
}

function requireReady(): void {
  if (!app.isReady()) throw new Error('safeStorage cannot be used before app is ready');
}

/** https://electronjs.org/docs/api/safe-storage */
export const safeStorage = {
  isAsyncEncryptionAvailable: async () => app.isReady(),

  getSelectedStorageBackend() {
    if (!app.isReady()) return 'unknown';
    return keychainFile === null ? 'basic_text' : 'gnome_libsecret';
  },

  async encryptStringAsync(text) {
    requireReady();
    const { mark, key } = currentKey();
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    return Buffer.concat([
      Buffer.from(mark),
      nonce,
      cipher.update(text, 'utf8'),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
  },

  async decryptStringAsync(encrypted) {
    requireReady();
    const current = currentKey();
    const mark = encrypted.subarray(0, 3).toString();
    const key = mark === 'v10' ? withoutKeychain : current.key;
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(3, 15));
      decipher.setAuthTag(encrypted.subarray(-16));
      const result = decipher.update(encrypted.subarray(15, -16), undefined, 'utf8') + decipher.final('utf8');
      return { result, shouldReEncrypt: mark !== current.mark };
    } catch {
      throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.');
    }
  },
} satisfies Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>;
