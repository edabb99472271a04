import type { VaultState } from '../../shared/contract.ts';

/** The vault cannot be used as it is. `message` says what happened, what was kept and what to do; never a secret. */
export class VaultError extends Error {
  override readonly name: string = 'VaultError';
}

/** What is kept cannot be read, or nothing can be kept, before a person gives or chooses a passphrase. */
export class VaultLockedError extends VaultError {
  override readonly name: string = 'VaultLockedError';
}

/**
 * Keeps secrets (sessions, api_hash, passwords of proxies). Values never reach logs, audit metadata or exports.
 * All methods throw `VaultError`, and `VaultLockedError` while the vault is locked.
 */
export interface Vault {
  /** Null where nothing is kept under `key`. */
  read(key: string): Promise<string | null>;
  write(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
}

/** A vault that may need a person to open it. */
export interface LockableVault extends Vault {
  /** As of now; asks nobody and touches no keychain. */
  state(): VaultState;
  /** False: this is not the passphrase, and nothing has changed. Throws `VaultError` when the vault is damaged. */
  unlock(passphrase: string): Promise<boolean>;
  /** Chooses a passphrase for an open or unprotected vault, or another one in the place of the one before. */
  protect(passphrase: string): Promise<void>;
}
