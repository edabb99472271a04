import { expect, type Locator, type Page } from '@playwright/test';
import { accounts, application, type Newcomer, passphrase } from '../support/newcomer.ts';
import { scanQr } from '../support/scan-qr.ts';
import { Api, createClient, signInByCode } from '../unit/demo/client.ts';

/** The first five minutes, each way they can go: walked in a browser and in the desktop app alike. */
export interface Walk {
  readonly name: string;
  /** Begins on the Welcome screen, nothing kept yet. */
  readonly walk: (page: Page, newcomer: Newcomer) => Promise<void>;
}

const title = (page: Page) => page.getByRole('heading', { level: 1 });
const qrCode = (page: Page) => page.getByRole('img', { name: /QR code/ });
const codeField = (page: Page) => page.getByRole('textbox', { name: 'Code' });
const passwordField = (page: Page) => page.getByRole('textbox', { name: 'Two-step password' });

async function choosePassphrase(page: Page): Promise<void> {
  await tabTo(page, page.getByLabel('New passphrase'));
  await page.keyboard.type(passphrase);
  await tabTo(page, page.getByLabel('Once more'));
  await page.keyboard.type(passphrase);
  await page.keyboard.press('Enter');
  await expect(title(page)).toHaveText('Your api_id');
}

/** Up to the sign-in: what is entered once, on this computer. */
async function enterApplication(page: Page): Promise<void> {
  await expect(title(page)).toHaveText(/Your passphrase|Your api_id/);
  // A desktop without a keychain asks for a passphrase first.
  if ((await title(page).textContent()) === 'Your passphrase') await choosePassphrase(page);
  await page.getByLabel('App api_id').fill(application.apiId);
  await page.getByLabel('App api_hash').fill(application.apiHash);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(title(page)).toHaveText('Sign in');
}

/** Moves the focus there as somebody without a mouse does. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The focus does not get to ${String(wanted)} by Tab.`);
}

async function sendCodeTo(page: Page, phone: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Use your phone number' }).fill(phone);
  await page.getByRole('button', { name: 'Send code' }).click();
}

async function pickEverything(page: Page): Promise<void> {
  await expect(title(page)).toHaveText('Pick channels');
  await page.getByRole('button', { name: /^Select all/ }).click();
  await page.getByRole('button', { name: 'Collect 6 channels' }).click();
  await expect(page.getByRole('region', { name: 'Collection' })).toBeVisible();
}

/** A Telegram app on a telephone, signed in, that scans what the screen shows. */
async function scanWithAnotherApp(page: Page, { config }: Newcomer, phone: string): Promise<void> {
  const link = await scanQr(qrCode(page));
  const token = /^tg:\/\/login\?token=([\w-]+)$/.exec(link)?.[1];
  if (token === undefined) throw new Error(`This is no link to sign in with: ${link}`);
  const app = createClient({ config });
  await app.connect();
  await signInByCode(app, phone, '24680');
  await app.invoke(new Api.auth.AcceptLoginToken({ token: Buffer.from(token, 'base64url') }));
  await app.destroy();
}

const collected = (page: Page) =>
  expect(page.getByRole('region', { name: 'Collection' })).toContainText(/Collected|Last run/);

