import { expect } from '@playwright/test';
import type { Handlers, VaultState } from '../../shared/contract.ts';
import {
  channelOf,
  code,
  codeField,
  failed,
  password,
  passwordField,
  paste,
  phone,
  phoneField,
  qrCode,
  title,
  ways,
} from '../support/welcome-page.ts';
import { ada, test, type WelcomeStage } from '../support/welcome-stage.ts';

const hash = '0123456789abcdef0123456789abcdef';
const asks = (stage: WelcomeStage, name: string) => stage.asked.filter((asked) => asked.name === name);

test('api_id and api_hash pasted at once fill both fields and lead to the QR code', async ({
  stage,
  page,
}) => {
  const telegram = await stage();
  await page.goto(telegram.address);
  await expect(title(page)).toHaveText('Your api_id');
  await expect(page.getByRole('link', { name: 'my.telegram.org' })).toHaveAttribute('rel', 'noreferrer');
  await paste(page, 'App api_hash', `App api_id: 123456\nApp api_hash: ${hash}\nApp title: Reader`);
  await expect(page.getByLabel('App api_id')).toHaveValue('123456');
  await page.getByLabel('App api_hash').press('Enter');
  await expect(title(page)).toHaveText('Sign in');
  await expect(qrCode(page)).toBeVisible();
  expect(asks(telegram, 'api.set')).toEqual([
    { name: 'api.set', request: { apiId: 123_456, apiHash: hash } },
  ]);
  await expect(page.getByText('With your api_id 123456.')).toBeVisible();
});

test('what cannot be an api_id is said beside its field once it is left, and nothing is sent', async ({
  stage,
  page,
}) => {
  const telegram = await stage();
  await page.goto(telegram.address);
  const id = page.getByLabel('App api_id');
  await id.fill('12a');
  await expect(id).not.toHaveAttribute('aria-invalid', 'true');
  await id.blur();
  await expect(id).toHaveAccessibleDescription('Must be the number my.telegram.org shows.');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(id).toBeFocused();
  await expect(page.getByLabel('App api_hash')).toHaveAttribute('aria-invalid', 'true');
  expect(telegram.asked).toEqual([]);
});

test('by QR code: nothing is pressed before it is scanned, and a password follows where there is one', async ({
  stage,
  page,
}) => {
  const telegram = await stage({
    apiId: 123,
    handlers: {
      'signin.password': async ({ signInId, password: given }) =>
        given === 'correct horse'
          ? telegram.signedIn(ada)
          : password(signInId, 'This is not the account’s two-step password.'),
    },
  });
  await page.goto(telegram.address);
  await expect(qrCode(page)).toBeVisible();
  await expect(page.getByText(/^New code in \d+ s$/)).toBeVisible();
  telegram.scan(password);
  await expect(passwordField(page)).toBeFocused();
  await expect(page.getByText('Its hint: “four words”.')).toBeVisible();
  await passwordField(page).fill('wrong');
  await passwordField(page).press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'two-step password' })).toBeVisible();
  await expect(passwordField(page)).toHaveValue('');
  await expect(passwordField(page)).toBeFocused();
  await passwordField(page).fill('correct horse');
  await passwordField(page).press('Enter');
  await expect(title(page)).toHaveText('Pick channels');
  await expect(page.getByText('Signed in as Ada Lovelace.')).toBeVisible();
  expect(asks(telegram, 'signin.qr')).toHaveLength(1);
  expect([...telegram.open]).toEqual([]);
});

