import { expect, test } from 'vitest';
import type { SecretsOfAccounts } from '../../../electron/ports/account-secrets.ts';
import type { SignIn, SignInResult } from '../../../electron/ports/gateway.ts';
import { createSignInHandlers, type WayIn } from '../../../electron/service/sign-in-service.ts';
import { RequestError } from '../../../shared/contract.ts';
import type { Account } from '../../../shared/domain.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';

const application = { apiId: 12_345, apiHash: '0123456789abcdef0123456789abcdef' };
const proxy = { kind: 'socks5', host: 'proxy.test', port: 1080, username: null, password: null } as const;
const ada: Account = {
  id: 7,
  name: 'Ada',
  username: null,
  maskedPhone: '+•••11',
  state: 'signed-in',
  signedOutReason: null,
  addedAt: 1,
};

const qr: SignInResult = {
  ok: true,
  value: { step: 'qr', link: 'tg://login?token=one', expiresInMs: 30_000 },
};
const done: SignInResult = {
  ok: true,
  value: { step: 'done', account: { ...ada, session: 'a session' } },
};

/** A sign-in that answers each question with the next of `answers`. */
function signInWith(answers: SignInResult[]) {
  const asked: string[] = [];
  const next = async (question: string): Promise<SignInResult> => {
    asked.push(question);
    const answer = answers.shift();
    if (answer === undefined) throw new Error(`“${question}” was not expected.`);
    return answer;
  };
  const signIn: SignIn = {
    showQr: () => next('qr'),
    nextOfQr: () => next('next'),
    sendCode: (phone) => next(`phone ${phone}`),
    submitCode: (code) => next(`code ${code}`),
    submitPassword: (password) => next(`password ${password}`),
    close: async () => {
      asked.push('closed');
    },
  };
  return { signIn, asked };
}

function handlersFor(
  answers: SignInResult[],
  kept: Partial<Pick<SecretsOfAccounts, 'readApplication' | 'readProxy'>> = {},
  assertPossible = async (): Promise<void> => undefined,
) {
  const { signIn, asked } = signInWith(answers);
  const ways: WayIn[] = [];
  const clock = createDrivenClock({ now: 1_000 });
  const handlers = createSignInHandlers({
    gateway: {
      beginSignIn: (credentials, way) => {
        asked.push(`begin ${credentials.apiId}${way === null ? '' : ` through ${way.host}`}`);
        return signIn;
      },
    },
    secrets: { readApplication: async () => application, readProxy: async () => null, ...kept },
    clock,
    assertPossible,
    onSignedIn: async (_account, way) => {
      ways.push(way);
      return ada;
    },
  });
  return { handlers, asked, ways, clock };
}

test('a QR code is shown, renewed and at last scanned, with the application and proxy that are kept', async () => {
  const renewed: SignInResult = {
    ok: true,
    value: { step: 'qr', link: 'tg://login?token=two', expiresInMs: 25_000 },
  };
  const { handlers, asked, ways } = handlersFor([qr, renewed, done], { readProxy: async () => proxy });
  const shown = await handlers['signin.qr']({});
  expect(shown).toMatchObject({ step: 'qr', link: 'tg://login?token=one', expiresInMs: 30_000 });
  if (shown.step !== 'qr') return;
  const { signInId } = shown;
  expect(await handlers['signin.next']({ signInId })).toMatchObject({ link: 'tg://login?token=two' });
  expect(await handlers['signin.next']({ signInId })).toEqual({ step: 'done', account: ada });
  expect(asked).toEqual(['begin 12345 through proxy.test', 'qr', 'next', 'next', 'closed']);
  expect(ways).toEqual([{ credentials: application, proxy }]);
});

test('without an application nothing is asked of Telegram', async () => {
  const { handlers, asked } = handlersFor([], { readApplication: async () => null });
  expect(await handlers['signin.qr']({})).toMatchObject({ step: 'failed', unreachable: false });
  expect(asked).toEqual([]);
});

