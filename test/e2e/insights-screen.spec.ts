import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { addDays } from '../../shared/days.ts';
import { channelOf, manyChannels, sixChannels } from '../support/channel-samples.ts';
import { chart, figure, insightsOf, lineOf, look, nothingOf, test, today } from '../support/insight-stubs.ts';

/** The Insights screen in a real browser, on answers the test makes up. */

const period = (page: Page, name: string) =>
  page.getByRole('radiogroup', { name: 'Period' }).getByText(name, { exact: true });

for (const [colorScheme, width] of [
  ['light', 1400],
  ['dark', 1400],
  ['light', 800],
  ['dark', 400],
  ['light', 360],
] as const) {
  test(`every state is accessible and fits, ${colorScheme}, ${width} px`, async ({ page, open }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });

    await open();
    await expect(page.getByRole('link', { name: 'Harbour Watch' })).toBeVisible();
    await look(page, 'overview');

    await open({}, 'channel=1');
    await expect(page.getByText('The ferry to the outer islands')).toBeVisible();
    await look(page, 'channel');
    await chart(page, 'Views and posts a day').focus();
    await page.keyboard.press('ArrowLeft');
    await look(page, 'channel-focused');
    await page.getByRole('button', { name: 'How Average reach is worked out' }).click();
    await expect(page.getByText('Views as last read / posts that have a view count.')).toBeVisible();
    await look(page, 'formula');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Table', exact: true }).click();
    await expect(page.getByRole('region', { name: 'Best hours to post, table' })).toBeVisible();
    await look(page, 'tables');

    await open({}, 'channel=1&days=365');
    await expect(chart(page, 'Subscribers')).toBeVisible();
    await look(page, 'a-year');
    await open({}, 'channel=1&from=2016-11-25&to=2026-11-24');
    await expect(chart(page, 'Views and posts a month')).toBeVisible();
    await look(page, 'ten-years');
    await open({}, 'channel=1&days=7');
    await expect(chart(page, 'Subscribers')).toBeVisible();
    await look(page, 'a-week');

    await open({ channels: [] });
    await expect(page.getByRole('link', { name: 'Go to Channels' })).toBeVisible();
    await look(page, 'empty');
    await open({ insights: nothingOf }, 'channel=1');
    await expect(page.getByText('No post in this period.').first()).toBeVisible();
    await look(page, 'no-posts');
    await open({ insights: withoutViews }, 'channel=1');
    await expect(page.getByText('Telegram counts views in channels').first()).toBeVisible();
    await look(page, 'no-views');
    await open({ insights: oneNewPost }, 'channel=6');
    await expect(page.getByText('no post is 24 h old yet')).toBeVisible();
    await look(page, 'one-post');
    await open({ channels: manyChannels(1000), overview: () => thousand });
    await expect(page.getByText('1,000 channels,')).toBeVisible();
    await look(page, 'thousand');
  });
}

const thousand = manyChannels(1000).map(({ id }) => lineOf(id, { posts: (id * 7919) % 1000 }));

function withoutViews(from: string, to: string) {
  const full = insightsOf(from, to);
  return {
    ...nothingOf(from, to),
    posts: full.posts,
    postsPerDay: full.postsPerDay,
    subscribers: full.subscribers,
    growth: full.growth,
    growthPercent: full.growthPercent,
    days: full.days.map((day) => ({ ...day, reach: null, er: null })),
  };
}

function oneNewPost(from: string, to: string) {
  if (to !== today) return nothingOf(from, to);
  const hours = Array.from({ length: 24 }, (_, hour) =>
    hour === 9 ? { posts: 1, reach: 812 } : { posts: 0, reach: null },
  );
  return {
    ...nothingOf(from, to),
    posts: 1,
    postsPerDay: 1 / 30,
    reach: 812,
    er: 2.5,
    err: 81.2,
    subscribers: 1000,
    days: nothingOf(from, to).days.map((day) =>
      day.day === today ? { ...day, posts: 1, reach: 812, er: 2.5, subscribers: 1000 } : day,
    ),
    hours,
    best: [{ postId: 1, views: 812 }],
  };
}