test('by phone: the code of the app sends itself, once; a wrong one is said and asked for again', async ({
  stage,
  page,
}) => {
  const telegram = await stage({
    apiId: 123,
    handlers: {
      'signin.code': async ({ signInId, code: given }) =>
        given === '24680' ? telegram.signedIn(ada) : code(signInId, 'This is not the code Telegram sent.'),
    },
  });
  await page.goto(telegram.address);
  await expect(qrCode(page)).toBeVisible();
  await phoneField(page).fill(phone);
  await phoneField(page).press('Enter');
  await expect(codeField(page)).toBeFocused();
  await expect(page.getByText(/It was sent in the chat named “Telegram”/)).toBeVisible();
  expect([...telegram.open]).toEqual(['sign-in-2']);
  await page.keyboard.type('135 79');
  await expect(page.getByRole('alert').filter({ hasText: 'not the code' })).toBeVisible();
  await expect(codeField(page)).toHaveValue('');
  await expect(codeField(page)).toBeFocused();
  await page.keyboard.type('24680');
  expect(asks(telegram, 'signin.code')).toHaveLength(1);
  await page.keyboard.press('Enter');
  await expect(title(page)).toHaveText('Pick channels');
  expect(asks(telegram, 'signin.begin')).toHaveLength(1);
  expect(asks(telegram, 'signin.code').map(({ request }) => request)).toEqual([
    { signInId: 'sign-in-2', code: '13579' },
    { signInId: 'sign-in-2', code: '24680' },
  ]);
});

/** Counts what a person does: a click, a press of Enter, or a field that is filled. */
function byHand() {
  let count = 0;
  const does = async (action: Promise<void>): Promise<void> => {
    count += 1;
    await action;
  };
  return { does, count: () => count };
}

test('from a saved api_id to the first run: at most six interactions by QR code, eight by phone', async ({
  stage,
  page,
}) => {
  const handlers = (telegram: () => WelcomeStage): Partial<Handlers> => ({
    'signin.code': async ({ signInId }) => password(signInId),
    'signin.password': async () => telegram().signedIn(ada),
  });
  const entersPasswordAndPicks = async ({ does }: ReturnType<typeof byHand>): Promise<void> => {
    await does(passwordField(page).fill('correct horse'));
    await does(page.getByRole('button', { name: 'Sign in' }).click());
    await does(page.getByRole('button', { name: 'Select all 3 shown' }).click());
    await does(page.getByRole('button', { name: 'Collect 3 channels' }).click());
    await expect(page.getByRole('region', { name: 'Schedule' })).toBeVisible();
  };

  const scanned: WelcomeStage = await stage({ apiId: 123, handlers: handlers(() => scanned) });
  await page.goto(scanned.address);
  await expect(qrCode(page)).toBeVisible();
  const byQr = byHand();
  await byQr.does(Promise.resolve(scanned.scan(password)));
  await entersPasswordAndPicks(byQr);
  expect(byQr.count()).toBeLessThanOrEqual(6);

  const called: WelcomeStage = await stage({ apiId: 123, handlers: handlers(() => called) });
  await page.goto(called.address);
  const byPhone = byHand();
  await byPhone.does(phoneField(page).fill(phone));
  await byPhone.does(page.getByRole('button', { name: 'Send code' }).click());
  await byPhone.does(codeField(page).fill('24680'));
  await entersPasswordAndPicks(byPhone);
  expect(byPhone.count()).toBeLessThanOrEqual(8);
});

test('a code by another way is sent when the user says so', async ({ stage, page }) => {
  const telegram = await stage({
    apiId: 123,
    handlers: {
      'signin.begin': async () => code('by-sms', null, 'by SMS to this number'),
      'signin.code': async () => telegram.signedIn(ada),
    },
  });
  await page.goto(telegram.address);
  await phoneField(page).fill(phone);
  await phoneField(page).press('Enter');
  await expect(page.getByText('It was sent by SMS to this number.')).toBeVisible();
  await page.keyboard.type('24680');
  await expect(codeField(page)).toHaveValue('24680');
  expect(asks(telegram, 'signin.code')).toEqual([]);
  await page.keyboard.type('1');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(title(page)).toHaveText('Pick channels');
  expect(asks(telegram, 'signin.code')[0]?.request).toEqual({ signInId: 'by-sms', code: '246801' });
});

