import type { Api } from 'telegram';
import type { Clock } from '../ports/clock.ts';
import type { ApiCredentials, SignInResult } from '../ports/gateway.ts';
import { closedFailure } from './failures.ts';
import type { Line, LineAnswer, Timing } from './line.ts';
import { failed, type SignInAsk, step } from './sign-in-steps.ts';
import { signInFailure } from './sign-in-words.ts';
import type { TokenNews } from './token-news.ts';
import { backoffMs, pause } from './waiting.ts';

/** Telegram says half a minute; what else it may seem to say comes of a clock that is wrong. */
const lifetimeMs = { least: 5_000, most: 60_000 };
/** So long before its end a code is renewed, for a scan takes its time. */
const renewedBeforeMs = 2_000;
/** Connections that may be lost one after the other, no code having lived out its time on any. */
const mostLosses = 5;
/** Data centres one token may be sent on to before something is wrong. */
const mostMoves = 3;

/** The part of a sign-in that goes by QR code. */
export interface QrSignIn {
  show(): Promise<SignInResult>;
  next(): Promise<SignInResult>;
  /** Another way in was chosen: the code shown is not waited for any more. */
  drop(): void;
}

export function createQrSignIn(options: {
  readonly clock: Clock;
  readonly timing: Pick<Timing, 'backoffMs' | 'backoffLimitMs'>;
  readonly credentials: ApiCredentials;
  readonly line: Pick<Line, 'isUp' | 'serverNow' | 'moveTo'>;
  readonly news: TokenNews;
  readonly ask: SignInAsk;
  readonly finish: (authorization: Api.auth.TypeAuthorization) => Promise<SignInResult>;
  readonly askForPassword: () => Promise<SignInResult>;
  readonly closing: AbortSignal;
}): QrSignIn {
  const { clock, line, news, ask, closing } = options;
  /** Monotonic ms at which the code shown is to be renewed; null while none is shown. */
  let renewAt: number | null = null;
  let lossesInARow = 0;
  let waiting: Promise<SignInResult> | null = null;

  /** Asks for a code, which is also how to ask what became of the last one. */
  async function askForToken(): Promise<SignInResult> {
    news.forget();
    const answer = await ask(
      ({ Api }) =>
        new Api.auth.ExportLoginToken({
          apiId: options.credentials.apiId,
          apiHash: options.credentials.apiHash,
          exceptIds: [],
        }),
      {},
    );
    return read(answer, mostMoves);
  }

  async function read(answer: LineAnswer<Api.auth.TypeLoginToken>, movesLeft: number): Promise<SignInResult> {
    if (!answer.ok) {
      renewAt = null;
      if (answer.answer?.code === 'SESSION_PASSWORD_NEEDED') return options.askForPassword();
      return failed(signInFailure(answer));
    }
    const token = answer.value;
    if (token.className === 'auth.LoginToken') return show(token);
    renewAt = null;
    if (token.className === 'auth.LoginTokenSuccess') return options.finish(token.authorization);
    if (movesLeft === 0) {
      return failed({
        kind: 'refused',
        code: 'MOVED_TOO_OFTEN',
        message: 'Telegram sent this sign-in from one of its data centres to the next. Try again later.',
      });
    }
    await line.moveTo(token.dcId);
    const moved = await ask(({ Api }) => new Api.auth.ImportLoginToken({ token: token.token }));
    return read(moved, movesLeft - 1);
  }

  function show({ token, expires }: Api.auth.LoginToken): SignInResult {
    const leftMs = expires * 1000 - line.serverNow();
    const expiresInMs = Math.min(lifetimeMs.most, Math.max(lifetimeMs.least, leftMs));
    renewAt = clock.monotonic() + expiresInMs - renewedBeforeMs;
    return step({ step: 'qr', link: `tg://login?token=${token.toString('base64url')}`, expiresInMs });
  }

  async function wait(): Promise<SignInResult> {
    if (renewAt === null && !closing.aborted) {
      return failed({ kind: 'expired-code', message: 'Ask Telegram for a QR code first.' });
    }
    while (!closing.aborted && renewAt !== null && !news.wasAccepted() && line.isUp()) {
      const leftMs = renewAt - clock.monotonic();
      if (leftMs <= 0) break;
      await news.next(leftMs, closing);
    }
    if (closing.aborted) return failed(closedFailure);
    if (renewAt === null) {
      return failed({ kind: 'cancelled', message: 'This code is not shown any more.' });
    }
    if (line.isUp()) lossesInARow = 0;
    else if (!(await mayConnectAgain())) return failed(closing.aborted ? closedFailure : lostTooOften);
    return askForToken();
  }

  /** False when the connection is lost again and again, or the sign-in is closed meanwhile. */
  async function mayConnectAgain(): Promise<boolean> {
    lossesInARow += 1;
    if (lossesInARow > mostLosses) return false;
    const { backoffMs: baseMs, backoffLimitMs } = options.timing;
    return pause(clock, backoffMs(lossesInARow, baseMs, backoffLimitMs, Math.random()), closing);
  }

  return {
    show: () => {
      lossesInARow = 0;
      return askForToken();
    },
    next: () => {
      waiting ??= wait().finally(() => {
        waiting = null;
      });
      return waiting;
    },
    drop: () => {
      renewAt = null;
      news.wake();
    },
  };
}

const lostTooOften = {
  kind: 'network',
  message:
    'The connection to Telegram was lost again and again while the code was shown. Look after the network, ' +
    'then show another code.',
} as const;
