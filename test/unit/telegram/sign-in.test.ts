import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DataCentre, startDataCentre } from '../../../electron/demo/data-centre.ts';
import type { SignIn, SignInResult } from '../../../electron/ports/gateway.ts';
import { decodeSession } from '../../../electron/telegram/session.ts';
import { credentials, gatewayTo } from '../../support/local-telegram.ts';
import { valueIn } from '../../support/telegram-fixtures.ts';

const phone = '+999 66 200001';
const phoneWithPassword = '+999 66 200002';
const phoneElsewhere = '+999 66 200003';

let dataCentre: DataCentre;
let opened: ReturnType<typeof gatewayTo>;
let attempt: SignIn;

function failureOf(result: SignInResult) {
  if (result.ok) throw new Error('This should have failed.');
  return result.failure;
}

function accountOf(result: SignInResult) {
  const step = valueIn(result);
  if (step.step !== 'done') throw new Error(`The sign-in wants a ${step.step}.`);
  return step.account;
}

beforeAll(async () => {
  dataCentre = await startDataCentre({
    accounts: [
      { phone, code: '12345', firstName: 'Ada', lastName: 'Reader', username: 'ada' },
      { phone: phoneWithPassword, code: '12345', password: 'correct horse', passwordHint: 'a battery' },
      { phone: phoneElsewhere, code: '12345', dataCentre: 4 },
    ],
    others: [4],
    api: { id: credentials.apiId, hash: credentials.apiHash },
    clockAt: Date.UTC(2026, 10, 20, 12),
    channels: 1,
    postsPerChannel: 5,
  });
});

beforeEach(() => {
  opened = gatewayTo(dataCentre);
  attempt = opened.gateway.beginSignIn(credentials, null);
});

afterEach(async () => {
  dataCentre.clearFaults();
  await opened.gateway.close();
  await vi.waitFor(() => expect(dataCentre.openConnections()).toBe(0));
  dataCentre.clearCounts();
});

afterAll(async () => {
  expect(dataCentre.defects()).toEqual([]);
  await dataCentre.close();
});

