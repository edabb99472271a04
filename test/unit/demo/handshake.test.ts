import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createWorldClock } from '../../../electron/demo/clock.ts';
import { createCodec, type TlCodec, type TlObject } from '../../../electron/demo/codec/codec.ts';
import { parseSchema } from '../../../electron/demo/codec/definitions.ts';
import { bytesField } from '../../../electron/demo/codec/fields.ts';
import { mtprotoSchema } from '../../../electron/demo/codec/mtproto-schema.ts';
import {
  modularPower,
  prime,
  primePair,
  toBytes,
  toInteger,
} from '../../../electron/demo/protocol/arithmetic.ts';
import { decryptIge, encryptIge, sha1, sha256 } from '../../../electron/demo/protocol/cipher.ts';
import { createHandshake, type Handshake } from '../../../electron/demo/protocol/handshake.ts';
import { generateServerKey, type ServerKeyPair } from '../../../electron/demo/protocol/server-key.ts';

let codec: TlCodec;
let serverKey: ServerKeyPair;
beforeAll(async () => {
  codec = createCodec(parseSchema(mtprotoSchema));
  serverKey = await generateServerKey();
});

function padForRsa(data: Uint8Array): Buffer {
  const key = createPublicKey(serverKey.publicKey);
  const padded = Buffer.concat([data, randomBytes(192 - data.length)]);
  for (;;) {
    const temporary = randomBytes(32);
    const hashed = Buffer.concat([Buffer.from(padded).reverse(), sha256(temporary, padded)]);
    const cipherText = encryptIge(hashed, temporary, Buffer.alloc(32));
    const mask = sha256(cipherText);
    const plain = Buffer.concat([temporary.map((byte, at) => byte ^ (mask[at] ?? 0)), cipherText]);
    // A number above the key's modulus cannot be encrypted: then another temporary key is drawn.
    if ((plain[0] ?? 0) < 0x80) return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, plain);
  }
}

/** A client's side of the handshake up to the point where it chooses its own half of the key. */
function begin(handshake: Handshake) {
  const nonce = randomBytes(16);
  const newNonce = randomBytes(32);
  const offer = handshake.answer({ _: 'req_pq_multi', nonce });
  const serverNonce = bytesField(offer, 'server_nonce');
  const both = { nonce, server_nonce: serverNonce };
  const factors = { pq: offer.pq, p: Buffer.alloc(4), q: Buffer.alloc(4) };
  const inner = codec.encode({ _: 'p_q_inner_data', ...both, ...factors, new_nonce: newNonce });
  const group = handshake.answer({
    _: 'req_DH_params',
    ...both,
    p: factors.p,
    q: factors.q,
    public_key_fingerprint: serverKey.fingerprint,
    encrypted_data: padForRsa(inner),
  });
  const first = sha1(newNonce, serverNonce);
  const second = sha1(serverNonce, newNonce);
  const key = Buffer.concat([first, second.subarray(0, 12)]);
  const vector = Buffer.concat([second.subarray(12), sha1(newNonce, newNonce), newNonce.subarray(0, 4)]);
  const plain = decryptIge(bytesField(group, 'encrypted_answer'), key, vector);
  const serverHalf = toInteger(bytesField(codec.decode(plain.subarray(20)), 'g_a'));

  function choose(exponent: bigint): TlObject {
    const g_b = toBytes(modularPower(3n, exponent, prime), 256);
    const answer = codec.encode({ _: 'client_DH_inner_data', ...both, retry_id: 0, g_b });
    const hashed = Buffer.concat([sha1(answer), answer]);
    const padded = Buffer.concat([hashed, Buffer.alloc((16 - (hashed.length % 16)) % 16)]);
    const encrypted = encryptIge(padded, key, vector);
    return handshake.answer({ _: 'set_client_DH_params', ...both, encrypted_data: encrypted });
  }

  return { serverHalf, choose };
}

describe('the handshake', () => {
  it('asks for another key when one begins with zero, which a client would cut off', () => {
    const kept: Buffer[] = [];
    const { serverHalf, choose } = begin(
      createHandshake({ codec, serverKey, clock: createWorldClock(null), keepKey: (key) => kept.push(key) }),
    );
    let exponent = 2n;
    let shared = (serverHalf * serverHalf) % prime;
    while (toBytes(shared, 256)[0] !== 0) {
      exponent += 1n;
      shared = (shared * serverHalf) % prime;
    }
    expect(choose(exponent)._).toBe('dh_gen_retry');
    expect(kept).toEqual([]);
    shared = modularPower(serverHalf, 2n, prime);
    expect(choose(toBytes(shared, 256)[0] === 0 ? 3n : 2n)._).toBe('dh_gen_ok');
    expect(kept).toHaveLength(1);
  });

  it('refuses steps that are not genuine or come out of order', () => {
    const handshake = createHandshake({
      codec,
      serverKey,
      clock: createWorldClock(null),
      keepKey: () => undefined,
    });
    const both = { nonce: randomBytes(16), server_nonce: randomBytes(16) };
    const early = { _: 'set_client_DH_params', ...both, encrypted_data: Buffer.alloc(16) };
    expect(() => handshake.answer(early)).toThrow('no handshake of this connection');
    const offer = handshake.answer({ _: 'req_pq_multi', nonce: both.nonce });
    const server_nonce = bytesField(offer, 'server_nonce');
    expect(() => handshake.answer({ ...early, server_nonce })).toThrow('before req_DH_params');
    const forged = { _: 'req_DH_params', ...both, server_nonce, encrypted_data: Buffer.alloc(256, 1) };
    expect(() => handshake.answer(forged)).toThrow('not genuine');
    expect(() => handshake.answer({ _: 'ping', ping_id: 1n })).toThrow('not part of a handshake');
  });

  it('offers a product whose top byte no client takes for a sign', () => {
    for (let round = 0; round < 50; round += 1) {
      const [p, q] = primePair();
      expect(p).toBeLessThan(q);
      expect(toBytes(BigInt(p) * BigInt(q), 8)[0]).toBeLessThan(0x80);
    }
  });
});