test('an expired code leads back to the number, still there, and one press asks for another', async ({
  stage,
  page,
}) => {
  const telegram = await stage({
    apiId: 123,
    handlers: {
      'signin.code': async () => failed({ reason: 'This code has expired. Ask for a new one.' }),
    },
  });
  await page.goto(telegram.address);
  await phoneField(page).fill(phone);
  await phoneField(page).press('Enter');
  await codeField(page).fill('24680');
  await expect(page.getByRole('alert').filter({ hasText: 'has expired' })).toBeVisible();
  await expect(phoneField(page)).toHaveValue(phone);
  await page.getByRole('button', { name: 'Ask for a new code' }).click();
  await expect(codeField(page)).toBeFocused();
  expect(asks(telegram, 'signin.begin')).toHaveLength(2);
});

test('while Telegram asks for a pause the button says so, counts down, and then works again', async ({
  stage,
  page,
}) => {
  let floods = 1;
  const telegram = await stage({
    apiId: 123,
    handlers: {
      'signin.begin': async () => {
        floods -= 1;
        return floods < 0
          ? code('after', null)
          : failed({ reason: 'Telegram asks for a pause of 2 s.', retryInMs: 2000 });
      },
    },
  });
  await page.goto(telegram.address);
  await phoneField(page).fill(phone);
  await phoneField(page).press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'asks for a pause' })).toBeVisible();
  const again = page.getByRole('button', { name: /^In \d s$/ });
  await expect(again).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(codeField(page)).toBeFocused();
});

test('where Telegram is not reached, the QR code says so, and a proxy is one press away', async ({
  stage,
  page,
}) => {
  let reached = false;
  const telegram = await stage({
    apiId: 123,
    handlers: {
      'signin.qr': async () =>
        reached
          ? {
              step: 'qr',
              signInId: 'reached',
              link: 'tg://login?token=b',
              expiresInMs: 30_000,
              problem: null,
            }
          : failed({ unreachable: true }),
      'proxy.set': async () => {
        reached = true;
        return { accepted: true };
      },
    },
  });
  await page.goto(telegram.address);
  await expect(page.getByRole('alert').filter({ hasText: 'cannot be reached' })).toBeVisible();
  await ways(page).getByRole('button', { name: 'Use a proxy' }).first().click();
  const proxy = page.getByRole('region', { name: 'Proxy' });
  await proxy.getByText('SOCKS5', { exact: true }).click();
  await proxy.getByLabel('Host').fill('127.0.0.1');
  await proxy.getByLabel('Port').fill('1080');
  await proxy.getByLabel('Port').press('Enter');
  await expect(qrCode(page)).toBeVisible();
  expect(asks(telegram, 'signin.qr')).toHaveLength(2);
});

test('leaving the screen cancels what was begun, and so does a reload', async ({ stage, page }) => {
  const telegram = await stage({ apiId: 123, accounts: [ada], channels: 3 });
  await page.goto(telegram.address);
  await page.goto(`${new URL(telegram.address).origin}/#welcome`);
  await expect(qrCode(page)).toBeVisible();
  expect([...telegram.open]).toEqual(['sign-in-1']);
  await page.reload();
  await expect(qrCode(page)).toBeVisible();
  await expect.poll(() => [...telegram.open]).toEqual(['sign-in-2']);
  await page.getByRole('link', { name: 'Back to Settings' }).click();
  await expect.poll(() => [...telegram.open]).toEqual([]);
  expect(page.url()).toContain('#settings');
});

test('cut off from Tidings, the QR code is taken away: nobody would hear of its being scanned', async ({
  stage,
  page,
}) => {
  const telegram = await stage({ apiId: 123 });
  await page.goto(telegram.address);
  await expect(qrCode(page)).toBeVisible();
  await telegram.close();
  await expect(page.getByText(/Not connected, as of/)).toBeVisible();
  await expect(page.getByText('A new code comes once this screen is connected again')).toBeVisible();
});

