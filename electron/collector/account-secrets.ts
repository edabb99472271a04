import { z } from 'zod';
import type { AccountSecrets } from '../ports/gateway.ts';
import type { Vault } from '../ports/vault.ts';

const accountSecretsSchema = z.object({
  apiId: z.number().int().positive(),
  apiHash: z.string().min(1),
  session: z.string().min(1),
});

/** The vault's entry for an account. */
export const accountSecretsKey = (accountId: number): string => `account:${accountId}`;

/**
 * What the account needs to connect; null where nothing usable is kept, so that a sign-in is needed.
 * Throws `VaultError` when the vault itself cannot be read.
 */
export async function readAccountSecrets(vault: Vault, accountId: number): Promise<AccountSecrets | null> {
  const kept = await vault.read(accountSecretsKey(accountId));
  if (kept === null) return null;
  const parsed = accountSecretsSchema.safeParse(parseJson(kept));
  return parsed.success ? parsed.data : null;
}

export async function writeAccountSecrets(
  vault: Vault,
  accountId: number,
  secrets: AccountSecrets,
): Promise<void> {
  await vault.write(accountSecretsKey(accountId), JSON.stringify(accountSecretsSchema.parse(secrets)));
}

/** Undefined where the text is no JSON: the schema refuses it like any other wrong value. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
