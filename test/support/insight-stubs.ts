import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import type { PostDetails } from '../../shared/archive.ts';
import type { RequestName } from '../../shared/contract.ts';
import { addDays, daysBetween } from '../../shared/days.ts';
import type { Channel } from '../../shared/domain.ts';
import type { ChannelInsights, Day, Insights } from '../../shared/insights.ts';
import { seriousIssues } from './accessibility.ts';
import { at, postOf, sixChannels } from './channel-samples.ts';
import { snapshotOf } from './screen-builders.ts';
import { type StubbedScreens, serveStubbed } from './stubbed-screens.ts';

/** The built screens over figures that a test makes up. Today is 24 November 2026. */

export const today: Day = '2026-11-24';

/** The figures of a period, as they might be: the same for the same days. */
export function insightsOf(from: Day, to: Day, change: Partial<Insights> = {}): Insights {
  const heldFrom = change.heldFrom ?? '2024-06-08';
  const days = daysBetween(from, to).map((day) => {
    const number = Date.parse(day) / 86_400_000;
    const wave = Math.sin(number / 4.1);
    const posts = Math.max(0, Math.round(7 + 4 * Math.sin(number * 1.7)));
    const subscribers = 18_204 - Math.round((Date.parse(today) / 86_400_000 - number) * 2.4 - 30 * wave);
    if (day < heldFrom) return { day, posts: null, reach: null, er: null, subscribers };
    return {
      day,
      posts,
      reach: posts === 0 ? null : Math.round(7400 + 2200 * wave + 400 * Math.sin(number * 3)),
      er: posts === 0 ? null : 5.9 + wave,
      subscribers,
    };
  });
  const hours = Array.from({ length: 24 }, (_, hour) =>
    hour < 5
      ? { posts: 0, reach: null }
      : {
          posts: hour === 5 ? 1 : 3 + ((hour * 7) % 11),
          reach: Math.round(7410 + 2400 * Math.sin((hour - 13) / 3.2)),
        },
  );
  const posts = hours.reduce((sum, hour) => sum + hour.posts, 0);
  const views = hours.reduce((sum, hour) => sum + hour.posts * (hour.reach ?? 0), 0);
  const reach = views / posts;
  const last = days.at(-1)?.subscribers ?? 18_204;
  const growth = last - (days[0]?.subscribers ?? last);
  return {
    channelId: 1,
    from,
    to,
    heldFrom,
    heldTo: today,
    posts,
    postsPerDay: postsPerDayOf(days),
    reach,
    er: 5.9,
    err: (reach / last) * 100,
    err24: 38.2,
    subscribers: last,
    growth,
    growthPercent: (growth / (last - growth)) * 100,
    days,
    hours,
    best: Array.from({ length: 10 }, (_, place) => ({
      postId: 20_117 - place * 13,
      views: 21_400 - place * 1250,
    })),
    curve: {
      shares: [0.06, 0.17, 0.34, 0.48, 0.79, 0.93, 1],
      posts: 148,
      halfLifeMs: (6 * 60 + 25) * 60_000,
    },
    anomalies: [
      {
        day: addDays(to, -3),
        figure: 'reach',
        direction: 'high',
        value: 14_300,
        usual: 7410,
        postIds: [20_117, 20_104],
      },
      { day: addDays(to, -5), figure: 'posts', direction: 'low', value: 1, usual: 7, postIds: [20_091] },
      { day: addDays(to, -6), figure: 'subscribers', direction: 'low', value: -212, usual: 11, postIds: [] },
    ],
    ...change,
  };
}

function postsPerDayOf(days: Insights['days']): number | null {
  const held = days.flatMap(({ posts }) => posts ?? []);
  return held.length === 0 ? null : held.reduce((sum, posts) => sum + posts, 0) / held.length;
}

export function nothingOf(from: Day, to: Day): Insights {
  return {
    ...insightsOf(from, to),
    posts: 0,
    postsPerDay: 0,
    reach: null,
    er: null,
    err: null,
    err24: null,
    subscribers: null,
    growth: null,
    growthPercent: null,
    days: daysBetween(from, to).map((day) => ({ day, posts: 0, reach: null, er: null, subscribers: null })),
    hours: Array.from({ length: 24 }, () => ({ posts: 0, reach: null })),
    best: [],
    curve: null,
    anomalies: [],
  };
}

