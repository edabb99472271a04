import type { Vault } from '../../electron/ports/vault.ts';

/** A vault that lasts as long as the test. */
export function memoryVault(): Vault & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    read: async (key) => entries.get(key) ?? null,
    write: async (key, value) => void entries.set(key, value),
    remove: async (key) => void entries.delete(key),
  };
}
