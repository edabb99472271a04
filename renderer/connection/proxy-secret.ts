/** The secret of an MTProxy, in whichever of its writings it was given. */
export type ReadSecret =
  | { readonly kind: 'secret'; readonly secret: string }
  /** Why it cannot be used, as a sentence. */
  | { readonly kind: 'problem'; readonly problem: string };

const plainBytes = 16;
/** First byte of a secret that asks for padded packets. */
const padded = 0xdd;
/** First byte of a secret that asks to look like TLS to a domain, whose name follows. */
const fakeTls = 0xee;

const fakeTlsProblem =
  'This secret asks for fake TLS (it begins with ee), which Tidings cannot speak. Ask whoever runs the proxy for one of 32 hexadecimal digits, or dd and 32 more.';
const otherProblem =
  'Must be 32 hexadecimal digits, or dd and 32 more. A secret in base64 works too, if it is complete.';

/**
 * Reads hexadecimal and base64 (of either alphabet, padded or not) and gives what the contract wants: 32 hexadecimal
 * digits, or `dd` and 32 more.
 */
export function readSecret(text: string): ReadSecret {
  const given = text.trim();
  const bytes = bytesOfHex(given) ?? bytesOfBase64(given);
  if (bytes === null) return { kind: 'problem', problem: otherProblem };
  const [first] = bytes;
  if (bytes.length === plainBytes || (bytes.length === plainBytes + 1 && first === padded)) {
    return { kind: 'secret', secret: hexOf(bytes) };
  }
  return { kind: 'problem', problem: first === fakeTls ? fakeTlsProblem : otherProblem };
}

function bytesOfHex(text: string): Uint8Array | null {
  if (!/^(?:[0-9a-f]{2})+$/i.test(text)) return null;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function bytesOfBase64(text: string): Uint8Array | null {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return null;
  const digits = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  // Four digits are three bytes: a single one left over is no byte at all.
  if (digits.length % 4 === 1) return null;
  return Uint8Array.from(atob(digits), (character) => character.charCodeAt(0));
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
