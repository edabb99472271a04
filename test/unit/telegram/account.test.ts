import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DataCentre, startDataCentre } from '../../../electron/demo/data-centre.ts';
import type {
  AccountGateway,
  AccountSecrets,
  ChannelAddress,
  DialogPage,
} from '../../../electron/ports/gateway.ts';
import type { TelegramGatewayOptions } from '../../../electron/telegram/gateway.ts';
import { decodeSession, encodeSession } from '../../../electron/telegram/session.ts';
import { gatewayTo, signIn } from '../../support/local-telegram.ts';
import { failureIn, valueIn } from '../../support/telegram-fixtures.ts';

const phone = '+999 66 200001';
const newest = { beforeId: 0, limit: 100 };
const getHistory = 'messages.getHistory';

let dataCentre: DataCentre;
let user: { readonly id: number; readonly secrets: AccountSecrets };
let stranger: typeof user;
let channel: ChannelAddress;
let opened: ReturnType<typeof gatewayTo>[] = [];

function open(options: Partial<TelegramGatewayOptions> = {}, who = user): AccountGateway {
  const gateway = gatewayTo(dataCentre, options);
  opened.push(gateway);
  return gateway.gateway.openAccount(who.id, who.secrets);
}

async function closeAll(): Promise<void> {
  await Promise.all(opened.map(({ gateway }) => gateway.close()));
  opened = [];
  await vi.waitFor(() => expect(dataCentre.openConnections()).toBe(0));
}

function historyCalls(): number {
  return dataCentre.counts().methods[getHistory] ?? 0;
}

beforeAll(async () => {
  dataCentre = await startDataCentre({
    accounts: [
      { phone, code: '12345', firstName: 'Ada', username: 'ada_reads' },
      { phone: '+999 66 200002', code: '12345', channels: [] },
    ],
    clockAt: Date.UTC(2026, 10, 20, 12),
    channels: 8,
    postsPerChannel: 150,
    privateChannel: true,
  });
  user = await signIn(dataCentre, phone, '12345');
  stranger = await signIn(dataCentre, '+999 66 200002', '12345');
  const first = valueIn(await open().readDialogs(null)).channels[0];
  if (first === undefined) throw new Error('The account follows no channel.');
  channel = first;
  await closeAll();
});

afterEach(async () => {
  dataCentre.clearFaults();
  await closeAll();
  dataCentre.clearCounts();
});

afterAll(async () => {
  expect(dataCentre.defects()).toEqual([]);
  await dataCentre.close();
});

describe('history', () => {
  it('is what the data centre has on record, page by page, to the last post', async () => {
    const account = open();
    let beforeId = 0;
    for (;;) {
      const page = valueIn(await account.readHistory(channel, { beforeId, limit: 100 }));
      if (page.rows === 0) break;
      for (const post of page.posts) {
        const record = dataCentre.post(channel.channelId, post.id);
        expect(post).toMatchObject({
          channelId: channel.channelId,
          postedAt: Math.floor((record?.postedAt ?? 0) / 1000) * 1000,
          text: record?.text,
          views: record?.views,
          forwards: record?.forwards,
        });
      }
      expect(page.oldestId).toBeLessThan(beforeId || Number.POSITIVE_INFINITY);
      beforeId = page.oldestId ?? 0;
    }
    expect(beforeId).toBe(1);
  });

  it('asks for a hundred rows at most and for one at least', async () => {
    const account = open();
    expect(valueIn(await account.readHistory(channel, { beforeId: 0, limit: 5000 })).rows).toBe(100);
    expect(valueIn(await account.readHistory(channel, { beforeId: 0, limit: 0 })).rows).toBe(1);
  });
});

describe('dialogs', () => {
  it('are read to the end through a cursor that survives storage', async () => {
    dataCentre.addFault({ kind: 'short-page', method: 'messages.getDialogs', rows: 2 });
    const account = open();
    const found: number[] = [];
    let cursor: string | null = null;
    do {
      const page: DialogPage = valueIn(await account.readDialogs(cursor));
      found.push(...page.channels.map(({ channelId }) => channelId));
      cursor = page.next === null ? null : (JSON.parse(JSON.stringify({ next: page.next })).next as string);
    } while (cursor !== null);
    expect(found.toSorted()).toEqual(
      dataCentre
        .channels()
        .map(({ id }) => id)
        .toSorted(),
    );
  });
});

