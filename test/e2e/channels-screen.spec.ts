import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { seriousIssues } from '../support/accessibility.ts';
import { manyChannels } from '../support/channel-samples.ts';
import { test, toggle } from '../support/channel-stubs.ts';

/** The Channels screen in a real browser, on answers the test makes up. */

const titles = (page: Page) => page.getByRole('rowheader').locator('button > span').allTextContents();

async function look(page: Page, state: string): Promise<void> {
  expect(await seriousIssues(page), state).toEqual([]);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    `${state} scrolls sideways`,
  ).toBe(0);
  const folder = process.env.TIDINGS_SCREENSHOTS;
  if (folder === undefined) return;
  const { width } = page.viewportSize() ?? { width: 0 };
  const scheme = await page.locator('html').getAttribute('data-mantine-color-scheme');
  await page.screenshot({ path: join(folder, `channels-${state}-${scheme}-${width}.png`) });
}

for (const [colorScheme, width] of [
  ['light', 1400],
  ['dark', 1400],
  ['light', 800],
  ['dark', 400],
] as const) {
  test(`every state is accessible and fits, ${colorScheme}, ${width} px`, async ({ page, open }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 1000 });

    await open();
    await expect(toggle(page, 'Market Bell')).toBeVisible();
    await look(page, 'list');
    await toggle(page, 'Night Desk').click();
    await expect(page.getByText('The ferry to the outer islands')).toBeVisible();
    await look(page, 'open-row');
    await toggle(page, 'Night Desk').click();
    await toggle(page, 'Город сегодня').click();
    await expect(page.getByText('The ferry to the outer islands')).toBeVisible();
    await look(page, 'deleted');
    await toggle(page, 'Город сегодня').click();
    await page.getByLabel('Select Harbour Watch').check();
    await page.getByLabel('Select Market Bell').check();
    await look(page, 'selected');
    await page.getByRole('button', { name: 'Remove…' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(page, 'remove');
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await page.getByPlaceholder('Find a channel…').fill('nothing like it');
    await look(page, 'no-match');
    await page.getByPlaceholder('Find a channel…').fill('');
    await page.getByRole('button', { name: 'Keep…' }).click();
    await page.getByRole('dialog').getByLabel('Keep posts for').fill('30');
    await look(page, 'keep');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog').getByText(/^1,204 posts/)).toBeVisible();
    await look(page, 'keep-asked');

    await open({}, 'add');
    await page.getByRole('dialog').getByLabel('Followed channel 4').check();
    await look(page, 'add');
    await open({}, 'import');
    await page.getByRole('dialog').getByRole('textbox').fill('@one_\n@two__\nharbourwatch\nwhat is this?');
    await expect(
      page.getByText('4 channels: 2 new, 1 collected already, 1 not understood (line 4)'),
    ).toBeVisible();
    await look(page, 'import');

    await open({ channels: [] });
    await expect(page.getByRole('heading', { name: 'Nothing is collected yet' })).toBeVisible();
    await look(page, 'empty');
    await open({ channels: [], accounts: [] });
    await expect(page.getByRole('link', { name: 'Sign in to Telegram' })).toBeVisible();
    await look(page, 'no-account');
    await open({ snapshot: { lease: { kind: 'standby', holder: 'tower (process 4242)' } } });
    await expect(page.getByText(/^Standing by: tower/).first()).toBeVisible();
    await look(page, 'standby');
    await open({ channels: manyChannels(5000) });
    await expect(toggle(page, 'Channel number 1').first()).toBeVisible();
    await look(page, 'five-thousand');
  });
}

