import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DataCentre, startDataCentre } from '../../../electron/demo/data-centre.ts';
import type { SignIn, SignInResult } from '../../../electron/ports/gateway.ts';
import { decodeSession } from '../../../electron/telegram/session.ts';
import { credentials, gatewayTo } from '../../support/local-telegram.ts';
import { type SkippingClock, skippingClock } from '../../support/skipping-clock.ts';
import { valueIn } from '../../support/telegram-fixtures.ts';
import { Api, createClient, signInByCode } from '../demo/client.ts';

const phone = '+999 66 200001';
const phoneWithPassword = '+999 66 200002';
const phoneElsewhere = '+999 66 200003';
const phoneElsewhereWithPassword = '+999 66 200004';
/** Only what a test skips passes; nothing here is waited for. */
const unhurried = { connectMs: 3_600_000, requestMs: 3_600_000, backoffMs: 4, backoffLimitMs: 4 };

let dataCentre: DataCentre;
let clock: SkippingClock;
let opened: ReturnType<typeof gatewayTo>;
let attempt: SignIn;
let seen: string[];

function failureOf(result: SignInResult) {
  if (result.ok) throw new Error('This should have failed.');
  return result.failure;
}

function qrOf(result: SignInResult) {
  const step = valueIn(result);
  if (step.step !== 'qr') throw new Error(`The sign-in wants a ${step.step}.`);
  const [, token] = /^tg:\/\/login\?token=([\w-]+)$/.exec(step.link) ?? [];
  if (token === undefined) throw new Error(`This is no link to sign in with: ${step.link}`);
  seen.push(token);
  return { ...step, token: Buffer.from(token, 'base64url') };
}

function accountOf(result: SignInResult) {
  const step = valueIn(result);
  if (step.step !== 'done') throw new Error(`The sign-in wants a ${step.step}.`);
  return step.account;
}

function exportsCounted(): number {
  return dataCentre.counts().methods['auth.exportLoginToken'] ?? 0;
}

async function losesItsConnection(): Promise<void> {
  dataCentre.dropConnections('reset');
  await vi.waitFor(() => expect(dataCentre.openConnections()).toBe(0));
}

beforeAll(async () => {
  dataCentre = await startDataCentre({
    accounts: [
      { phone, code: '12345', firstName: 'Ada', lastName: 'Reader', username: 'ada' },
      { phone: phoneWithPassword, code: '12345', password: 'correct horse', passwordHint: 'a battery' },
      { phone: phoneElsewhere, code: '12345', dataCentre: 4 },
      { phone: phoneElsewhereWithPassword, code: '12345', dataCentre: 4, password: 'far away' },
    ],
    others: [4],
    clockAt: Date.UTC(2026, 10, 20, 12),
    channels: 1,
    postsPerChannel: 5,
  });
});

beforeEach(() => {
  clock = skippingClock();
  opened = gatewayTo(dataCentre, { clock, timing: unhurried });
  attempt = opened.gateway.beginSignIn(credentials, null);
  seen = [];
});

afterEach(async () => {
  dataCentre.clearFaults();
  dataCentre.setNetwork({ accepting: true });
  await opened.gateway.close();
  await vi.waitFor(() => expect(dataCentre.openConnections()).toBe(0));
  dataCentre.clearCounts();
  for (const token of seen) expect(opened.log.lines.join('\n')).not.toContain(token);
});

afterAll(async () => {
  expect(dataCentre.defects()).toEqual([]);
  await dataCentre.close();
});