describe('a channel to add', () => {
  it('is found by its name and by links to it and its posts', async () => {
    const account = open();
    const record = dataCentre.channels().find(({ username }) => username !== null);
    for (const text of [`@${record?.username}`, `https://t.me/${record?.username}/3`]) {
      expect(valueIn(await account.resolveChannel(text))).toMatchObject({
        channelId: record?.id,
        title: record?.title,
        username: record?.username,
      });
    }
  });

  it('is described with its subscribers and where its events stand', async () => {
    const record = dataCentre.channels().find(({ id }) => id === channel.channelId);
    expect(valueIn(await open().readChannel(channel))).toEqual({
      ...channel,
      title: record?.title,
      username: record?.username,
      subscribers: record?.subscribers,
      pts: record?.pts,
    });
  });

  it('is found by an invite only once the account has joined, and Tidings never joins', async () => {
    const record = dataCentre.channels().find(({ inviteHash }) => inviteHash !== null);
    const link = `https://t.me/+${record?.inviteHash}`;
    expect(valueIn(await open().resolveChannel(link)).channelId).toBe(record?.id);
    const failure = failureIn(await open({}, stranger).resolveChannel(link));
    expect(failure.kind).toBe('no-access');
    expect(failure.message).toContain(`“${record?.title}”`);
    expect(failure.message).toContain('never joins');
  });

  it.each([
    ['@no_such_channel', 'not-found', 'There is no channel by this name.'],
    ['https://t.me/+AAAAAAAAAAAAAAAA', 'not-found', 'This invite link has expired.'],
    ['@ada_reads', 'refused', '@ada_reads is a person or a bot, not a channel.'],
  ])('that is none is refused in words: %s', async (text, kind, words) => {
    const failure = failureIn(await open().resolveChannel(text));
    expect(failure.kind).toBe(kind);
    expect(failure.message).toContain(words);
  });

  it.each([
    ['https://t.me/c/1234567/8', 'no-access'],
    ['what is this?', 'not-found'],
  ])('is not asked about when the text says enough: %s', async (text, kind) => {
    expect(failureIn(await open().resolveChannel(text)).kind).toBe(kind);
    expect(dataCentre.counts().connections).toBe(0);
  });
});

describe('what Telegram answers instead', () => {
  it.each([
    ['CHANNEL_PRIVATE', 400, 'no-access'],
    ['CHANNEL_INVALID', 400, 'no-access'],
    ['AUTH_KEY_UNREGISTERED', 401, 'signed-out'],
    ['SESSION_REVOKED', 401, 'signed-out'],
    ['SESSION_PASSWORD_OF_A_KIND_TO_COME', 401, 'signed-out'],
    ['USER_DEACTIVATED', 401, 'signed-out'],
    ['AUTH_KEY_DUPLICATED', 406, 'signed-out'],
    ['SOMETHING_NEW', 400, 'refused'],
  ])('%s is told in words, once, and what was collected is kept', async (error, code, kind) => {
    dataCentre.addFault({ kind: 'error', method: getHistory, error, code });
    const failure = failureIn(await open().readHistory(channel, newest));
    expect(failure.kind).toBe(kind);
    if (kind === 'signed-out') expect(failure.message).toContain('everything collected is kept');
    expect(historyCalls()).toBe(1);
  });

  it('an access hash of another account opens nothing', async () => {
    expect(failureIn(await open({}, stranger).readHistory(channel, newest)).kind).toBe('no-access');
  });
});

