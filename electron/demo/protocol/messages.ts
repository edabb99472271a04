import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { TlCodec, TlObject } from '../codec/codec.ts';
import { openMessage, sealMessage, sha256 } from './cipher.ts';

/** A key that a client and a data centre share. */
export interface AuthKey {
  /** What messages are marked with: the last 8 bytes of the key's SHA-1. */
  readonly id: bigint;
  readonly key: Buffer;
}

/** One message of a client, ready to be answered. */
export interface IncomingMessage {
  readonly authKey: AuthKey;
  readonly request: TlObject;
  /** Answers as the result of the call. */
  reply(result: Uint8Array): void;
  /** Answers with a message of its own, as MTProto's service calls want it. `build` gets the call's message id. */
  respond(build: (messageId: bigint) => TlObject): void;
}

/** The encrypted messages of one connection. */
export interface Messages {
  /** Takes one encrypted packet. Throws when it is not genuine; answers -404 when its key is not known. */
  receive(packet: Buffer): void;
  /** Sends an object of the server's own accord to the sessions of a key that have spoken here. */
  push(keyId: bigint, object: TlObject): void;
}

interface MessagesNeeds {
  readonly codec: TlCodec;
  readonly findKey: (id: bigint) => AuthKey | undefined;
  readonly send: (packet: Buffer) => void;
  readonly nextMessageId: (kind: 'answer' | 'notice') => bigint;
  readonly handle: (message: IncomingMessage) => void;
  /** Whether results of some size are sent compressed. */
  readonly isCompressing: () => boolean;
}

interface Session {
  readonly authKey: AuthKey;
  readonly id: bigint;
  /** Messages sent that the client has to acknowledge. */
  contentMessages: number;
}

interface Envelope {
  readonly id: bigint;
  readonly sequence: number;
  readonly body: Buffer;
}

const containerId = 0x73f1f8dc;
const gzipId = 0x3072cfa1;
const resultId = 0xf35c6d01;
/** Telegram's own word for "this auth key is unknown", sent bare, in place of a packet. */
export const authKeyUnknown = -404;

/** The salt a client must use with a key. A function of the key, so that it outlives a restart. */
export function saltOf(authKey: AuthKey): bigint {
  return sha256(authKey.key, Buffer.from('salt')).readBigInt64LE(0);
}

/** Tells the client of a transport error instead of a packet. */
export function transportError(code: number): Buffer {
  const packet = Buffer.alloc(4);
  packet.writeInt32LE(code);
  return packet;
}

