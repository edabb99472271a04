import { expect, test } from 'vitest';
import { memoryIn, parseKept, type SignInMemory } from '../../../renderer/sign-in/kept-sign-in.ts';
import { createSignInFlow, type SignInState } from '../../../renderer/sign-in/sign-in-flow.ts';
import { RequestError, type RequestName, type SignInAnswer } from '../../../shared/contract.ts';
import type { Account } from '../../../shared/domain.ts';
import { fakeBridge } from '../../support/screen-builders.ts';

const account: Account = {
  id: 7,
  name: 'Ada Lovelace',
  username: null,
  maskedPhone: '+•••••00',
  state: 'signed-in',
  signedOutReason: null,
  addedAt: 0,
};
const inApp = 'in the chat named “Telegram”, in the Telegram app';
const cut = new RequestError({ code: 'not-connected', message: 'The connection was cut.' });

const qr = (signInId: string, link = 'tg://login?token=a'): SignInAnswer => ({
  step: 'qr',
  signInId,
  link,
  expiresInMs: 30_000,
  problem: null,
});
const code = (signInId: string, problem: string | null = null): SignInAnswer => ({
  step: 'code',
  signInId,
  sentTo: inApp,
  problem,
});
const password = (signInId: string, problem: string | null = null): SignInAnswer => ({
  step: 'password',
  signInId,
  hint: 'four words',
  problem,
});
const done: SignInAnswer = { step: 'done', account };

/** A flow whose every question waits until the test answers it. */
function stage(memory?: SignInMemory) {
  const waiting: { name: RequestName; answer(value: SignInAnswer): void; fail(error: Error): void }[] = [];
  const held = (name: RequestName) => () =>
    new Promise<SignInAnswer>((resolve, reject) => {
      waiting.push({ name, answer: resolve, fail: reject });
    });
  let now = 1000;
  const fake = fakeBridge({
    'signin.qr': held('signin.qr'),
    'signin.next': held('signin.next'),
    'signin.begin': held('signin.begin'),
    'signin.code': held('signin.code'),
    'signin.password': held('signin.password'),
    'signin.cancel': () => ({ accepted: true }),
  });
  const flow = createSignInFlow(fake.bridge, () => now, memory);

  function take(name: RequestName) {
    const index = waiting.findIndex((question) => question.name === name);
    const [question] = index < 0 ? [] : waiting.splice(index, 1);
    if (question === undefined) throw new Error(`${name} was not asked, or was answered already.`);
    return question;
  }
  /** Everything that is under way has been taken in. */
  const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

  return {
    ...fake,
    flow,
    settled,
    passMs: (ms: number) => {
      now += ms;
    },
    async answer(name: RequestName, value: SignInAnswer): Promise<SignInState> {
      take(name).answer(value);
      await settled();
      return flow.state();
    },
    async fail(name: RequestName, error: Error): Promise<SignInState> {
      take(name).fail(error);
      await settled();
      return flow.state();
    },
    times: (name: RequestName) => fake.asked.filter((question) => question.name === name).length,
    cancelled: () =>
      fake.asked.flatMap(({ name, request }) =>
        name === 'signin.cancel' ? [(request as { signInId: string }).signInId] : [],
      ),
  };
}

type Stage = ReturnType<typeof stage>;

async function opened(): Promise<Stage & { leave: () => void }> {
  const made = stage();
  const leave = made.flow.open();
  await made.settled();
  return { ...made, leave };
}

async function withQr() {
  const made = await opened();
  await made.answer('signin.qr', qr('one'));
  return made;
}

async function withCode() {
  const made = await withQr();
  made.flow.sendCode('+49 151 23456789');
  await made.answer('signin.begin', code('two'));
  return made;
}

test('opening shows a QR code and waits for it to be scanned', async () => {
  const { flow, answer, asked } = await opened();
  expect(flow.state()).toEqual({ kind: 'asking', way: 'qr' });
  expect(await answer('signin.qr', qr('one'))).toEqual({
    kind: 'qr',
    link: 'tg://login?token=a',
    expiresAt: 31_000,
    problem: null,
  });
  expect(asked.at(-1)).toEqual({ name: 'signin.next', request: { signInId: 'one' } });
});

