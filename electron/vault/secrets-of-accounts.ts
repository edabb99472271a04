import { z } from 'zod';
import { proxySchema } from '../../shared/contract-schemas.ts';
import type { SecretsOfAccounts } from '../ports/account-secrets.ts';
import type { Vault } from '../ports/vault.ts';
import { parseJson } from './parse-json.ts';

const applicationShape = { apiId: z.number().int().positive(), apiHash: z.string().min(1) };
const applicationSchema = z.object(applicationShape);
const accountSchema = z.object({
  ...applicationShape,
  session: z.string().min(1),
  // Entries from before there were proxies have none.
  proxy: proxySchema.nullable().default(null),
});

/** The vault's keys. They are no secrets: an account's is its Telegram id. */
const accountKey = (accountId: number): string => `account:${accountId}`;
const applicationKey = 'application';
const proxyKey = 'proxy';

/** Accounts' secrets as entries of a vault: JSON, one entry an account. */
export function createSecretsOfAccounts(vault: Vault): SecretsOfAccounts {
  async function read<Value>(key: string, schema: z.ZodType<Value>): Promise<Value | null> {
    const kept = await vault.read(key);
    if (kept === null) return null;
    // What another version wrote in another shape is of no use here: a sign-in is needed.
    const parsed = schema.safeParse(parseJson(kept));
    return parsed.success ? parsed.data : null;
  }

  return {
    read: (accountId) => read(accountKey(accountId), accountSchema),
    write: (accountId, secrets) =>
      vault.write(accountKey(accountId), JSON.stringify(accountSchema.parse(secrets))),
    remove: (accountId) => vault.remove(accountKey(accountId)),
    readApplication: () => read(applicationKey, applicationSchema),
    writeApplication: (application) =>
      vault.write(applicationKey, JSON.stringify(applicationSchema.parse(application))),
    readProxy: () => read(proxyKey, proxySchema),
    writeProxy: (proxy) =>
      proxy === null
        ? vault.remove(proxyKey)
        : vault.write(proxyKey, JSON.stringify(proxySchema.parse(proxy))),
  };
}
