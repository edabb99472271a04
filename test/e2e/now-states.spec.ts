import { expect, type Page } from '@playwright/test';
import { noFigures } from '../../shared/domain.ts';
import { runningOf } from '../support/screen-builders.ts';
import { look, test } from '../support/settings-page.ts';

/** The Now screen in states that are hard to come by, on answers the test makes up. */

const toNow = (page: Page) => page.getByRole('link', { name: 'Now' }).click();
const refused = (page: Page) => page.getByText('Telegram asks for a pause. Nothing was started.');

test('a refusal is forgotten as soon as what it was about has changed', async ({ page, open }) => {
  const { world, publish } = await open();
  world.refusals.set('run.start', () => 'Telegram asks for a pause. Nothing was started.');
  await toNow(page);
  await page.getByRole('button', { name: 'Collect now' }).click();
  await expect(refused(page)).toBeVisible();
  publish({ type: 'figures', figures: { ...noFigures, postsHeld: 1234 } });
  await expect(page.getByText('1,234', { exact: true })).toBeVisible();
  await expect(refused(page)).toBeVisible();

  publish({ type: 'run-started', run: runningOf({ id: 2 }).run, monotonic: 0 });
  await expect(page.getByRole('heading', { name: 'Collection in progress' })).toBeVisible();
  await expect(refused(page)).toHaveCount(0);
});

test('signed out of the only account, the screen says so and leads to signing in', async ({ page, open }) => {
  const { world, publish } = await open();
  world.accounts = [];
  publish({
    type: 'schedule',
    pause: null,
    next: {
      dueAt: null,
      trigger: 'schedule',
      reason: {
        kind: 'obstacle',
        obstacle: { kind: 'no-account', message: 'No Telegram account yet: sign in to one.' },
      },
    },
  });
  await toNow(page);
  const card = page.getByRole('region', { name: 'No Telegram account is signed in' });
  await expect(card).toContainText('Channels and posts are kept.');
  await expect(page.getByText(/\byet\b/)).toHaveCount(0);
  await look(page, 'now-no-account');
  await page.setViewportSize({ width: 400, height: 780 });
  await look(page, 'now-no-account');
  await card.getByRole('link', { name: 'Sign in to Telegram' }).click();
  await expect(page).toHaveURL(/#welcome/);
});

test('cut off for a minute, the screen adds how to get at another address', async ({ page, open }) => {
  await page.clock.install();
  const served = await open();
  await toNow(page);
  await served.close();
  await expect(page.getByText(/Not connected, as of/)).toBeVisible();
  await expect(page.getByText('This screen reconnects by itself.')).toBeVisible();
  await expect(page.getByText('tidings address')).toHaveCount(0);
  await page.clock.runFor(61_000);
  await expect(page.getByText('tidings address')).toBeVisible();
});