export const walks: readonly Walk[] = [
  {
    name: 'a QR code, scanned by another app, leads to the first collected post in six interactions at most',
    async walk(page, newcomer) {
      await enterApplication(page);
      await expect(qrCode(page)).toBeVisible();
      // The application is kept by now: from here on each is counted.
      let interactions = 0;
      await scanWithAnotherApp(page, newcomer, accounts.plain.phone);
      interactions += 1;
      await expect(title(page)).toHaveText('Pick channels');
      await page.getByRole('button', { name: /^Select all/ }).click();
      interactions += 1;
      await page.getByRole('button', { name: 'Collect 6 channels' }).click();
      interactions += 1;
      await collected(page);
      expect(interactions).toBeLessThanOrEqual(6);
    },
  },
  {
    name: 'a phone number, a code and a password lead there in eight interactions at most',
    async walk(page) {
      await enterApplication(page);
      let interactions = 0;
      await sendCodeTo(page, accounts.withPassword.phone);
      interactions += 2;
      await expect(page.getByText(/in the Telegram app/).first()).toBeVisible();
      await codeField(page).fill('24680');
      interactions += 1;
      await expect(page.getByText('four words')).toBeVisible();
      await passwordField(page).fill('correct horse');
      interactions += 1;
      await page.getByRole('button', { name: 'Sign in' }).click();
      interactions += 1;
      await expect(title(page)).toHaveText('Pick channels');
      await page.getByRole('button', { name: /^Select all/ }).click();
      await page.getByRole('button', { name: 'Collect 6 channels' }).click();
      interactions += 2;
      await collected(page);
      expect(interactions).toBeLessThanOrEqual(8);
    },
  },
  {
    name: 'a wrong code and a wrong password are asked again, in words, and nothing of them stays in the page',
    async walk(page) {
      await enterApplication(page);
      await sendCodeTo(page, accounts.withPassword.phone);
      await codeField(page).fill('11111');
      await expect(
        page.getByRole('alert').filter({ hasText: 'This is not the code Telegram sent' }),
      ).toBeVisible();
      await expect(codeField(page)).toHaveValue('');
      await expect(codeField(page)).toBeFocused();
      await codeField(page).fill('24680');
      await codeField(page).press('Enter');
      await passwordField(page).fill('wrong horse');
      await passwordField(page).press('Enter');
      await expect(page.getByRole('alert').filter({ hasText: 'two-step password' })).toBeVisible();
      await expect(passwordField(page)).toHaveValue('');
      await passwordField(page).fill('correct horse');
      await passwordField(page).press('Enter');
      await expect(title(page)).toHaveText('Pick channels');
      const kept = await page.evaluate(
        () => document.documentElement.outerHTML + JSON.stringify(localStorage),
      );
      for (const secret of [
        passphrase,
        'correct horse',
        'wrong horse',
        '24680',
        '11111',
        application.apiHash,
      ]) {
        expect(kept).not.toContain(secret);
      }
    },
  },
  {
    name: 'an account that lives in another data centre is followed there, by QR code, without a word',
    async walk(page, newcomer) {
      await enterApplication(page);
      await expect(qrCode(page)).toBeVisible();
      const token = /token=([\w-]+)$/.exec(await scanQr(qrCode(page)))?.[1];
      await newcomer.dataCentre.run('acceptLoginToken', { token, phone: accounts.elsewhere.phone });
      await pickEverything(page);
      await collected(page);
    },
  },
  {
    name: 'and by phone number',
    async walk(page) {
      await enterApplication(page);
      await sendCodeTo(page, accounts.elsewhere.phone);
      await codeField(page).fill('24680');
      await pickEverything(page);
      await collected(page);
    },
  },
  {
    name: 'too many tries are said with the time to wait, and no second code is asked for meanwhile',
    async walk(page, { dataCentre }) {
      await dataCentre.run('addFault', { fault: { kind: 'flood', method: 'auth.sendCode', seconds: 90 } });
      await enterApplication(page);
      await sendCodeTo(page, accounts.plain.phone);
      const again = page.getByRole('button', { name: /^In 1m \d\ds|^In [5-9]\d s/ });
      await expect(again).toBeVisible();
      await page.getByRole('textbox', { name: 'Use your phone number' }).press('Enter');
      await expect(again).toBeVisible();
      const { methods } = await dataCentre.run<{ methods: Record<string, number> }>('counts');
      expect(methods['auth.sendCode']).toBe(1);
    },
  },
  {
    name: 'a session that is ended elsewhere is an alarm that leads to Settings, and signing in again ends it',
    async walk(page, { dataCentre }) {
      await enterApplication(page);
      await sendCodeTo(page, accounts.plain.phone);
      await codeField(page).fill('24680');
      await pickEverything(page);
      await collected(page);
      await dataCentre.run('revokeSessions', { phone: accounts.plain.phone });
      await page.getByRole('button', { name: 'Collect now' }).click();
      const alarm = page.getByRole('alert').filter({ hasText: 'Sign-in lost' });
      await expect(alarm).toBeVisible();
      await alarm.getByRole('link', { name: 'Go to Settings' }).click();
      await page.getByRole('link', { name: 'Sign in again as Ada' }).click();
      await expect(title(page)).toHaveText('Sign in');
      await sendCodeTo(page, accounts.plain.phone);
      await codeField(page).fill('24680');
      await expect(title(page)).not.toHaveText('Sign in');
      await page.evaluate(() => {
        window.location.hash = 'now';
      });
      await expect(page.getByRole('region', { name: 'Collection' })).toBeVisible();
      await expect(alarm).toHaveCount(0);
    },
  },
  {
    name: 'by keyboard alone it is the same way, and on to the channel that is to be switched off',
    async walk(page) {
      await expect(title(page)).toHaveText(/Your passphrase|Your api_id/);
      if ((await title(page).textContent()) === 'Your passphrase') await choosePassphrase(page);
      await tabTo(page, page.getByLabel('App api_id'));
      await page.keyboard.type(application.apiId);
      await tabTo(page, page.getByLabel('App api_hash'));
      await page.keyboard.type(application.apiHash);
      await page.keyboard.press('Enter');
      await expect(title(page)).toHaveText('Sign in');
      await tabTo(page, page.getByRole('textbox', { name: 'Use your phone number' }));
      await page.keyboard.type(accounts.plain.phone);
      await page.keyboard.press('Enter');
      // The question that comes has the focus already.
      await expect(codeField(page)).toBeFocused();
      await page.keyboard.type('24680');
      await expect(title(page)).toHaveText('Pick channels');
      const all = page.getByRole('button', { name: /^Select all/ });
      await expect(all).toBeEnabled();
      await tabTo(page, all);
      await page.keyboard.press('Enter');
      await tabTo(page, page.getByRole('button', { name: 'Collect 6 channels' }));
      await page.keyboard.press('Enter');
      await collected(page);
      await tabTo(page, page.getByRole('link', { name: 'Channels', exact: true }));
      await page.keyboard.press('Enter');
      const first = page.getByRole('switch').first();
      await expect(first).toBeChecked();
      await tabTo(page, first);
      await page.keyboard.press('Space');
      await expect(first).not.toBeChecked();
      await expect(page.getByText('6 channels, 5 on', { exact: false })).toBeVisible();
    },
  },
];