test('mounted twice within one turn, as React does in its strict mode, it is one sign-in', async () => {
  const { flow, settled, times, cancelled, answer } = stage();
  const leave = flow.open();
  leave();
  flow.open();
  await settled();
  expect(times('signin.qr')).toBe(1);
  expect((await answer('signin.qr', qr('one'))).kind).toBe('qr');
  expect(cancelled()).toEqual([]);
});

test('left before the first answer, the sign-in is cancelled when its answer comes', async () => {
  const { flow, leave, answer, cancelled } = await opened();
  leave();
  expect(cancelled()).toEqual([]);
  await answer('signin.qr', qr('one'));
  expect(cancelled()).toEqual(['one']);
  expect(flow.state()).toEqual({ kind: 'resting' });
});

test('left and opened again before the first answer, only the later sign-in is shown', async () => {
  const { flow, leave, answer, cancelled, settled } = await opened();
  leave();
  flow.open();
  await settled();
  await answer('signin.qr', qr('one'));
  expect(cancelled()).toEqual(['one']);
  expect(await answer('signin.qr', qr('two', 'tg://login?token=b'))).toMatchObject({
    kind: 'qr',
    link: 'tg://login?token=b',
  });
  expect(cancelled()).toEqual(['one']);
});

test('leaving cancels once, and what the long wait answers then is not shown', async () => {
  const { flow, leave, answer, cancelled } = await withQr();
  leave();
  leave();
  expect(cancelled()).toEqual(['one']);
  await answer('signin.next', qr('one', 'tg://login?token=late'));
  expect(flow.state()).toEqual({ kind: 'resting' });
  expect(cancelled()).toEqual(['one']);
});

test('a renewed code replaces the earlier one and counts from its own moment', async () => {
  const { answer, passMs, times } = await withQr();
  passMs(29_000);
  expect(await answer('signin.next', qr('one', 'tg://login?token=b'))).toEqual({
    kind: 'qr',
    link: 'tg://login?token=b',
    expiresAt: 60_000,
    problem: null,
  });
  expect(times('signin.next')).toBe(2);
  expect(times('signin.qr')).toBe(1);
});

test('a scanned code leads to the password where the account has one, and then in', async () => {
  const { flow, answer, asked } = await withQr();
  expect(await answer('signin.next', password('one'))).toMatchObject({
    kind: 'password',
    hint: 'four words',
  });
  flow.submitPassword('correct horse');
  expect(asked.at(-1)).toEqual({
    name: 'signin.password',
    request: { signInId: 'one', password: 'correct horse' },
  });
  expect(await answer('signin.password', done)).toEqual({ kind: 'done', account });
});

test('beginning by phone cancels the QR code, and the other way round', async () => {
  const { flow, answer, cancelled } = await withQr();
  flow.sendCode('+49 151 23456789');
  expect(cancelled()).toEqual(['one']);
  await answer('signin.begin', code('two'));
  flow.showQr();
  expect(cancelled()).toEqual(['one', 'two']);
  expect(await answer('signin.qr', qr('three'))).toMatchObject({ kind: 'qr' });
});

test('a second press while a code is being asked for asks for no second one', async () => {
  const { flow, times } = await withQr();
  flow.sendCode('+49 151 23456789');
  flow.sendCode('+49 151 23456789');
  expect(times('signin.begin')).toBe(1);
});

test('a code is checked once, however often it is submitted', async () => {
  const { flow, times, answer } = await withCode();
  flow.submitCode('24680');
  flow.submitCode('24680');
  expect(flow.state()).toMatchObject({ kind: 'code', underWay: true });
  expect(times('signin.code')).toBe(1);
  expect(await answer('signin.code', code('two', 'This is not the code.'))).toEqual({
    kind: 'code',
    sentTo: inApp,
    numberEnd: '89',
    problem: 'This is not the code.',
    underWay: false,
  });
});

test('a failed sign-in is over: nothing of it is cancelled, and it says when to try again', async () => {
  const { flow, answer, leave, cancelled } = await withCode();
  flow.submitCode('24680');
  const failed = { step: 'failed', reason: 'Telegram asks for a pause.', unreachable: false } as const;
  expect(await answer('signin.code', { ...failed, retryInMs: 60_000 })).toEqual({
    kind: 'failed',
    way: 'phone',
    reason: 'Telegram asks for a pause.',
    retryAt: 61_000,
    unreachable: false,
    afterQuestion: true,
  });
  leave();
  expect(cancelled()).toEqual(['one']);
});

