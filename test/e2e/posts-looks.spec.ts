import { expect } from '@playwright/test';
import { channelOf } from '../support/channel-samples.ts';
import { specialPosts, withHistory } from '../support/post-samples.ts';
import { look, manyChannels, test } from '../support/post-stubs.ts';

/** How the Posts screen looks in every state, on narrow and wide screens, light and dark. */

for (const [colorScheme, width] of [
  ['light', 1400],
  ['dark', 1400],
  ['light', 800],
  ['dark', 400],
  ['light', 360],
] as const) {
  test(`every state is accessible and fits, ${colorScheme} at ${width}`, async ({ page, open }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 860 });
    const gate = Promise.withResolvers<null>();
    const served = await open({
      special: specialPosts(),
      details: withHistory,
      refusals: new Map([['posts.search', () => gate.promise]]),
    });
    await expect(page.getByText('more than 100,000')).toBeVisible();
    await look(page, 'loading');
    gate.resolve(null);
    const list = page.getByRole('list', { name: 'Posts, newest first' });
    await expect(list.getByRole('link').first()).toBeVisible();
    await look(page, 'full');

    await page.getByRole('searchbox', { name: 'Search posts' }).fill('harbour');
    await expect(page.locator('mark').first()).toBeVisible();
    served.arrive(0);
    await look(page, 'search');
    await page
      .getByRole('link', { name: /Two container ships/ })
      .first()
      .click();
    await expect(page.getByRole('heading', { name: 'Earlier versions' })).toBeVisible();
    await look(page, 'post');
    await page.getByRole('heading', { name: 'Dates', exact: true }).scrollIntoViewIfNeeded();
    await look(page, 'post-below');
    await page.getByText('Table', { exact: true }).click();
    await expect(page.getByRole('columnheader', { name: 'Age' })).toBeVisible();
    await page.getByRole('columnheader', { name: 'Age' }).scrollIntoViewIfNeeded();
    await look(page, 'post-table');
    await page.getByRole('button', { name: 'Close the post' }).click();

    await page.getByRole('button', { name: 'Media', exact: true }).click();
    await expect(page.getByText('Any of these kinds')).toBeVisible();
    await look(page, 'media');
    await page.getByRole('checkbox', { name: 'Sticker' }).check();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'State', exact: true }).click();
    await page.getByRole('radio', { name: 'Suspect' }).check();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
    await look(page, 'nothing-found');
    await page.getByRole('button', { name: 'Clear all' }).click();

    await page.getByRole('button', { name: 'Export' }).click();
    await expect(page.getByRole('dialog', { name: 'Export posts' })).toBeVisible();
    await look(page, 'export');
    await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click();
    await expect(page.getByRole('progressbar')).toBeAttached();
    served.setJob({ written: 420_000, total: 1_000_000, etaMs: 14_000 });
    await expect(page.getByText('14 s left')).toBeVisible();
    await look(page, 'exporting');
    served.setJob({ state: 'failed', problem: 'The disk is full: 3 MB are free. Nothing of it was kept.' });
    await expect(page.getByText('The disk is full')).toBeVisible();

    for (const name of ['posts.search', 'posts.count'] as const)
      served.world.refusals.set(name, (request) =>
        JSON.stringify(request).includes('"text"')
          ? '“!!” has no letter and no digit, and only words can be searched for. Enter a word.'
          : null,
      );
    await page.getByRole('searchbox', { name: 'Search posts' }).fill('!!');
    await expect(page.getByRole('alert').getByText('has no letter')).toBeVisible();
    await look(page, 'refused');
  });
}

test('thousands of channels and long names fit; nothing collected says what to do', async ({
  page,
  open,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1400, height: 860 });
  const channels = [
    channelOf({
      id: 90_001,
      title: 'Wilhelmina-Alexandra’s Gazette of the upper valley and all its villages',
    }),
    ...manyChannels(5000),
  ];
  await open({ channels });
  await page.getByRole('button', { name: 'Channels', exact: true }).click();
  await page.getByRole('textbox', { name: 'Find a channel' }).fill('gazette');
  await page.getByRole('checkbox').check();
  await page.getByRole('textbox', { name: 'Find a channel' }).fill('4999');
  await page.getByRole('checkbox').check();
  await page.getByRole('textbox', { name: 'Find a channel' }).fill('');
  await expect(page.getByText('2 channels chosen')).toBeVisible();
  await look(page, 'channels');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Dates', exact: true }).click();
  await expect(page.getByLabel('Up to and including')).toBeVisible();
  await look(page, 'dates');

  await open({ total: 0, newest: 0, channels: [] });
  await expect(page.getByRole('heading', { name: 'No post is held yet' })).toBeVisible();
  await look(page, 'nothing-held');
});
