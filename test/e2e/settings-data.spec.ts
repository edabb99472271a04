import { expect, type Page } from '@playwright/test';
import { look, section, test } from '../support/settings-page.ts';
import { backUpOf, type ServedWorld, settingsWorld } from '../support/settings-stubs.ts';

/** Data and back-ups in a real browser, on answers the test makes up. */

const data = (page: Page) => section(page, 'Data and back-ups');
const sent = ({ asked }: ServedWorld, name: string) => asked.filter((one) => one.name === name);

for (const [colorScheme, width] of [
  ['light', 1400],
  ['dark', 1400],
  ['light', 800],
  ['dark', 400],
  ['light', 360],
] as const) {
  test(`every state is accessible and fits, ${colorScheme} at ${width}`, async ({ page, open }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    const { world, changed } = await open({}, 'data');
    await data(page).getByRole('button', { name: 'Measure' }).click();
    await expect(
      data(page).getByText(/^2\.3.GB\. The back-ups beside it take 6\.9.GB more\.$/),
    ).toBeVisible();
    await data(page).getByRole('button', { name: 'Back up now' }).click();
    await expect(data(page).getByText(/^Copied and checked, 13\.9.MB\.$/)).toBeVisible();
    await look(page, 'data');

    await data(page)
      .getByRole('button', { name: /^Restore the copy of 24 Nov 2026, 03:02/ })
      .click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox').check();
    await look(page, 'restore');
    world.refusals.set(
      'backups.restore',
      () => 'This Tidings cannot start again by itself. Stop it, then run: tidings restore copy.db',
    );
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
    await expect(dialog.getByRole('alert')).toContainText('cannot start again by itself');
    await look(page, 'restore-refused');
    world.refusals.delete('backups.restore');
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
    await expect(dialog).toContainText('This screen comes back by itself');
    await look(page, 'restarting');

    await page.keyboard.press('Escape');
    world.backUps = [];
    changed('backups');
    await expect(data(page).getByText('No copy yet.')).toBeVisible();
    world.refusals.set('backups.make', () => 'The disk is full. Nothing was copied.');
    await data(page).getByRole('button', { name: 'Back up now' }).click();
    await expect(data(page).getByRole('alert').getByText('The disk is full.')).toBeVisible();
    await look(page, 'data-empty');
  });
}

test('nothing is measured before it is asked for, and a failure is said', async ({ page, open }) => {
  const served = await open({}, 'data');
  await expect(data(page).getByRole('button', { name: 'Measure' })).toBeVisible();
  expect(sent(served, 'database.size')).toEqual([]);
  served.world.refusals.set('database.size', () => 'The database is in use by another program.');
  await data(page).getByRole('button', { name: 'Measure' }).click();
  await expect(data(page).getByRole('alert').getByText('in use by another program')).toBeVisible();
  served.world.refusals.clear();
  await data(page).getByRole('button', { name: 'Measure' }).press('Enter');
  await expect(
    data(page).getByRole('row', { name: /^Counters over time 4,812,345 310.MB 13 %$/ }),
  ).toBeVisible();
  await expect(
    data(page).getByRole('row', { name: /^Earlier versions 31,024 21.MB under 1 %$/ }),
  ).toBeVisible();
});

test('nothing is restored before it was said twice, by keyboard alone, and the focus comes back', async ({
  page,
  open,
}) => {
  const served = await open({}, 'data');
  const restore = data(page).getByRole('button', { name: /^Restore the copy of 24 Nov 2026, 09:30/ });
  await restore.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Restore the copy of 24 Nov 2026, 09:30?' });
  await expect(dialog.getByRole('button', { name: 'Leave it as it is' })).toBeFocused();
  const go = dialog.getByRole('button', { name: 'Restore', exact: true });
  await expect(go).toHaveAttribute('aria-disabled', 'true');
  await expect(go).toHaveAccessibleDescription('Tick first what will be done.');
  await go.press('Enter');
  expect(sent(served, 'backups.restore')).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(restore).toBeFocused();

  await restore.press('Enter');
  await dialog.getByRole('checkbox').press('Space');
  await go.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Tidings is starting again' })).toBeVisible();
  expect(sent(served, 'backups.restore')).toMatchObject([
    { request: { name: served.world.backUps[0]?.name } },
  ]);
});

test('a long list of copies opens to all of them', async ({ page, open }) => {
  await open(
    {
      backUps: Array.from({ length: 23 }, (_, index) =>
        backUpOf({ at: Date.UTC(2026, 10, 24 - index, 9), kind: 'by-hand' }),
      ),
    },
    'data',
  );
  await expect(data(page).getByRole('listitem')).toHaveCount(5);
  await data(page).getByRole('button', { name: 'Show all 23' }).click();
  await expect(data(page).getByRole('listitem')).toHaveCount(23);
});

test('folders are opened where there is a file manager, and a refusal is told', async ({ page, open }) => {
  const served = await open({}, 'data');
  for (const name of ['Data folder', 'Exports', 'Back-ups']) {
    await data(page)
      .getByRole('button', { name: `Open: ${name}` })
      .click();
  }
  await expect
    .poll(() => sent(served, 'system.openFolder').map(({ request }) => request))
    .toEqual([{ folder: 'data' }, { folder: 'exports' }, { folder: 'backups' }]);
  served.world.refusals.set('system.openFolder', () => 'There is no file manager.');
  await data(page).getByRole('button', { name: 'Open: Back-ups' }).click();
  await expect(data(page).getByText('There is no file manager.')).toBeVisible();

  served.world.system = { ...settingsWorld().system, canOpenFolders: false };
  await page.reload();
  await expect(data(page).getByRole('button', { name: 'Back up now' })).toBeVisible();
  await expect(data(page).getByRole('button', { name: /^Open/ })).toHaveCount(0);
});
