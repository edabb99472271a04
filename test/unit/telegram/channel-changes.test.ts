import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DataCentre, startDataCentre } from '../../../electron/demo/data-centre.ts';
import type {
  AccountGateway,
  AccountSecrets,
  ChannelAddress,
  ChannelDifference,
  DialogPage,
} from '../../../electron/ports/gateway.ts';
import { gatewayTo, signIn } from '../../support/local-telegram.ts';
import { failureIn, valueIn } from '../../support/telegram-fixtures.ts';

const phone = '+999 66 200003';
const news = 'harbourview_news';

let dataCentre: DataCentre;
let user: { readonly id: number; readonly secrets: AccountSecrets };
let gateway: ReturnType<typeof gatewayTo>;
let account: AccountGateway;
let addresses: ChannelAddress[];
let channel: ChannelAddress;

beforeAll(async () => {
  dataCentre = await startDataCentre({
    accounts: [{ phone, code: '12345' }],
    clockAt: Date.UTC(2026, 10, 20, 12),
    channels: 103,
    postsPerChannel: 120,
    live: false,
    privateChannel: true,
    longestDifference: 300,
  });
  user = await signIn(dataCentre, phone, '12345');
  const opened = gatewayTo(dataCentre);
  const reader = opened.gateway.openAccount(user.id, user.secrets);
  addresses = [];
  for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
    const page: DialogPage = valueIn(await reader.readDialogs(cursor));
    addresses.push(...page.channels);
    cursor = page.next;
  }
  channel = valueIn(await reader.resolveChannel(news));
  await opened.gateway.close();
});

beforeEach(() => {
  gateway = gatewayTo(dataCentre);
  account = gateway.gateway.openAccount(user.id, user.secrets);
  dataCentre.clearCounts();
});

afterEach(async () => {
  dataCentre.clearFaults();
  await gateway.gateway.close();
});

afterAll(async () => {
  expect(dataCentre.defects()).toEqual([]);
  await dataCentre.close();
});

