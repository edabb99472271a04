import { randomBytes } from 'node:crypto';
import type { WorldClock } from '../clock.ts';
import type { TlCodec, TlObject } from '../codec/codec.ts';
import { bytesField } from '../codec/fields.ts';
import {
  generator,
  knownPrime,
  modularPower,
  prime,
  primePair,
  randomExponent,
  toBytes,
  toInteger,
} from './arithmetic.ts';
import { decryptIge, encryptIge, sha1 } from './cipher.ts';
import type { ServerKeyPair } from './server-key.ts';

/** The server's side of making an auth key, for one connection. */
export interface Handshake {
  /** Answers one plain message. Throws, in words, when the client's step is not genuine. */
  answer(request: TlObject): TlObject;
}

interface HandshakeNeeds {
  readonly codec: TlCodec;
  readonly serverKey: ServerKeyPair;
  /** From the server's time a client learns how wrong its own clock is. */
  readonly clock: Pick<WorldClock, 'now'>;
  /** Called with the 256 bytes of each key that was agreed upon. */
  readonly keepKey: (authKey: Buffer) => void;
}

interface Agreement {
  readonly nonce: Buffer;
  readonly serverNonce: Buffer;
  newNonce: Buffer | null;
  exponent: bigint;
}

export function createHandshake({ codec, serverKey, clock, keepKey }: HandshakeNeeds): Handshake {
  let agreement: Agreement | null = null;

  function offerPrimes(request: TlObject): TlObject {
    agreement = {
      nonce: bytesField(request, 'nonce'),
      serverNonce: randomBytes(16),
      newNonce: null,
      exponent: randomExponent(),
    };
    const [p, q] = primePair();
    return {
      _: 'resPQ',
      nonce: agreement.nonce,
      server_nonce: agreement.serverNonce,
      pq: toBytes(BigInt(p) * BigInt(q), 8),
      server_public_key_fingerprints: [serverKey.fingerprint],
    };
  }

  function offerGroup(request: TlObject): TlObject {
    const current = agreementFor(request);
    const data = serverKey.unpad(bytesField(request, 'encrypted_data'));
    if (data === null) throw new Error('The encrypted part of req_DH_params is not genuine.');
    const inner = codec.decode(data);
    if (!bytesField(inner, 'server_nonce').equals(current.serverNonce)) throw new Error('A nonce differs.');
    const newNonce = bytesField(inner, 'new_nonce');
    current.newNonce = newNonce;
    const answer = codec.encode({
      _: 'server_DH_inner_data',
      nonce: current.nonce,
      server_nonce: current.serverNonce,
      g: Number(generator),
      dh_prime: knownPrime,
      g_a: toBytes(modularPower(generator, current.exponent, prime), 256),
      server_time: Math.floor(clock.now() / 1000),
    });
    const hashed = Buffer.concat([sha1(answer), answer]);
    const padded = Buffer.concat([hashed, randomBytes((16 - (hashed.length % 16)) % 16)]);
    const { key, vector } = temporaryCipher(newNonce, current.serverNonce);
    return {
      _: 'server_DH_params_ok',
      nonce: current.nonce,
      server_nonce: current.serverNonce,
      encrypted_answer: encryptIge(padded, key, vector),
    };
  }

  function agree(request: TlObject): TlObject {
    const current = agreementFor(request);
    if (current.newNonce === null) throw new Error('set_client_DH_params came before req_DH_params.');
    const { key, vector } = temporaryCipher(current.newNonce, current.serverNonce);
    const plain = decryptIge(bytesField(request, 'encrypted_data'), key, vector);
    const inner = codec.decode(plain.subarray(20));
    if (!bytesField(inner, 'server_nonce').equals(current.serverNonce)) throw new Error('A nonce differs.');
    const shared = modularPower(toInteger(bytesField(inner, 'g_b')), current.exponent, prime);
    const authKey = toBytes(shared, 256);
    // The client drops zero bytes in front of its key: such a key would not fit ours, so another is made.
    const isUsable = authKey[0] !== 0;
    if (isUsable) keepKey(authKey);
    const kind = isUsable ? 1 : 2;
    return {
      _: isUsable ? 'dh_gen_ok' : 'dh_gen_retry',
      nonce: current.nonce,
      server_nonce: current.serverNonce,
      [`new_nonce_hash${kind}`]: newNonceHash(current.newNonce, kind, authKey),
    };
  }

  function agreementFor(request: TlObject): Agreement {
    if (!agreement?.serverNonce.equals(bytesField(request, 'server_nonce'))) {
      throw new Error(`${request._} belongs to no handshake of this connection.`);
    }
    return agreement;
  }

  return {
    answer(request) {
      switch (request._) {
        case 'req_pq':
        case 'req_pq_multi':
          return offerPrimes(request);
        case 'req_DH_params':
          return offerGroup(request);
        case 'set_client_DH_params':
          return agree(request);
        default:
          throw new Error(`${request._} is not part of a handshake.`);
      }
    },
  };
}

function temporaryCipher(newNonce: Buffer, serverNonce: Buffer): { key: Buffer; vector: Buffer } {
  const first = sha1(newNonce, serverNonce);
  const second = sha1(serverNonce, newNonce);
  const third = sha1(newNonce, newNonce);
  return {
    key: Buffer.concat([first, second.subarray(0, 12)]),
    vector: Buffer.concat([second.subarray(12), third, newNonce.subarray(0, 4)]),
  };
}

function newNonceHash(newNonce: Buffer, kind: number, authKey: Buffer): Buffer {
  return sha1(newNonce, Buffer.from([kind]), sha1(authKey).subarray(0, 8)).subarray(4);
}