describe('a sign-in by QR code', () => {
  it('is done when a signed-in app scans the code, and asks nothing of Telegram meanwhile', async () => {
    const app = createClient(dataCentre);
    await app.connect();
    await signInByCode(app, phone);
    const { token } = qrOf(await attempt.showQr());
    const next = attempt.nextOfQr();
    await app.invoke(new Api.auth.AcceptLoginToken({ token }));
    await app.destroy();
    const account = accountOf(await next);
    expect(account).toMatchObject({ name: 'Ada Reader', username: 'ada', maskedPhone: '+•••••••••01' });
    expect(decodeSession(account.session)).toMatchObject({ dataCentre: 2 });
    expect(exportsCounted()).toBe(2);
  });

  it('hears of a scan that came before anyone waited for it', async () => {
    const { token } = qrOf(await attempt.showQr());
    dataCentre.acceptLoginToken(token, phone);
    expect(accountOf(await attempt.nextOfQr()).name).toBe('Ada Reader');
  });

  it('leaves no connection of its own behind, so that the account can be opened at once', async () => {
    dataCentre.acceptLoginToken(qrOf(await attempt.showQr()).token, phone);
    const { id, session } = accountOf(await attempt.nextOfQr());
    const account = opened.gateway.openAccount(id, { ...credentials, session, proxy: null });
    expect(valueIn(await account.readDialogs(null)).channels).toHaveLength(1);
    await vi.waitFor(() => expect(dataCentre.openConnections()).toBe(1));
    expect(dataCentre.counts().handshakes).toBe(1);
  });

  it('asks for the two-step password of an account that has one', async () => {
    dataCentre.acceptLoginToken(qrOf(await attempt.showQr()).token, phoneWithPassword);
    expect(valueIn(await attempt.nextOfQr())).toEqual({ step: 'password', hint: 'a battery' });
    expect(failureOf(await attempt.submitPassword('wrong horse')).kind).toBe('wrong-password');
    expect(accountOf(await attempt.submitPassword('correct horse')).maskedPhone).toMatch(/•02$/);
  });

  it('follows an account to its data centre', async () => {
    dataCentre.acceptLoginToken(qrOf(await attempt.showQr()).token, phoneElsewhere);
    const { id, session } = accountOf(await attempt.nextOfQr());
    expect(decodeSession(session)).toMatchObject({ dataCentre: 4 });
    const account = opened.gateway.openAccount(id, { ...credentials, session, proxy: null });
    expect(valueIn(await account.readDialogs(null)).channels).toHaveLength(1);
  });

  it('asks for the password in the data centre of the account', async () => {
    dataCentre.acceptLoginToken(qrOf(await attempt.showQr()).token, phoneElsewhereWithPassword);
    expect(valueIn(await attempt.nextOfQr())).toMatchObject({ step: 'password' });
    expect(accountOf(await attempt.submitPassword('far away')).maskedPhone).toMatch(/•04$/);
  });

  it('can turn into one by phone number, which ends the waiting', async () => {
    qrOf(await attempt.showQr());
    const next = attempt.nextOfQr();
    expect(valueIn(await attempt.sendCode(phone)).step).toBe('code');
    expect(failureOf(await next).kind).toBe('cancelled');
    expect(accountOf(await attempt.submitCode('12345')).name).toBe('Ada Reader');
  });

  it('wants a code to be shown before it is waited for', async () => {
    expect(failureOf(await attempt.nextOfQr()).kind).toBe('expired-code');
    expect(dataCentre.counts().connections).toBe(0);
  });
});

describe('a QR code', () => {
  it('is renewed a little before it expires, whoever waits and however often', async () => {
    const first = qrOf(await attempt.showQr());
    const next = attempt.nextOfQr();
    expect(attempt.nextOfQr()).toBe(next);
    clock.skip(first.expiresInMs - 1000);
    const second = qrOf(await next);
    expect(second.link).not.toBe(first.link);
    expect(exportsCounted()).toBe(2);
    dataCentre.advance(30_000);
    expect(() => dataCentre.acceptLoginToken(first.token, phone)).toThrow('AUTH_TOKEN_EXPIRED');
    const third = qrOf(await attempt.showQr());
    dataCentre.acceptLoginToken(third.token, phone);
    expect(accountOf(await attempt.nextOfQr()).name).toBe('Ada Reader');
  });

  it('lives as long as Telegram says, whatever this machine takes the time to be', async () => {
    // The data centre’s clock stands days apart from this machine’s.
    const { expiresInMs } = qrOf(await attempt.showQr());
    expect(expiresInMs).toBeGreaterThan(20_000);
    expect(expiresInMs).toBeLessThanOrEqual(31_000);
  });

  it('is believed to live from 5 to 60 seconds, even when a clock was set meanwhile', async () => {
    qrOf(await attempt.showQr());
    clock.setWallAhead(3_600_000);
    expect(qrOf(await attempt.showQr()).expiresInMs).toBe(5000);
    clock.setWallAhead(-3_600_000);
    expect(qrOf(await attempt.showQr()).expiresInMs).toBe(60_000);
  });

  it('is said to have expired when Telegram says so in the middle of the sign-in', async () => {
    dataCentre.addFault({ kind: 'error', method: 'auth.importLoginToken', error: 'AUTH_TOKEN_EXPIRED' });
    dataCentre.acceptLoginToken(qrOf(await attempt.showQr()).token, phoneElsewhere);
    const failure = failureOf(await attempt.nextOfQr());
    expect(failure.kind).toBe('expired-code');
    expect(failure.message).toContain('Show a new one');
  });

  it('is waited for anew, whatever became of the one before', async () => {
    dataCentre.addFault({ kind: 'error', method: 'auth.importLoginToken', error: 'AUTH_TOKEN_EXPIRED' });
    dataCentre.acceptLoginToken(qrOf(await attempt.showQr()).token, phoneElsewhere);
    await attempt.nextOfQr();
    const { token } = qrOf(await attempt.showQr());
    const settled = vi.fn();
    const next = attempt.nextOfQr();
    void next.then(settled);
    // A whole sign-in’s worth of time for it to be settled in.
    qrOf(await opened.gateway.beginSignIn(credentials, null).showQr());
    expect(settled).not.toHaveBeenCalled();
    dataCentre.clearFaults();
    dataCentre.acceptLoginToken(token, phoneElsewhere);
    expect(accountOf(await next).maskedPhone).toMatch(/•03$/);
  });

  it('is not to be had during a flood wait, which a new sign-in does not shorten', async () => {
    dataCentre.addFault({ kind: 'flood', method: 'auth.exportLoginToken', seconds: 600 });
    expect(failureOf(await attempt.showQr())).toMatchObject({ kind: 'flood', waitMs: 600_000 });
    dataCentre.clearFaults();
    const again = opened.gateway.beginSignIn(credentials, null);
    expect(failureOf(await again.showQr()).kind).toBe('flood');
    expect(exportsCounted()).toBe(1);
    clock.skip(600_000);
    expect(qrOf(await again.showQr()).step).toBe('qr');
  });
});

