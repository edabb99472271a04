import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import type { RequestName } from '../../shared/contract.ts';
import { ada, dialogsOf, manyChannels } from '../support/channel-samples.ts';
import {
  type ChannelWorld,
  channelWorld,
  type ServedChannels,
  serveChannels,
} from '../support/channel-stubs.ts';

/** The Channels screen in a real browser, on answers the test makes up. */

interface Opened extends ServedChannels {
  readonly world: ChannelWorld;
  sent(name: RequestName): readonly unknown[];
}

const test = base.extend<{ open: (change?: Partial<ChannelWorld>, part?: string) => Promise<Opened> }>({
  open: async ({ page }, use) => {
    const served: ServedChannels[] = [];
    await use(async (change = {}, part) => {
      const world = channelWorld(change);
      const one = await serveChannels(world);
      served.push(one);
      await page.goto(one.address);
      await page.goto(`${new URL(one.address).origin}/#channels${part === undefined ? '' : `/${part}`}`);
      await expect(
        page.getByRole('heading', { name: 'Channels', exact: true, includeHidden: true }),
      ).toBeVisible();
      const sent = (name: RequestName) =>
        one.asked.filter((asked) => asked.name === name).map(({ request }) => request);
      return { ...one, world, sent };
    });
    for (const one of served) await one.close();
  },
});

const toggle = (page: Page, title: string) =>
  page.getByRole('rowheader').getByRole('button', { name: title });
const titles = (page: Page) => page.getByRole('rowheader').locator('button > span').allTextContents();

