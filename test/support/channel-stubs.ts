import { test as base, expect, type Page } from '@playwright/test';
import type { DialogChannel, Handlers, RequestName, VaultState } from '../../shared/contract.ts';
import type { Account, Channel, HeldPost } from '../../shared/domain.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { ada, at, channelOf, dialogsOf, postOf, sixChannels } from './channel-samples.ts';
import { snapshotOf } from './screen-builders.ts';
import { type StubbedScreens, serveStubbed } from './stubbed-screens.ts';

/** The built screens over channels that a test makes up. What is changed over the contract stays changed. */

interface ChannelWorld {
  channels: readonly Channel[];
  accounts: readonly Account[];
  vault: VaultState;
  snapshot: Partial<Snapshot>;
  dialogs: readonly DialogChannel[];
  /** How many dialogs have been read; the rest comes by page. */
  dialogsRead: number;
  dialogsPage: number;
  posts: readonly HeldPost[];
  /** Why a request is refused; may wait before it says so, and null lets it through. */
  refusals: Map<RequestName, (request: unknown) => Promise<string | null> | string | null>;
}

function channelWorld(change: Partial<ChannelWorld> = {}): ChannelWorld {
  return {
    channels: sixChannels,
    accounts: [ada],
    vault: { state: 'open', protectedBy: ['keychain'], sentence: 'In the keychain.' },
    snapshot: {},
    dialogs: dialogsOf(12, [1, 2]),
    dialogsRead: 12,
    dialogsPage: 100,
    posts: [
      postOf({ id: 503, text: 'The ferry to the outer islands runs again from noon.' }),
      postOf({ id: 502, text: '', media: 'photo', views: null }),
      postOf({ id: 501, text: 'A long post. '.repeat(30), editedAt: at }),
    ],
    refusals: new Map(),
    ...change,
  };
}

interface ServedChannels extends StubbedScreens {
  /** What was asked, in order. */
  readonly asked: readonly { readonly name: RequestName; readonly request: unknown }[];
}

async function serveChannels(world: ChannelWorld): Promise<ServedChannels> {
  const asked: { name: RequestName; request: unknown }[] = [];
  const merge = (ids: readonly number[], change: Partial<Channel>) => {
    world.channels = world.channels.map((one) => (ids.includes(one.id) ? { ...one, ...change } : one));
  };
  const listed = (ids: readonly number[]) => world.channels.filter(({ id }) => ids.includes(id));
  const one = (id: number) => {
    const found = world.channels.find((channel) => channel.id === id);
    if (found === undefined) throw new Error(`There is no channel ${id}.`);
    return found;
  };
  const handlers: Partial<Handlers> = {
    'channels.list': async () => world.channels,
    'accounts.list': async () => world.accounts,
    'vault.get': async () => world.vault,
    'collection.pace': async () => ({ burst: 5, intervalMs: 1500, requestMs: 300 }),
    'posts.list': async () => ({ items: world.channels.length > 0 ? world.posts : [], next: null }),
    'posts.count': async () => ({ accepted: true, count: 1204, more: false }),
    'channels.looked': async ({ channelIds }) => {
      merge(channelIds, { newSinceLooked: 0 });
      screens.changed('channels');
      return { accepted: true };
    },
    'channels.set': async (change) => {
      if (!('channelId' in change)) throw new Error('The screen names channels by id.');
      const { channelId, ...settings } = change;
      merge([channelId], settings);
      screens.changed('channels');
      return { accepted: true, channel: one(channelId) };
    },
    'channels.setMany': async ({ channelIds, ...settings }) => {
      merge(channelIds, settings);
      screens.changed('channels');
      return { accepted: true, channels: listed(channelIds) };
    },
    'channels.remove': async ({ channelIds }) => {
      const postsRemoved = listed(channelIds).reduce((sum, { postsHeld }) => sum + postsHeld, 0);
      world.channels = world.channels.filter(({ id }) => !channelIds.includes(id));
      screens.changed('channels');
      return { accepted: true, postsRemoved };
    },
    'channels.add': async ({ reference, ...settings }) => {
      const id = 9000 + world.channels.length;
      const username = reference.replace(/^@/, '');
      const held = world.channels.find((channel) => channel.username === username);
      if (held !== undefined) return { accepted: true, channel: held };
      const added = channelOf({
        id,
        title: `Title of ${username}`,
        username,
        postsHeld: 0,
        covered: [],
        ...settings,
      });
      world.channels = [...world.channels, added];
      screens.changed('channels');
      return { accepted: true, channel: added };
    },
    'channels.pick': async ({ channelIds, accountId: _, ...settings }) => {
      const known = world.dialogs.filter(({ channelId }) => channelIds.includes(channelId));
      world.channels = [
        ...world.channels,
        ...known.map(({ channelId, title, username, subscribers }) =>
          channelOf({ id: channelId, title, username, subscribers, postsHeld: 0, covered: [], ...settings }),
        ),
      ];
      world.dialogs = world.dialogs.map((dialog) =>
        channelIds.includes(dialog.channelId) ? { ...dialog, collected: true } : dialog,
      );
      screens.changed('channels', 'dialogs');
      return { accepted: true, channels: listed(channelIds) };
    },
    'dialogs.list': async () => ({
      channels: world.dialogs.slice(0, world.dialogsRead),
      complete: world.dialogsRead >= world.dialogs.length,
      readAt: world.dialogsRead === 0 ? null : at,
    }),
    'dialogs.read': async ({ again = false }) => {
      world.dialogsRead = Math.min(world.dialogs.length, (again ? 0 : world.dialogsRead) + world.dialogsPage);
      screens.changed('dialogs');
      return { accepted: true, complete: world.dialogsRead >= world.dialogs.length };
    },
  };
  const screens = await serveStubbed(recorded(handlers, world, asked), () =>
    snapshotOf({ at, ...world.snapshot }),
  );
  return { ...screens, asked };
}

/** Every request is written down; one that the world refuses is refused, and changes nothing. */
function recorded(
  handlers: Partial<Handlers>,
  world: ChannelWorld,
  asked: { name: RequestName; request: unknown }[],
): Partial<Handlers> {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      async (request: never) => {
        asked.push({ name: name as RequestName, request });
        const reason = await world.refusals.get(name as RequestName)?.(request);
        return typeof reason === 'string' ? { accepted: false, reason } : handle(request);
      },
    ]),
  ) as Partial<Handlers>;
}

interface Opened extends ServedChannels {
  readonly world: ChannelWorld;
  sent(name: RequestName): readonly unknown[];
}

/** Opens the Channels screen over a world of the test's own. */
export const test = base.extend<{
  open: (change?: Partial<ChannelWorld>, part?: string) => Promise<Opened>;
}>({
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

export const toggle = (page: Page, title: string) =>
  page.getByRole('rowheader').getByRole('button', { name: title });