test('where nobody may sign in, nothing is asked of Telegram either', async () => {
  const { handlers, asked } = handlersFor([], {}, async () => {
    throw new RequestError({ code: 'failed', message: 'The vault is locked.' });
  });
  await expect(handlers['signin.begin']({ phone: '+49151' })).rejects.toThrow('The vault is locked.');
  expect(asked).toEqual([]);
});

test('a wrong code is asked again with its reason; a flood ends the sign-in with the time to wait', async () => {
  const { handlers, asked } = handlersFor([
    { ok: true, value: { step: 'code', sentTo: 'in the Telegram app' } },
    { ok: false, failure: { kind: 'wrong-code', message: 'This is not the code.' } },
    {
      ok: false,
      failure: { kind: 'flood', method: 'auth.signIn', waitMs: 90_000, message: 'Too many tries.' },
    },
  ]);
  const question = await handlers['signin.begin']({ phone: '+49151', ...application });
  if (question.step !== 'code') throw new Error(`A ${question.step} was asked for.`);
  const { signInId } = question;
  expect(await handlers['signin.code']({ signInId, code: '1' })).toEqual({
    ...question,
    problem: 'This is not the code.',
  });
  expect(await handlers['signin.code']({ signInId, code: '2' })).toEqual({
    step: 'failed',
    reason: 'Too many tries.',
    retryInMs: 90_000,
    unreachable: false,
  });
  expect(asked.at(-1)).toBe('closed');
  await expect(handlers['signin.code']({ signInId, code: '3' })).rejects.toThrow('This sign-in is over.');
});

test('as long as somebody goes on with a sign-in it is not given up', async () => {
  const { handlers, asked, clock } = handlersFor([qr, qr, qr]);
  const shown = await handlers['signin.qr']({});
  if (shown.step !== 'qr') throw new Error(`A ${shown.step} was asked for.`);
  for (const _renewal of [1, 2]) {
    await clock.advance(9 * 60_000);
    expect(await handlers['signin.next']({ signInId: shown.signInId })).toMatchObject({ step: 'qr' });
  }
  expect(asked).not.toContain('closed');
  await clock.advance(10 * 60_000);
  expect(asked.at(-1)).toBe('closed');
});

test('a page that goes on renewing a QR code which nobody scans comes to its end after an hour', async () => {
  const { handlers, asked, clock } = handlersFor(Array.from({ length: 12 }, () => qr));
  const shown = await handlers['signin.qr']({});
  if (shown.step !== 'qr') throw new Error(`A ${shown.step} was asked for.`);
  for (let renewal = 1; renewal <= 7; renewal += 1) {
    await clock.advance(9 * 60_000);
    expect(await handlers['signin.next']({ signInId: shown.signInId })).toMatchObject({ step: 'qr' });
  }
  await clock.advance(9 * 60_000);
  expect(asked.at(-1)).toBe('closed');
});

test('a sign-in that nobody goes on with is given up after ten minutes', async () => {
  const { handlers, asked, clock } = handlersFor([qr]);
  await handlers['signin.qr']({});
  await clock.advance(10 * 60_000 - 1);
  expect(asked).toEqual(['begin 12345', 'qr']);
  await clock.advance(1);
  expect(asked).toEqual(['begin 12345', 'qr', 'closed']);
});

test('a page that was loaded anew is asked the open question again, and Telegram nothing', async () => {
  const { handlers, asked } = handlersFor([
    { ok: true, value: { step: 'code', sentTo: 'in the Telegram app' } },
  ]);
  const begun = await handlers['signin.begin']({ phone: '+4915123456789' });
  if (begun.step !== 'code') throw new Error('A code was expected to be asked for.');
  const before = [...asked];
  expect(await handlers['signin.next']({ signInId: begun.signInId })).toEqual(begun);
  expect(asked).toEqual(before);
});
