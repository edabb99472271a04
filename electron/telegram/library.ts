import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * The parts of the client library this room uses, and the SOCKS client it brings along, under one roof. Loading it takes about 200 ms, so it happens
 * with the first connection and not when the app starts; later calls find it in Node's module cache.
 */
export function loadLibrary() {
  const { Api, TelegramClient, Logger, errors, helpers, password } =
    require('telegram') as typeof import('telegram');
  const { MemorySession } = require('telegram/sessions/index.js') as typeof import('telegram/sessions');
  const { PromisedNetSockets } =
    require('telegram/extensions/index.js') as typeof import('telegram/extensions');
  const { AuthKey } = require('telegram/crypto/AuthKey.js') as typeof import('telegram/crypto/AuthKey');
  const { ConnectionTCPFull, FullPacketCodec } =
    require('telegram/network/connection/TCPFull.js') as typeof import('telegram/network/connection/TCPFull');
  const { MTProtoPlainSender } =
    require('telegram/network/MTProtoPlainSender.js') as typeof import('telegram/network/MTProtoPlainSender');
  const { doAuthentication } =
    require('telegram/network/Authenticator.js') as typeof import('telegram/network/Authenticator');
  const { SocksClient } = require('socks') as typeof import('socks');
  return {
    Api,
    TelegramClient,
    Logger,
    errors,
    MemorySession,
    PromisedNetSockets,
    AuthKey,
    ConnectionTCPFull,
    FullPacketCodec,
    MTProtoPlainSender,
    doAuthentication,
    SocksClient,
    toBigInteger: helpers.returnBigInt,
    computePasswordCheck: password.computeCheck,
  };
}

export type Library = ReturnType<typeof loadLibrary>;
