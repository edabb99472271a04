import type { Api } from 'telegram';
import type { Clock } from '../ports/clock.ts';
import type { ApiCredentials, SignIn, SignInResult } from '../ports/gateway.ts';
import type { Log } from '../ports/log.ts';
import type { Library } from './library.ts';
import type { CallOptions, Gate, Line, LineAnswer, Timing } from './line.ts';
import type { LinkListener } from './link.ts';
import { createQrSignIn } from './qr-sign-in.ts';
import { encodeSession } from './session.ts';
import type { SignInFloods } from './sign-in-floods.ts';
import { failed, step } from './sign-in-steps.ts';
import { deliveryWords, maskPhone, signInFailure } from './sign-in-words.ts';
import { createTokenNews } from './token-news.ts';

/** Moves to another data centre one sign-in may be asked to make before something is wrong. */
const mostMoves = 3;

/** From phone number or QR code to session over one line, which is closed with the sign-in. `onClosed` is called once. */
export function startSignIn(options: {
  readonly clock: Clock;
  readonly timing: Timing;
  readonly credentials: ApiCredentials;
  readonly connect: (gate: Gate, listener: LinkListener) => Line;
  readonly floods: SignInFloods;
  readonly log: Log;
  readonly onClosed: () => void;
}): SignIn {
  const { credentials } = options;
  let phone = '';
  let phoneCodeHash: string | null = null;
  /** The server forgot what this sign-in has said so far; the next code begins with a new key. */
  let lapsed = false;
  const closing = new AbortController();
  const news = createTokenNews(options.clock);
  const line = options.connect(
    options.floods.gateFor(() => phone),
    news,
  );
  const qr = createQrSignIn({
    ...options,
    line,
    news,
    ask: askAnewIfLapsed,
    finish,
    askForPassword: passwordStep,
    closing: closing.signal,
  });

  /**
   * Sends a request and, when the number lives in another data centre, sends it there. Never twice to the
   * same: a code asked for again makes the first one worthless.
   */
  async function ask<Request extends Api.AnyRequest>(
    build: (library: Library) => Request,
    call: CallOptions = { resend: false },
  ): Promise<LineAnswer<Request['__response']>> {
    let answer = await line.call(build, call);
    for (let moves = 0; moves < mostMoves; moves += 1) {
      const dataCentre = answer.ok ? null : migrationOf(answer);
      if (dataCentre === null) break;
      await line.moveTo(dataCentre);
      answer = await line.call(build, call);
    }
    lapsed = !answer.ok && answer.failure.kind === 'signed-out';
    return answer;
  }

  async function beginAnewIfLapsed(): Promise<boolean> {
    const former = line.session();
    if (!lapsed || former === null) return false;
    await line.moveTo(former.dataCentre);
    return true;
  }

  /** For what does not rest on anything said before: where the server has forgotten all, it is asked again. */
  async function askAnewIfLapsed<Request extends Api.AnyRequest>(
    build: (library: Library) => Request,
    call?: CallOptions,
  ): Promise<LineAnswer<Request['__response']>> {
    await beginAnewIfLapsed();
    const answer = await ask(build, call);
    return (await beginAnewIfLapsed()) ? ask(build, call) : answer;
  }

  async function passwordStep(): Promise<SignInResult> {
    const answer = await ask(({ Api }) => new Api.account.GetPassword(), {});
    if (!answer.ok) return failed(signInFailure(answer));
    return step({ step: 'password', hint: answer.value.hint ?? null });
  }

  async function finish(authorization: Api.auth.TypeAuthorization): Promise<SignInResult> {
    if (authorization.className === 'auth.AuthorizationSignUpRequired') {
      return failed({
        kind: 'wrong-phone',
        message: 'There is no account with this number. Create one in an official app first.',
      });
    }
    const session = line.session();
    if (session === null || authorization.user.className !== 'User') {
      return failed({ kind: 'refused', code: 'USER_EMPTY', message: 'Telegram did not say who signed in.' });
    }
    const { user } = authorization;
    // Before the account is opened with the same key: two connections at once could cost the sign-in.
    await line.hangUp();
    const name = [user.firstName, user.lastName].filter(Boolean).join(' ');
    return step({
      step: 'done',
      account: {
        id: user.id.toJSNumber(),
        name: name === '' ? (user.username ?? 'Unnamed account') : name,
        username: user.username ?? null,
        maskedPhone: maskPhone(user.phone ?? phone),
        session: encodeSession(session),
      },
    });
  }

  async function sendCode(written: string): Promise<SignInResult> {
    phone = written.replace(/[^\d]/g, '');
    phoneCodeHash = null;
    qr.drop();
    await beginAnewIfLapsed();
    const answer = await ask(
      ({ Api }) =>
        new Api.auth.SendCode({
          phoneNumber: phone,
          apiId: credentials.apiId,
          apiHash: credentials.apiHash,
          settings: new Api.CodeSettings({}),
        }),
    );
    if (!answer.ok) return failed(signInFailure(answer));
    const sent = answer.value;
    if (sent.className === 'auth.SentCodeSuccess') return finish(sent.authorization);
    if (sent.className !== 'auth.SentCode' || sent.type.className === 'auth.SentCodeTypeSetUpEmailRequired') {
      return failed({
        kind: 'refused',
        code: 'SIGN_IN_IN_OFFICIAL_APP',
        message: 'Telegram asks for a step only its own app can take. Sign in there once, then try again.',
      });
    }
    phoneCodeHash = sent.phoneCodeHash;
    return step({ step: 'code', sentTo: deliveryWords(sent.type) });
  }

  async function submitCode(written: string): Promise<SignInResult> {
    const hash = phoneCodeHash;
    if (hash === null) return failed({ kind: 'expired-code', message: 'Ask Telegram for a code first.' });
    const answer = await ask(
      ({ Api }) =>
        new Api.auth.SignIn({
          phoneNumber: phone,
          phoneCodeHash: hash,
          phoneCode: written.replace(/\s|-/g, ''),
        }),
    );
    if (answer.ok) return finish(answer.value);
    if (answer.answer?.code === 'SESSION_PASSWORD_NEEDED') return passwordStep();
    return failed(signInFailure(answer));
  }

  async function submitPassword(password: string): Promise<SignInResult> {
    const question = await ask(({ Api }) => new Api.account.GetPassword(), {});
    if (!question.ok) return failed(signInFailure(question));
    let proof: Api.InputCheckPasswordSRP;
    try {
      proof = await question.library.computePasswordCheck(question.value, password);
    } catch (error) {
      options.log.error('The two-step password could not be prepared.', error);
      return failed({
        kind: 'refused',
        code: 'PASSWORD_UNSUPPORTED',
        message: 'Telegram asked for the password in a way this version of Tidings does not know.',
      });
    }
    const answer = await ask(({ Api }) => new Api.auth.CheckPassword({ password: proof }));
    return answer.ok ? finish(answer.value) : failed(signInFailure(answer));
  }

  return {
    showQr: () => {
      phone = '';
      phoneCodeHash = null;
      return qr.show();
    },
    nextOfQr: qr.next,
    sendCode,
    submitCode,
    submitPassword,
    close: async () => {
      closing.abort();
      await line.close();
      options.onClosed();
    },
  };
}

function migrationOf(answer: Extract<LineAnswer<unknown>, { ok: false }>): number | null {
  return answer.answer?.code.endsWith('_MIGRATE') === true ? answer.answer.number : null;
}