test('cut off while a code is checked, the question stays open and is not answered again by itself', async () => {
  const { flow, fail, becomes, times } = await withCode();
  flow.submitCode('24680');
  expect(await fail('signin.code', cut)).toMatchObject({
    kind: 'code',
    problem: 'The connection was cut.',
    underWay: false,
  });
  becomes({ kind: 'connected' });
  expect(times('signin.code')).toBe(1);
  expect(flow.state().kind).toBe('code');
});

test('cut off while a QR code waits, another is shown after reconnecting and the first is cancelled', async () => {
  const { fail, becomes, times, cancelled } = await withQr();
  expect(await fail('signin.next', cut)).toEqual({ kind: 'cut-off' });
  expect(times('signin.qr')).toBe(1);
  becomes({ kind: 'connected' });
  expect(times('signin.qr')).toBe(2);
  expect(cancelled()).toEqual(['one']);
});

test('refused by Telegram, no QR code is asked for again by itself', async () => {
  const { answer, becomes, times } = await opened();
  await answer('signin.qr', {
    step: 'failed',
    reason: 'Telegram cannot be reached.',
    retryInMs: null,
    unreachable: true,
  });
  becomes({ kind: 'connected' });
  expect(times('signin.qr')).toBe(1);
});

test('a question the other side knows nothing of any more ends the sign-in in words', async () => {
  const { flow, fail } = await withCode();
  flow.submitCode('24680');
  const over = new RequestError({ code: 'bad-request', message: 'This sign-in is over.' });
  expect(await fail('signin.code', over)).toEqual({
    kind: 'failed',
    way: 'phone',
    reason: 'This sign-in is over.',
    retryAt: null,
    unreachable: false,
    afterQuestion: true,
  });
});

test('scanned in the moment it was put away, the account is signed in all the same', async () => {
  const { flow, answer, cancelled } = await withQr();
  flow.sendCode('+49 151 23456789');
  expect(await answer('signin.next', done)).toEqual({ kind: 'done', account });
  await answer('signin.begin', code('two'));
  expect(flow.state()).toEqual({ kind: 'done', account });
  expect(cancelled()).toEqual(['one', 'two']);
});

test('an open question is kept without what is secret, and asked again by whoever is loaded after it', async () => {
  const kept = new Map<string, string>();
  const memory = memoryIn({
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  });
  const before = stage(memory);
  before.flow.sendCode('+49 151 234567 89');
  expect(await before.answer('signin.begin', code('one'))).toMatchObject({ kind: 'code', numberEnd: '89' });
  expect([...kept.values()].join()).not.toContain('234567');

  const after = stage(memory);
  after.flow.open();
  await after.settled();
  expect(after.asked).toEqual([{ name: 'signin.next', request: { signInId: 'one' } }]);
  expect(await after.answer('signin.next', code('one'))).toMatchObject({ kind: 'code', numberEnd: '89' });
  after.flow.submitCode('24680');
  expect(await after.answer('signin.code', done)).toMatchObject({ kind: 'done' });
  expect(memory.read()).toBeNull();
});

test('a kept question that is over says so and is forgotten', async () => {
  const kept = new Map([['tidings.sign-in', '{"signInId":"gone","way":"phone","numberEnd":"89"}']]);
  const memory = memoryIn({
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  });
  const { flow, settled, fail } = stage(memory);
  flow.open();
  await settled();
  const over = new RequestError({ code: 'bad-request', message: 'This sign-in is over.' });
  expect(await fail('signin.next', over)).toMatchObject({ kind: 'failed', reason: 'This sign-in is over.' });
  expect(memory.read()).toBeNull();
});

test.each([null, '', 'null', '{', '{"signInId":7,"way":"qr","numberEnd":null}', '{"signInId":"a"}'])(
  'what was not kept by this screen is not gone on with: %j',
  (text) => expect(parseKept(text)).toBeNull(),
);
