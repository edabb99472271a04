import {
  constants,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  privateDecrypt,
} from 'node:crypto';
import { promisify } from 'node:util';
import { fingerprintOf, readServerKey } from '../../telegram/schema.ts';
import { decryptIge, sha256 } from './cipher.ts';

/** The RSA key a data centre proves itself with. */
export interface ServerKeyPair {
  /** PKCS#1 PEM: what a client must trust. */
  readonly publicKey: string;
  /** PKCS#8 PEM: secret. */
  readonly privateKey: string;
  readonly fingerprint: bigint;
  /** Undoes RSA_PAD: the 192 bytes the client padded its data to, or null when they are not genuine. */
  unpad(encrypted: Buffer): Buffer | null;
}

/** Makes a new 2048-bit key, which takes about a tenth of a second. */
export async function generateServerKey(): Promise<ServerKeyPair> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return serverKeyOf(privateKey);
}

/** Reads a key that was kept. Throws when the text is no private key in PEM. */
export function loadServerKey(privateKeyPem: string): ServerKeyPair {
  return serverKeyOf(createPrivateKey(privateKeyPem));
}

function serverKeyOf(privateKey: KeyObject): ServerKeyPair {
  const publicKey = createPublicKey(privateKey).export({ format: 'pem', type: 'pkcs1' }).toString();
  return {
    publicKey,
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    fingerprint: fingerprintOf(readServerKey(publicKey)),
    unpad: (encrypted) => unpad(privateKey, encrypted),
  };
}

/**
 * RSA_PAD: RSA over (temporary key XOR SHA-256 of the cipher text) and AES-IGE of (reversed data, SHA-256 of
 * temporary key and data).
 */
function unpad(privateKey: KeyObject, encrypted: Buffer): Buffer | null {
  if (encrypted.length !== 256) return null;
  const plain = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encrypted);
  const cipherText = plain.subarray(32);
  const mask = sha256(cipherText);
  const temporaryKey = Buffer.from(plain.subarray(0, 32).map((byte, index) => byte ^ (mask[index] ?? 0)));
  const dataWithHash = decryptIge(cipherText, temporaryKey, Buffer.alloc(32));
  const data = Buffer.from(dataWithHash.subarray(0, 192)).reverse();
  return sha256(temporaryKey, data).equals(dataWithHash.subarray(192)) ? data : null;
}
