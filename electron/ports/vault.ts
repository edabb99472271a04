/** Keeps secrets (sessions, api_hash, passwords of proxies). Values never reach logs, audit metadata or exports. */
export interface Vault {
  /** Null where nothing is kept under `key`. Throws `VaultError` when what is kept cannot be read. */
  read(key: string): Promise<string | null>;
  write(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
}
