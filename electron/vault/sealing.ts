import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** What only the holder of a key can read or make: AES-256-GCM; both in base64, the tag at the end. */
export interface Sealed {
  readonly nonce: string;
  readonly sealed: string;
}

const algorithm = 'aes-256-gcm';
export const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** `about` is not kept: whoever opens must know it, so that nothing sealed can stand in for something else. */
export function seal(key: Uint8Array, content: Uint8Array, about: string): Sealed {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()]);
  return { nonce: nonce.toString('base64'), sealed: sealed.toString('base64') };
}

/** Null where it was sealed with another key or about something else, or was changed since. */
export function unseal(key: Uint8Array, { nonce, sealed }: Sealed, about: string): Buffer | null {
  const bytes = Buffer.from(sealed, 'base64');
  const nonceOf = Buffer.from(nonce, 'base64');
  if (bytes.length < tagBytes || nonceOf.length !== nonceBytes) return null;
  const decipher = createDecipheriv(algorithm, key, nonceOf, { authTagLength: tagBytes })
    .setAAD(Buffer.from(about))
    .setAuthTag(bytes.subarray(-tagBytes));
  const content = decipher.update(bytes.subarray(0, -tagBytes));
  try {
    return Buffer.concat([content, decipher.final()]);
  } catch {
    // The one thing `final` throws for: the tag does not fit.
    return null;
  }
}
