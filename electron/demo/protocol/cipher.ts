import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { getWasmUrl, ige256Decrypt, ige256Encrypt, initSync } from '@mtcute/wasm';

initSync(moduleAt(getWasmUrl()));

/** Beside its library the module is a file; a bundler makes it part of the program, as a data address. */
function moduleAt(address: URL): Buffer<ArrayBuffer> {
  if (address.protocol !== 'data:') return readFileSync(address);
  return Buffer.from(address.pathname.slice(address.pathname.indexOf(',') + 1), 'base64');
}

/** AES-256-IGE; `data` must be a multiple of 16 bytes, the key 32 and the vector 32 bytes. */
export function encryptIge(data: Uint8Array, key: Uint8Array, vector: Uint8Array): Buffer {
  return viewOf(ige256Encrypt(data, key, vector));
}

/** The inverse of `encryptIge`. */
export function decryptIge(data: Uint8Array, key: Uint8Array, vector: Uint8Array): Buffer {
  return viewOf(ige256Decrypt(data, key, vector));
}

export function sha1(...parts: readonly Uint8Array[]): Buffer {
  return digest('sha1', parts);
}

export function sha256(...parts: readonly Uint8Array[]): Buffer {
  return digest('sha256', parts);
}

function digest(algorithm: string, parts: readonly Uint8Array[]): Buffer {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** AES key and vector of one message of MTProto 2.0. */
function messageCipher(
  authKey: Buffer,
  messageKey: Buffer,
  from: 'client' | 'server',
): { readonly key: Buffer; readonly vector: Buffer } {
  const x = from === 'client' ? 0 : 8;
  const a = sha256(messageKey, authKey.subarray(x, x + 36));
  const b = sha256(authKey.subarray(x + 40, x + 76), messageKey);
  return {
    key: Buffer.concat([a.subarray(0, 8), b.subarray(8, 24), a.subarray(24, 32)]),
    vector: Buffer.concat([b.subarray(0, 8), a.subarray(8, 24), b.subarray(24, 32)]),
  };
}

function messageKeyOf(authKey: Buffer, plain: Buffer, from: 'client' | 'server'): Buffer {
  const x = from === 'client' ? 0 : 8;
  return sha256(authKey.subarray(88 + x, 120 + x), plain).subarray(8, 24);
}

/** Decrypts what follows the key id in a client's message. Null when its message key is not genuine. */
export function openMessage(authKey: Buffer, sealed: Buffer): Buffer | null {
  if (sealed.length < 32) return null;
  const messageKey = sealed.subarray(0, 16);
  const { key, vector } = messageCipher(authKey, messageKey, 'client');
  const length = (sealed.length - 16) & ~15;
  const plain = decryptIge(sealed.subarray(16, 16 + length), key, vector);
  return messageKeyOf(authKey, plain, 'client').equals(messageKey) ? plain : null;
}

/** Encrypts a server's message (already padded to a multiple of 16) as message key and cipher text. */
export function sealMessage(authKey: Buffer, plain: Buffer): Buffer {
  const messageKey = messageKeyOf(authKey, plain, 'server');
  const { key, vector } = messageCipher(authKey, messageKey, 'server');
  return Buffer.concat([messageKey, encryptIge(plain, key, vector)]);
}
