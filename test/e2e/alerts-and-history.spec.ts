import { expect, type Page } from '@playwright/test';
import { seriousIssues } from '../support/accessibility.ts';
import { startCommand } from '../support/command.ts';
import { test } from '../support/tidings-fixture.ts';

/** The screens of a running Tidings that has collected three channels once. */
async function openScreens(page: Page, common: readonly string[], at: string): Promise<() => Promise<void>> {
  const serving = startCommand(['serve', '--port', '0', ...common]);
  const [, address = ''] = await serving.line(/(http:\/\/127\.0\.0\.1:\d+\/\?token=\w+)/);
  await serving.line(/Collection took/);
  await page.goto(address);
  await page.goto(new URL(at, address).href);
  return async () => {
    await serving.end('SIGTERM');
  };
}

const goTo = (page: Page, hash: string): Promise<void> =>
  page.evaluate((wanted) => {
    window.location.hash = wanted;
  }, hash);

const collectAgain = async (page: Page): Promise<void> => {
  await goTo(page, '#now');
  await page.getByRole('button', { name: 'Collect now' }).click();
  await expect(page.getByRole('heading', { name: /^(Collected|Partly collected)/ })).toBeVisible();
};

test('a word that is watched for is told once, with the post behind it, and counts as new until it was seen', async ({
  page,
  tidings,
}) => {
  await tidings.addThreeChannels();
  const [channel = ''] = tidings.channels;
  const end = await openScreens(page, tidings.common, '#alerts');

  await page.getByLabel('Words').fill('kingfisher');
  await page.getByRole('button', { name: 'Watch', exact: true }).click();
  await expect(page.getByRole('listitem').filter({ hasText: '“kingfisher” in any channel' })).toBeVisible();
  await expect(page.getByText('Nothing has been found yet')).toBeVisible();

  await tidings.dataCentre.run('advance', { ms: 60_000 });
  await tidings.dataCentre.run('addPost', { channel, text: 'A kingfisher sat on the quay.' });
  await collectAgain(page);
  await expect(page.getByRole('link', { name: 'Alerts, 1 new' })).toBeVisible();

  await page.getByRole('link', { name: /^Alerts/ }).click();
  const alert = page.getByRole('listitem').filter({ hasText: 'A kingfisher sat on the quay.' });
  await expect(alert).toContainText('New');
  await expect(page.getByRole('link', { name: 'Alerts', exact: true })).toBeVisible();
  expect(await seriousIssues(page)).toEqual([]);

  // The same cause is told once: a further run finds nothing new.
  await collectAgain(page);
  await page.getByRole('link', { name: 'Alerts', exact: true }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'kingfisher sat' })).toHaveCount(1);
  await expect(page.getByText('New', { exact: true })).toHaveCount(0);

  await page.getByRole('link', { name: 'Open the post' }).click();
  await expect(page.getByText('A kingfisher sat on the quay.').first()).toBeVisible();
  expect(page.url()).toContain('#posts/');

  await goTo(page, '#alerts');
  await page.getByRole('button', { name: 'Stop watching: “kingfisher” in any channel' }).click();
  await expect(page.getByText('Nothing is watched yet')).toBeVisible();
  await end();
});

test('what cannot be watched is said beside the field, which keeps the focus', async ({ page, tidings }) => {
  await tidings.addThreeChannels();
  const end = await openScreens(page, tidings.common, '#alerts');
  await page.getByRole('button', { name: 'Watch', exact: true }).click();
  await expect(page.getByText('Words must not be empty.')).toBeVisible();
  await expect(page.getByLabel('Words')).toBeFocused();
  await page.getByLabel('Words').fill('!!!');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Words')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Tell me when').selectOption({ label: 'A channel falls silent' });
  await page.getByLabel('Hours without a post').fill('0');
  await page.keyboard.press('Enter');
  await expect(page.getByText('must be at least 1 hour')).toBeVisible();
  await end();
});

test('history lists runs by day, narrows by address, and opens to what each did', async ({
  page,
  tidings,
}) => {
  await tidings.addThreeChannels();
  const end = await openScreens(page, tidings.common, '#history');
  const rows = page.getByRole('row').filter({ has: page.getByRole('button', { expanded: false }) });
  await expect(rows).toHaveCount(1);
  await collectAgain(page);
  await goTo(page, '#history');
  await expect(rows).toHaveCount(2);

  await page.getByLabel('Trigger').selectOption({ label: 'Retry' });
  await expect(page.getByText('No run in this period ended that way.')).toBeVisible();
  expect(page.url()).toContain('trigger=retry');
  await page.reload();
  await expect(page.getByText('No run in this period ended that way.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(rows).toHaveCount(2);

  await rows.first().getByRole('button').click();
  await expect(page.getByRole('heading', { name: 'Log' })).toBeVisible();
  expect(await seriousIssues(page)).toEqual([]);

  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  expect((await saving).suggestedFilename()).toMatch(/^tidings-runs-\d{4}-\d{2}-\d{2}\.csv$/);
  await expect(page.getByText('2 runs saved.')).toBeVisible();

  await page.getByText('Everything', { exact: true }).click();
  await page.getByLabel('Kind of event').selectOption({ label: 'Channels' });
  await expect(page.getByText(/ added$/)).toHaveCount(3);
  await end();
});
