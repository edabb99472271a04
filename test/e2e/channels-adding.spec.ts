import { expect } from '@playwright/test';
import { seriousIssues } from '../support/accessibility.ts';
import { ada, dialogsOf } from '../support/channel-samples.ts';
import { test } from '../support/channel-stubs.ts';

/** Channels come in by the Channels screen: picked, named or imported. */

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
  await expect(dialog.getByText(/^2 channels: at most about 3 requests a run/)).toBeVisible();
  await dialog.getByRole('searchbox').fill('@followed_12');
  await dialog.getByRole('button', { name: /^Select all \d+ shown$/ }).click();
  await dialog.getByRole('button', { name: /^Unselect all/ }).click();
  await dialog.getByRole('switch', { name: /^Backfill/ }).press('Space');
  await expect(dialog.getByText(/^2 channels: at most about 13 requests a run/)).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Newest posts re-read' }).fill('200');

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
  expect(sent('channels.add').at(-1)).toEqual({
    reference: '@lighthouse',
    limit: 50,
    reread: false,
    backfill: false,
  });
});

test('of a channel that is collected already it is said that nothing was changed', async ({ page, open }) => {
  const { world } = await open({}, 'add');
  const held = world.channels.find(({ enabled }) => enabled);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('@name or t.me link').fill(`@${held?.username}`);
  await page.keyboard.press('Enter');
  await expect(dialog.getByText(`${held?.title} is collected already; nothing was changed.`)).toBeVisible();
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

test('a number of posts that cannot be is said beside its field, and nothing is added with another one', async ({
  page,
  open,
}) => {
  const { sent } = await open({}, 'add');
  const dialog = page.getByRole('dialog');
  const limit = dialog.getByRole('textbox', { name: 'Newest posts re-read' });
  await dialog.getByLabel('Followed channel 4').check();
  await limit.fill('5000');
  await dialog.getByRole('button', { name: 'Collect 1 channel' }).click();
  await expect(limit).toBeFocused();
  await expect(limit).toHaveAccessibleDescription(/1000/);
  await dialog.getByLabel('@name or t.me link').fill('@lighthouse');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(limit).toBeFocused();
  expect([...sent('channels.pick'), ...sent('channels.add')]).toEqual([]);
  await limit.fill('500');
  await dialog.getByRole('button', { name: 'Collect 1 channel' }).click();
  await expect(dialog).toBeHidden();
  expect(sent('channels.pick')).toMatchObject([{ limit: 500 }]);
});

test('a table brings back the settings of what is collected; what is no list is refused', async ({
  page,
  open,
}) => {
  const { sent } = await open({}, 'import');
  const dialog = page.getByRole('dialog');
  const choose = (name: string, buffer: Buffer) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer });
  await choose('picture.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]));
  await expect(dialog.getByText(/^picture\.csv is not a text file in UTF-8/)).toBeVisible();
  await choose('nothing.csv', Buffer.from(''));
  await expect(dialog.getByText('nothing.csv is empty. Nothing was read.')).toBeVisible();

  await choose(
    'channels.csv',
    Buffer.from('username,enabled,limit\nharbourwatch,false,20\nmarketbell,true,50\n'),
  );
  await expect(
    dialog.getByText('2 channels: 0 new, 2 collected already (1 with other settings)'),
  ).toBeVisible();
  await dialog.getByRole('button', { name: 'Restore the settings of 1 channel' }).click();
  await expect(dialog.getByText('0 channels added, the settings of 1 channel restored.')).toBeVisible();
  expect(sent('channels.set')).toEqual([{ channelId: 2, enabled: false, limit: 20 }]);
});

test('many names are warned of before they are looked up', async ({ page, open }) => {
  await open({}, 'import');
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('textbox')
    .fill(Array.from({ length: 63 }, (_, index) => `@name_${index}`).join(' '));
  await expect(dialog.getByText(/Telegram rations the looking up of names, and these are 63/)).toBeVisible();
});
