import type { ProxyServer } from '../../shared/contract.ts';
import { formatDuration } from '../../shared/format.ts';
import type { Clock } from '../ports/clock.ts';
import type { GatewayResult } from '../ports/gateway.ts';
import type { Log } from '../ports/log.ts';
import { silentWords, unreachableWords } from './connect-errors.ts';
import type { Address } from './data-centres.ts';
import { closedFailure } from './failures.ts';
import type { Library } from './library.ts';
import { quietLogger } from './link-parts.ts';
import { transportFor, unknownSecret } from './transport.ts';

/**
 * Whether Telegram answers through a proxy: one connection and the handshake with which every sign-in begins, in which
 * the server proves itself by its key. No api_id is needed, none is told, and the key agreed upon is forgotten.
 */
export async function probe(
  library: Library,
  options: {
    readonly clock: Clock;
    readonly log: Log;
    readonly dataCentre: number;
    readonly address: Address;
    readonly proxy: ProxyServer;
    readonly connectMs: number;
    /** For the whole of it. */
    readonly requestMs: number;
    readonly signal: AbortSignal;
  },
): Promise<GatewayResult<null>> {
  const { clock, proxy, requestMs, signal } = options;
  const sockets = new Set<{ close(): Promise<void> }>();
  const ended = Promise.withResolvers<GatewayResult<null>>();
  const fail = (message: string): void => ended.resolve({ ok: false, failure: { kind: 'network', message } });
  const giveUp = (): void => ended.resolve({ ok: false, failure: closedFailure });

  const transport = transportFor(library, {
    ...options,
    mayConnect: () => !signal.aborted,
    onOpened: (socket) => sockets.add(socket),
    onClosed: () => fail(unreachableWords(null, proxy)),
    onTransportError: (code) => fail(`Telegram refused the connection (${code}).`),
  });
  if (transport === null) return { ok: false, failure: { kind: 'network', message: unknownSecret } };

  async function shakeHands(connection: InstanceType<Library['ConnectionTCPFull']>): Promise<void> {
    await connection.connect();
    await library.doAuthentication(new library.MTProtoPlainSender(connection, logger), logger);
  }

  const logger = quietLogger(library, options.log);
  const connection = new transport.connection({
    ip: options.address.host,
    port: options.address.port,
    dcId: options.dataCentre,
    loggers: logger,
    socket: transport.networkSocket,
    testServers: false,
  });
  const stopTimer = clock.after(requestMs, () => fail(silentWords(formatDuration(requestMs), proxy)));
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  shakeHands(connection).then(
    () => ended.resolve({ ok: true, value: null }),
    (error: unknown) => fail(unreachableWords(error instanceof Error ? error : null, proxy)),
  );
  try {
    return await ended.promise;
  } finally {
    stopTimer();
    signal.removeEventListener('abort', giveUp);
    await connection.disconnect();
    await Promise.all([...sockets].map((socket) => socket.close()));
  }
}