test('channels may be named one after another, and one link leads on', async ({ stage, page }) => {
  const telegram = await stage({
    apiId: 123,
    accounts: [ada],
    handlers: {
      'channels.add': async ({ reference }) => {
        telegram.world.channels += 1;
        telegram.push();
        return { accepted: true, channel: channelOf({ title: reference }) };
      },
    },
  });
  await page.goto(telegram.address);
  await page.goto(`${new URL(telegram.address).origin}/#welcome`);
  await page.getByLabel('@name or t.me link').fill('@harbourview');
  await page.keyboard.press('Enter');
  await expect(page.getByText('@harbourview added.')).toBeVisible();
  await expect(title(page)).toHaveText('Pick channels');
  await page.getByRole('link', { name: 'See the first run' }).click();
  await expect(page.getByRole('region', { name: 'Schedule' })).toBeVisible();
});

test('reloaded after signing in, it goes on with the channels', async ({ stage, page }) => {
  const telegram = await stage({ apiId: 123 });
  await page.goto(telegram.address);
  await expect(qrCode(page)).toBeVisible();
  telegram.scan(() => telegram.signedIn(ada));
  await expect(title(page)).toHaveText('Pick channels');
  await page.reload();
  await expect(title(page)).toHaveText('Pick channels');
  expect(asks(telegram, 'signin.qr')).toHaveLength(1);
  await page.getByRole('link', { name: 'Use another account' }).click();
  await expect(qrCode(page)).toBeVisible();
});

test('an account that signs in again goes back to Settings: its channels are picked already', async ({
  stage,
  page,
}) => {
  const lost = { ...ada, state: 'signed-out' as const, signedOutReason: 'Ended on the phone.' };
  const telegram = await stage({ apiId: 123, accounts: [lost], channels: 3 });
  await page.goto(telegram.address);
  await page.goto(`${new URL(telegram.address).origin}/#welcome`);
  await expect(qrCode(page)).toBeVisible();
  telegram.scan(() => telegram.signedIn(ada));
  await expect.poll(() => page.url()).toContain('#settings');
});

test('the demo: started where that can be done here, else a command to copy', async ({ stage, page }) => {
  const desktop = await stage({
    canStartDemo: true,
    handlers: { 'demo.start': async () => ({ accepted: true }) },
  });
  await page.goto(desktop.address);
  await page.getByRole('button', { name: 'Try the demo' }).click();
  await expect(page.getByText('Tidings starts again as the demo…')).toBeVisible();
  expect(asks(desktop, 'demo.start')).toHaveLength(1);

  const served = await stage();
  await page.goto(served.address);
  await page.getByRole('button', { name: 'Try the demo' }).click();
  await expect(page.getByText('tidings demo')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy' })).toBeVisible();
});

test('a vault that cannot keep anything comes first', async ({ stage, page }) => {
  const unprotected: VaultState = {
    state: 'unprotected',
    protectedBy: [],
    sentence: 'This computer has no keychain, so a passphrase has to protect what is secret.',
  };
  const telegram = await stage({
    vault: unprotected,
    handlers: {
      'vault.protect': async () => {
        telegram.world.vault = { ...unprotected, state: 'open', protectedBy: ['passphrase'] };
        telegram.changed('vault');
        return { accepted: true };
      },
    },
  });
  await page.goto(telegram.address);
  await expect(title(page)).toHaveText('Your passphrase');
  await page.getByLabel('New passphrase').fill('correct horse battery');
  await page.getByLabel('Once more').fill('correct horse battery');
  await page.getByLabel('Once more').press('Enter');
  await expect(title(page)).toHaveText('Your api_id');
  await expect(title(page)).toBeFocused();
});

test('signed in and without a channel, the Now screen leads to Channels', async ({ stage, page }) => {
  const telegram = await stage({ apiId: 123, accounts: [ada] });
  await page.goto(telegram.address);
  const steps = page.getByRole('region', { name: 'First steps' });
  await expect(steps).toContainText('tidings channels add');
  await steps.getByRole('link', { name: 'Pick channels' }).click();
  expect(page.url()).toContain('#channels');
});
