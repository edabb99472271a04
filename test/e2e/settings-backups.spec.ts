import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { runForDocument, startCommand } from '../support/command.ts';
import { collectOnce, type Tidings, test } from '../support/tidings-fixture.ts';

/** Back-ups over the screen of a real `serve`, which starts again in its own process. */

const data = (page: Page) => page.getByRole('region', { name: 'Data and back-ups' });
/** Beside it there may be the copy of the day, or not yet. */
const madeByHand = (page: Page) => data(page).getByRole('listitem').filter({ hasText: 'made by hand' });

async function openSettings(page: Page, { common }: Tidings) {
  const serving = startCommand(['serve', ...common]);
  const [, address = ''] = await serving.line(/(http:\/\/127\.0\.0\.1:\d+\/\?token=\S+)/);
  await page.goto(address);
  await page.goto(`${new URL(address).origin}/#settings/data`);
  await expect(data(page)).toBeVisible();
  return serving;
}

const channelsOf = ({ common }: Tidings) =>
  runForDocument<{ title: string; enabled: boolean }[]>(['channels', 'list', ...common]);

test('a copy is made, listed and restored; the screen comes back on it by itself', async ({
  page,
  tidings,
}) => {
  await tidings.addThreeChannels();
  await collectOnce(tidings.common);
  const serving = await openSettings(page, tidings);

  await data(page).getByRole('button', { name: 'Back up now' }).click();
  await expect(
    data(page)
      .getByRole('status')
      .getByText(/^Copied and checked, /),
  ).toBeVisible();
  await expect(madeByHand(page)).toHaveCount(1);

  await data(page).getByRole('button', { name: 'Measure' }).click();
  await expect(data(page).getByRole('row', { name: /^Posts and their texts 150 / })).toBeVisible();

  // What is changed from here on is not in the copy.
  await runForDocument(['channels', 'set', tidings.channels[0] ?? '', '--off', ...tidings.common]);
  await madeByHand(page).getByRole('button').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('It is not deleted.');
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click();

  await expect(
    data(page)
      .getByRole('status')
      .getByText(/^Tidings runs on the copy of .* now/),
  ).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/^Not connected/)).toBeHidden();
  await expect(madeByHand(page)).toHaveCount(1);
  expect((await channelsOf(tidings)).map(({ enabled }) => enabled)).toEqual([true, true, true]);
  expect(await readdir(join(tidings.folder, 'quarantine'))).toHaveLength(1);
  expect(serving.process.exitCode).toBeNull();

  await data(page).getByRole('button', { name: 'Dismiss' }).click();
  await expect(dialog).toBeHidden();
  await serving.end('SIGTERM');
});

test('a copy that has come to harm is refused in words, and everything stays as it is', async ({
  page,
  tidings,
}) => {
  await tidings.addThreeChannels();
  await collectOnce(tidings.common);
  const serving = await openSettings(page, tidings);
  await data(page).getByRole('button', { name: 'Back up now' }).click();
  await expect(madeByHand(page)).toHaveCount(1);
  const folder = join(tidings.folder, 'backups');
  for (const name of await readdir(folder)) await writeFile(join(folder, name), 'no database any more');
  await madeByHand(page).getByRole('button').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('Nothing was changed');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/^Not connected/)).toBeHidden();
  await serving.end('SIGTERM');
});