async function seriousIssues(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

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
    await page.getByLabel('Select Harbour Watch').check();
    await page.getByLabel('Select Market Bell').check();
    await look(page, 'selected');
    await page.getByRole('button', { name: 'Remove…' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(page, 'remove');
    await page.getByRole('button', { name: 'Keep' }).click();
    await page.getByPlaceholder('Find a channel…').fill('nothing like it');
    await look(page, 'no-match');

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
  const number = page.getByRole('button', { name: /^Re-reads .* of Harbour Watch/ });
  await number.press('Enter');
  const field = page.getByLabel('Posts of Harbour Watch that every run re-reads, 1 to 1000');
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
  await expect(field).toHaveAccessibleDescription('This channel: about 3 requests a run instead of 1');
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
    page.getByText('9,871 posts held, one gap that the next run fills, older history not fetched.'),
  ).toBeVisible();

  await page.getByRole('switch', { name: /^Backfill: walk back/ }).press('Space');
  await expect(page.getByText('This channel: about 6 requests a run instead of 1.')).toBeVisible();
  expect(sent('channels.set')).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).press('Enter');
  await expect.poll(() => sent('channels.set')).toEqual([{ channelId: 2, limit: 50, backfill: true }]);
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

  await bar.getByRole('button', { name: 'Limit…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('textbox')).toBeFocused();
  await dialog.getByRole('textbox').fill('0');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('It must be at least 1.')).toBeVisible();
  await dialog.getByRole('textbox').fill('150');
  await expect(dialog.getByText(/^5 channels: about 15 requests a run/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(page.getByText('5 channels re-read 150 posts in every run now')).toBeVisible();

  world.refusals.set('channels.setMany', () => 'Some of these channels are not collected any more.');
  await bar.getByRole('button', { name: 'Backfill' }).click();
  await expect(page.getByRole('menuitem', { name: /^On/ })).toContainText('about 20 requests a run');
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
  await expect(dialog.getByRole('button', { name: 'Keep' })).toBeFocused();
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

test('a long list of dialogs is read page by page, ends when it is left, and goes on where it ended', async ({
  page,
  open,
}) => {
  let letPageThrough = (): void => undefined;
  const { world, sent } = await open({ dialogs: dialogsOf(5000, [3]), dialogsRead: 0, dialogsPage: 100 });
  world.refusals.set('dialogs.read', async () => {
    if (world.dialogsRead >= 300) await new Promise<void>((resolve) => (letPageThrough = resolve));
    return null;
  });
  await page.getByRole('button', { name: 'Add channels' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Reading your list… 300 so far')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  letPageThrough();
  await expect.poll(() => world.dialogsRead).toBe(400);
  const asked = sent('dialogs.read').length;
  expect(asked).toBe(4);

  world.refusals.set('dialogs.read', () =>
    world.dialogsRead === 600 ? 'The list was not read further: no network. What was read is kept.' : null,
  );
  await page.getByRole('button', { name: 'Add channels' }).press('Enter');
  await expect(dialog.getByRole('alert').getByText(/no network/)).toBeVisible();
  await expect(dialog.getByText('600 channels, not read to its end yet')).toBeVisible();
  expect(
    sent('dialogs.read')
      .slice(4)
      .every((request) => JSON.stringify(request) === '{"accountId":1001}'),
  ).toBe(true);

  world.refusals.delete('dialogs.read');
  world.dialogsPage = 2200;
  await dialog.getByRole('button', { name: 'Read on' }).press('Enter');
  await expect(dialog.getByText(/^5,000 channels, read 24 Nov 2026/)).toBeVisible();
  expect(await dialog.getByRole('listitem').count()).toBeLessThan(40);
  world.dialogsPage = 5000;
  await dialog.getByRole('button', { name: 'Read again' }).press('Enter');
  await expect.poll(() => sent('dialogs.read').at(-1)).toEqual({ accountId: 1001, again: true });
});

test('channels are picked by keyboard, with their cost; those collected already cannot be', async ({
  page,
  open,
}) => {
  const { sent, world } = await open({ dialogs: dialogsOf(5000, [2]), dialogsRead: 5000 });
  await page.getByRole('button', { name: 'Add channels' }).press('Enter');
  const dialog = page.getByRole('dialog');
  const collect = dialog.getByRole('button', { name: /^Collect/ });
  await expect(collect).toHaveAttribute('aria-disabled', 'true');
  await expect(collect).toHaveAccessibleDescription('No channel is ticked yet.');
  await dialog.getByRole('checkbox').first().focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(dialog.getByRole('checkbox', { name: /Followed channel 2\b/ })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await page.keyboard.press('End');
  await expect(dialog.getByRole('checkbox', { name: /Followed channel 5000/ })).toBeFocused();
  await page.keyboard.press('Space');
  await expect(dialog.getByText(/^2 channels: about 2 requests a run/)).toBeVisible();
  await dialog.getByRole('searchbox').fill('@followed_12');
  await dialog.getByRole('button', { name: /^Select all \d+ shown$/ }).click();
  await dialog.getByRole('button', { name: /^Unselect all/ }).click();
  await dialog.getByRole('switch', { name: /^Backfill/ }).press('Space');
  await expect(dialog.getByText(/^2 channels: about 12 requests a run/)).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Newest posts to re-read' }).fill('200');

  world.refusals.set(
    'channels.pick',
    () => 'Some of these channels are no longer in the list of this account.',
  );
  await collect.press('Enter');
  await expect(dialog.getByText(/no longer in the list/)).toBeVisible();
  world.refusals.delete('channels.pick');
  await collect.press('Enter');
  await expect(dialog).toBeHidden();
  expect(sent('channels.pick').at(-1)).toEqual({
    accountId: 1001,
    channelIds: [1, 5000],
    limit: 200,
    backfill: true,
  });
  await expect(page.getByRole('status').getByText('2 channels added: the next run reads them')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add channels' })).toBeFocused();
});

test('a channel is added by name or link, or the reason is said beside the field', async ({ page, open }) => {
  const { sent, world } = await open({ accounts: [ada, { ...ada, id: 1002, name: 'Grace Hopper' }] }, 'add');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Account whose list it is').selectOption('1002');
  await expect.poll(() => sent('dialogs.list').at(-1)).toEqual({ accountId: 1002 });
  const field = dialog.getByLabel('@name or t.me link');
  await field.fill('https://example.com/x');
  await page.keyboard.press('Enter');
  await expect(field).toHaveAccessibleDescription(/neither an @name nor a t\.me link/);
  await field.fill('t.me/c/123/4');
  await page.keyboard.press('Enter');
  await expect(field).toHaveAccessibleDescription(/names a private channel by its number only/);
  expect(sent('channels.add')).toEqual([]);

  world.refusals.set('channels.add', () => '@nobody was not added. There is no channel by this name.');
  await field.fill('@nobody');
  await page.keyboard.press('Enter');
  await expect(field).toHaveAccessibleDescription(/There is no channel by this name/);
  await expect(field).toBeFocused();
  world.refusals.delete('channels.add');
  await field.fill('@lighthouse');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Title of lighthouse added.')).toBeVisible();
  await expect(field).toHaveValue('');
  expect(sent('channels.add').at(-1)).toEqual({ reference: '@lighthouse', limit: 50, backfill: false });
});

test('an import shows what it would do, does it one by one, and ends at a pause with what is left', async ({
  page,
  open,
}) => {
  let letOneThrough = (): void => undefined;
  const { sent, world } = await open();
  world.refusals.set('channels.add', async (request) => {
    const { reference } = request as { reference: string };
    if (reference === '@gone_one') return '@gone_one was not added. There is no channel by this name.';
    if (reference === '@third_one') return 'Telegram asks for a pause: 1h 05m.';
    await new Promise<void>((resolve) => (letOneThrough = resolve));
    return null;
  });
  await page.getByRole('button', { name: 'Import' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await page.locator('input[type=file]').setInputFiles({
    name: 'channels.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      '\uFEFFid,username,enabled,limit\n,first_one,false,20\n,gone_one,,\n,third_one,,\n,fourth_one,,\n2,harbourwatch,,\n,,,\n,?,,\n',
    ),
  });
  await expect(
    dialog.getByText('6 channels: 4 new, 1 collected already, 1 not understood (line 8)'),
  ).toBeVisible();
  expect(sent('channels.add')).toEqual([]);
  await dialog.getByRole('button', { name: 'Add 4 channels' }).press('Enter');
  await expect(dialog.getByText('Adding @first_one (1 of 4)')).toBeVisible();
  expect(await seriousIssues(page)).toEqual([]);
  letOneThrough();
  await expect(
    dialog.getByText(/^Telegram asks for a pause: 1h 05m\. 1 channel added, 1 refused, 2 left to be added\./),
  ).toBeVisible();
  await expect(dialog.getByText('There is no channel by this name.')).toBeVisible();
  expect(sent('channels.add')[0]).toEqual({ reference: '@first_one', enabled: false, limit: 20 });
  expect(sent('channels.add')).toHaveLength(3);

  await dialog.getByRole('button', { name: 'Back to the list' }).press('Enter');
  await expect(dialog.getByText(/^6 channels: 3 new, 2 collected already/)).toBeVisible();
});

test('an import that is stopped ends after the channel in flight', async ({ page, open }) => {
  let letOneThrough = (): void => undefined;
  const { sent, world } = await open({}, 'import');
  world.refusals.set('channels.add', async () => {
    await new Promise<void>((resolve) => (letOneThrough = resolve));
    return null;
  });
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('@first_one @second_one @third_one');
  await dialog.getByRole('button', { name: 'Add 3 channels' }).press('Enter');
  await expect(dialog.getByText('Adding @first_one (1 of 3)')).toBeVisible();
  await dialog.getByRole('button', { name: 'Stop' }).press('Enter');
  letOneThrough();
  await expect(dialog.getByText('Stopped. 1 channel added, 2 left to be added.')).toBeVisible();
  expect(sent('channels.add')).toHaveLength(1);
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
  expect(table).toContain('3,gorod_today,https://t.me/gorod_today,Город сегодня,true,100,true,141220,212400');
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
