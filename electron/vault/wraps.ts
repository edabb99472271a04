import { randomBytes, scrypt as scryptWithCallback } from 'node:crypto';
import { promisify } from 'node:util';
import { keyBytes, seal, unseal } from './sealing.ts';
import type { ScryptCost, WrapOf } from './vault-document.ts';

const scrypt = promisify<string, Uint8Array, number, object, Buffer>(scryptWithCallback);
const saltBytes = 16;

/** 128 MiB and some tenths of a second for each guess. */
export const usualScryptCost: ScryptCost = { N: 2 ** 17, r: 8, p: 1 };

const about = (vaultId: string, kind: string): string => `tidings vault ${vaultId} wrap ${kind}`;

export async function wrapByPassphrase(
  vaultId: string,
  master: Uint8Array,
  passphrase: string,
  cost: ScryptCost,
): Promise<WrapOf<'passphrase'>> {
  const salt = randomBytes(saltBytes);
  const key = await keyOf(passphrase, salt, cost);
  return {
    kind: 'passphrase',
    scrypt: cost,
    salt: salt.toString('base64'),
    ...seal(key, master, about(vaultId, 'passphrase')),
  };
}

/** Null where this is not the passphrase. */
export async function unwrapByPassphrase(
  vaultId: string,
  wrap: WrapOf<'passphrase'>,
  passphrase: string,
): Promise<Buffer | null> {
  const key = await keyOf(passphrase, Buffer.from(wrap.salt, 'base64'), wrap.scrypt);
  return masterOrNull(unseal(key, wrap, about(vaultId, 'passphrase')));
}

/** Keyboards write the same letter in different ways: what looks the same is the same passphrase. */
function keyOf(passphrase: string, salt: Uint8Array, { N, r, p }: ScryptCost): Promise<Buffer> {
  return scrypt(passphrase.normalize('NFC'), salt, keyBytes, { N, r, p, maxmem: 256 * N * r + 1024 * r * p });
}

export function wrapByKey(vaultId: string, master: Uint8Array, key: Uint8Array): WrapOf<'key-file'> {
  return { kind: 'key-file', ...seal(key, master, about(vaultId, 'key-file')) };
}

export function unwrapByKey(vaultId: string, wrap: WrapOf<'key-file'>, key: Uint8Array): Buffer | null {
  return masterOrNull(unseal(key, wrap, about(vaultId, 'key-file')));
}

const prefixOf = (vaultId: string): string => `${about(vaultId, 'keychain')} `;

/** What the keychain encrypts: it says which vault it opens, so that one vault's wrap is of no use in another. */
export const formatKeychainText = (vaultId: string, master: Uint8Array): string =>
  prefixOf(vaultId) + Buffer.from(master).toString('base64');

/** Null where it is not this vault's. */
export function parseKeychainText(vaultId: string, text: string): Buffer | null {
  if (!text.startsWith(prefixOf(vaultId))) return null;
  return masterOrNull(Buffer.from(text.slice(prefixOf(vaultId).length), 'base64'));
}

const masterOrNull = (master: Buffer | null): Buffer | null => (master?.length === keyBytes ? master : null);
