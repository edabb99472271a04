import { createHash, createPublicKey } from 'node:crypto';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The API layer the client library speaks. */
export const LAYER = 198;

/** The TL schema of the API at `LAYER`, as text: one definition a line, `---functions---` before the methods. */
export function readApiSchema(): string {
  return require('telegram/tl/apiTl.js') as string;
}

/** What a client needs to know of a server's RSA key. */
interface ServerKey {
  /** big-endian */
  readonly modulus: Buffer;
  readonly exponent: Buffer;
}

/** Reads a PKCS#1 public key. Throws when the text is no RSA public key in PEM. */
export function readServerKey(publicKeyPem: string): ServerKey {
  const { n, e } = createPublicKey({ key: publicKeyPem, format: 'pem', type: 'pkcs1' }).export({
    format: 'jwk',
  });
  if (n === undefined || e === undefined) throw new Error('The key of the data centre is not an RSA key.');
  return { modulus: Buffer.from(n, 'base64url'), exponent: Buffer.from(e, 'base64url') };
}

/** The name MTProto gives a server key: the last 8 bytes of SHA-1 over the TL strings of n and e. */
export function fingerprintOf(key: ServerKey): bigint {
  const digest = createHash('sha1').update(tlBytes(key.modulus)).update(tlBytes(key.exponent)).digest();
  return digest.readBigInt64LE(12);
}

/**
 * Adds a data centre's key to those the client accepts. The client's table belongs to the process, so this
 * holds for every client in it. Throws when the text is no RSA public key in PEM.
 */
export function trustServerKey(publicKeyPem: string): void {
  const key = readServerKey(publicKeyPem);
  const { _serverKeys } = require('telegram/crypto/RSA.js') as typeof import('telegram/crypto/RSA');
  const { readBigIntFromBuffer } = require('telegram/Helpers.js') as typeof import('telegram/Helpers');
  _serverKeys.set(String(fingerprintOf(key)), {
    n: readBigIntFromBuffer(key.modulus, false, false),
    e: key.exponent.readUIntBE(0, key.exponent.length),
  });
}

/** Bytes as TL writes them: length, content, zeros up to a multiple of four. */
function tlBytes(content: Buffer): Buffer {
  const header =
    content.length < 254
      ? Buffer.from([content.length])
      : Buffer.from([254, content.length & 0xff, (content.length >> 8) & 0xff, content.length >> 16]);
  const padding = Buffer.alloc((4 - ((header.length + content.length) % 4)) % 4);
  return Buffer.concat([header, content, padding]);
}