describe('a connection lost while a QR code is shown', () => {
  it('is opened anew with the same key, and another code is shown', async () => {
    const first = qrOf(await attempt.showQr());
    const next = attempt.nextOfQr();
    dataCentre.dropConnections('reset');
    const second = qrOf(await next);
    expect(second.link).not.toBe(first.link);
    dataCentre.acceptLoginToken(second.token, phone);
    expect(accountOf(await attempt.nextOfQr()).name).toBe('Ada Reader');
    expect(dataCentre.counts().handshakes).toBe(1);
  });

  it('knows the time no less well after it', async () => {
    qrOf(await attempt.showQr());
    await losesItsConnection();
    expect(qrOf(await attempt.nextOfQr()).expiresInMs).toBeGreaterThan(20_000);
  });

  it('does not lose a scan that was made meanwhile', async () => {
    const { token } = qrOf(await attempt.showQr());
    const next = attempt.nextOfQr();
    dataCentre.dropConnections('reset');
    dataCentre.acceptLoginToken(token, phone);
    expect(accountOf(await next).name).toBe('Ada Reader');
  });

  it('is no reason to try for ever: not while Telegram is out of reach', async () => {
    qrOf(await attempt.showQr());
    const next = attempt.nextOfQr();
    dataCentre.setNetwork({ accepting: false });
    dataCentre.dropConnections('reset');
    expect(failureOf(await next).kind).toBe('network');
  });

  it('is no reason to try for ever: not when it is lost each time', async () => {
    qrOf(await attempt.showQr());
    for (let losses = 1; losses <= 5; losses += 1) {
      await losesItsConnection();
      qrOf(await attempt.nextOfQr());
    }
    await losesItsConnection();
    const failure = failureOf(await attempt.nextOfQr());
    expect(failure.kind).toBe('network');
    expect(failure.message).toContain('again and again');
    expect(exportsCounted()).toBe(6);
  });

  it('may be lost often, as long as a code lives out its time now and then', async () => {
    qrOf(await attempt.showQr());
    for (let times = 1; times <= 8; times += 1) {
      await losesItsConnection();
      const { expiresInMs } = qrOf(await attempt.nextOfQr());
      clock.skip(expiresInMs);
      qrOf(await attempt.nextOfQr());
    }
  });

  it('begins with a new key when Telegram has forgotten the one there was', async () => {
    qrOf(await attempt.showQr());
    const next = attempt.nextOfQr();
    dataCentre.forgetKeys(null);
    dataCentre.dropConnections('drop');
    dataCentre.acceptLoginToken(qrOf(await next).token, phone);
    expect(accountOf(await attempt.nextOfQr()).name).toBe('Ada Reader');
    expect(dataCentre.counts().handshakes).toBe(2);
  });
});

describe('closing', () => {
  it('ends the waiting for a scan at once', async () => {
    qrOf(await attempt.showQr());
    const next = attempt.nextOfQr();
    await attempt.close();
    expect(failureOf(await next).kind).toBe('cancelled');
    expect(failureOf(await attempt.nextOfQr()).kind).toBe('cancelled');
    expect(failureOf(await attempt.showQr()).kind).toBe('cancelled');
  });

  it('the gateway ends it too', async () => {
    qrOf(await attempt.showQr());
    const next = attempt.nextOfQr();
    await opened.gateway.close();
    expect(failureOf(await next).kind).toBe('cancelled');
  });
});
