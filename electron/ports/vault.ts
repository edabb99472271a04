/** The vault cannot be used as it is. `message` says what happened, what was kept and what to do; never a secret. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
}

/** Keeps secrets (sessions, api_hash, passwords of proxies). Values never reach logs, audit metadata or exports. */
export interface Vault {
  /** Null where nothing is kept under `key`. Throws `VaultError` when what is kept cannot be read. */
  read(key: string): Promise<string | null>;
  write(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
}
