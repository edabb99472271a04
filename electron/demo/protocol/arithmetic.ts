import { randomBytes, randomInt } from 'node:crypto';

/** The 2048-bit safe prime that Telegram's servers use and clients know, big-endian. */
export const knownPrime = Buffer.from(
  'c71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f48198a0aa7c14058229493d22530f4db' +
    'fa336f6e0ac925139543aed44cce7c3720fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f64' +
    '2477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4a4a695811051907e162753b56b0f6b41' +
    '0dba74d8a84b2a14b3144e0ef1284754fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4' +
    'e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f0d8115f635b105ee2e4e15d04b2454bf' +
    '6f4fadf034b10403119cd8e3b92fcc5b',
  'hex',
);

export const prime = toInteger(knownPrime);

/** A generator that clients accept for the known prime. */
export const generator = 3n;

/** Reads big-endian bytes. */
export function toInteger(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
}

/** Writes an integer as big-endian bytes, padded with zeros in front up to `length`. */
export function toBytes(value: bigint, length: number): Buffer {
  return Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex');
}

/** base^exponent mod modulus. */
export function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let factor = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % modulus;
    factor = (factor * factor) % modulus;
  }
  return result;
}

/** A secret exponent of 256 bits: as strong as a 2048-bit group can be, and eight times faster than 2048. */
export function randomExponent(): bigint {
  return toInteger(randomBytes(32)) | (1n << 255n);
}

/**
 * Two different primes of about 20 bits, the smaller first. Telegram's have 31; these are quicker for the
 * client to find, and their product keeps a top byte below 0x80, which the client would read as a sign.
 */
export function primePair(): readonly [number, number] {
  const first = randomPrime();
  let second = randomPrime();
  while (second === first) second = randomPrime();
  return first < second ? [first, second] : [second, first];
}

function randomPrime(): number {
  let candidate = randomInt(2 ** 19, 2 ** 20) | 1;
  while (!isPrime(candidate)) candidate += 2;
  return candidate;
}

function isPrime(odd: number): boolean {
  for (let divisor = 3; divisor * divisor <= odd; divisor += 2) if (odd % divisor === 0) return false;
  return true;
}