test('each figure says how it is worked out, in words and numbers, and leads to its posts', async ({
  page,
  open,
}) => {
  await open({}, 'channel=1');
  await expect(figure(page, 'Average reach')).toContainText('views a post');
  await page.getByRole('button', { name: 'How Average reach is worked out' }).press('Enter');
  const card = page.getByRole('dialog');
  const { hours, reach } = insightsOf(addDays(today, -29), today);
  const posts = hours.reduce((sum, hour) => sum + hour.posts, 0);
  const views = hours.reduce((sum, hour) => sum + hour.posts * (hour.reach ?? 0), 0);
  await expect(card).toContainText(
    `${Math.round(reach ?? 0).toLocaleString('en-GB')} = ${views.toLocaleString('en-GB')} views / ${posts} posts`,
  );
  await expect(card.getByRole('link')).toHaveAttribute(
    'href',
    `#posts/channels=1&from=${Date.UTC(2026, 9, 26)}&to=${Date.UTC(2026, 10, 25)}`,
  );
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await expect(page.getByRole('button', { name: 'How Average reach is worked out' })).toBeFocused();
});

test('what a rate is, its head says', async ({ page, open }) => {
  await open();
  for (const [head, words] of [
    ['ER', '(Forwards + replies + reactions) / views.'],
    ['ERR', 'Average reach / subscribers at the end of the period.'],
  ] as const) {
    const button = page.getByRole('button', { name: `${head}: ${words}` });
    await button.hover();
    await expect(page.getByRole('tooltip', { name: words })).toBeVisible();
  }
});

test('only figures of posts lead to posts', async ({ page, open }) => {
  await open({}, 'channel=1');
  await page.getByRole('button', { name: 'How Subscribers is worked out' }).click();
  await expect(page.getByRole('dialog')).toContainText('The last count of the period.');
  await expect(page.getByRole('dialog').getByRole('link')).toHaveCount(0);
});

test('the figures are set against as many days before', async ({ page, open }) => {
  const { asked } = await open(
    { insights: (from, to) => insightsOf(from, to, { er: to === today ? 5.9 : 4.8 }) },
    'channel=1&days=7',
  );
  await expect(figure(page, 'ER').last()).toContainText('+1.1 points from 4.8 %');
  await expect(page.getByText(/Changes are against the 7 days before, 11\s?–\s?17 Nov 2026/)).toBeVisible();
  const spans = asked.map(({ request }) => request);
  expect(spans).toContainEqual({ channelId: 1, from: '2026-11-18', to: '2026-11-24' });
  expect(spans).toContainEqual({ channelId: 1, from: '2026-11-11', to: '2026-11-17' });
});

test('a chart is one stop of the Tab key; arrows tell its values, Enter shows the posts of a day', async ({
  page,
  open,
}) => {
  await open({}, 'channel=1&days=7');
  const views = chart(page, 'Views and posts a day');
  await views.focus();
  await expect(views).toHaveAttribute('aria-valuetext', /^Tuesday 24 Nov 2026: .* posts?, .* views a post/);
  await page.keyboard.press('ArrowLeft');
  await expect(views).toHaveAttribute('aria-valuetext', /^Monday 23 Nov 2026/);
  await page.keyboard.press('Home');
  await expect(views).toHaveAttribute('aria-valuetext', /^Wednesday 18 Nov 2026/);
  await expect(views.getByText('Wednesday 18 Nov 2026')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(views.getByText('Wednesday 18 Nov 2026')).toBeHidden();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => new URL(page.url()).hash)
    .toBe(`#posts/channels=1&from=${Date.UTC(2026, 10, 18)}&to=${Date.UTC(2026, 10, 19)}`);
});

test('the pointer tells the value of the day it is over', async ({ page, open }) => {
  await open({}, 'channel=1&days=7');
  const hours = chart(page, 'Best hours to post');
  await hours.hover();
  await expect(hours.getByText(/^1[012]:00–1[123]:00$/)).toBeVisible();
});

