import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import type { ExportJob, PostDetails, PostFilter } from '../../shared/archive.ts';
import type { Handlers, RequestName } from '../../shared/contract.ts';
import { type Channel, type HeldPost, mediaKinds } from '../../shared/domain.ts';
import { seriousIssues } from './accessibility.ts';
import { manyChannels, sixChannels } from './channel-samples.ts';
import { snapshotOf } from './screen-builders.ts';
import { type StubbedScreens, serveStubbed } from './stubbed-screens.ts';

/** The built screens over posts that are computed from their key: a million of them cost nothing. */

export interface PostWorld {
  /** Posts there are; keys count from 1, the oldest. */
  total: number;
  /** The newest ones not collected yet: `arrive` lets them in. */
  newest: number;
  channels: readonly Channel[];
  /** What is special about the post of a key. */
  special: Map<number, Partial<HeldPost>>;
  details: (post: HeldPost) => PostDetails;
  jobs: readonly ExportJob[];
  canOpenFolders: boolean;
  /** Why a request is refused; may wait before it says so, and null lets it through. */
  refusals: Map<RequestName, (request: unknown) => Promise<string | null> | string | null>;
}

const spacingMs = 10 * 60_000;
/** A whole minute, so that the posts' times are round. */
const newestAt = Math.floor(Date.now() / 60_000) * 60_000 - 60_000;

const sentences = [
  'Two container ships are waiting outside the harbour since dawn; pilots say the swell should ease by noon.',
  'City council votes 7-4 to reopen the old harbour line. Full text of the decision below, with the map of stops.',
  'Порт снова открыт: первые паромы уходят в 15:00. Harbour office confirms.',
  'Freight index +2.1 % as the queue shortens.',
  'The ferry to the outer islands runs again from noon. Tickets of yesterday stay valid, says the company, and whoever paid twice is paid back without asking. The second ship follows on Thursday, weather permitting, with room for forty cars. More on https://example.org/ferry.',
  'Market day moves to Friday.',
];

export function postWorld(change: Partial<PostWorld> = {}): PostWorld {
  return {
    total: 1_000_000,
    newest: 1_000_000,
    channels: sixChannels,
    special: new Map(),
    details: plainDetails,
    jobs: [],
    canOpenFolders: false,
    refusals: new Map(),
    ...change,
  };
}

export { manyChannels };

export function postOfKey(world: PostWorld, key: number): HeldPost {
  const channel = world.channels[key % world.channels.length];
  const postedAt = newestAt - (world.total - key) * spacingMs;
  const views = 800 + ((key * 7919) % 50_000);
  return {
    key,
    channelId: channel?.id ?? 1,
    id: key,
    postedAt,
    editedAt: null,
    text: sentences[(key + Math.floor(key / 6)) % sentences.length] ?? '',
    links: [],
    views,
    forwards: Math.floor(views / 140),
    replies: key % 3 === 0 ? Math.floor(views / 400) : null,
    reactions: [
      { reaction: '❤', count: Math.floor(views / 60) },
      { reaction: '🔥', count: Math.floor(views / 300) },
    ],
    media: key % 4 === 0 ? (mediaKinds[(key / 4) % mediaKinds.length] ?? null) : null,
    groupId: null,
    author: null,
    pinned: false,
    firstSeenAt: postedAt + 90_000,
    lastSeenAt: Math.max(postedAt + 90_000, newestAt),
    deletedAt: null,
    deletedBy: null,
    suspectSince: null,
    revisions: 0,
    ...world.special.get(key),
  };
}

export function plainDetails(post: HeldPost): PostDetails {
  return {
    post,
    revisions: [],
    metrics: [],
    samples: ['open', 'open', 'open', 'open', 'open', 'open', 'open'],
  };
}

function fits(post: HeldPost, filter: PostFilter): boolean {
  const { text = '', channelIds, media, state } = filter;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const held = post.text.toLowerCase();
  return (
    words.every((word) =>
      word.startsWith('-') ? !held.includes(word.slice(1)) : held.includes(word.replace('*', '')),
    ) &&
    (channelIds === undefined || channelIds.includes(post.channelId)) &&
    (media === undefined || media.includes(post.media ?? 'none')) &&
    (state === undefined ||
      (state === 'edited'
        ? post.revisions > 0
        : state === 'suspect'
          ? post.suspectSince !== null
          : post.deletedAt !== null))
  );
}

function* found(world: PostWorld, filter: PostFilter, before: number): Generator<HeldPost> {
  const { from = 0, to = Number.POSITIVE_INFINITY } = filter;
  // A period is a range of keys, here as in the store.
  const last = world.total - Math.max(0, Math.floor((newestAt - to) / spacingMs) + (to > newestAt ? 0 : 1));
  for (let key = Math.min(before - 1, world.newest, last); key >= 1; key -= 1) {
    const post = postOfKey(world, key);
    if (post.postedAt < from) return;
    if (fits(post, filter)) yield post;
  }
}

