import { VaultError } from '../ports/vault.ts';
import { seal, unseal } from './sealing.ts';
import type { VaultDocument } from './vault-document.ts';

const about = (vaultId: string, key: string): string => `tidings vault ${vaultId} entry ${key}`;

export function withEntry(
  document: VaultDocument,
  master: Uint8Array,
  key: string,
  value: string,
): VaultDocument {
  const entry = { key, ...seal(master, Buffer.from(value), about(document.id, key)) };
  return { ...document, entries: [...withoutEntry(document, key).entries, entry] };
}

export function withoutEntry(document: VaultDocument, key: string): VaultDocument {
  return { ...document, entries: document.entries.filter((entry) => entry.key !== key) };
}

export const hasEntry = ({ entries }: VaultDocument, key: string): boolean =>
  entries.some((entry) => entry.key === key);

/** Null where nothing is kept under `key`. Throws `VaultError` where what is kept was changed by others. */
export function entryOf(
  document: VaultDocument,
  master: Uint8Array,
  key: string,
  file: string,
): string | null {
  const entry = document.entries.find((each) => each.key === key);
  if (entry === undefined) return null;
  const value = unseal(master, entry, about(document.id, key));
  if (value !== null) return value.toString();
  throw new VaultError(
    `What ${file} keeps under ${key} was changed by something else than Tidings. It is not used. Restore the file, or sign in again.`,
  );
}