test('every chart has its numbers as a table, for all to see at the press of a switch', async ({
  page,
  open,
}) => {
  await open({}, 'channel=1&days=7');
  await expect(page.getByRole('table', { name: 'Views and posts a day' }).getByRole('row')).toHaveCount(8);
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await expect(page.getByRole('slider')).toHaveCount(0);
  for (const name of ['Views and posts a day', 'Best hours to post', 'Subscribers', 'View curve'])
    await expect(page.getByRole('region', { name: `${name}, table` })).toBeVisible();
  await expect(page.getByRole('row', { name: '24 h 79.0 %' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Table', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('the address holds channel and period, through a reload and back', async ({ page, open }) => {
  const { asked } = await open();
  await period(page, '90 d').click();
  await page.getByRole('link', { name: 'Harbour Watch' }).click();
  await expect(page.getByRole('heading', { name: 'Best posts' })).toBeVisible();
  expect(new URL(page.url()).hash).toBe('#insights/channel=2&days=90');
  expect(asked.map(({ request }) => request)).toContainEqual({ channelId: 2, from: '2026-08-27', to: today });
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Channel' })).toHaveValue('Harbour Watch');
  await page.goBack();
  await expect(page.getByRole('table', { name: 'Channels over the period' })).toBeVisible();
  await expect(page.getByRole('radio', { name: '90 d' })).toBeChecked();
});

test('own dates are asked for when they are a period, and what is wrong with others is said', async ({
  page,
  open,
}) => {
  const { asked } = await open({}, 'channel=1');
  await period(page, 'Dates').click();
  await page.getByLabel('First day').fill('2026-11-30');
  await page.getByLabel('First day').blur();
  await expect(
    page.getByRole('alert').getByText('The first day must not be later than the last.'),
  ).toBeVisible();
  await page.getByLabel('First day').fill('2026-11-01');
  await page.getByLabel('Last day').fill('2026-11-10');
  await expect.poll(() => new URL(page.url()).hash).toBe('#insights/channel=1&from=2026-11-01&to=2026-11-10');
  await expect
    .poll(() => asked.map(({ request }) => request))
    .toContainEqual({ channelId: 1, from: '2026-11-01', to: '2026-11-10' });
});

test('best posts and days worth a look lead to their posts', async ({ page, open }) => {
  await open({}, 'channel=1');
  await expect(page.getByRole('link', { name: /^The ferry to the outer islands/ })).toHaveAttribute(
    'href',
    '#posts/channels=1&post=1.20117',
  );
  const look = page.getByRole('region', { name: 'Worth a look' });
  await expect(look).toContainText('Average reach of 21 Nov: 14,300, usually 7,410 (1.9 ×).');
  await expect(look).toContainText('Subscribers of 18 Nov: −212, usually +11.');
  await expect(look.getByRole('link', { name: 'Post 20117' })).toHaveAttribute(
    'href',
    '#posts/channels=1&post=1.20117',
  );
  await expect(look.getByRole('link', { name: 'All posts of 21 Nov' })).toHaveAttribute(
    'href',
    `#posts/channels=1&from=${Date.UTC(2026, 10, 21)}&to=${Date.UTC(2026, 10, 22)}`,
  );
});

test('headings sort, what is not known stands last, and the table is saved as it is shown', async ({
  page,
  open,
}) => {
  await open();
  const titles = () => page.getByRole('rowheader').getByRole('link').allTextContents();
  const growth = page.getByRole('columnheader', { name: 'Growth' });
  await growth.getByRole('button').press('Enter');
  await expect(growth).toHaveAttribute('aria-sort', 'descending');
  expect((await titles()).at(-1)).toMatch(/^Old Gazette/);
  await growth.getByRole('button').press('Enter');
  await expect(growth).toHaveAttribute('aria-sort', 'ascending');
  expect((await titles())[0]).toBe('Night Desk');
  expect((await titles()).at(-1)).toMatch(/^Old Gazette/);
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save as CSV' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('tidings-insights-2026-10-26-2026-11-24.csv');
  const lines = (await readFile(await file.path(), 'utf8')).split('\r\n');
  expect(lines).toHaveLength(1 + 6 + 1);
  expect(lines[1]).toMatch(/^5,Night Desk,/);
});

test('the days of a channel are saved with the figures of each', async ({ page, open }) => {
  await open({}, 'channel=1&days=7');
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Days' }).click(),
  ]);
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  expect(lines[0]).toBe('day,posts,reach,er_percent,subscribers');
  expect(lines).toHaveLength(1 + 7);
  expect(lines[7]).toMatch(/^2026-11-24,/);
});

test('a thousand channels: few rows at a time, arrows go from row to row, the last is reached', async ({
  page,
  open,
}) => {
  await open({ channels: manyChannels(1000), overview: () => thousand });
  await expect(page.getByText('1,000 channels,')).toBeVisible();
  expect(await page.getByRole('rowheader').count()).toBeLessThan(60);
  await page.getByRole('rowheader').first().getByRole('link').focus();
  for (let press = 0; press < 40; press += 1) await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('row').filter({ has: page.locator(':focus') })).toHaveAttribute(
    'aria-rowindex',
    '42',
  );
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await expect(page.locator('[aria-rowindex="1001"]')).toBeInViewport();
});

