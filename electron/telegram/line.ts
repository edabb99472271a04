import type { Api } from 'telegram';
import type { ProxyServer } from '../../shared/contract.ts';
import type { Clock } from '../ports/clock.ts';
import type { ApiCredentials, GatewayFailure, RequestOptions } from '../ports/gateway.ts';
import type { Log } from '../ports/log.ts';
import { telegramName } from './allow-list.ts';
import type { DataCentres } from './data-centres.ts';
import {
  abortedFailure,
  closedFailure,
  failureOf,
  isTransient,
  keyForgottenFailure,
  type RpcAnswer,
  readRpcError,
} from './failures.ts';
import { type Library, loadLibrary } from './library.ts';
import { type Link, LinkError, type LinkListener, openLink } from './link.ts';
import type { SavedSession } from './session.ts';
import { backoffMs, doneBeforeAbort, pause } from './waiting.ts';

/** How long a request may take, and how often it is tried. All in milliseconds but `attempts`. */
export interface Timing {
  /** For the TCP connection. */
  readonly connectMs: number;
  /** For the answer to one request, and for one handshake. */
  readonly requestMs: number;
  /** How often a request is tried over new connections. */
  readonly attempts: number;
  /** No attempt begins later than this after the first. */
  readonly patienceMs: number;
  /** Pause after the first failed attempt; doubles with each. */
  readonly backoffMs: number;
  readonly backoffLimitMs: number;
}

export const defaultTiming: Timing = {
  connectMs: 10_000,
  requestMs: 30_000,
  attempts: 3,
  patienceMs: 60_000,
  backoffMs: 1000,
  backoffLimitMs: 15_000,
};

/** What is asked before each request is sent, and told how it was answered. */
export interface Gate {
  /** A failure: nothing is sent. */
  admit(method: string, signal: AbortSignal): Promise<GatewayFailure | null>;
  answered(method: string): void;
  flooded(method: string, waitMs: number): Promise<void>;
}

export interface CallOptions extends RequestOptions {
  /** False: a request that may have reached Telegram is not sent a second time. */
  readonly resend?: boolean;
}

export type LineAnswer<Value> =
  | { readonly ok: true; readonly value: Value; readonly library: Library }
  | { readonly ok: false; readonly failure: GatewayFailure; readonly answer: RpcAnswer | null };

/** One sign-in's way to Telegram: one link at a time, one request at a time, a new link when one is lost. */
export interface Line {
  /** Rejects with what `beforeRequest` threw, or with a programming error; all else is a value. */
  call<Request extends Api.AnyRequest>(
    build: (library: Library) => Request,
    options?: CallOptions,
  ): Promise<LineAnswer<Request['__response']>>;
  /** The session of the latest link; null before the first. */
  session(): SavedSession | null;
  /** Whether there is a link at the moment. */
  isUp(): boolean;
  /** Telegram's time in ms since the epoch, as far as it is known. */
  serverNow(): number;
  /** Ends the link, if any; the next call opens a new one. */
  hangUp(): Promise<void>;
  /** Goes on with another data centre, where nothing is known of this sign-in yet. */
  moveTo(dataCentre: number): Promise<void>;
  close(): Promise<void>;
}

export interface LineOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly timing: Timing;
  readonly dataCentres: DataCentres;
  readonly credentials: ApiCredentials;
  /** Null: straight to Telegram. */
  readonly proxy: ProxyServer | null;
  readonly start: { readonly dataCentre: number; readonly authKey: Buffer | null };
  readonly gate: Gate;
  readonly listener?: LinkListener;
}

type Attempt<Value> =
  | { readonly retry: false; readonly result: LineAnswer<Value> }
  | {
      readonly retry: true;
      readonly sent: boolean;
      readonly failure: GatewayFailure;
      readonly answer: RpcAnswer | null;
      readonly keyForgotten: boolean;
    };