export function lineOf(channelId: number, change: Partial<ChannelInsights> = {}): ChannelInsights {
  return {
    channelId,
    posts: 203 + channelId * 37,
    reach: 7410.4 * channelId,
    er: 5.9 / channelId,
    err: 40.7 / channelId,
    subscribers: 18_204 * channelId,
    growth: channelId % 3 === 2 ? -40 * channelId : 312 * channelId,
    ...change,
  };
}

export interface InsightsWorld {
  channels: readonly Channel[];
  overview: (from: Day, to: Day) => readonly ChannelInsights[];
  insights: (from: Day, to: Day) => Insights | Promise<Insights>;
  texts: ReadonlyMap<number, string>;
}

interface Opened extends StubbedScreens {
  readonly asked: readonly { readonly name: RequestName; readonly request: unknown }[];
}

export async function serveInsights(world: InsightsWorld): Promise<Opened> {
  const asked: { name: RequestName; request: unknown }[] = [];
  const screens = await serveStubbed(
    {
      'channels.list': async () => world.channels,
      'insights.overview': async (request) => {
        asked.push({ name: 'insights.overview', request });
        return world.overview(request.from, request.to);
      },
      'insights.get': async (request) => {
        asked.push({ name: 'insights.get', request });
        return { ...(await world.insights(request.from, request.to)), channelId: request.channelId };
      },
      'posts.get': async ({ channelId, postId }): Promise<PostDetails> => ({
        post: postOf({
          channelId,
          id: postId,
          postedAt: at - (20_117 - postId) * 5 * 3_600_000,
          text: world.texts.get(postId) ?? `Text of post ${postId}\nmore`,
        }),
        revisions: [],
        metrics: [],
        samples: [],
      }),
    },
    () => snapshotOf({ at }),
  );
  return { ...screens, asked };
}

/** Opens the Insights screen over a world of the test's own. */
export const test = base.extend<{
  open: (change?: Partial<InsightsWorld>, part?: string) => Promise<Opened>;
}>({
  open: async ({ page }, use) => {
    const served: Opened[] = [];
    await page.clock.setFixedTime(at);
    await use(async (change = {}, part) => {
      const world: InsightsWorld = {
        channels: sixChannels,
        overview: () => sixChannels.map(({ id }) => (id === 6 ? lineOf(6, noFigures) : lineOf(id))),
        insights: insightsOf,
        texts: new Map([
          [20_117, 'The ferry to the outer islands runs again from noon, the harbour office says'],
        ]),
        ...change,
      };
      const one = await serveInsights(world);
      served.push(one);
      await page.goto(one.address);
      await page.goto(`${new URL(one.address).origin}/#insights${part === undefined ? '' : `/${part}`}`);
      await expect(page.getByRole('heading', { name: 'Insights', exact: true })).toBeVisible();
      return one;
    });
    for (const one of served) await one.close();
  },
});

const noFigures = { posts: 0, reach: null, er: null, err: null, subscribers: null, growth: null };

/** No serious issue, no sideways scrolling; a picture where `TIDINGS_SCREENSHOTS` names a folder. */
export async function look(page: Page, state: string): Promise<void> {
  expect(await seriousIssues(page), state).toEqual([]);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    `${state} scrolls sideways`,
  ).toBe(0);
  const folder = process.env.TIDINGS_SCREENSHOTS;
  if (folder === undefined) return;
  const { width } = page.viewportSize() ?? { width: 0 };
  const scheme = await page.locator('html').getAttribute('data-mantine-color-scheme');
  await page.screenshot({
    path: join(folder, `insights-${state}-${scheme}-${width}.png`),
    fullPage: state !== 'thousand',
  });
}

export const figure = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Figures' }).locator('dl > div').filter({ hasText: name });
export const chart = (page: Page, name: string) => page.getByRole('slider', { name });
