import { randomUUID } from 'node:crypto';
import type { ApiChoice, Handlers, ProxyServer, SignInAnswer } from '../../shared/contract.ts';
import { RequestError } from '../../shared/contract.ts';
import type { Account } from '../../shared/domain.ts';
import type { SecretsOfAccounts } from '../ports/account-secrets.ts';
import type { Clock } from '../ports/clock.ts';
import type {
  ApiCredentials,
  SignedInAccount,
  SignIn,
  SignInFailure,
  SignInResult,
  TelegramGateway,
} from '../ports/gateway.ts';

/** A sign-in nobody goes on with is given up after this: its connection and code are worth nothing by then. */
const abandonedAfterMs = 10 * 60_000;
/** So long a QR code is renewed without anybody having scanned one. */
const qrShownForMs = 60 * 60_000;

type SignInHandlers = Pick<
  Handlers,
  'signin.begin' | 'signin.qr' | 'signin.next' | 'signin.code' | 'signin.password' | 'signin.cancel'
>;

interface OpenSignIn {
  readonly signIn: SignIn;
  readonly way: WayIn;
  /** The question that is open, asked again after a wrong answer. */
  question: Extract<SignInAnswer, { step: 'code' | 'password' }> | null;
  readonly begunMonotonic: number;
  /** Stops the time after which it is given up. */
  stopTimer: () => void;
}

/** What a sign-in uses, and the account after it. */
export interface WayIn {
  readonly credentials: ApiCredentials;
  readonly proxy: ProxyServer | null;
}

/**
 * Walks a person from phone number or QR code to session. `onSignedIn` keeps the session and returns the account as it
 * is then known; the session itself never leaves this process.
 */
export function createSignInHandlers(options: {
  readonly gateway: Pick<TelegramGateway, 'beginSignIn'>;
  readonly secrets: Pick<SecretsOfAccounts, 'readApplication' | 'readProxy'>;
  readonly clock: Clock;
  /** Rejects where nobody may sign in here now: no lease, or a vault that could not keep the session. */
  readonly assertPossible: () => Promise<void>;
  readonly onSignedIn: (account: SignedInAccount, way: WayIn) => Promise<Account>;
}): SignInHandlers & { closeSignIns(): Promise<void> } {
  const open = new Map<string, OpenSignIn>();

  const end = async (signInId: string): Promise<void> => {
    const entry = open.get(signInId);
    if (entry === undefined) return;
    open.delete(signInId);
    entry.stopTimer();
    await entry.signIn.close();
  };

  /** Somebody goes on with it: its time begins anew. */
  const goOn = (signInId: string, entry: OpenSignIn): void => {
    entry.stopTimer();
    entry.stopTimer = options.clock.after(abandonedAfterMs, () => void end(signInId));
  };

  /** A page that asks for the next QR code by itself is a sign of a person for an hour, not for a night. */
  const entryOf = (signInId: string, by: 'person' | 'page' = 'person'): OpenSignIn => {
    const entry = open.get(signInId);
    if (entry !== undefined) {
      const isFresh = options.clock.monotonic() - entry.begunMonotonic < qrShownForMs;
      if (by === 'person' || isFresh) goOn(signInId, entry);
      return entry;
    }
    throw new RequestError({
      code: 'bad-request',
      message: 'This sign-in is over. Begin a new one: nothing else was lost.',
    });
  };

  const answer = async (signInId: string, entry: OpenSignIn, result: SignInResult): Promise<SignInAnswer> => {
    if (!result.ok) {
      if (entry.question !== null && mayBeAnsweredAgain(result.failure)) {
        return { ...entry.question, problem: result.failure.message };
      }
      await end(signInId);
      return {
        step: 'failed',
        reason: result.failure.message,
        retryInMs: result.failure.kind === 'flood' ? result.failure.waitMs : null,
        unreachable: result.failure.kind === 'network',
      };
    }
    const { value } = result;
    if (value.step === 'done') {
      try {
        return { step: 'done', account: await options.onSignedIn(value.account, entry.way) };
      } finally {
        await end(signInId);
      }
    }
    if (value.step === 'qr') {
      return { step: 'qr', signInId, link: value.link, expiresInMs: value.expiresInMs, problem: null };
    }
    // A code was scanned: that was a person.
    goOn(signInId, entry);
    entry.question =
      value.step === 'code'
        ? { step: 'code', signInId, sentTo: value.sentTo, problem: null }
        : { step: 'password', signInId, hint: value.hint, problem: null };
    return entry.question;
  };

  const begin = async (
    choice: ApiChoice,
    first: (signIn: SignIn) => Promise<SignInResult>,
  ): Promise<SignInAnswer> => {
    await options.assertPossible();
    const credentials = 'apiId' in choice ? choice : await options.secrets.readApplication();
    if (credentials === null) {
      return {
        step: 'failed',
        reason: 'No api_id and api_hash are kept yet. Enter those that my.telegram.org shows you first.',
        retryInMs: null,
        unreachable: false,
      };
    }
    const way: WayIn = {
      credentials: { apiId: credentials.apiId, apiHash: credentials.apiHash },
      proxy: await options.secrets.readProxy(),
    };
    const signInId = randomUUID();
    const entry: OpenSignIn = {
      signIn: options.gateway.beginSignIn(way.credentials, way.proxy),
      way,
      question: null,
      begunMonotonic: options.clock.monotonic(),
      stopTimer: () => undefined,
    };
    open.set(signInId, entry);
    goOn(signInId, entry);
    return answer(signInId, entry, await first(entry.signIn));
  };

  return {
    'signin.begin': ({ phone, ...choice }) => begin(choice, (signIn) => signIn.sendCode(phone)),
    'signin.qr': (choice) => begin(choice, (signIn) => signIn.showQr()),
    'signin.next': async ({ signInId }) => {
      const entry = entryOf(signInId, 'page');
      // A page that was loaded anew asks what it was asked: there is no QR code any more to wait for.
      if (entry.question !== null) return entry.question;
      return answer(signInId, entry, await entry.signIn.nextOfQr());
    },
    'signin.code': async ({ signInId, code }) => {
      const entry = entryOf(signInId);
      return answer(signInId, entry, await entry.signIn.submitCode(code));
    },
    'signin.password': async ({ signInId, password }) => {
      const entry = entryOf(signInId);
      return answer(signInId, entry, await entry.signIn.submitPassword(password));
    },
    'signin.cancel': async ({ signInId }) => {
      await end(signInId);
      return { accepted: true };
    },
    closeSignIns: async () => {
      await Promise.all([...open.keys()].map(end));
    },
  };
}

function mayBeAnsweredAgain(failure: SignInFailure): boolean {
  return failure.kind === 'wrong-code' || failure.kind === 'wrong-password' || failure.kind === 'network';
}