export function createMessages({
  codec,
  findKey,
  send,
  nextMessageId,
  handle,
  isCompressing,
}: MessagesNeeds): Messages {
  const sessions = new Map<string, Session>();
  function sendMessage(
    session: Session,
    body: Uint8Array,
    kind: 'answer' | 'notice',
    isContent: boolean,
  ): void {
    const unpadded = 32 + body.length;
    const padding = 12 + ((16 - ((unpadded + 12) % 16)) % 16);
    const plain = Buffer.allocUnsafe(unpadded + padding);
    plain.writeBigInt64LE(saltOf(session.authKey), 0);
    plain.writeBigInt64LE(session.id, 8);
    plain.writeBigInt64LE(nextMessageId(kind), 16);
    plain.writeInt32LE(session.contentMessages * 2 + (isContent ? 1 : 0), 24);
    plain.writeInt32LE(body.length, 28);
    plain.set(body, 32);
    randomBytes(padding).copy(plain, unpadded);
    if (isContent) session.contentMessages += 1;
    const packet = Buffer.alloc(8);
    packet.writeBigInt64LE(session.authKey.id);
    send(Buffer.concat([packet, sealMessage(session.authKey.key, plain)]));
  }

  function open(authKey: AuthKey, id: bigint, firstMessageId: bigint): Session {
    const name = `${authKey.id}:${id}`;
    const known = sessions.get(name);
    if (known !== undefined) return known;
    const session: Session = { authKey, id, contentMessages: 0 };
    sessions.set(name, session);
    const created = codec.encode({
      _: 'new_session_created',
      first_msg_id: firstMessageId,
      unique_id: randomBytes(8).readBigInt64LE(0),
      server_salt: saltOf(authKey),
    });
    sendMessage(session, created, 'notice', true);
    return session;
  }

  function deliver(session: Session, envelope: Envelope): void {
    const { body } = envelope;
    const id = body.readUInt32LE(0);
    if (id === containerId) {
      for (const inner of unpack(body)) deliver(session, inner);
      return;
    }
    const request = codec.decode(id === gzipId ? gunzipSync(gzipContent(body)) : body);
    // An acknowledgement asks for nothing: every answer here is sent once, over a stream that keeps order.
    if (request._ === 'msgs_ack') return;
    handle({
      authKey: session.authKey,
      request,
      reply(result) {
        const header = Buffer.alloc(12);
        header.writeUInt32LE(resultId);
        header.writeBigInt64LE(envelope.id, 4);
        const content = isCompressing() && result.length > 512 ? compressed(result) : result;
        sendMessage(session, Buffer.concat([header, content]), 'answer', true);
      },
      respond: (build) => sendMessage(session, codec.encode(build(envelope.id)), 'answer', false),
    });
  }

  return {
    receive(packet) {
      const authKey = findKey(packet.readBigInt64LE(0));
      if (authKey === undefined) {
        send(transportError(authKeyUnknown));
        return;
      }
      const plain = openMessage(authKey.key, packet.subarray(8));
      if (plain === null) throw new Error('A message came with a message key that is not genuine.');
      const salt = plain.readBigInt64LE(0);
      const envelope = readEnvelope(plain, 16);
      const session = open(authKey, plain.readBigInt64LE(8), envelope.id);
      if (salt === saltOf(authKey)) {
        deliver(session, envelope);
        return;
      }
      const refusal = codec.encode({
        _: 'bad_server_salt',
        bad_msg_id: envelope.id,
        bad_msg_seqno: envelope.sequence,
        error_code: 48,
        new_server_salt: saltOf(authKey),
      });
      sendMessage(session, refusal, 'answer', false);
    },
    push(keyId, object) {
      const body = codec.encode(object);
      for (const session of sessions.values()) {
        if (session.authKey.id === keyId) sendMessage(session, body, 'notice', true);
      }
    },
  };
}

function readEnvelope(bytes: Buffer, at: number): Envelope {
  const length = bytes.readInt32LE(at + 12);
  return {
    id: bytes.readBigInt64LE(at),
    sequence: bytes.readInt32LE(at + 8),
    body: bytes.subarray(at + 16, at + 16 + length),
  };
}

function unpack(container: Buffer): Envelope[] {
  const envelopes: Envelope[] = [];
  let at = 8;
  for (let left = container.readUInt32LE(4); left > 0; left -= 1) {
    const envelope = readEnvelope(container, at);
    envelopes.push(envelope);
    at += 16 + envelope.body.length;
  }
  return envelopes;
}

/** The `bytes` of a gzip_packed. */
function gzipContent(packed: Buffer): Buffer {
  const isLong = packed[4] === 254;
  const start = isLong ? 8 : 5;
  const length = isLong ? packed.readUIntLE(5, 3) : (packed[4] ?? 0);
  return packed.subarray(start, start + length);
}

function compressed(result: Uint8Array): Buffer {
  const content = gzipSync(result, { level: 1 });
  const header = Buffer.alloc(content.length < 254 ? 5 : 8);
  header.writeUInt32LE(gzipId);
  if (content.length < 254) header.writeUInt8(content.length, 4);
  else {
    header.writeUInt8(254, 4);
    header.writeUIntLE(content.length, 5, 3);
  }
  const total = header.length + content.length;
  return Buffer.concat([header, content, Buffer.alloc((4 - (total % 4)) % 4)]);
}