export function openLine(options: LineOptions): Line {
  const { clock, log, timing, dataCentres, gate } = options;
  const closing = new AbortController();
  let start = options.start;
  let link: Link | null = null;
  let opened = false;
  let serverAheadBy = 0;
  let queue: Promise<void> = Promise.resolve();

  async function linkFor(library: Library, signal: AbortSignal): Promise<Link> {
    const address = dataCentres.addressOf(start.dataCentre);
    if (address === null) {
      throw new LinkError('unreachable', `Data centre ${start.dataCentre} is not among those known here.`);
    }
    dataCentres.trustKeys();
    return openLink(library, {
      clock,
      log,
      credentials: options.credentials,
      proxy: options.proxy,
      listener: options.listener,
      ...start,
      address,
      connectMs: timing.connectMs,
      requestMs: timing.requestMs,
      signal,
    });
  }

  async function attempt<Request extends Api.AnyRequest>(
    library: Library,
    request: Request,
    call: CallOptions,
    signal: AbortSignal,
  ): Promise<Attempt<Request['__response']>> {
    const method = telegramName(request.className);
    const stopped = (failure: GatewayFailure, answer: RpcAnswer | null = null) =>
      ({ retry: false, result: { ok: false, failure, answer } }) as const;
    const refusal = await gate.admit(method, signal);
    if (refusal !== null) return stopped(refusal);
    let sent = false;
    try {
      if (link?.isOpen() !== true) {
        // Connecting is a request too.
        await call.beforeRequest?.();
        link = await linkFor(library, signal);
        start = link.session();
        opened = true;
      }
      await call.beforeRequest?.();
      if (signal.aborted) return stopped(abortedFailure);
      sent = true;
      const value = await link.send(request);
      gate.answered(method);
      return { retry: false, result: { ok: true, value, library } };
    } catch (error) {
      if (error instanceof LinkError) {
        if (error.reason === 'given-up' && (closing.signal.aborted || !sent)) {
          return stopped(closing.signal.aborted ? closedFailure : abortedFailure);
        }
        const failure: GatewayFailure = { kind: 'network', message: error.message };
        const keyForgotten = error.reason === 'key-forgotten';
        // Without the key the server could not read the request.
        return { retry: true, sent: sent && !keyForgotten, failure, answer: null, keyForgotten };
      }
      const answer = readRpcError(library, error);
      if (answer === null) throw error;
      const failure = failureOf(answer, method);
      if (isTransient(answer)) {
        await hangUp();
        return { retry: true, sent, failure, answer, keyForgotten: false };
      }
      if (failure.kind === 'flood') await gate.flooded(method, failure.waitMs);
      else gate.answered(method);
      return stopped(failure, answer);
    }
  }

  async function tryUntilAnswered<Request extends Api.AnyRequest>(
    build: (library: Library) => Request,
    call: CallOptions,
    signal: AbortSignal,
  ): Promise<LineAnswer<Request['__response']>> {
    const library = loadLibrary();
    const request = build(library);
    const startedAt = clock.monotonic();
    let keyForgottenAlways = true;
    for (let count = 1; ; count += 1) {
      const outcome = await attempt(library, request, call, signal);
      if (!outcome.retry) return outcome.result;
      keyForgottenAlways &&= outcome.keyForgotten;
      const spent = count >= timing.attempts || clock.monotonic() - startedAt >= timing.patienceMs;
      if (spent || (outcome.sent && call.resend === false)) {
        const failure = keyForgottenAlways && count > 1 ? keyForgottenFailure : outcome.failure;
        return { ok: false, failure, answer: outcome.answer };
      }
      log.info(`${outcome.failure.message} Trying again.`);
      const delayMs = backoffMs(count, timing.backoffMs, timing.backoffLimitMs, Math.random());
      if (!(await pause(clock, delayMs, signal))) return cancelled();
    }
  }

  function cancelled(): { ok: false; failure: GatewayFailure; answer: null } {
    return { ok: false, failure: closing.signal.aborted ? closedFailure : abortedFailure, answer: null };
  }

  async function hangUp(): Promise<void> {
    const ended = link;
    link = null;
    await ended?.close();
  }

  return {
    call: async (build, call = {}) => {
      const signal =
        call.signal === undefined ? closing.signal : AbortSignal.any([closing.signal, call.signal]);
      const before = queue;
      const work = (async () => {
        if (!(await doneBeforeAbort(before, signal))) return cancelled();
        return tryUntilAnswered(build, call, signal);
      })();
      // A call that was stopped while it waited for its turn must not let the next one overtake those before it.
      // Its results are dropped: a promise that carried them on would keep every reply alive.
      queue = Promise.allSettled([before, work]).then(() => undefined);
      return work;
    },
    session: () => (opened && start.authKey !== null ? { ...start, authKey: start.authKey } : null),
    isUp: () => link?.isOpen() === true,
    serverNow: () => {
      // A link opened with a known key does not learn the time anew.
      serverAheadBy = link?.serverAheadBy() || serverAheadBy;
      return clock.now() + serverAheadBy * 1000;
    },
    hangUp,
    moveTo: async (dataCentre) => {
      await hangUp();
      start = { dataCentre, authKey: null };
      opened = false;
    },
    close: async () => {
      closing.abort();
      await hangUp();
      await queue;
    },
  };
}