const accepted = { accepted: true } as const;

export interface ServedPosts extends StubbedScreens {
  readonly world: PostWorld;
  readonly asked: readonly { readonly name: RequestName; readonly request: unknown }[];
  sent(name: RequestName): readonly unknown[];
  /** So many posts more have been collected. */
  arrive(count: number): void;
  setJob(change: Partial<ExportJob>): void;
}

async function servePosts(world: PostWorld): Promise<ServedPosts> {
  const asked: { name: RequestName; request: unknown }[] = [];
  const setJobs = (jobs: readonly ExportJob[]) => {
    world.jobs = jobs;
    screens.changed('exports');
  };
  const handlers: Partial<Handlers> = {
    'channels.list': async () => world.channels,
    'channels.looked': async () => accepted,
    'posts.search': async ({ before = Number.POSITIVE_INFINITY, limit, ...filter }) => {
      const items: HeldPost[] = [];
      for (const post of found(world, filter, before)) {
        items.push(post);
        if (items.length > limit) break;
      }
      const page = items.slice(0, limit);
      return { ...accepted, items: page, next: items.length > limit ? (page.at(-1)?.key ?? null) : null };
    },
    'posts.count': async ({ atMost, ...filter }) => {
      if (Object.keys(filter).length === 0)
        return { ...accepted, count: Math.min(world.newest, atMost), more: world.newest > atMost };
      let count = 0;
      for (const _ of found(world, filter, Number.POSITIVE_INFINITY)) {
        if (count === atMost) return { ...accepted, count, more: true };
        count += 1;
      }
      return { ...accepted, count, more: false };
    },
    'posts.get': async ({ postId }) =>
      postId >= 1 && postId <= world.newest ? world.details(postOfKey(world, postId)) : null,
    'exports.list': async () => world.jobs,
    'exports.start': async ({ format }) => {
      const job: ExportJob = {
        id: world.jobs.length + 1,
        format,
        startedAt: Date.now(),
        state: 'running',
        written: 0,
        total: null,
        etaMs: null,
        file: null,
        problem: null,
      };
      setJobs([job, ...world.jobs]);
      return { ...accepted, job };
    },
    'exports.cancel': async ({ jobId }) => {
      setJobs(world.jobs.map((job) => (job.id === jobId ? { ...job, state: 'cancelled' } : job)));
      return accepted;
    },
    'exports.address': async ({ jobId }) => ({ ...accepted, address: `/icon.svg?export=${jobId}` }),
    'system.openFolder': async () => accepted,
    'system.get': async () => ({
      version: '0.1.0',
      mode: 'serve',
      demo: false,
      dataFolder: '/home/ada/.local/share/tidings',
      launchAtLogin: null,
      canOpenFolders: world.canOpenFolders,
      canStartDemo: false,
    }),
  };
  const recorded = Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      async (request: never) => {
        asked.push({ name: name as RequestName, request });
        const reason = await world.refusals.get(name as RequestName)?.(request);
        return typeof reason === 'string' ? { accepted: false, reason } : handle(request);
      },
    ]),
  ) as Partial<Handlers>;
  const screens = await serveStubbed(recorded, () => snapshotOf({ at: Date.now() }));
  return {
    ...screens,
    world,
    asked,
    sent: (name) => asked.filter((one) => one.name === name).map(({ request }) => request),
    arrive(count) {
      world.newest += count;
      screens.changed('runs', 'posts');
    },
    setJob: (change) => setJobs(world.jobs.map((job, index) => (index === 0 ? { ...job, ...change } : job))),
  };
}

/** Opens the Posts screen over a world of the test's own. `part`: what follows `#posts`, with its slash. */
export const test = base.extend<{
  open: (change?: Partial<PostWorld>, part?: string) => Promise<ServedPosts>;
}>({
  open: async ({ page }, use) => {
    const served: ServedPosts[] = [];
    await use(async (change = {}, part = '') => {
      const one = await servePosts(postWorld(change));
      served.push(one);
      await page.goto(one.address);
      await page.goto(`${new URL(one.address).origin}/#posts${part}`);
      await expect(
        page.getByRole('heading', { name: 'Posts', exact: true, includeHidden: true }),
      ).toBeVisible();
      return one;
    });
    for (const one of served) await one.close();
  },
});

/** No serious issue, nothing to scroll sideways; a picture where TIDINGS_SCREENSHOTS names a folder. */
export async function look(page: Page, state: string): Promise<void> {
  const { width } = page.viewportSize() ?? { width: 0 };
  const folder = process.env.TIDINGS_SCREENSHOTS;
  if (folder !== undefined) {
    const scheme = await page.locator('html').getAttribute('data-mantine-color-scheme');
    await page.screenshot({ path: join(folder, `posts-${state}-${scheme}-${width}.png`) });
  }
  expect.soft(await seriousIssues(page), state).toEqual([]);
  expect
    .soft(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      `${state} scrolls sideways`,
    )
    .toBe(0);
}
