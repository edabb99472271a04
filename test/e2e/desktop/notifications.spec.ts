import { expect } from '@playwright/test';
import { runForDocument } from '../../support/command.ts';
import { phone, type Tidings } from '../../support/tidings-fixture.ts';
import type { DesktopApp } from './desktop-app.ts';
import { test } from './fixture.ts';

/** Telegram ends the sign-in, and the next run finds out. */
async function loseSignIn(app: DesktopApp, { dataCentre }: Tidings): Promise<void> {
  await dataCentre.run('revokeSessions', { phone });
  await app.clickTrayMenu('Collect now');
  await expect.poll(async () => (await app.tray()).image).toMatch(/^attention/);
}

const notificationsOf = async (app: DesktopApp) => (await app.recorded()).notifications;
const alarmsOf = async (app: DesktopApp) =>
  (await notificationsOf(app)).filter(({ title }) => title === 'Sign in again');

test('an error that needs a person is told once, its click opens the window, and signing in takes it back', async ({
  app,
  tidings,
}) => {
  await app.window();
  await app.closeWindow();
  await expect.poll(app.visibleWindows).toBe(0);

  await loseSignIn(app, tidings);
  const alarm = { title: 'Sign in again', shown: true, closed: false };
  await expect.poll(() => notificationsOf(app)).toMatchObject([alarm]);
  const [{ body } = { body: 'an alarm' }] = await notificationsOf(app);

  await app.clickNotification(0);
  // The window was there, hidden: it is led to the screen that mends it.
  const page = await app.window();
  await expect(page.getByRole('link', { name: 'Sign in again as Demo' })).toBeVisible();
  await page.getByRole('link', { name: 'Now', exact: true }).click();
  const alert = page.getByRole('alert', { name: 'Sign-in lost' });
  await expect(alert).toContainText(body);
  // Known already: neither a window nor another look at it tells it again, nor anything else.
  expect(await notificationsOf(app)).toMatchObject([alarm]);

  await tidings.signIn();
  await expect.poll(() => alarmsOf(app)).toMatchObject([{ closed: true }]);
  await expect(alert).toHaveCount(0);
});

test('where there is no window, the click on a notification makes one that shows what mends it', async ({
  openApp,
  tidings,
}) => {
  await tidings.addThreeChannels();
  const app = await openApp('--hidden');
  await expect.poll(async () => (await app.recorded()).tray?.toolTip).toMatch(/^Tidings: Next run in/);
  await loseSignIn(app, tidings);
  await expect.poll(() => alarmsOf(app)).toHaveLength(1);
  expect(await app.windows()).toBe(0);
  await app.clickNotification(0);
  const page = await app.window();
  await expect(page.getByRole('link', { name: 'Sign in again as Demo' })).toBeVisible();
});

test('with “errors and recoveries” the recovery is told too, and only after its alarm', async ({
  app,
  tidings,
}) => {
  await app.clickTrayMenu('Notifications', 'Errors and recoveries');
  await expect
    .poll(() => runForDocument<object>(['settings', 'get', ...tidings.common]))
    .toMatchObject({ notifications: 'all' });
  const recoveries = async () =>
    (await notificationsOf(app)).filter(({ body }) => body === 'Signed in again.');
  await loseSignIn(app, tidings);
  await expect.poll(() => alarmsOf(app)).toHaveLength(1);
  expect(await recoveries()).toEqual([]);
  await tidings.signIn();
  await expect.poll(recoveries).toMatchObject([{ title: 'All is well again', shown: true }]);
  expect(await alarmsOf(app)).toMatchObject([{ closed: true }]);
});

test('with “none” nothing is told; tray and window show the error all the same', async ({ app, tidings }) => {
  await app.clickTrayMenu('Notifications', 'None');
  await expect
    .poll(() => runForDocument<object>(['settings', 'get', ...tidings.common]))
    .toMatchObject({ notifications: 'none' });
  await loseSignIn(app, tidings);
  await expect((await app.window()).getByRole('alert', { name: 'Sign-in lost' })).toBeVisible();
  expect(await notificationsOf(app)).toEqual([]);
});

test('an alarm that the system does not show brings the window up, with the alarm in it', async ({
  app,
  tidings,
}) => {
  await app.window();
  await app.closeWindow();
  await expect.poll(app.visibleWindows).toBe(0);
  await loseSignIn(app, tidings);
  await expect.poll(() => alarmsOf(app)).toHaveLength(1);
  expect(await app.visibleWindows()).toBe(0);

  await app.refuseNotification(0, 'Notifications are not allowed for this application');
  await expect((await app.window()).getByRole('alert', { name: 'Sign-in lost' })).toBeVisible();
});

test('what a watch has found is told once, with the post behind it, and the click leads to it', async ({
  app,
  tidings,
}) => {
  const { channels, common, dataCentre } = tidings;
  await app.window();
  await app.closeWindow();
  await expect.poll(app.visibleWindows).toBe(0);
  await runForDocument(['watches', 'add', '--words', 'kingfisher', ...common]);
  await dataCentre.run('advance', { ms: 60_000 });
  await dataCentre.run('addPost', { channel: channels[0], text: 'A kingfisher sat on the quay.' });
  await app.clickTrayMenu('Collect now');
  const found = {
    title: 'A watch has found something',
    body: expect.stringContaining('A kingfisher sat on the quay.'),
    shown: true,
  };
  await expect.poll(() => notificationsOf(app)).toMatchObject([found]);
  expect(await app.visibleWindows()).toBe(0);

  await app.clickNotification(0);
  const page = await app.window();
  await expect(page.getByRole('heading', { level: 1, name: 'Alerts' })).toBeVisible();
  await expect(page.getByText('A kingfisher sat on the quay.')).toBeVisible();
  await app.clickTrayMenu('Collect now');
  await expect.poll(async () => (await app.tray()).image).toMatch(/^idle/);
  expect(await notificationsOf(app)).toHaveLength(1);
});