describe('a sign-in', () => {
  it('goes from phone number to account by the code in the Telegram app', async () => {
    expect(valueIn(await attempt.sendCode(phone))).toEqual({
      step: 'code',
      sentTo: expect.stringContaining('in the Telegram app'),
    });
    const account = accountOf(await attempt.submitCode(' 12-345 '));
    expect(account).toMatchObject({ name: 'Ada Reader', username: 'ada', maskedPhone: '+•••••••••01' });
    expect(decodeSession(account.session)).toMatchObject({ dataCentre: 2 });
  });

  it('leaves no connection of its own behind, so that the account can be opened at once', async () => {
    await attempt.sendCode(phone);
    const account = accountOf(await attempt.submitCode('12345'));
    const secrets = { ...credentials, session: account.session, proxy: null };
    const page = await opened.gateway.openAccount(account.id, secrets).readDialogs(null);
    expect(valueIn(page).channels).toHaveLength(1);
    await vi.waitFor(() => expect(dataCentre.openConnections()).toBe(1));
    expect(dataCentre.counts().handshakes).toBe(1);
  });

  it('takes the code again after a wrong one', async () => {
    await attempt.sendCode(phone);
    expect(failureOf(await attempt.submitCode('54321')).kind).toBe('wrong-code');
    expect(failureOf(await attempt.submitCode('')).kind).toBe('wrong-code');
    expect(accountOf(await attempt.submitCode('12345')).name).toBe('Ada Reader');
  });

  it('asks for the two-step password with its hint, and again after a wrong one', async () => {
    await attempt.sendCode(phoneWithPassword);
    expect(valueIn(await attempt.submitCode('12345'))).toEqual({ step: 'password', hint: 'a battery' });
    expect(failureOf(await attempt.submitPassword('wrong horse'))).toMatchObject({ kind: 'wrong-password' });
    expect(accountOf(await attempt.submitPassword('correct horse')).maskedPhone).toMatch(/•02$/);
  });

  it('follows the number to its data centre without a word', async () => {
    expect(valueIn(await attempt.sendCode(phoneElsewhere)).step).toBe('code');
    const account = accountOf(await attempt.submitCode('12345'));
    expect(decodeSession(account.session)).toMatchObject({ dataCentre: 4 });
    const secrets = { ...credentials, session: account.session, proxy: null };
    const page = await opened.gateway.openAccount(account.id, secrets).readDialogs(null);
    expect(valueIn(page).channels).toHaveLength(1);
  });

  it('says that a number is none', async () => {
    expect(failureOf(await attempt.sendCode('12')).kind).toBe('wrong-phone');
  });

  it('says that the api_id is not known', async () => {
    const other = opened.gateway.beginSignIn({ apiId: 1, apiHash: 'f'.repeat(32) }, null);
    const failure = failureOf(await other.sendCode(phone));
    expect(failure.kind).toBe('wrong-api');
    expect(failure.message).toContain('my.telegram.org');
  });

  it('says that a code has expired', async () => {
    await attempt.sendCode(phone);
    dataCentre.addFault({ kind: 'error', method: 'auth.signIn', error: 'PHONE_CODE_EXPIRED' });
    expect(failureOf(await attempt.submitCode('12345')).kind).toBe('expired-code');
  });

  it('wants a code to be asked for before it is given', async () => {
    expect(failureOf(await attempt.submitCode('12345')).kind).toBe('expired-code');
    expect(dataCentre.counts().connections).toBe(0);
  });

  it('tells how long a flood lasts, and a new sign-in does not shorten it, but another number may go on', async () => {
    dataCentre.addFault({ kind: 'flood', method: 'auth.sendCode', seconds: 3600 });
    expect(failureOf(await attempt.sendCode(phone))).toMatchObject({ kind: 'flood', waitMs: 3_600_000 });
    await attempt.close();
    dataCentre.clearFaults();
    const again = opened.gateway.beginSignIn(credentials, null);
    const failure = failureOf(await again.sendCode(phone));
    expect(failure.message).toMatch(/^Telegram asks for a pause: (1h 00m|59m 5\ds)\.$/);
    expect(valueIn(await again.sendCode(phoneWithPassword)).step).toBe('code');
    expect(dataCentre.counts().methods['auth.sendCode']).toBe(2);
  });

  it('tells how long a flood of wrong passwords lasts', async () => {
    await attempt.sendCode(phoneWithPassword);
    await attempt.submitCode('12345');
    dataCentre.addFault({ kind: 'flood', method: 'auth.checkPassword', seconds: 900 });
    const failure = failureOf(await attempt.submitPassword('wrong horse'));
    expect(failure).toMatchObject({ kind: 'flood', waitMs: 900_000 });
  });

  it('never asks for a second code because the first answer was lost', async () => {
    dataCentre.addFault({ kind: 'drop', method: 'auth.sendCode', calls: 1 });
    expect(failureOf(await attempt.sendCode(phone)).kind).toBe('network');
    expect(dataCentre.counts().methods['auth.sendCode']).toBe(1);
  });

  it('goes on with its key when the connection was lost between phone number and code', async () => {
    await attempt.sendCode(phone);
    dataCentre.dropConnections('reset');
    await vi.waitFor(() => expect(dataCentre.openConnections()).toBe(0));
    expect(accountOf(await attempt.submitCode('12345')).name).toBe('Ada Reader');
    expect(dataCentre.counts().handshakes).toBe(1);
  });

  it('that the server has forgotten begins anew with the next code', async () => {
    await attempt.sendCode(phone);
    dataCentre.forgetKeys(null);
    expect(failureOf(await attempt.submitCode('12345')).kind).toBe('expired-code');
    expect(valueIn(await attempt.sendCode(phone)).step).toBe('code');
    expect(accountOf(await attempt.submitCode('12345')).name).toBe('Ada Reader');
  });

  it('is over when it is closed', async () => {
    await attempt.sendCode(phone);
    await attempt.close();
    expect(failureOf(await attempt.submitCode('12345')).kind).toBe('cancelled');
    await vi.waitFor(() => expect(dataCentre.openConnections()).toBe(0));
  });
});
