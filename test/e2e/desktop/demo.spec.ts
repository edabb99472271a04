import { readdir } from 'node:fs/promises';
import { expect } from '@playwright/test';
import type { DesktopApp } from './desktop-app.ts';
import { test } from './fixture.ts';

/** The application answers until its process has ended, so what it asked for is read in one call. */
async function chooseAndEnd(app: DesktopApp, ...path: string[]): Promise<readonly string[]> {
  const args = await app.evaluate((_electron, given) => {
    globalThis.recorder.clickMenu(given);
    return globalThis.recorder.recorded().relaunches.map((relaunch) => relaunch.args);
  }, path);
  expect(args).toHaveLength(1);
  expect(await app.ended).toBe(0);
  return args[0]?.slice(1) ?? [];
}

test('“Try the demo” starts it with living channels, and leaving it brings a person’s own data back', async ({
  app,
  tidings,
  openWith,
  temporaryFiles,
}) => {
  const toDemo = await chooseAndEnd(app, 'Help', 'Try the demo');
  expect(toDemo).toContain('--demo');

  const demo = await openWith([...toDemo, '--channels=3']);
  await expect.poll(async () => (await demo.recorded()).tray?.toolTip).toMatch(/^Tidings: Next run in/);
  await expect((await demo.window()).getByRole('region', { name: 'Collection' })).toContainText('3');
  // Its data, and beside it the key to its vault.
  const [data, ...others] = (await readdir(temporaryFiles)).toSorted();
  expect(data).toMatch(/^tidings-demo-/);
  expect(others).toEqual([`${data}-keys`]);
  const home = await chooseAndEnd(demo, 'Help', 'Leave the demo');
  expect(home).toEqual(
    tidings.common
      .join(' ')
      .replace(/ (?!-)/g, '=')
      .split(' '),
  );
  expect(await readdir(temporaryFiles)).toEqual([]);

  const own = await openWith(home);
  await expect.poll(async () => (await own.recorded()).tray?.toolTip).toMatch(/^Tidings: Next run in/);
});

test('quit while the demo sets up: no error, and nothing of it is left', async ({
  openWith,
  temporaryFiles,
}) => {
  const app = await openWith(['--demo', '--channels=200']);
  await expect.poll(async () => (await app.recorded()).tray?.toolTip ?? null).not.toBeNull();
  await app.clickTrayMenu('Quit');
  // An error box would end it with 1.
  expect(await app.ended).toBe(0);
  expect(await readdir(temporaryFiles)).toEqual([]);
});
