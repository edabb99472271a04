import { randomBytes, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** How packets are marked off in a TCP stream. */
export interface Framing {
  /** Takes the first whole packet off `stream`; null when it has not wholly arrived. Throws on a broken one. */
  take(stream: Buffer): { readonly packet: Buffer; readonly rest: Buffer } | null;
  /** Wraps a packet for sending. */
  wrap(packet: Buffer): Buffer;
}

/** TCP full: length, running number, packet, CRC32. */
export function fullFraming(): Framing {
  let sent = 0;
  return {
    take(stream) {
      const length = stream.length < 4 ? Number.POSITIVE_INFINITY : stream.readUInt32LE(0);
      if (stream.length < length) return null;
      if (length < 12) throw new Error('A packet of TCP full is shorter than its frame.');
      if (crc32(stream.subarray(0, length - 4)) !== stream.readUInt32LE(length - 4)) {
        throw new Error('A packet of TCP full has a wrong checksum.');
      }
      return { packet: stream.subarray(8, length - 4), rest: stream.subarray(length) };
    },
    wrap(packet) {
      const framed = Buffer.allocUnsafe(packet.length + 12);
      framed.writeUInt32LE(framed.length, 0);
      framed.writeUInt32LE(sent, 4);
      packet.copy(framed, 8);
      framed.writeUInt32LE(crc32(framed.subarray(0, framed.length - 4)), framed.length - 4);
      sent += 1;
      return framed;
    },
  };
}

/** TCP abridged: the length in words, in one byte or four. */
export function abridgedFraming(): Framing {
  return {
    take(stream) {
      if (stream.length === 0) return null;
      const isLong = ((stream[0] ?? 0) & 0x7f) === 0x7f;
      const start = isLong ? 4 : 1;
      if (stream.length < start) return null;
      const end = start + (isLong ? stream.readUIntLE(1, 3) : (stream[0] ?? 0) & 0x7f) * 4;
      return stream.length < end ? null : { packet: stream.subarray(start, end), rest: stream.subarray(end) };
    },
    wrap(packet) {
      const words = packet.length >> 2;
      if (words < 0x7f) return Buffer.concat([Buffer.from([words]), packet]);
      const header = Buffer.from([0x7f, words & 0xff, (words >> 8) & 0xff, words >> 16]);
      return Buffer.concat([header, packet]);
    },
  };
}

/** TCP intermediate: the length in four bytes; the padded kind may carry up to 15 random bytes more. */
export function intermediateFraming(isPadded: boolean): Framing {
  return {
    take(stream) {
      const length = stream.length < 4 ? Number.POSITIVE_INFINITY : stream.readUInt32LE(0);
      if (stream.length < length + 4) return null;
      const end = isPadded ? 4 + paddedEnd(stream.subarray(4, 4 + length)) : 4 + length;
      return { packet: stream.subarray(4, end), rest: stream.subarray(4 + length) };
    },
    wrap(packet) {
      const padding = randomBytes(isPadded ? randomInt(16) : 0);
      const header = Buffer.alloc(4);
      header.writeUInt32LE(packet.length + padding.length);
      return Buffer.concat([header, packet, padding]);
    },
  };
}

/** Where a padded packet ends: a plain one says its length, a sealed one is 24 bytes and whole AES blocks. */
function paddedEnd(padded: Buffer): number {
  if (padded.length < 24) return padded.length;
  if (padded.readBigUInt64LE(0) === 0n) return 20 + padded.readUInt32LE(16);
  return 24 + ((padded.length - 24) & ~15);
}
