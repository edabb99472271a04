import type { Api } from 'telegram';
import type { ProxyServer } from '../../shared/contract.ts';
import { formatDuration } from '../../shared/format.ts';
import type { Clock } from '../ports/clock.ts';
import type { ApiCredentials } from '../ports/gateway.ts';
import type { Log } from '../ports/log.ts';
import { assertReadOnly } from './allow-list.ts';
import { silentWords, unreachableWords } from './connect-errors.ts';
import type { Address } from './data-centres.ts';
import type { Library } from './library.ts';
import { forgetfulSession, quietLogger } from './link-parts.ts';
import type { SavedSession } from './session.ts';
import { transportFor, unknownSecret } from './transport.ts';

/** What reaches a link unasked. */
export interface LinkListener {
  /** Telegram says that the login token shown was accepted: it is worth asking for another, which then says more. */
  loginTokenAccepted(): void;
  /** The link has ended, and not because it was closed here. */
  lost(): void;
}

export interface LinkOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly credentials: ApiCredentials;
  readonly dataCentre: number;
  readonly address: Address;
  /** Null: straight to `address`. */
  readonly proxy: ProxyServer | null;
  /** Null: the server and the client agree on a new one. */
  readonly authKey: Buffer | null;
  /** For the TCP connection, that of a proxy included. */
  readonly connectMs: number;
  /** For each call, and for the handshake as a whole. */
  readonly requestMs: number;
  /** Aborting it gives up connecting. */
  readonly signal: AbortSignal;
  readonly listener?: LinkListener | undefined;
}

/** One connection to a data centre, from handshake to end. It never comes back to life: a new one is opened. */
export interface Link {
  isOpen(): boolean;
  /**
   * Sends one request once and waits for its answer. Rejects with the library's RPC error, or with a
   * `LinkError` when the link ended before the answer came.
   */
  send<Request extends Api.AnyRequest>(request: Request): Promise<Request['__response']>;
  session(): SavedSession;
  /**
   * Seconds Telegram's clock is ahead of this machine's. 0 also while it is not known: the library learns it from a
   * handshake, or when Telegram complains.
   */
  serverAheadBy(): number;
  close(): Promise<void>;
}

