import type { Socket } from 'node:net';
import type { WorldClock } from '../clock.ts';
import type { TlCodec, TlObject } from '../codec/codec.ts';
import { sha1 } from './cipher.ts';
import { createHandshake } from './handshake.ts';
import { createMessageIds } from './message-ids.ts';
import { type AuthKey, createMessages, type IncomingMessage } from './messages.ts';
import type { ServerKeyPair } from './server-key.ts';
import { createTransport } from './transport.ts';

/** What a connection needs of the data centre behind it. */
export interface ConnectionNeeds {
  readonly codec: TlCodec;
  readonly serverKey: ServerKeyPair;
  readonly clock: Pick<WorldClock, 'now'>;
  /** The secret of the MTProxy this connection came through; null for one that came directly. */
  readonly proxySecret: Buffer | null;
  /** The data centre an MTProxy client asked for may be another one than that it reached. */
  readonly findKey: (id: bigint, requestedDataCentre: number | null) => AuthKey | undefined;
  readonly keepKey: (key: AuthKey, requestedDataCentre: number | null) => void;
  readonly handle: (message: IncomingMessage, connection: Connection) => void;
  /** Told when a client was disconnected because it broke the protocol. */
  readonly reportBroken: () => void;
  readonly isCompressing: () => boolean;
  /** Whether what is sent should go out byte by byte. */
  readonly isDribbling: () => boolean;
}

/** One client's connection. */
export interface Connection {
  /** Keys whose messages have come this way. */
  readonly keyIds: ReadonlySet<bigint>;
  requestedDataCentre(): number | null;
  push(keyId: bigint, object: TlObject): void;
  /** Sends a packet as it is. */
  sendRaw(packet: Buffer): void;
  /** Closes in an orderly way (FIN). */
  drop(): void;
  /** Breaks off (RST). */
  reset(): void;
  /** Ends at once, in whatever state. */
  destroy(): void;
}

/** Speaks MTProto over a socket until it closes. A client that breaks the protocol is disconnected. */
export function openConnection(socket: Socket, needs: ConnectionNeeds): Connection {
  const { codec, serverKey } = needs;
  const transport = createTransport(needs.proxySecret);
  const keyIds = new Set<bigint>();
  const write = createWriter(socket, needs.isDribbling);
  const send = (packet: Buffer) => write(transport.send(packet));
  const nextMessageId = createMessageIds();

  const handshake = createHandshake({
    codec,
    serverKey,
    clock: needs.clock,
    keepKey: (key) =>
      needs.keepKey({ id: sha1(key).readBigInt64LE(12), key }, transport.requestedDataCentre()),
  });
  const messages = createMessages({
    codec,
    send,
    nextMessageId,
    isCompressing: needs.isCompressing,
    findKey: (id) => needs.findKey(id, transport.requestedDataCentre()),
    handle(message) {
      keyIds.add(message.authKey.id);
      needs.handle(message, connection);
    },
  });
  const connection: Connection = {
    keyIds,
    requestedDataCentre: () => transport.requestedDataCentre(),
    push: (keyId, object) => messages.push(keyId, object),
    sendRaw: send,
    drop: () => socket.destroySoon(),
    reset() {
      // Node never frees a socket that is reset while it is shutting down; its process then spins at its end.
      if (socket.readableEnded || socket.writableEnded) socket.destroy();
      else socket.resetAndDestroy();
    },
    destroy: () => socket.destroy(),
  };

  function receivePacket(packet: Buffer): void {
    if (packet.length < 24) throw new Error('A packet is too short for any message.');
    if (packet.readBigInt64LE(0) !== 0n) messages.receive(packet);
    else {
      const answer = handshake.answer(codec.decode(packet.subarray(20)));
      send(plainMessage(nextMessageId('answer'), codec.encode(answer)));
    }
  }

  socket.setNoDelay(true);
  socket.on('data', (chunk) => {
    try {
      for (const packet of transport.receive(chunk)) receivePacket(packet);
    } catch {
      // A stream that is not MTProto has no place for an error message: it is closed, as Telegram does.
      needs.reportBroken();
      socket.destroy();
    }
  });
  // A client that breaks off is nothing to report: 'close' follows, and whoever counts connections hears that.
  socket.on('error', () => socket.destroy());
  return connection;
}

/** A message of the handshake: key id 0, message id, length, body. */
function plainMessage(id: bigint, body: Uint8Array): Buffer {
  const packet = Buffer.alloc(20 + body.length);
  packet.writeBigInt64LE(id, 8);
  packet.writeInt32LE(body.length, 16);
  packet.set(body, 20);
  return packet;
}

/** Writes at once, or, while `isDribbling`, one byte a turn of the event loop; order is kept either way. */
function createWriter(socket: Socket, isDribbling: () => boolean): (bytes: Buffer) => void {
  let waiting = Buffer.alloc(0);
  let isWaiting = false;

  function writeNext(): void {
    if (socket.destroyed) return;
    socket.write(waiting.subarray(0, 1));
    waiting = waiting.subarray(1);
    isWaiting = waiting.length > 0;
    if (isWaiting) setImmediate(writeNext);
  }

  return (bytes) => {
    if (socket.destroyed) return;
    if (!isWaiting && !isDribbling()) {
      socket.write(bytes);
      return;
    }
    waiting = Buffer.concat([waiting, bytes]);
    if (isWaiting) return;
    isWaiting = true;
    setImmediate(writeNext);
  };
}