test('why there is no figure is said, and what a curve needs', async ({ page, open }) => {
  await open({ insights: oneNewPost }, 'channel=1');
  await expect(figure(page, 'ERR24')).toContainText('–');
  await expect(figure(page, 'ERR24')).toContainText('no post is 24 h old yet');
  await expect(figure(page, 'Subscribers')).toContainText('growth needs counts of two days');
  await expect(page.getByText('A curve needs posts that were read at 15 min')).toBeVisible();
});

test('nothing collected and a channel that is gone both lead on', async ({ page, open }) => {
  await open({ channels: [], overview: () => [] });
  await expect(page.getByRole('link', { name: 'Go to Channels' })).toHaveAttribute('href', '#channels');
  await open({}, 'channel=77');
  await page.getByRole('link', { name: 'Show all channels' }).click();
  await expect(page.getByRole('table', { name: 'Channels over the period' })).toBeVisible();
});

test('another period moves nothing while it is awaited', async ({ page, open }) => {
  const release = Promise.withResolvers<void>();
  await open(
    {
      insights: async (from, to) => {
        if (from === '2026-11-18') await release.promise;
        return insightsOf(from, to);
      },
    },
    'channel=1',
  );
  const places = () =>
    page
      .getByRole('main')
      .locator('h2')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
  await expect(chart(page, 'Subscribers')).toBeVisible();
  const before = await places();
  await period(page, '7 d').click();
  await expect(page.getByText(/18\s?–\s?24 Nov 2026, today so far\./)).toBeVisible();
  expect(await places()).toEqual(before);
  release.resolve();
  await expect(chart(page, 'Subscribers')).toHaveAttribute('aria-valuemax', '7');
  expect(await places()).toEqual(before);
});

test.describe('where the clocks change', () => {
  test.use({ timezoneId: 'Europe/Berlin' });
  test('the day of 25 hours is a day like any other', async ({ page, open }) => {
    await open(
      { channels: [channelOf({ id: 1 })], insights: (from, to) => insightsOf(from, to) },
      'channel=1&from=2026-10-24&to=2026-10-26',
    );
    const views = chart(page, 'Views and posts a day');
    await views.focus();
    await page.keyboard.press('ArrowLeft');
    await expect(views).toHaveAttribute('aria-valuetext', /^Sunday 25 Oct 2026/);
    await page.keyboard.press('Enter');
    await expect
      .poll(() => new URL(page.url()).hash)
      .toBe(`#posts/channels=1&from=${Date.UTC(2026, 9, 24, 22)}&to=${Date.UTC(2026, 9, 25, 23)}`);
  });
});

test('a name that is long is cut, not the figures', async ({ page, open }) => {
  await page.setViewportSize({ width: 400, height: 800 });
  await open({ channels: sixChannels });
  await expect(page.getByRole('row', { name: /Old Gazette/ })).toContainText('–');
});
