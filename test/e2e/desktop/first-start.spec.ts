import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { labelsOf } from './desktop-app.ts';
import { test } from './fixture.ts';

test('the first start welcomes whoever comes, and the tray says what is missing', async ({ openApp }) => {
  const app = await openApp();
  const page = await app.window();
  await expect(page.getByRole('heading', { name: /Your passphrase|Your api_id/ })).toBeVisible();

  await expect.poll(async () => (await app.tray()).image).toMatch(/^attention/);
  const { toolTip, rows } = await app.tray();
  const sentence = 'No Telegram account is signed in: sign in to one to collect.';
  expect(toolTip).toBe(`Tidings: ${sentence}`);
  expect(labelsOf(rows)).toEqual([
    sentence,
    'Collect now',
    'Pause',
    'No run yet',
    'Notifications',
    'Launch at login',
    'Open Tidings',
    'Open logs',
    'Copy diagnostics',
    'Quit',
  ]);
  expect(rows[0]?.enabled).toBe(false);
  // Nothing went wrong yet: a person who has just installed it is not alarmed.
  expect((await app.recorded()).notifications).toEqual([]);
  expect((await app.recorded()).dialogs).toEqual([]);
});

test('started at login it is in the tray, without a window, until it is opened', async ({ openApp }) => {
  const app = await openApp('--hidden');
  await expect.poll(async () => (await app.recorded()).tray?.image).toMatch(/^attention/);
  expect(await app.windows()).toBe(0);
  await app.clickTrayMenu('Open Tidings');
  const page = await app.window();
  await expect(page.getByRole('heading', { name: /Your passphrase|Your api_id/ })).toBeVisible();
});

test('launch at login, on Linux: the file that starts it there comes and goes with the tick', async ({
  openApp,
  desktopSettings,
  tidings,
}) => {
  const file = join(desktopSettings, 'autostart', 'tidings.desktop');
  const entry = () => readFile(file, 'utf8').catch(() => null);
  const app = await openApp('--hidden');
  await expect.poll(async () => (await app.recorded()).tray?.image).toMatch(/^attention/);
  const isTicked = async () =>
    (await app.tray()).rows.find(({ label }) => label === 'Launch at login')?.checked;
  if (process.platform === 'linux') {
    expect(await isTicked()).toBe(false);
    await app.clickTrayMenu('Launch at login');
    await expect.poll(isTicked).toBe(true);
    expect(await entry()).toContain('--hidden');
    expect(await entry()).toContain(tidings.folder);
    await app.clickTrayMenu('Launch at login');
    await expect.poll(isTicked).toBe(false);
  }
  expect(await entry()).toBeNull();
});
