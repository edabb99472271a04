import { expect } from '@playwright/test';
import {
  code,
  codeField,
  password,
  passwordField,
  phone,
  phoneField,
  qrCode,
  title,
} from '../support/welcome-page.ts';
import { ada, test } from '../support/welcome-stage.ts';

/** What becomes of a sign-in that is reloaded, gone back from, or overtaken by another window. */

test('reloaded while a code is asked for, it is asked for still, with the number it went to', async ({
  stage,
  page,
}) => {
  const telegram = await stage({
    apiId: 123,
    handlers: {
      'signin.next': async ({ signInId }) =>
        signInId === 'sign-in-2' ? code(signInId, null) : new Promise<never>(() => undefined),
      'signin.code': async () => telegram.signedIn(ada),
    },
  });
  await page.goto(telegram.address);
  await phoneField(page).fill(phone);
  await phoneField(page).press('Enter');
  await expect(page.getByText('For the number ending in 89.')).toBeVisible();
  await page.reload();
  await expect(codeField(page)).toBeFocused();
  await expect(page.getByText('For the number ending in 89.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Try the demo' })).toHaveCount(0);
  expect([...telegram.open]).toEqual(['sign-in-2']);
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain(
    '23456789',
  );
  await page.keyboard.type('24680');
  await expect(title(page)).toHaveText('Pick channels');
  expect(telegram.asked.filter(({ name }) => name === 'signin.begin')).toHaveLength(1);
});

test('a question can be left for a new beginning, and a reload then knows of it no more', async ({
  stage,
  page,
}) => {
  const telegram = await stage({ apiId: 123 });
  await page.goto(telegram.address);
  await expect(qrCode(page)).toBeVisible();
  telegram.scan(password);
  await expect(passwordField(page)).toBeFocused();
  await expect(page.getByText('Try the demo')).toHaveCount(0);
  await page.getByRole('button', { name: 'Begin again' }).click();
  await expect(qrCode(page)).toBeVisible();
  await expect(page.getByText('Try the demo')).toBeVisible();
  await page.reload();
  await expect(qrCode(page)).toBeVisible();
});

test('a second window in the middle of a sign-in stays there and says that the first was faster', async ({
  stage,
  page,
}) => {
  const telegram = await stage({ apiId: 123 });
  await page.goto(telegram.address);
  await expect(qrCode(page)).toBeVisible();
  const second = await page.context().newPage();
  await second.goto(new URL(telegram.address).origin);
  await phoneField(second).fill(phone);
  await phoneField(second).press('Enter');
  await expect(codeField(second)).toBeFocused();
  await codeField(second).fill('246');

  telegram.signedIn(ada);
  await expect(second.getByText('Ada Lovelace was signed in elsewhere')).toBeVisible();
  await expect(codeField(second)).toHaveValue('246');
  await expect(title(second)).toHaveText('Sign in');
  await second.getByRole('link', { name: 'Pick channels' }).click();
  await expect(title(second)).toHaveText('Pick channels');
});

test('back from the second step is the first', async ({ stage, page }) => {
  const telegram = await stage();
  await page.goto(telegram.address);
  await page.getByLabel('App api_id').fill('123456');
  await page.getByLabel('App api_hash').fill('0123456789abcdef0123456789abcdef');
  await page.getByLabel('App api_hash').press('Enter');
  await expect(title(page)).toHaveText('Sign in');
  expect(page.url()).toContain('#welcome/sign-in');
  await page.goBack();
  await expect(title(page)).toHaveText('Your api_id');
  expect(page.url()).toContain('#welcome/api');
  await page.goForward();
  await expect(qrCode(page)).toBeVisible();
});
