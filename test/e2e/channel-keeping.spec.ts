import { expect } from '@playwright/test';
import { channelOf } from '../support/channel-samples.ts';
import { test, toggle } from '../support/channel-stubs.ts';

/** How long posts are kept, when they are re-read, and what of a channel is held, on answers the test makes up. */

test('before posts are removed for their age it is said, counted and asked', async ({ page, open }) => {
  const { sent } = await open();
  await toggle(page, 'Harbour Watch').click();
  const keep = page.getByLabel('Keep posts for');
  await keep.fill('0');
  await keep.press('Tab');
  await expect(keep).toHaveAccessibleDescription(/It must be at least 1 day, or nothing for ever\./);
  await keep.fill('90');
  await expect(
    page.getByText(/Posts from before 26 Aug 2026 will be removed; the oldest held is of/),
  ).toBeVisible();
  await keep.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Keep posts of Harbour Watch for 90 days?' });
  await expect(dialog.getByText('1,204 posts from before 26 Aug 2026')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Keep them' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  expect(sent('channels.set')).toEqual([]);
  await page.getByRole('button', { name: 'Save…' }).press('Enter');
  await dialog.getByRole('button', { name: 'Save, and remove them' }).press('Enter');
  await expect(dialog).toBeHidden();
  expect(sent('channels.set')).toEqual([{ channelId: 2, keepDays: 90 }]);
  await expect(page.getByText(/posts held, kept for 90 days, /)).toBeVisible();

  // For ever again takes nothing away, so nothing is asked.
  await keep.fill('');
  await page.getByRole('button', { name: 'Save', exact: true }).press('Enter');
  await expect.poll(() => sent('channels.set')).toContainEqual({ channelId: 2, keepDays: null });
});

test('re-reading in every run is switched on with what it costs', async ({ page, open }) => {
  const { sent } = await open();
  await toggle(page, 'Harbour Watch').click();
  await page.getByRole('switch', { name: 'Re-read in every run' }).press('Space');
  await expect(page.getByText('This channel: at most about 2 requests a run instead of 1.')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).press('Enter');
  await expect.poll(() => sent('channels.set')).toEqual([{ channelId: 2, reread: true }]);
  await expect(
    page.getByRole('button', { name: 'Newest posts re-read of Harbour Watch: 50, every run. Change' }),
  ).toBeVisible();
});

test('ticked channels are kept for so long together, and only those that would lose posts are counted', async ({
  page,
  open,
}) => {
  const { sent } = await open();
  await page.getByLabel('Select Harbour Watch').check();
  await page.getByLabel(/^Select Old Gazette/).check();
  await page.getByRole('button', { name: 'Keep…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Keep posts for')).toBeFocused();
  await expect(dialog.getByText('Nothing that is held now would be removed.')).toBeVisible();
  await dialog.getByLabel('Keep posts for').fill('30');
  await expect(dialog.getByText('1 of 2 channels holds older posts, which would be removed.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('1,204 posts from before 25 Oct 2026')).toBeVisible();
  expect(sent('posts.count')).toMatchObject([{ channelIds: [2] }]);
  await dialog.getByRole('button', { name: 'Save, and remove them' }).click();
  await expect(page.getByRole('status').getByText('2 channels: posts are kept for 30 days')).toBeVisible();
  expect(sent('channels.setMany')).toEqual([{ channelIds: [2, 6], keepDays: 30 }]);
});

test('channels are added to be re-read in every run', async ({ page, open }) => {
  const { sent } = await open({}, 'add');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Followed channel 4').check();
  await dialog.getByRole('switch', { name: /^Re-read in every run/ }).press('Space');
  await dialog.getByRole('button', { name: 'Collect 1 channel' }).click();
  await expect(dialog).toBeHidden();
  expect(sent('channels.pick')).toEqual([{ accountId: 1001, channelIds: [4], limit: 50, backfill: false }]);
  expect(sent('channels.setMany')).toEqual([{ channelIds: [4], reread: true }]);
});

test('what is held, deleted, missing and never fetched is told, and leads to the posts themselves', async ({
  page,
  open,
}) => {
  await open({
    channels: [
      channelOf({
        id: 7,
        title: 'Lighthouse',
        postsHeld: 12_400,
        postsDeleted: 31,
        postsSuspect: 2,
        covered: [
          { fromId: 700, toId: 9600 },
          { fromId: 9900, toId: 13_000 },
        ],
      }),
    ],
  });
  const words =
    '12,400 posts held, 31 of them deleted at Telegram, 2 suspected to be, 1 gap that the next run fills, older history never fetched';
  await expect(page.getByRole('img', { name: `Coverage: ${words}` })).toBeVisible();
  await toggle(page, 'Lighthouse').click();
  await expect(page.getByText(`${words}.`)).toBeVisible();
  const links = page.getByRole('navigation', { name: 'More of Lighthouse' });
  const addresses = await links
    .getByRole('link')
    .evaluateAll((all) => all.map((link) => [link.textContent, link.getAttribute('href')]));
  expect(addresses).toEqual([
    ['All 12,400 posts', '#posts/channels=7'],
    ['31 deleted', '#posts/channels=7&state=deleted'],
    ['2 suspected', '#posts/channels=7&state=suspect'],
    ['Edited posts', '#posts/channels=7&state=edited'],
    ['Insights', '#insights/channel=7'],
  ]);
});