function record(id = channel.channelId) {
  const found = dataCentre.channels().find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no channel ${id}.`);
  return found;
}

function changesIn(difference: ChannelDifference) {
  if (difference.kind !== 'changes') throw new Error('The difference is too long.');
  return difference;
}

/** Posts that are none of the service messages, newest first. */
function somePosts(count: number): number[] {
  const posts = [...dataCentre.posts(news)].filter(({ service }) => service === null);
  return posts.slice(0, count).map(({ id }) => id);
}

describe('the states of channels', () => {
  it('come for a hundred of them with one call', async () => {
    const hundred = addresses.slice(0, 100);
    const states = valueIn(await account.readStates(hundred));
    expect(states).toHaveLength(100);
    for (const state of states) {
      const { title, username, pts } = record(state.channelId);
      // Telegram does not tell the number of subscribers here.
      expect(state).toMatchObject({ title, username, pts, subscribers: null });
      expect(dataCentre.post(state.channelId, state.topMessageId)).not.toBeNull();
      expect(dataCentre.post(state.channelId, state.topMessageId + 1)).toBeNull();
    }
    expect(new Set(states.map(({ channelId }) => channelId)).size).toBe(100);
    expect(dataCentre.counts().methods['messages.getPeerDialogs']).toBe(1);
  });

  it('are refused for more at once, and not asked for where there is nothing to ask', async () => {
    await expect(account.readStates(addresses.slice(0, 101))).rejects.toThrow('At most 100 channels');
    expect(valueIn(await account.readStates([]))).toEqual([]);
    expect(dataCentre.counts().connections).toBe(0);
  });

  it('stand where the channel’s page and its details say that they stand', async () => {
    const [state] = valueIn(await account.readStates([channel]));
    const page = valueIn(await account.readHistory(channel, { beforeId: 0, limit: 1 }));
    expect(page.pts).toBe(state?.pts);
    expect(valueIn(await account.readChannel(channel)).pts).toBe(state?.pts);
    expect(page.oldestId).toBe(state?.topMessageId);
  });

  it('move with every event', async () => {
    const before = valueIn(await account.readStates([channel]))[0];
    const id = dataCentre.addPost(news, { text: 'Extra!' });
    dataCentre.editPost(news, id, 'Extra! Extra!');
    const after = valueIn(await account.readStates([channel]))[0];
    expect(after).toMatchObject({ pts: (before?.pts ?? 0) + 2, topMessageId: id });
  });

  it('are told of none when one of the channels may not be read', async () => {
    const stranger = { ...channel, accessHash: '1' };
    const failure = failureIn(await account.readStates([channel, stranger]));
    expect(failure.kind).toBe('no-access');
    dataCentre.addFault({ kind: 'error', method: '*', channel: news, error: 'CHANNEL_PRIVATE' });
    const others = addresses.filter(({ channelId }) => channelId !== channel.channelId).slice(0, 50);
    expect(failureIn(await account.readStates([...others, channel])).kind).toBe('no-access');
    expect(valueIn(await account.readStates(others))).toHaveLength(50);
    expect(dataCentre.counts().methods['messages.getPeerDialogs']).toBe(3);
  });
});

describe('a difference', () => {
  it('is empty and final where nothing happened', async () => {
    const { pts } = record();
    expect(valueIn(await account.readDifference(channel, pts))).toEqual({
      kind: 'changes',
      pts,
      final: true,
      posts: [],
      deletedIds: [],
      newestId: null,
    });
  });

  it('tells of new, edited and deleted posts, and of none that came and went', async () => {
    const { pts } = record();
    const [edited = 0, deleted = 0] = somePosts(2);
    const added = dataCentre.addPost(news, { text: 'Fresh' });
    const fleeting = dataCentre.addPost(news, { text: 'Never mind' });
    dataCentre.editPost(news, edited, 'Corrected');
    dataCentre.editPost(news, added, 'Fresh, and corrected');
    dataCentre.deletePost(news, deleted);
    dataCentre.deletePost(news, fleeting);

    const difference = changesIn(valueIn(await account.readDifference(channel, pts)));
    expect(difference).toMatchObject({ pts: pts + 6, final: true, newestId: added });
    expect(difference.posts.map(({ id, text }) => [id, text])).toEqual([
      [edited, 'Corrected'],
      [added, 'Fresh, and corrected'],
    ]);
    expect(difference.posts.every(({ editedAt }) => editedAt === dataCentre.now())).toBe(true);
    expect(difference.deletedIds).toEqual([deleted, fleeting]);
    expect(dataCentre.counts().methods['updates.getChannelDifference']).toBe(1);
  });

  it('comes in slices of a hundred events that join', async () => {
    const start = record().pts;
    for (let count = 0; count < 250; count += 1) dataCentre.addPost(news, { text: `Post ${count}` });
    const texts: string[] = [];
    const slices: { readonly moved: number; readonly final: boolean }[] = [];
    for (let pts = start, final = false; !final; ) {
      const slice = changesIn(valueIn(await account.readDifference(channel, pts)));
      slices.push({ moved: slice.pts - pts, final: slice.final });
      texts.push(...slice.posts.map(({ text }) => text));
      ({ pts, final } = slice);
    }
    expect(slices).toEqual([
      { moved: 100, final: false },
      { moved: 100, final: false },
      { moved: 50, final: true },
    ]);
    expect(texts).toEqual(Array.from({ length: 250 }, (_, count) => `Post ${count}`));
  });

  it('is too long after more than Telegram keeps, and says where to go on from', async () => {
    for (let count = 0; count < 301; count += 1) dataCentre.addPost(news, { text: `More ${count}` });
    const { pts } = record();
    expect(valueIn(await account.readDifference(channel, pts - 301))).toEqual({ kind: 'too-long', pts });
    expect(valueIn(await account.readDifference(channel, pts - 300))).toMatchObject({ kind: 'changes' });
  });

  it.each([0, -1, 1_000_000])('is too long for a pts that cannot be: %s', async (pts) => {
    expect(valueIn(await account.readDifference(channel, pts))).toEqual({ kind: 'too-long', pts: null });
  });

  it('is tried again while Telegram says of itself that it is outdated, and then too long', async () => {
    dataCentre.addFault({
      kind: 'error',
      method: 'updates.getChannelDifference',
      error: 'PERSISTENT_TIMESTAMP_OUTDATED',
      calls: 1,
    });
    expect(valueIn(await account.readDifference(channel, record().pts))).toMatchObject({ kind: 'changes' });
    dataCentre.addFault({
      kind: 'error',
      method: 'updates.getChannelDifference',
      error: 'PERSISTENT_TIMESTAMP_OUTDATED',
    });
    expect(valueIn(await account.readDifference(channel, record().pts))).toEqual({
      kind: 'too-long',
      pts: null,
    });
    expect(dataCentre.counts().methods['updates.getChannelDifference']).toBe(2 + 3);
  });
});

describe('messages by id', () => {
  it('are each a post, a service message or missing', async () => {
    const [kept = 0, gone = 0] = somePosts(2);
    dataCentre.deletePost(news, gone);
    const beyond = record().topId + 1;
    // The first message of a channel says that it was created.
    const found = valueIn(await account.readMessages(channel, [beyond, kept, gone, 1, kept]));
    expect(found.posts.map(({ id, text }) => [id, text])).toEqual([
      [kept, dataCentre.post(news, kept)?.text],
    ]);
    expect(found.missingIds).toEqual([gone, beyond]);
    expect(found.serviceIds).toEqual([1]);
    expect(dataCentre.counts().methods['channels.getMessages']).toBe(1);
  });

  it('are refused beyond a hundred, and not asked for where there is nothing to ask', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => index + 1);
    await expect(account.readMessages(channel, ids)).rejects.toThrow('At most 100 messages');
    expect(valueIn(await account.readMessages(channel, ids.slice(0, 100))).posts).not.toHaveLength(0);
    expect(valueIn(await account.readMessages(channel, []))).toEqual({
      posts: [],
      missingIds: [],
      serviceIds: [],
    });
    expect(dataCentre.counts().methods['channels.getMessages']).toBe(1);
  });

  it('carry the links that their text does not show', async () => {
    const url = 'https://harbourview.example/tides';
    const shown = 'https://harbourview.example/ferries';
    const preview = { kind: 'link', title: 'Tides', site: 'harbourview.example' } as const;
    const ids = [
      dataCentre.addPost(news, { text: 'The tides of today', textLink: { words: 'tides', url } }),
      dataCentre.addPost(news, { text: 'The tides', media: { ...preview, url } }),
      dataCentre.addPost(news, { text: `Ferries: ${shown}`, media: { ...preview, url: shown } }),
    ];
    const { posts } = valueIn(await account.readMessages(channel, ids));
    expect(posts.map(({ links }) => links)).toEqual([[url], [url], []]);
    const page = valueIn(await account.readHistory(channel, { beforeId: 0, limit: 3 }));
    expect(page.posts.map(({ links }) => links)).toEqual([[], [url], [url]]);
  });
});

describe('each of these requests', () => {
  const requests: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['messages.getPeerDialogs', () => account.readStates([channel])],
    ['updates.getChannelDifference', () => account.readDifference(channel, record().pts)],
    ['channels.getMessages', () => account.readMessages(channel, [1])],
  ];

  it.each(requests)('%s leaves word of a flood wait, and is not sent before its end', async (method, ask) => {
    dataCentre.addFault({ kind: 'flood', method, seconds: 60 });
    const flood = { ok: false, failure: { kind: 'flood', method, waitMs: 60_000 } };
    expect(await ask()).toMatchObject(flood);
    expect(gateway.floods.waits.get(`${user.id} ${method}`)).toBe(60_000);
    expect(await ask()).toMatchObject(flood);
    expect(dataCentre.counts()).toMatchObject({ methods: { [method]: 1 }, floodViolations: 0 });
  });

  it.each(requests)('%s tells in words that a channel has become private', async (method, ask) => {
    dataCentre.addFault({ kind: 'error', method, error: 'CHANNEL_PRIVATE' });
    expect(await ask()).toMatchObject({ ok: false, failure: { kind: 'no-access' } });
  });

  it.each(requests)('%s changes nothing that anyone could see', async (method, ask) => {
    const before = dataCentre.channels();
    expect(await ask()).toMatchObject({ ok: true });
    expect(dataCentre.channels()).toEqual(before);
    const { methods } = dataCentre.counts();
    expect(Object.keys(methods).filter((name) => !/(^|\.)(get|ping|help)/.test(name))).toEqual([]);
    expect(methods[method]).toBe(1);
  });

  it.each(requests)('%s is not sent without leave', async (method) => {
    const lost = new Error('The lease was lost.');
    const refuse = { beforeRequest: () => Promise.reject(lost) };
    const asked = {
      'messages.getPeerDialogs': () => account.readStates([channel], refuse),
      'updates.getChannelDifference': () => account.readDifference(channel, 1, refuse),
      'channels.getMessages': () => account.readMessages(channel, [1], refuse),
    }[method];
    await expect(asked?.()).rejects.toBe(lost);
    expect(dataCentre.counts().methods[method] ?? 0).toBe(0);
  });
});
