import { createCipheriv } from 'node:crypto';
import { sha256 } from './cipher.ts';
import { abridgedFraming, type Framing, fullFraming, intermediateFraming } from './framing.ts';

/** One client's byte stream, read as packets. */
export interface Transport {
  /** Packets that are complete with this chunk. Throws when the stream is none that is known. */
  receive(chunk: Buffer): Buffer[];
  /** The bytes to send for a packet. Only after the first packet was received. */
  send(packet: Buffer): Buffer;
  /** The data centre an MTProxy client asked for; null while unknown and on other transports. */
  requestedDataCentre(): number | null;
}

interface Opened {
  readonly framing: Framing;
  readonly decrypt: (bytes: Buffer) => Buffer;
  readonly encrypt: (bytes: Buffer) => Buffer;
  readonly dataCentre: number | null;
  /** What of the received bytes is behind the header. */
  readonly rest: Buffer;
}

/**
 * Finds out from the first bytes which transport a client speaks: TCP full, abridged, intermediate, or one of
 * the latter two obfuscated. With `secret` (16 bytes, or 17 beginning with `dd`) only the obfuscated ones as an
 * MTProxy takes them.
 */
export function createTransport(secret: Buffer | null): Transport {
  let opened: Opened | null = null;
  let pending: Buffer = Buffer.alloc(0);

  return {
    receive(chunk) {
      if (opened === null) {
        pending = Buffer.concat([pending, chunk]);
        opened = open(pending, secret);
        if (opened === null) return [];
        pending = Buffer.from(opened.decrypt(opened.rest));
      } else {
        const plain = opened.decrypt(chunk);
        pending = pending.length === 0 ? plain : Buffer.concat([pending, plain]);
      }
      const packets: Buffer[] = [];
      for (let taken = opened.framing.take(pending); taken !== null; taken = opened.framing.take(pending)) {
        packets.push(taken.packet);
        pending = taken.rest;
      }
      return packets;
    },
    send(packet) {
      if (opened === null) throw new Error('Nothing can be sent before the client has spoken.');
      return opened.encrypt(opened.framing.wrap(packet));
    },
    requestedDataCentre: () => opened?.dataCentre ?? null,
  };
}

function open(bytes: Buffer, secret: Buffer | null): Opened | null {
  if (secret === null) {
    if (bytes[0] === 0xef) return plain(abridgedFraming(), bytes.subarray(1));
    if (bytes.length < 8) return null;
    const tag = bytes.readUInt32LE(0);
    if (tag === 0xeeeeeeee) return plain(intermediateFraming(false), bytes.subarray(4));
    if (tag === 0xdddddddd) return plain(intermediateFraming(true), bytes.subarray(4));
    // The running number of the first packet of TCP full; an obfuscated header never has zeros here.
    if (bytes.readUInt32LE(4) === 0) return plain(fullFraming(), bytes);
  }
  return bytes.length < 64 ? null : obfuscated(bytes, secret);
}

function plain(framing: Framing, rest: Buffer): Opened {
  const same = (bytes: Buffer) => bytes;
  return { framing, decrypt: same, encrypt: same, dataCentre: null, rest };
}

/** Obfuscation 2: 64 bytes that hold the keys of both directions, then AES-CTR. */
function obfuscated(bytes: Buffer, secret: Buffer | null): Opened {
  const header = bytes.subarray(0, 64);
  const reversed = Buffer.from(header.subarray(8, 56)).reverse();
  const decrypt = counterCipher(header.subarray(8, 40), header.subarray(40, 56), secret);
  const encrypt = counterCipher(reversed.subarray(0, 32), reversed.subarray(32, 48), secret);
  const opened = decrypt(header);
  return {
    framing: framingByTag(opened.readUInt32LE(56)),
    decrypt,
    encrypt,
    dataCentre: secret === null ? null : Math.abs(opened.readInt8(60)),
    rest: bytes.subarray(64),
  };
}

function framingByTag(tag: number): Framing {
  if (tag === 0xefefefef) return abridgedFraming();
  if (tag === 0xeeeeeeee) return intermediateFraming(false);
  if (tag === 0xdddddddd) return intermediateFraming(true);
  throw new Error('The client speaks no transport that is known here, or the proxy secret differs.');
}

function counterCipher(key: Buffer, vector: Buffer, secret: Buffer | null): (bytes: Buffer) => Buffer {
  // The marker of a `dd` secret is not part of the key.
  const proxyKey = secret === null ? key : sha256(key, secret.length === 17 ? secret.subarray(1) : secret);
  const cipher = createCipheriv('aes-256-ctr', proxyKey, vector);
  return (bytes) => cipher.update(bytes);
}
