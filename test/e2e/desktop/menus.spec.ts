import { join } from 'node:path';
import { expect } from '@playwright/test';
import { credentials, password, phone } from '../../support/tidings-fixture.ts';
import { test } from './fixture.ts';

test("the application's menu has what people look for there", async ({ app }) => {
  const menus = await app.evaluate(
    ({ Menu }) =>
      Menu.getApplicationMenu()?.items.map(({ label, submenu }) => ({
        label,
        items: submenu?.items.filter(({ type }) => type !== 'separator').map((item) => item.label) ?? [],
      })) ?? [],
    null,
  );
  const first = process.platform === 'darwin' ? 'Collect' : 'File';
  const itemsOf = (label: string) => menus.find((menu) => menu.label === label)?.items;
  expect(itemsOf(first)).toEqual(
    expect.arrayContaining(['Collect now', 'Stop', 'Pause until resumed', 'Resume', 'Close window']),
  );
  expect(itemsOf('Help')).toEqual(expect.arrayContaining(['Try the demo', 'Open logs', 'Copy diagnostics']));
  expect(menus.flatMap(({ items }) => items)).toEqual(
    expect.arrayContaining(['About Tidings', 'Quit Tidings']),
  );

  await app.clickMenu(first, 'Pause until resumed');
  await expect.poll(async () => (await app.tray()).image).toMatch(/^paused/);
  await app.clickMenu(first, 'Resume');
  await expect.poll(async () => (await app.tray()).image).toMatch(/^idle/);
});

test('the logs open in the system, and diagnostics are copied without a secret', async ({ app, tidings }) => {
  await app.clickMenu('Help', 'Open logs');
  await expect.poll(async () => (await app.recorded()).opened).toEqual([join(tidings.folder, 'logs')]);

  await app.clickMenu('Help', 'Copy diagnostics');
  const copied = () => app.evaluate(({ clipboard }) => clipboard.readText(), null);
  await expect.poll(copied).toMatch(/^Tidings \d/);
  const text = await copied();
  expect(text).toMatch(/lines of the log:\n.*Tidings .* starts/s);
  const apiHash = credentials.at(-1) ?? '';
  for (const secret of [apiHash, password, '24680', phone, phone.replaceAll(' ', '')]) {
    expect(text).not.toContain(secret);
  }
});

test('a menu that a person has before them is not taken from under the pointer', async ({ app }) => {
  await app.openTrayMenu();
  await app.clickMenu(process.platform === 'darwin' ? 'Collect' : 'File', 'Pause until resumed');
  await expect.poll(async () => (await app.tray()).toolTip).toMatch(/^Tidings: Paused/);
  expect((await app.tray()).rows[0]?.label).toMatch(/^Next run in /);
  await app.closeTrayMenu();
  await expect.poll(async () => (await app.tray()).rows[0]?.label).toMatch(/^Paused/);
});

test('a click on the tray icon opens the window, where it opens no menu', async ({ app }) => {
  await app.window();
  await app.closeWindow();
  await expect.poll(app.visibleWindows).toBe(0);
  await app.clickTray();
  if (process.platform === 'darwin') expect(await app.visibleWindows()).toBe(0);
  else await app.window();
});
