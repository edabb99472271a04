import { type Cipheriv, createCipheriv, createHash, randomBytes, randomInt } from 'node:crypto';
import type { Library } from './library.ts';

/**
 * How an MTProxy is spoken to: 64 bytes that hold the keys of both directions, then AES in counter mode over TCP
 * intermediate, padded or not. The library's own speaks abridged, which hangs on replies in several pieces.
 */

/** The secret of an MTProxy. */
export interface ProxySecret {
  readonly key: Buffer;
  /** Packets end in random bytes, so that their sizes tell nothing (`dd` secrets). */
  readonly isPadded: boolean;
}

/** Null for a secret of a kind not known here (`ee…`: fake TLS), and for what is none. */
export function readProxySecret(text: string): ProxySecret | null {
  const parts = /^(dd)?([0-9a-f]{32})$/i.exec(text.trim());
  if (parts === null) return null;
  return { key: Buffer.from(parts[2] ?? '', 'hex'), isPadded: parts[1] !== undefined };
}

/** What of the library's socket is used here. */
interface ByteSocket {
  readExactly(count: number): Promise<Buffer>;
  write(data: Buffer): void;
}

/** A connection to an MTProxy, for the library. Reports transport errors as `watchedConnection` does. */
export function obfuscatedConnection(
  library: Library,
  secret: ProxySecret,
  onTransportError: (code: number) => void,
): Library['ConnectionTCPFull'] {
  // What it inherits of TCP full, a codec, has no say: all that goes through it is replaced.
  return class ObfuscatedConnection extends library.ConnectionTCPFull {
    #stream: ByteSocket | null = null;

    override async _initConn(): Promise<void> {
      const { header, stream } = openStream(this.socket, this._dcId, secret);
      this.#stream = stream;
      this.socket.write(header);
    }

    override async _send(data: Buffer): Promise<void> {
      this.#stream?.write(wrapped(data, secret.isPadded));
    }

    override async _recv(): Promise<Buffer | null> {
      // Null is what the library takes for the end of a connection.
      if (this.#stream === null) return null;
      const packet = await nextPacket(this.#stream);
      if (packet.length === 4) onTransportError(packet.readInt32LE(0));
      return packet;
    }
  };
}

const tags = { intermediate: 0xeeeeeeee, padded: 0xdddddddd };
/** First words by which other protocols, or transports without obfuscation, would be recognised. */
const takenFirstWords = new Set([
  0x44414548,
  0x54534f50,
  0x20544547,
  0x4954504f,
  0x02010316,
  tags.intermediate,
  tags.padded,
]);

function openStream(socket: ByteSocket, dataCentre: number, secret: ProxySecret) {
  const open = randomHeader();
  const reversed = Buffer.from(open.subarray(8, 56)).reverse();
  const encrypt = counterCipher(open.subarray(8, 40), open.subarray(40, 56), secret);
  const decrypt = counterCipher(reversed.subarray(0, 32), reversed.subarray(32, 48), secret);
  open.writeUInt32LE(secret.isPadded ? tags.padded : tags.intermediate, 56);
  open.writeInt16LE(dataCentre, 60);
  // The keys go in the clear (without the secret they are of no use), what follows them is encrypted.
  const header = Buffer.concat([open.subarray(0, 56), encrypt.update(open).subarray(56)]);
  const stream: ByteSocket = {
    readExactly: async (count) => decrypt.update(await socket.readExactly(count)),
    write: (data) => socket.write(encrypt.update(data)),
  };
  return { header, stream };
}

function randomHeader(): Buffer {
  for (;;) {
    const header = randomBytes(64);
    const isTaken =
      header[0] === 0xef || takenFirstWords.has(header.readUInt32LE(0)) || header.readUInt32LE(4) === 0;
    if (!isTaken) return header;
  }
}

function counterCipher(key: Buffer, vector: Buffer, secret: ProxySecret): Cipheriv {
  const mixed = createHash('sha256').update(key).update(secret.key).digest();
  return createCipheriv('aes-256-ctr', mixed, vector);
}

/** Longer packets are none of Telegram's: what was read is no length, and would be waited for in vain. */
const longestPacket = 2 ** 24;
/** Any message has its key id, and its message key or its id and length; what is shorter is a transport error. */
const shortestMessage = 20;

function wrapped(data: Buffer, isPadded: boolean): Buffer {
  const padding = randomBytes(isPadded ? randomInt(16) : 0);
  const header = Buffer.alloc(4);
  header.writeUInt32LE(data.length + padding.length);
  return Buffer.concat([header, data, padding]);
}

async function nextPacket(stream: ByteSocket): Promise<Buffer> {
  const length = (await stream.readExactly(4)).readUInt32LE(0);
  if (length < 4 || length > longestPacket) throw new Error('What came through the proxy is no packet.');
  return withoutPadding(await stream.readExactly(length));
}

/** A packet ends where its message does, whether padding was asked for or not. */
function withoutPadding(packet: Buffer): Buffer {
  if (packet.length < shortestMessage) return packet.subarray(0, 4);
  // A message of the handshake says its length; a sealed one has a head of 24 bytes and then whole AES blocks.
  if (packet.readBigUInt64LE(0) === 0n) return packet.subarray(0, 20 + packet.readUInt32LE(16));
  return packet.subarray(0, 24 + ((packet.length - 24) & ~15));
}
