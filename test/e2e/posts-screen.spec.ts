import { expect, type Page } from '@playwright/test';
import { heapOf } from '../support/page-heap.ts';
import { emoji, longText, rightToLeft, specialPosts, withHistory } from '../support/post-samples.ts';
import { scrollPosts } from '../support/post-scrolling.ts';
import { test } from '../support/post-stubs.ts';

/** The Posts screen in a real browser, on answers the test makes up. */

const list = (page: Page) => page.getByRole('list', { name: 'Posts, newest first' });
const rows = (page: Page) => list(page).getByRole('link');
const search = (page: Page) => page.getByRole('searchbox', { name: 'Search posts' });
const pane = (page: Page) => page.getByRole('region', { name: 'The open post' });
const focusedRow = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('data-row') ?? null);

test('words typed narrow the list to posts that have them, marked, after a pause and not letter by letter', async ({
  page,
  open,
}) => {
  const served = await open();
  await expect(rows(page).first()).toBeVisible();
  await expect(page.getByRole('status').getByText('more than 100,000')).toBeVisible();
  const before = served.sent('posts.search').length;
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await search(page).pressSequentially('ferry');
  await expect(rows(page).first().locator('mark').first()).toHaveText('ferry');
  const asked = served
    .sent('posts.search')
    .slice(before)
    .map((request) => JSON.stringify(request));
  const searched = asked.filter((request) => request.includes('"text"'));
  expect(searched[0]).toBe('{"text":"ferry","limit":100}');
  expect(searched.filter((request) => !request.includes('"text":"ferry"'))).toEqual([]);

  await search(page).press('Escape');
  await expect(search(page)).toHaveValue('');
  await expect(page.getByRole('status').getByText('more than 100,000')).toBeVisible();
});

test('what cannot be searched for is said beside the field', async ({ page, open }) => {
  const served = await open();
  served.world.refusals.set('posts.search', () => 'Only words can be searched for. Enter a word.');
  await search(page).fill('!!');
  await expect(page.getByRole('alert').getByText('Enter a word.')).toBeVisible();
  await expect(search(page)).toHaveAccessibleDescription('Only words can be searched for. Enter a word.');
  served.world.refusals.clear();
  await search(page).fill('ferry');
  await expect(rows(page).first()).toBeVisible();
  await expect(search(page)).toHaveAccessibleDescription('');
});

