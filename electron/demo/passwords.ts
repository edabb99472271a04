import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Account } from './accounts.ts';
import type { TlObject } from './codec/codec.ts';
import { bytesField, longField } from './codec/fields.ts';
import {
  generator,
  knownPrime,
  modularPower,
  prime,
  randomExponent,
  toBytes,
  toInteger,
} from './protocol/arithmetic.ts';
import { sha256 } from './protocol/cipher.ts';

/** The second factor, proven by SRP: the password itself never travels. */
export interface Passwords {
  /** What a client needs to prove that it knows the password; a fresh challenge each time. */
  challenge(account: Account): Promise<TlObject>;
  /** Whether the proof is right. A challenge is good for one try. */
  check(account: Account, proof: TlObject): boolean;
}

interface Verifier {
  readonly salt1: Buffer;
  readonly salt2: Buffer;
  readonly value: bigint;
}

interface Challenge {
  readonly accountId: number;
  readonly exponent: bigint;
  readonly publicValue: Buffer;
}

const derive = promisify(pbkdf2);
const primeBytes = toBytes(prime, 256);
const generatorBytes = toBytes(generator, 256);
const multiplier = toInteger(sha256(primeBytes, generatorBytes));

export function createPasswords(): Passwords {
  const verifiers = new Map<number, Verifier>();
  const challenges = new Map<bigint, Challenge>();

  async function verifierOf(account: Account): Promise<Verifier> {
    const known = verifiers.get(account.id);
    if (known !== undefined) return known;
    const [salt1, salt2] = [randomBytes(16), randomBytes(16)];
    const first = sha256(salt1, Buffer.from(account.password ?? ''), salt1);
    const second = sha256(salt2, first, salt2);
    const third = sha256(salt2, await derive(second, salt1, 100_000, 64, 'sha512'), salt2);
    const verifier = { salt1, salt2, value: modularPower(generator, toInteger(third), prime) };
    verifiers.set(account.id, verifier);
    return verifier;
  }

  return {
    async challenge(account) {
      const { salt1, salt2, value } = await verifierOf(account);
      const exponent = randomExponent();
      const publicValue = toBytes(
        (multiplier * value + modularPower(generator, exponent, prime)) % prime,
        256,
      );
      const id = randomBytes(8).readBigInt64LE(0);
      challenges.set(id, { accountId: account.id, exponent, publicValue });
      return {
        _: 'account.password',
        has_password: true,
        current_algo: algorithm(salt1, salt2),
        srp_B: publicValue,
        srp_id: id,
        hint: account.passwordHint ?? undefined,
        ...newPasswordFields(),
      };
    },
    check(account, proof) {
      const id = longField(proof, 'srp_id');
      const challenge = challenges.get(id);
      const verifier = verifiers.get(account.id);
      if (challenge?.accountId !== account.id || verifier === undefined) return false;
      challenges.delete(id);
      const clientValue = toBytes(toInteger(bytesField(proof, 'A')), 256);
      const scrambler = toInteger(sha256(clientValue, challenge.publicValue));
      const base = (toInteger(clientValue) * modularPower(verifier.value, scrambler, prime)) % prime;
      const secret = sha256(toBytes(modularPower(base, challenge.exponent, prime), 256));
      const group = Buffer.from(
        sha256(primeBytes).map((byte, at) => byte ^ (sha256(generatorBytes)[at] ?? 0)),
      );
      const expected = sha256(
        group,
        sha256(verifier.salt1),
        sha256(verifier.salt2),
        clientValue,
        challenge.publicValue,
        secret,
      );
      return expected.equals(bytesField(proof, 'M1'));
    },
  };
}

/** What an account without a second factor answers. */
export function noPassword(): TlObject {
  return { _: 'account.password', ...newPasswordFields() };
}

function newPasswordFields(): Record<string, unknown> {
  return {
    new_algo: algorithm(randomBytes(8), randomBytes(16)),
    new_secure_algo: { _: 'securePasswordKdfAlgoUnknown' },
    secure_random: randomBytes(256),
  };
}

function algorithm(salt1: Buffer, salt2: Buffer): TlObject {
  return {
    _: 'passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow',
    salt1,
    salt2,
    g: Number(generator),
    p: knownPrime,
  };
}