/** Why a link is over, for a person. */
export class LinkError extends Error {
  override readonly name = 'LinkError';
  readonly reason: 'unreachable' | 'silent' | 'dropped' | 'key-forgotten' | 'given-up';
  constructor(reason: LinkError['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The auth key is unknown to the server: the transport's own 404. */
const keyForgotten = -404;

/** Connects and initialises. Rejects with a `LinkError`, or with the library's RPC error for the first call. */
export async function openLink(library: Library, options: LinkOptions): Promise<Link> {
  const { clock, log, credentials, proxy } = options;
  const waiting = new Set<(error: LinkError) => void>();
  const sockets = new Set<{ close(): Promise<void> }>();
  let over: LinkError | null = null;
  let destroyed: Promise<void> | null = null;
  let connectProblem: Error | null = null;
  let isReady = false;

  const transport = transportFor(library, {
    ...options,
    mayConnect: () => over === null,
    onOpened: (socket) => sockets.add(socket),
    onClosed: () =>
      end(
        isReady || proxy === null
          ? new LinkError('dropped', 'The connection to Telegram was lost.')
          : new LinkError('unreachable', unreachableWords(null, proxy)),
      ),
    onTransportError: (code) =>
      end(
        code === keyForgotten
          ? new LinkError('key-forgotten', 'Telegram does not know this sign-in any more.')
          : new LinkError('dropped', `Telegram refused the connection (${code}).`),
      ),
  });
  if (transport === null) throw new LinkError('unreachable', unknownSecret);

  const session = forgetfulSession(library, () => options.listener?.loginTokenAccepted());
  session.setDC(options.dataCentre, options.address.host, options.address.port);
  if (options.authKey !== null) {
    const authKey = new library.AuthKey();
    await authKey.setKey(options.authKey);
    session.setAuthKey(authKey);
  }

  const client = new library.TelegramClient(session, credentials.apiId, credentials.apiHash, {
    ...transport,
    baseLogger: quietLogger(library, log),
    // One attempt each: retries, pauses and resends are this room's, between lease checks.
    connectionRetries: 1,
    reconnectRetries: 0,
    requestRetries: 1,
    retryDelay: 0,
    autoReconnect: false,
    floodSleepThreshold: 0,
    securityChecks: true,
    deviceModel: 'Tidings',
  });
  client.onError = async (error) => {
    connectProblem = error;
    if (over === null) log.info(`Telegram client: ${error.message}`);
  };
  // As for the session: replies and updates would fill it for ever.
  client._entityCache.add = () => undefined;
  guardInvoke(client);

  /** The library settles nothing after an end, so whoever waits is told here. */
  function end(error: LinkError): void {
    if (over !== null) return;
    over = error;
    if (error.reason !== 'given-up') options.listener?.lost();
    for (const reject of [...waiting]) reject(error);
    destroyed = destroy();
  }

  async function destroy(): Promise<void> {
    try {
      // Marks the library's sender as closed by us at once, so that it does not reconnect by itself.
      await client.destroy();
      // A socket that is still connecting is not the library's to close yet.
      await Promise.all([...sockets].map((socket) => socket.close()));
    } catch (error) {
      log.warn('A connection to Telegram could not be closed cleanly.');
      log.error('Telegram client', error);
    }
  }

  /** Waits for `work` until the deadline or the end of the link; passing the deadline ends the link. */
  function settle<Value>(work: Promise<Value>): Promise<Value> {
    if (over !== null) return Promise.reject(over);
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        stopTimer();
        waiting.delete(fail);
      };
      const fail = (error: unknown): void => {
        finish();
        reject(error);
      };
      const stopTimer = clock.after(options.requestMs, () =>
        end(new LinkError('silent', silentWords(formatDuration(options.requestMs), isReady ? null : proxy))),
      );
      waiting.add(fail);
      work.then((value) => {
        finish();
        resolve(value);
      }, fail);
    });
  }

  async function close(): Promise<void> {
    end(new LinkError('given-up', 'The connection to Telegram was closed.'));
    await destroyed;
  }

  async function connect(): Promise<void> {
    const giveUp = (): void => void close();
    options.signal.addEventListener('abort', giveUp, { once: true });
    try {
      if (options.signal.aborted) await close();
      const connected = await settle(client.connect());
      if (!connected) throw new LinkError('unreachable', unreachableWords(connectProblem, proxy));
      isReady = true;
    } catch (error) {
      end(error instanceof LinkError ? error : new LinkError('dropped', 'The connection was refused.'));
      await destroyed;
      throw error;
    } finally {
      options.signal.removeEventListener('abort', giveUp);
    }
  }

  await connect();
  return {
    isOpen: () => over === null,
    send: async (request) => {
      assertReadOnly(request);
      // Not `client.invoke`: that one sleeps, retries, moves to other data centres and fills its caches unasked.
      const answer = client._sender?.send(request) ?? Promise.reject(new Error('The client has no sender.'));
      return (await settle(answer)) as (typeof request)['__response'];
    },
    session: () => {
      const authKey = session.getAuthKey()?.getKey();
      if (authKey === undefined) throw new Error('An open link has an auth key.');
      return { dataCentre: options.dataCentre, authKey };
    },
    serverAheadBy: () => serverAheadBy(client),
    close,
  };
}

/** Kept where the library's typings do not let one see it. */
function serverAheadBy(client: InstanceType<Library['TelegramClient']>): number {
  const state: unknown = client._sender === undefined ? null : Reflect.get(client._sender, '_state');
  if (typeof state !== 'object' || state === null || !('timeOffset' in state)) return 0;
  return typeof state.timeOffset === 'number' ? state.timeOffset : 0;
}

/** The library's own calls (it sends `updates.getState` when idle) pass the allow-list too. */
function guardInvoke(client: InstanceType<Library['TelegramClient']>): void {
  const invoke = client.invoke.bind(client);
  client.invoke = (request, dataCentre) => {
    assertReadOnly(request);
    return invoke(request, dataCentre);
  };
}