test('the list is walked by keyboard, and the open post follows', async ({ page, open }) => {
  await page.setViewportSize({ width: 1400, height: 860 });
  await open({ special: specialPosts(), details: withHistory });
  await expect(rows(page).first()).toBeVisible();
  await search(page).press('ArrowDown');
  await expect(rows(page).first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  expect(await focusedRow(page)).toBe('1');
  await page.keyboard.press('Enter');
  await expect(pane(page).getByRole('heading', { level: 2 })).toHaveText(/#999999$/);
  await expect(page).toHaveURL(/post=\d+\.999999/);
  await page.keyboard.press('ArrowDown');
  await expect(pane(page).getByRole('heading', { level: 2 })).toHaveText(/#999998$/);
  // One step back from walking through posts is the list, not each of them.
  await page.keyboard.press('Escape');
  await expect(pane(page).getByText('Choose a post')).toBeVisible();
  expect(await focusedRow(page)).toBe('2');
  await page.keyboard.press('End');
  await expect.poll(() => focusedRow(page)).not.toBe('2');
  await page.keyboard.press('Home');
  await expect.poll(() => focusedRow(page)).toBe('0');
});

test('filters live in the address: they survive a reload, and "back" undoes them one by one', async ({
  page,
  open,
}) => {
  const served = await open();
  await page.getByRole('button', { name: 'Channels', exact: true }).click();
  await page.getByRole('textbox', { name: 'Find a channel' }).fill('harbour');
  await page.getByRole('checkbox', { name: 'Harbour Watch' }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Media', exact: true }).click();
  await page.getByRole('checkbox', { name: 'Photo' }).check();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Dates', exact: true }).click();
  await page.getByRole('button', { name: '30 days' }).click();
  await search(page).fill('harbour');
  const chips = page.getByRole('list', { name: 'Active filters' });
  await expect(chips).toContainText('“harbour”Harbour WatchLast 30 daysPhoto');
  await page.reload();
  await expect(chips).toContainText('“harbour”Harbour WatchLast 30 daysPhoto');
  await expect(search(page)).toHaveValue('harbour');
  expect(served.sent('posts.search').at(-1)).toMatchObject({
    text: 'harbour',
    channelIds: [2],
    media: ['photo'],
  });

  await page.getByRole('button', { name: 'Remove the filter: Photo' }).click();
  await expect(chips).not.toContainText('Photo');
  await page.goBack();
  await expect(chips).toContainText('Photo');
  await page.getByRole('button', { name: 'Clear all' }).click();
  await expect(chips).toBeHidden();
  await expect(page).toHaveURL(/#posts$/);
});

test('twenty thousand rows scroll by without a blank frame, in bounded memory, and back up again', async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 1400, height: 860 });
  const served = await open();
  await expect(rows(page).first()).toBeVisible();
  const heap = await heapOf(page);
  const before = await heap.settled();
  const scrolled = await scrollPosts(page, { toRow: 20_000, direction: 'down', mostFrames: 20_000 });
  const after = await heap.settled();
  process.stdout.write(
    `${scrolled.row} rows in ${scrolled.frames} frames, ${scrolled.blank} blank, ${scrolled.stalled} at the end of what had come; heap ${(before / 1e6).toFixed(1)} MB, then ${(after / 1e6).toFixed(1)} MB\n`,
  );
  expect(scrolled.row).toBeGreaterThanOrEqual(20_000);
  expect(scrolled.blank).toBe(0);
  expect(after).toBeLessThan(150e6);
  expect(served.sent('posts.search').length).toBeLessThan(220);

  // Far up, pages that were dropped are asked for again, by the cursor that was remembered.
  const asked = served.sent('posts.search').length;
  await list(page).evaluate((element) => element.parentElement?.scrollTo({ top: 0 }));
  await expect(page.locator('[data-row="0"]')).toBeVisible();
  await expect.poll(() => served.sent('posts.search').length).toBeGreaterThan(asked);
  expect(served.sent('posts.search').slice(asked)).toContainEqual({ limit: 100 });
});

test('what arrives while somebody reads waits above until it is asked for', async ({ page, open }) => {
  const served = await open({ newest: 999_900 });
  await expect(rows(page).first()).toBeVisible();
  await page.locator('[data-row="3"]').click();
  await page.keyboard.press('Escape');
  const first = await rows(page).first().getAttribute('href');
  served.arrive(12);
  const news = page.getByRole('button', { name: '12 new posts' });
  await expect(news).toBeVisible();
  expect(await rows(page).first().getAttribute('href')).toBe(first);
  await news.click();
  await expect(rows(page).first()).toHaveAttribute('href', /\.999912$/);
  await expect(rows(page).first()).toBeFocused();
  await expect(news).toBeHidden();
});

test('a post shows its edits, its curve, its samples and where it leads', async ({ page, open }) => {
  await page.setViewportSize({ width: 1400, height: 860 });
  await open({ special: specialPosts(), details: withHistory });
  await page
    .getByRole('link', { name: /pilots say/ })
    .first()
    .click();
  const post = pane(page);
  await expect(post.locator('del').first()).toContainText('tomorrow');
  await expect(post.locator('ins').first()).toContainText('by noon');
  await expect(post.getByRole('img', { name: /^Views by age of the post: .* after 7 d/ })).toBeVisible();
  await expect(post.getByRole('list', { name: 'Samples by age of the post' })).toContainText('6 hmissed');
  await post.getByText('Reactions', { exact: true }).last().click();
  await expect(post.getByRole('img', { name: /^Reactions by age/ })).toBeVisible();
  await post.getByText('Table', { exact: true }).click();
  await expect(post.getByRole('row')).toHaveCount(11);
  await expect(post.getByRole('row', { name: /^3 h 3 min ?, sample of 3 h/ })).toBeVisible();
  const telegram = post.getByRole('link', { name: 'Open in Telegram' });
  await expect(telegram).toHaveAttribute('href', 'https://t.me/marketbell/999999');
  await expect(post.getByRole('link', { name: 'Open https://example.org/pilots' })).toHaveAttribute(
    'rel',
    'noreferrer noopener',
  );
  await expect(post).toContainText('Signed by');
});

test('a link to a post opens it, over the list where it is narrow, and a post that is not held says so', async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 400, height: 860 });
  await open({}, '/channels=2&post=2.999999');
  const dialog = page.getByRole('dialog', { name: /#999999/ });
  await expect(dialog.getByText('First seen here')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/#posts\/channels=2$/);
  await page.goto(`${page.url().replace(/#.*/, '')}#posts/post=2.5000000`);
  await expect(page.getByText('This post is not held here.')).toBeVisible();
});

test('whoever opens the posts of one channel has looked at it', async ({ page, open }) => {
  const served = await open({}, '/channels=2');
  await expect.poll(() => served.sent('channels.looked')).toEqual([{ channelIds: [2] }]);
  await search(page).fill('ferry');
  await expect(page.locator('mark').first()).toBeVisible();
  expect(served.sent('channels.looked')).toEqual([{ channelIds: [2] }]);
});

test('long, right-to-left and wordless posts keep to three lines and their own direction', async ({
  page,
  open,
}) => {
  await page.setViewportSize({ width: 400, height: 860 });
  await open({ special: specialPosts() });
  const arabic = page.getByText(rightToLeft.slice(0, 20)).first();
  expect(await arabic.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
  for (const start of [longText.slice(0, 30), emoji.slice(0, 11)]) {
    const text = list(page).getByText(start).first();
    const lines = await text.evaluate(
      (element) => element.clientHeight / Number.parseFloat(getComputedStyle(element).lineHeight),
    );
    expect(lines).toBeLessThan(3.3);
  }
  await expect(list(page).getByText('Poll, without text')).toBeAttached();
});

test('nothing found says which filter to loosen, and what that would find', async ({ page, open }) => {
  await open({}, '/media=sticker&state=suspect');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  const suspect = page.getByRole('listitem').filter({ hasText: 'Without Suspect' });
  await expect(suspect).toContainText('more than 1,000 posts');
  await suspect.getByRole('button', { name: 'Remove it' }).click();
  await expect(rows(page).first()).toBeVisible();
});

test('what is filtered is exported: its progress, its end, and the file', async ({ page, open }) => {
  const served = await open({}, '/media=sticker');
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Export posts' });
  await expect(dialog).toContainText(/[\d,]+ posts of this filter: Sticker/);
  await dialog.getByRole('radio', { name: /JSON Lines/ }).check();
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(dialog).toBeHidden();
  expect(served.sent('exports.start')).toEqual([{ media: ['sticker'], format: 'jsonl' }]);
  const tray = page.getByRole('region', { name: 'Exports' });
  served.setJob({ written: 500, total: 1000, etaMs: 4000 });
  await expect(tray).toContainText('500 of 1,000 posts, 4 s left');
  await expect(tray.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '50');
  served.setJob({
    state: 'done',
    written: 1000,
    etaMs: null,
    file: '/home/ada/exports/posts-2026-11-24.jsonl',
  });
  const download = page.waitForEvent('download');
  await tray.getByRole('button', { name: 'Save' }).click();
  expect((await download).suggestedFilename()).toBe('posts-2026-11-24.jsonl');

  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await tray.getByRole('button', { name: 'Cancel' }).click();
  await expect(tray).toContainText('cancelled; nothing was kept');
  expect(served.sent('exports.cancel')).toEqual([{ jobId: 2 }]);
});

test('where folders can be opened, the finished file is shown in its folder', async ({ page, open }) => {
  const served = await open({ canOpenFolders: true });
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click();
  served.setJob({ state: 'done', written: 10, total: 10, file: 'C:\\exports\\posts.csv' });
  const tray = page.getByRole('region', { name: 'Exports' });
  await expect(tray).toContainText('posts.csv');
  await tray.getByRole('button', { name: 'Open folder' }).click();
  await expect.poll(() => served.sent('system.openFolder')).toEqual([{ folder: 'exports' }]);
});

test('a list that stops half-way says why, and goes on when asked', async ({ page, open }) => {
  const served = await open();
  await expect(rows(page).first()).toBeVisible();
  served.world.refusals.set('posts.search', () => 'The database is busy.');
  await list(page).evaluate((element) => element.parentElement?.scrollTo({ top: 1e7 }));
  await expect(page.getByText('could not be read on: The database is busy.')).toBeAttached();
  served.world.refusals.clear();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('could not be read on')).toHaveCount(0);
});
