import { join } from 'node:path';
import { expect } from '@playwright/test';
import { seriousIssues } from '../support/accessibility.ts';
import {
  code,
  codeField,
  failed,
  password,
  passwordField,
  phone,
  phoneField,
  qrCode,
  title,
  ways,
} from '../support/welcome-page.ts';
import { ada, test, type WelcomeStage } from '../support/welcome-stage.ts';

for (const [colorScheme, width] of [
  ['light', 1400],
  ['dark', 800],
  ['light', 360],
  ['dark', 400],
] as const) {
  test(`every state is accessible and fits, ${colorScheme} at ${width}`, async ({ stage, page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 860 });
    const look = async (state: string) => {
      expect(await seriousIssues(page, 'main'), state).toEqual([]);
      const sideways = await page.evaluate(
        () =>
          (document.querySelector('main')?.scrollWidth ?? Number.NaN) - document.documentElement.clientWidth,
      );
      expect(sideways, state).toBeLessThanOrEqual(0);
      const folder = process.env.TIDINGS_SCREENSHOTS;
      if (folder !== undefined)
        await page.screenshot({ path: join(folder, `${state}-${colorScheme}-${width}.png`), fullPage: true });
    };
    const open = async (telegram: WelcomeStage) => {
      await page.goto(telegram.address);
    };

    await open(await stage());
    await expect(title(page)).toHaveText('Your api_id');
    await look('api');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Try the demo' }).click();
    await expect(page.getByRole('button', { name: 'Copy' })).toBeVisible();
    await look('api-problems');

    const telegram = await stage({
      apiId: 123_456,
      handlers: { 'signin.code': async ({ signInId }) => code(signInId, 'This is not the code.') },
    });
    await open(telegram);
    await expect(qrCode(page)).toBeVisible();
    await look('qr');
    await ways(page).getByRole('button', { name: 'Use a proxy' }).click();
    await expect(page.getByLabel('Kind of proxy')).toBeVisible();
    await look('proxy');
    telegram.scan(password);
    await expect(passwordField(page)).toBeVisible();
    await look('password');
    await page.getByRole('button', { name: 'Begin again' }).click();
    await expect(qrCode(page)).toBeVisible();
    await expect(ways(page)).toBeFocused();
    await phoneField(page).fill(phone);
    await phoneField(page).press('Enter');
    await expect(codeField(page)).toBeVisible();
    await look('code');
    await codeField(page).fill('24680');
    await expect(page.getByRole('alert').filter({ hasText: 'not the code' })).toBeVisible();
    await look('wrong-code');

    const unreachable = await stage({
      apiId: 123_456,
      handlers: {
        'signin.qr': async () => failed({ unreachable: true }),
        'signin.begin': async () =>
          failed({ reason: 'Telegram asks for a pause of 2m 03s.', retryInMs: 123_000 }),
      },
    });
    await open(unreachable);
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
    await look('unreachable');
    await phoneField(page).fill(phone);
    await phoneField(page).press('Enter');
    await expect(page.getByText('Telegram asks for a pause of 2m 03s.')).toBeVisible();
    await look('pause');

    const waiting = await stage({
      apiId: 123_456,
      handlers: { 'signin.qr': () => new Promise<never>(() => undefined) },
    });
    await open(waiting);
    await expect(page.getByText('Asking Telegram for a code…')).toBeVisible();
    await look('asking');
    await waiting.close();
    await expect(page.getByText(/Not connected, as of/)).toBeVisible();
    await look('cut-off');

    const now = await stage({ apiId: 123_456, accounts: [ada] });
    await open(now);
    await page.goto(`${new URL(now.address).origin}/#now`);
    await expect(page.getByRole('region', { name: 'First steps' })).toBeVisible();
    await look('first-steps');
    await page.goto(`${new URL(now.address).origin}/#welcome`);
    await expect(title(page)).toHaveText('Pick channels');
    await look('channels');
  });
}