test('a switch acts at once; where it is refused it goes back, and the reason is said', async ({
  page,
  open,
}) => {
  const { sent, world } = await open();
  const collect = page.getByRole('switch', { name: 'Collect Market Bell' });
  await collect.press('Space');
  await expect(collect).not.toBeChecked();
  expect(sent('channels.set')).toEqual([{ channelId: 4, enabled: false }]);
  await expect(page.getByText('6 channels, 4 on')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Market Bell is off' })).toHaveCount(1);

  world.refusals.set('channels.set', () => 'The disk is full. Nothing was changed.');
  await page.getByRole('switch', { name: 'Walk back through the history of ABC LEGACY NEWS' }).press('Space');
  await expect(page.getByRole('alert').getByText('The disk is full. Nothing was changed.')).toBeVisible();
  await expect(
    page.getByRole('switch', { name: 'Walk back through the history of ABC LEGACY NEWS' }),
  ).not.toBeChecked();
});

test('the limit is changed where it stands: refused in words, left with Escape, saved with Enter', async ({
  page,
  open,
}) => {
  const { sent } = await open();
  const number = page.getByRole('button', { name: /^Newest posts re-read of Harbour Watch/ });
  await number.press('Enter');
  const field = page.getByLabel('Newest posts re-read of Harbour Watch, 1 to 1000');
  await expect(field).toBeFocused();
  await page.keyboard.type('1001');
  await page.keyboard.press('Enter');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription('It must be at most 1000.');
  await page.keyboard.press('Escape');
  await expect(number).toBeFocused();
  expect(sent('channels.set')).toEqual([]);

  await page.keyboard.press('Enter');
  await page.keyboard.type('300');
  await expect(field).toHaveAccessibleDescription('This channel: at most about 1 request a run');
  await page.keyboard.press('Enter');
  await expect(number).toBeFocused();
  await expect(number).toHaveText('300');
  expect(sent('channels.set')).toEqual([{ channelId: 2, limit: 300 }]);
});

test('by keyboard alone a row is gone to, opened, read, changed and closed', async ({ page, open }) => {
  const { sent } = await open();
  await toggle(page, 'ABC LEGACY NEWS').focus();
  await page.keyboard.press('ArrowDown');
  await expect(toggle(page, 'Harbour Watch')).toBeFocused();
  await expect(page.getByText('3 new')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(toggle(page, 'Harbour Watch')).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByText('The ferry to the outer islands')).toBeVisible();
  expect(sent('posts.list')[0]).toEqual({ channelId: 2, limit: 5 });
  await expect.poll(() => sent('channels.looked')).toEqual([{ channelIds: [2] }]);
  await expect(page.getByText('3 new')).toBeHidden();
  await expect(page.getByText('new', { exact: true })).toHaveCount(3);
  await expect(
    page.getByText('9,871 posts held, 1 gap that the next run fills, older history never fetched.'),
  ).toBeVisible();

  await page.getByRole('switch', { name: /^Backfill: walk back/ }).press('Space');
  await expect(page.getByText('This channel: at most about 6 requests a run instead of 1.')).toBeVisible();
  expect(sent('channels.set')).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).press('Enter');
  await expect.poll(() => sent('channels.set')).toEqual([{ channelId: 2, backfill: true }]);
  await toggle(page, 'Harbour Watch').press('Space');
  await expect(page.getByText('The ferry to the outer islands')).toBeHidden();
});

test('headings sort and say so; search and filters narrow the list', async ({ page, open }) => {
  await open();
  const heading = page.getByRole('columnheader').filter({ hasText: 'Posts held' });
  await heading.getByRole('button').press('Enter');
  await expect(heading).toHaveAttribute('aria-sort', 'descending');
  expect((await titles(page))[0]).toBe('Город сегодня');
  await heading.getByRole('button').press('Enter');
  await expect(heading).toHaveAttribute('aria-sort', 'ascending');
  expect((await titles(page))[0]).toMatch(/^Old Gazette/);
  await page.getByRole('radio', { name: /^With errors/ }).check();
  await expect(page.getByText('2 shown')).toBeVisible();
  expect(await titles(page)).toEqual(['Night Desk', 'Market Bell']);
  await page.getByRole('searchbox', { name: 'Find a channel' }).fill('@market');
  expect(await titles(page)).toEqual(['Market Bell']);
  await page.keyboard.press('Escape');
  expect(await titles(page)).toHaveLength(2);
  await page.getByRole('searchbox').fill('nowhere');
  await expect(page.getByText('No channel among “With errors” matches “nowhere”.')).toBeVisible();
  await page.getByRole('button', { name: 'Show all channels' }).click();
  expect(await titles(page)).toHaveLength(6);
});

test('ticked rows are changed together, and it is said what was done', async ({ page, open }) => {
  const { sent, world } = await open();
  await page.getByLabel('Select ABC LEGACY NEWS').click();
  await page.getByLabel('Select Night Desk').click({ modifiers: ['Shift'] });
  const bar = page.getByRole('region', { name: 'Selected channels' });
  await expect(bar.getByText('5 channels selected')).toBeVisible();
  await bar.getByRole('button', { name: 'Off', exact: true }).click();
  await expect(page.getByRole('status').getByText('5 channels switched off')).toBeVisible();
  expect(sent('channels.setMany')).toEqual([{ channelIds: [1, 2, 3, 4, 5], enabled: false }]);

  await bar.getByRole('button', { name: 'Re-read…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox')).toBeFocused();
  await dialog.getByRole('textbox').fill('0');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('It must be at least 1.')).toBeVisible();
  await dialog.getByRole('textbox').fill('150');
  await expect(dialog.getByText(/^5 channels: at most about 13 requests a run/)).toBeVisible();
  await dialog.getByLabel('When').selectOption('In every run');
  await expect(dialog.getByText(/^5 channels: at most about 21 requests a run/)).toBeVisible();
  await dialog.getByRole('textbox').focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('5 channels: the 150 newest posts re-read now, every run')).toBeVisible();

  world.refusals.set('channels.setMany', () => 'Some of these channels are not collected any more.');
  await bar.getByRole('button', { name: 'Backfill' }).click();
  await expect(page.getByRole('menuitem', { name: /^On/ })).toContainText('at most about');
  await page.getByRole('menuitem', { name: /^On/ }).press('Enter');
  await expect(
    page.getByRole('alert').getByText('Some of these channels are not collected any more.'),
  ).toBeVisible();

  await page.getByLabel('Select all 6 channels shown').click();
  await expect(bar.getByText('6 channels selected')).toBeVisible();
  await bar.getByRole('button', { name: 'Clear' }).click();
  await expect(bar).toBeHidden();
});

