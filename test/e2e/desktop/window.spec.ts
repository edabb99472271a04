import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { runForDocument } from '../../support/command.ts';
import type { RunDocument } from '../../support/tidings-fixture.ts';
import { test } from './fixture.ts';

const keptMs = 60_000;

test('a second start ends at once and shows the window of the first', async ({ app, openAgain }) => {
  await app.window();
  await app.closeWindow();
  await expect.poll(app.visibleWindows).toBe(0);
  expect(await openAgain()).toBe(0);
  await expect.poll(app.visibleWindows).toBe(1);
  expect(await app.windows()).toBe(1);
});

test('a second start at login shows nothing', async ({ app, openAgain }) => {
  await app.window();
  await app.closeWindow();
  await expect.poll(app.visibleWindows).toBe(0);
  expect(await openAgain('--hidden')).toBe(0);
  // The next one is heard after it.
  expect(await app.visibleWindows()).toBe(0);
  expect(await openAgain()).toBe(0);
  await expect.poll(app.visibleWindows).toBe(1);
});

test('closed, the window is in the tray, opens again as it was, and is gone a minute later', async ({
  app,
  tidings,
}) => {
  const page = await app.window();
  await page.getByRole('heading').first().waitFor();
  await app.closeWindow();
  await expect.poll(app.visibleWindows).toBe(0);
  expect(await app.windows()).toBe(1);
  await app.clickTrayMenu('Open Tidings');
  expect(await app.window()).toBe(page);

  await app.hurry(keptMs);
  await app.closeWindow();
  await expect.poll(app.windows).toBe(0);
  await app.clickTrayMenu('Collect now');
  await expect
    .poll(async () => (await runForDocument<RunDocument[]>(['runs', ...tidings.common])).length)
    .toBe(2);

  await app.clickTrayMenu('Open Tidings');
  const opened = await app.window();
  expect(opened).not.toBe(page);
  await expect(opened.getByRole('region', { name: 'Collection' })).toHaveAttribute('data-phase', /./);
});

test('a page that crashes is made anew while collecting goes on, and the log tells of it', async ({
  app,
  tidings,
}) => {
  const page = await app.window();
  const collection = page.getByRole('region', { name: 'Collection' });
  await expect(collection).toHaveAttribute('data-phase', /idle|result/);
  await tidings.dataCentre.run('addFault', {
    fault: { kind: 'latency', method: 'messages.getHistory', delayMs: 1500 },
  });
  await app.clickTrayMenu('Collect now');
  await expect(collection).toHaveAttribute('data-phase', 'collecting');

  await app.crashRenderer();
  await expect.poll(() => app.pages()[0] !== page && app.pages().length).toBe(1);
  const next = await app.window();
  await expect(next.getByRole('region', { name: 'Collection' })).toHaveAttribute('data-phase', 'collecting');
  await expect
    .poll(async () => (await runForDocument<RunDocument[]>(['runs', ...tidings.common]))[0]?.status)
    .toBe('succeeded');
  const [name = ''] = await readdir(join(tidings.folder, 'logs'));
  expect(await readFile(join(tidings.folder, 'logs', name), 'utf8')).toContain(
    "The window's page ended unexpectedly",
  );
});

test('minimised, a page that crashes comes back too; one that keeps crashing is given up with a word', async ({
  app,
}) => {
  const crash = async () => {
    const page = await app.window();
    await page.getByRole('heading').first().waitFor();
    await app.crashRenderer();
    await expect.poll(() => app.pages().includes(page)).toBe(false);
  };
  await app.window();
  await app.minimizeWindow();
  await app.crashRenderer();
  await app.window();
  await crash();
  await crash();
  expect((await app.recorded()).dialogs).toEqual([]);
  await crash();
  await expect
    .poll(async () => (await app.recorded()).dialogs)
    .toEqual(['The window of Tidings could not be shown.']);
  expect(await app.windows()).toBe(0);
  await app.clickTrayMenu('Open Tidings');
  await expect((await app.window()).getByRole('region', { name: 'Collection' })).toBeVisible();
});
