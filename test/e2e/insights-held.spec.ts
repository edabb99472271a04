import { expect } from '@playwright/test';
import { at, channelOf, sixChannels } from '../support/channel-samples.ts';
import { chart, figure, insightsOf, look, nothingOf, test, today } from '../support/insight-stubs.ts';

/** What the Insights screen says of days that were never fetched: nothing, and never 0. */

/** Added twelve days ago with its newest posts; the other channels are held whole. */
const young = channelOf({
  id: 1,
  title: 'Young Herald',
  username: 'young_herald',
  firstPostAt: at - 12 * 86_400_000,
  covered: [{ fromId: 700, toId: 10_231 }],
});
const youngWorld = {
  channels: [young, ...sixChannels.slice(1)],
  insights: (from: string, to: string) => insightsOf(from, to, { heldFrom: '2026-11-13' }),
};

/** Of which only the last hour is held: 56 posts. */
const hourWorld = {
  channels: [{ ...young, firstPostAt: at - 3_600_000 }],
  insights: (from: string, to: string) => {
    const nothing = nothingOf(from, to);
    const days = nothing.days.map((day) => ({ ...day, posts: null }));
    if (to !== today) return { ...nothing, heldFrom: today, postsPerDay: null, days };
    return {
      ...nothing,
      heldFrom: today,
      posts: 56,
      postsPerDay: 56,
      reach: 812,
      subscribers: 7930,
      days: days.map((day) =>
        day.day === today ? { ...day, posts: 56, reach: 812, subscribers: 7930 } : day,
      ),
      hours: nothing.hours.map((hour, at) =>
        at === 10 || at === 11 ? { posts: 28, reach: 801 + at } : hour,
      ),
      best: [{ postId: 1, views: 812 }],
    };
  },
};

for (const [colorScheme, width] of [
  ['light', 1400],
  ['dark', 1400],
  ['light', 800],
  ['dark', 400],
] as const) {
  test(`what is held in part is accessible and fits, ${colorScheme}, ${width} px`, async ({ page, open }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await open(youngWorld, 'channel=1');
    await expect(page.getByText('Held from 13 Nov 2026.')).toBeVisible();
    await look(page, 'held-in-part');
    await open(hourWorld, 'channel=1');
    await expect(page.getByText('of that day only a part')).toBeVisible();
    await look(page, 'an-hour');
    await open(youngWorld);
    await expect(page.getByText(/^from 13 Nov/)).toBeVisible();
    await look(page, 'overview-in-part');
  });
}

test('days that were never fetched are not held: no 0, no part of a mean, no best hour', async ({
  page,
  open,
}) => {
  await open(hourWorld, 'channel=1');
  await expect(
    page.getByText(/today so far\. Held from 24 Nov 2026, of that day only a part\./),
  ).toBeVisible();
  await expect(figure(page, 'Posts')).toContainText('56 a day');
  await page.getByRole('button', { name: 'How Posts is worked out' }).click();
  await expect(page.getByRole('dialog')).toContainText('56 a day = 56 posts / 1 day held');
  await page.keyboard.press('Escape');
  await expect(page.getByText('No best hour yet: at least 3 hours need 3 posts each.')).toBeVisible();
  const views = chart(page, 'Views and posts a day');
  await expect(views.locator('svg').getByText('not held', { exact: true })).toBeVisible();
  await views.focus();
  await expect(views).toHaveAttribute('aria-valuetext', /^Tuesday 24 Nov 2026: 56 posts, 812 views a post/);
  await page.keyboard.press('ArrowLeft');
  await expect(views).toHaveAttribute('aria-valuetext', /^Monday 23 Nov 2026: not held\./);
  await page.getByRole('button', { name: 'Table', exact: true }).click();
  await expect(page.getByRole('row', { name: 'Monday 23 Nov 2026 – not held –' })).toBeVisible();
});

test('a line of many says from when its channel is held', async ({ page, open }) => {
  await open(youngWorld);
  const row = page.getByRole('row', { name: /Young Herald/ });
  await expect(row).toContainText('from 13 Nov');
  await row.getByText(/^from 13 Nov/).hover();
  await expect(page.getByRole('tooltip')).toHaveText('Held from 13 Nov 2026. Figures are of what is held.');
  await expect(page.getByRole('row', { name: /Market Bell/ })).not.toContainText('from');
});