test('removing asks once more, names the posts that go, and leaves the focus somewhere', async ({
  page,
  open,
}) => {
  const { sent, world } = await open();
  world.refusals.set(
    'channels.remove',
    () => 'A run is under way. Wait until it ends or stop it, then remove.',
  );
  await toggle(page, 'Harbour Watch').click();
  await page.getByRole('button', { name: 'Remove…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Remove Harbour Watch?' });
  await expect(dialog.getByText('9,871 posts')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Keep', exact: true })).toBeFocused();
  await dialog.getByRole('button', { name: 'Remove channel' }).press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('A run is under way.');
  world.refusals.delete('channels.remove');
  await dialog.getByRole('button', { name: 'Remove channel' }).press('Enter');
  await expect(page.getByRole('status').getByText('Harbour Watch removed, with 9,871 posts')).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Channels', exact: true })).toBeFocused();
  await expect(toggle(page, 'Harbour Watch')).toHaveCount(0);
  expect(sent('channels.remove')).toHaveLength(2);
});

test('an export is the list as it is, or what is ticked of it', async ({ page, open }) => {
  await open();
  const exported = async (kind: RegExp): Promise<string> => {
    await page.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: kind }).click(),
    ]);
    return readFile(await file.path(), 'utf8');
  };
  const table = await exported(/^As CSV/);
  expect(table.split('\r\n')).toHaveLength(1 + 6 + 1);
  expect(table).toContain(
    '3,gorod_today,https://t.me/gorod_today,Город сегодня,true,100,true,true,forever,141220,212400',
  );
  await page.getByLabel('Select Night Desk').check();
  await page.getByLabel('Select Market Bell').check();
  expect(await exported(/^As text/)).toBe('@marketbell\nhttps://t.me/c/5\n');
});

test('five thousand channels: few rows at a time, the last is reached, and the focus is never lost', async ({
  page,
  open,
}) => {
  const { sent } = await open({ channels: manyChannels(5000) });
  await expect(toggle(page, 'Channel number 1').first()).toBeVisible();
  expect(await page.getByRole('rowheader').count()).toBeLessThan(60);
  await toggle(page, 'Channel number 1').first().focus();
  for (let press = 0; press < 40; press += 1) await page.keyboard.press('ArrowDown');
  await expect(page.locator('#channel-41')).toBeFocused();
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await expect(page.locator('#channel-5000')).toBeInViewport();
  await expect(page.locator('#channel-41')).toBeFocused();
  await page.getByLabel('Select all 5,000 channels shown').click();
  const bar = page.getByRole('region', { name: 'Selected channels' });
  await bar.getByRole('button', { name: 'On', exact: true }).click();
  await expect(page.getByText('5,000 channels switched on')).toBeVisible();
  expect(sent('channels.setMany')).toHaveLength(1);
});

test('while another Tidings collects, channels can be seen, and why none can be added is said', async ({
  page,
  open,
}) => {
  const { sent } = await open({
    snapshot: { lease: { kind: 'standby', holder: 'tower (process 4242)' } },
  });
  const add = page.getByRole('button', { name: 'Add channels' });
  await expect(add).toHaveAttribute('aria-disabled', 'true');
  await expect(add).toHaveAccessibleDescription(/^Standing by: tower/);
  await toggle(page, 'Harbour Watch').click();
  await expect(page.getByText('The ferry to the outer islands')).toBeVisible();
  expect(sent('channels.looked')).toEqual([]);
});

test('with a locked vault channels can be seen, and why none can be added is said', async ({
  page,
  open,
}) => {
  await open({ vault: { state: 'locked', protectedBy: ['passphrase'], sentence: 'Locked.' } });
  await expect(page.getByRole('button', { name: 'Add channels' })).toHaveAccessibleDescription(
    /The vault is locked/,
  );
  await expect(toggle(page, 'Market Bell')).toBeVisible();
});
