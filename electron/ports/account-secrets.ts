import type { ProxyServer } from '../../shared/contract.ts';
import type { AccountSecrets, ApiCredentials } from './gateway.ts';

/** What is secret of accounts, in words of its own instead of keys and texts. All throw as `Vault` does. */
export interface SecretsOfAccounts {
  /** Null where nothing usable is kept: a sign-in is needed. */
  read(accountId: number): Promise<AccountSecrets | null>;
  write(accountId: number, secrets: AccountSecrets): Promise<void>;
  remove(accountId: number): Promise<void>;
  /** The application of my.telegram.org that sign-ins to come use; null before one is kept. */
  readApplication(): Promise<ApiCredentials | null>;
  writeApplication(application: ApiCredentials): Promise<void>;
  /** The proxy of sign-ins to come. */
  readProxy(): Promise<ProxyServer | null>;
  writeProxy(proxy: ProxyServer | null): Promise<void>;
}
