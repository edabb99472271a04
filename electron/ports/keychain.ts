/** The system's own place for keys, as far as the vault needs it. */
export interface Keychain {
  /** False where what it encrypts would be open to anybody who has the file. */
  isProtected(): Promise<boolean>;
  /** Rejects when the system or the person refuses; so does `decrypt`. */
  encrypt(text: string): Promise<Uint8Array>;
  /** `renew`: what was decrypted should be encrypted anew, since the system's key has changed. */
  decrypt(encrypted: Uint8Array): Promise<{ readonly text: string; readonly renew: boolean }>;
}