describe('an account', () => {
  it('is not opened twice, but again once it is closed', async () => {
    const { gateway } = gatewayTo(dataCentre);
    const account = gateway.openAccount(user.id, user.secrets);
    expect(() => gateway.openAccount(user.id, user.secrets)).toThrow('is open already');
    await account.close();
    await gateway.openAccount(user.id, user.secrets).close();
    await gateway.close();
    expect(() => gateway.openAccount(user.id, user.secrets)).toThrow('closed');
  });

  it('has one connection and one request at a time, in the order they were asked for', async () => {
    const account = open();
    const steps: string[] = [];
    const ask = async (name: string, limit: number): Promise<void> => {
      const beforeRequest = async (): Promise<void> => void steps.push(`${name} sent`);
      await account.readHistory(channel, { beforeId: 0, limit }, { beforeRequest });
      steps.push(`${name} answered`);
    };
    await ask('first', 1);
    steps.length = 0;
    await Promise.all([ask('second', 100), ask('third', 1), ask('fourth', 1)]);
    expect(steps).toEqual(
      ['second', 'third', 'fourth'].flatMap((name) => [`${name} sent`, `${name} answered`]),
    );
    expect(dataCentre.counts().connections).toBe(1);
  });

  it('asks for leave before connecting and before each request, and sends nothing without', async () => {
    const account = open();
    const lost = new Error('The lease was lost.');
    const refuse = { beforeRequest: () => Promise.reject(lost) };
    await expect(account.readHistory(channel, newest, refuse)).rejects.toBe(lost);
    expect(dataCentre.counts().connections).toBe(0);
    await account.readHistory(channel, newest);
    await expect(account.readHistory(channel, newest, refuse)).rejects.toBe(lost);
    expect(historyCalls()).toBe(1);
    expect(valueIn(await account.readHistory(channel, newest)).rows).toBe(100);
  });

  it('lets a request that was sent finish, and forgets one that still waits, when the signal is aborted', async () => {
    dataCentre.addFault({ kind: 'latency', method: getHistory, delayMs: 200 });
    const account = open();
    const controller = new AbortController();
    const sent = account.readHistory(channel, newest, controller);
    const queued = account.readHistory(channel, newest, controller);
    await vi.waitFor(() => expect(historyCalls()).toBe(1), { interval: 5 });
    controller.abort();
    expect(failureIn(await queued).kind).toBe('cancelled');
    expect(valueIn(await sent).rows).toBe(100);
    expect(historyCalls()).toBe(1);
  });

  it('keeps to its pace, and an abort ends the wait for a turn', async () => {
    const pacing = { otherwise: { burst: 1, intervalMs: 3_600_000 }, methods: {} };
    const account = open({ pacing });
    const controller = new AbortController();
    expect(valueIn(await account.readHistory(channel, newest)).rows).toBe(100);
    const paced = account.readHistory(channel, newest, controller);
    controller.abort();
    expect(failureIn(await paced).kind).toBe('cancelled');
    expect(historyCalls()).toBe(1);
  });

  it('never lets a request overtake those that were asked before it', async () => {
    dataCentre.addFault({ kind: 'latency', method: getHistory, delayMs: 100, calls: 1 });
    const account = open();
    const controller = new AbortController();
    const order: string[] = [];
    const first = account.readHistory(channel, newest).then(() => order.push('first'));
    const stopped = account.readHistory(channel, newest, controller);
    const last = account.readHistory(channel, newest).then(() => order.push('last'));
    controller.abort();
    expect(failureIn(await stopped).kind).toBe('cancelled');
    await Promise.all([first, last]);
    expect(order).toEqual(['first', 'last']);
  });

  it('with a session that cannot be read is signed out, and one of an unknown data centre is not reached', async () => {
    const { gateway } = gatewayTo(dataCentre);
    const unreadable = gateway.openAccount(1, { ...user.secrets, session: 'nonsense' });
    expect(failureIn(await unreadable.readDialogs(null)).kind).toBe('signed-out');
    const saved = decodeSession(user.secrets.session);
    if (saved === null) throw new Error('The session of the test cannot be read.');
    const session = encodeSession({ ...saved, dataCentre: 5 });
    const elsewhere = gateway.openAccount(2, { ...user.secrets, session });
    expect(failureIn(await elsewhere.readDialogs(null))).toMatchObject({ kind: 'network' });
    await gateway.close();
  });

  it('signs out for good, and once more without complaint', async () => {
    const leaving = await signIn(dataCentre, '+999 66 200002', '12345');
    const account = open({}, leaving);
    expect(await account.signOut()).toEqual({ ok: true, value: null });
    expect(failureIn(await account.readDialogs(null)).kind).toBe('signed-out');
    expect(await account.signOut()).toEqual({ ok: true, value: null });
  });
});
