import { safeStorage } from 'electron';
import type { Keychain } from '../ports/keychain.ts';
import type { Log } from '../ports/log.ts';

/** How Chromium marks what it encrypted with the password that is in its source, for want of a keychain. */
const openToAnybody = 'v10';

/**
 * The system's keychain. Call once the application is ready, and with its name set: the key is kept under it.
 * `encrypt` and `decrypt` reject when the system or the person refuses; a person may be asked meanwhile.
 */
export function createKeychain(log: Log, platform: NodeJS.Platform = process.platform): Keychain {
  const encrypt = async (text: string): Promise<Uint8Array> => {
    const encrypted = await safeStorage.encryptStringAsync(text);
    // On macOS and Windows the same mark stands for the keychain's own key.
    if (platform === 'linux' && encrypted.subarray(0, openToAnybody.length).toString() === openToAnybody) {
      throw new Error('This system has no keychain: what it encrypts is open to anybody.');
    }
    return encrypted;
  };
  return {
    encrypt,

    async isProtected() {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) {
        log.warn('The system offers no keychain, or refuses it.');
        return false;
      }
      if (platform !== 'linux') return true;
      const backend = safeStorage.getSelectedStorageBackend();
      if (backend === 'basic_text') {
        log.warn('This desktop has no keychain that Electron knows.');
        return false;
      }
      try {
        // The name alone is not trusted: it is what Electron prefers, not what it found.
        await encrypt('a look at the mark');
        return true;
      } catch (error) {
        log.error(`The keychain (${backend}) cannot be used.`, error);
        return false;
      }
    },

    async decrypt(encrypted) {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(encrypted));
      return { text: result, renew: shouldReEncrypt };
    },
  };
}
