import { expect, onTestFinished, test } from 'vitest';
import type { AccountGateway, ChannelDescription, GatewayFailure } from '../../../electron/ports/gateway.ts';
import { createChannelHandlers } from '../../../electron/service/channel-handlers.ts';
import { createDialogHandlers } from '../../../electron/service/dialog-handlers.ts';
import { openStore } from '../../../electron/store/open-store.ts';
import { silentLog } from '../../support/collection.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';

const ada = { id: 1, name: 'Ada', username: null, maskedPhone: '+•••11' };
const bob = { id: 2, name: 'Bob', username: null, maskedPhone: '+•••22' };
const channel = (channelId: number, accessHash = '1'): ChannelDescription => ({
  channelId,
  accessHash,
  title: `Channel ${channelId}`,
  username: `channel_${channelId}`,
  subscribers: 10,
});
const notFound: GatewayFailure = { kind: 'not-found', message: 'There is no such channel.' };

/** Accounts signed in, and what Telegram answers each of them; every question to it is kept. */
async function stage(answers: Readonly<Record<number, Partial<AccountGateway>>>) {
  const { store } = await openStore({ file: ':memory:', log: silentLog, now: () => 1 });
  const attempt = await store.takeLease({ host: 'here', boot: 'now', pid: 1 }, 1, null);
  if (!attempt.taken) throw new Error('The lease is taken.');
  const { writer } = attempt.lease;
  onTestFinished(() => store.close());
  for (const account of [ada, bob]) {
    if (answers[account.id] !== undefined) await writer.accounts.signedIn(account, account.id);
  }
  const clock = createDrivenClock({ now: 1_000 });
  const connections = {
    gatewayOf: async (accountId: number) => (answers[accountId] as AccountGateway | undefined) ?? null,
    forget: async () => undefined,
    closeAll: async () => undefined,
  };
  let running = false;
  const channels = createChannelHandlers({
    store,
    writer: async () => writer,
    connections,
    clock,
    isRunning: () => running,
    onChanged: async () => undefined,
    onLooked: () => undefined,
  });
  const dialogs = createDialogHandlers({
    store,
    writer: async () => writer,
    connections,
    clock,
    onRead: () => undefined,
  });
  return {
    store,
    writer,
    clock,
    handlers: { ...channels, ...dialogs },
    setRunning: (value: boolean) => {
      running = value;
    },
  };
}

/** Dialogs in pages, as `readDialogs` gives them; the cursor is the number of the next page. */
function pages(...given: readonly (readonly ChannelDescription[])[]) {
  const asked: (string | null)[] = [];
  const readDialogs: AccountGateway['readDialogs'] = async (cursor) => {
    asked.push(cursor);
    const index = Number(cursor ?? 0);
    const next = index + 1 < given.length ? String(index + 1) : null;
    return { ok: true, value: { channels: given[index] ?? [], next } };
  };
  return { readDialogs, asked };
}

test('dialogs are read page by page from the kept cursor, and not again once all are there', async () => {
  const { readDialogs, asked } = pages([channel(1)], [channel(2)]);
  const { handlers, store } = await stage({ [ada.id]: { readDialogs } });
  expect(await handlers['dialogs.read']({ accountId: ada.id })).toEqual({ accepted: true, complete: false });
  expect(await handlers['dialogs.read']({ accountId: ada.id })).toEqual({ accepted: true, complete: true });
  expect(await handlers['dialogs.read']({ accountId: ada.id })).toEqual({ accepted: true, complete: true });
  expect(asked).toEqual([null, '1']);
  const list = await store.dialogs.list(ada.id);
  expect(list.channels.map(({ channelId }) => channelId)).toEqual([1, 2]);
  await handlers['dialogs.read']({ accountId: ada.id, again: true });
  expect(asked).toEqual([null, '1', null]);
});

test('two screens that read the same list at once get one page each', async () => {
  const { readDialogs, asked } = pages([channel(1)], [channel(2)], [channel(3)]);
  const { handlers } = await stage({ [ada.id]: { readDialogs } });
  await Promise.all([
    handlers['dialogs.read']({ accountId: ada.id }),
    handlers['dialogs.read']({ accountId: ada.id }),
  ]);
  expect(asked).toEqual([null, '1']);
});

test('a channel of the list is added without a question to Telegram, for each account that has it', async () => {
  const { handlers, store } = await stage({
    [ada.id]: pages([channel(1, 'ada')]),
    [bob.id]: pages([channel(1, 'bob')]),
  });
  await handlers['dialogs.read']({ accountId: ada.id });
  await handlers['dialogs.read']({ accountId: bob.id });
  const answer = await handlers['channels.add']({ reference: 'https://t.me/Channel_1', backfill: true });
  expect(answer).toMatchObject({ accepted: true, channel: { id: 1, backfill: true, enabled: true } });
  expect((await store.channels.addressesOf(ada.id))[0]?.accessHash).toBe('ada');
  expect((await store.channels.addressesOf(bob.id))[0]?.accessHash).toBe('bob');
});

test('an account that does not know the channel is passed over for one that does', async () => {
  const { handlers, store } = await stage({
    [ada.id]: { resolveChannel: async () => ({ ok: false, failure: notFound }) },
    [bob.id]: { resolveChannel: async () => ({ ok: true, value: channel(5, 'bob') }) },
  });
  expect(await handlers['channels.add']({ reference: '@channel_5' })).toMatchObject({ accepted: true });
  expect(await store.channels.addressesOf(ada.id)).toEqual([]);
  expect((await store.channels.addressesOf(bob.id)).map(({ channelId }) => channelId)).toEqual([5]);
});

test('an account that is slow to answer has a moment, and what it has not sent by then is taken back', async () => {
  const asked = Promise.withResolvers<void>();
  const takenBack: GatewayFailure = { kind: 'cancelled', message: 'Taken back.' };
  const { handlers, store, clock } = await stage({
    [ada.id]: {
      resolveChannel: (_reference, options) => {
        asked.resolve();
        return new Promise((resolve) => {
          options?.signal?.addEventListener('abort', () => resolve({ ok: false, failure: takenBack }));
        });
      },
    },
    [bob.id]: { resolveChannel: async () => ({ ok: true, value: channel(5, 'bob') }) },
  });
  const answer = handlers['channels.add']({ reference: '@channel_5' });
  await asked.promise;
  await clock.advance(3_000);
  expect(await answer).toMatchObject({ accepted: true });
  expect(await store.channels.addressesOf(ada.id)).toEqual([]);
  expect((await store.channels.addressesOf(bob.id)).map(({ channelId }) => channelId)).toEqual([5]);
});

test('an account that was asked and never answers holds nobody up', async () => {
  const asked = Promise.withResolvers<void>();
  const { handlers, store, clock } = await stage({
    [ada.id]: {
      resolveChannel: () => {
        asked.resolve();
        return new Promise(() => undefined);
      },
    },
    [bob.id]: { resolveChannel: async () => ({ ok: true, value: channel(5, 'bob') }) },
  });
  const answer = handlers['channels.add']({ reference: '@channel_5' });
  await asked.promise;
  await clock.advance(3_000);
  expect(await answer).toMatchObject({ accepted: true, channel: { id: 5 } });
  expect((await store.channels.addressesOf(bob.id)).map(({ channelId }) => channelId)).toEqual([5]);
});

test('of two who add the same channel at once the second finds it there', async () => {
  const { handlers, store } = await stage({
    [ada.id]: { resolveChannel: async () => ({ ok: true, value: channel(5, 'ada') }) },
  });
  await Promise.all([
    handlers['channels.add']({ reference: '@channel_5' }),
    handlers['channels.add']({ reference: '@channel_5' }),
  ]);
  expect(await store.audit.list({ types: ['channel.added'], limit: 10 })).toHaveLength(1);
});

test('an account whose vault entry cannot be read does not keep another from adding', async () => {
  const broken = await stage({
    [ada.id]: { resolveChannel: () => Promise.reject(new Error('The vault entry is damaged.')) },
    [bob.id]: { resolveChannel: async () => ({ ok: true, value: channel(5, 'bob') }) },
  });
  expect(await broken.handlers['channels.add']({ reference: '@channel_5' })).toMatchObject({
    accepted: true,
  });
});

test('adding a channel that is collected and off switches it on, with what was asked, and adds nothing', async () => {
  const { handlers, store } = await stage({ [ada.id]: pages([channel(1)]) });
  await handlers['dialogs.read']({ accountId: ada.id });
  await handlers['channels.pick']({ accountId: ada.id, channelIds: [1], limit: 7 });
  await handlers['channels.set']({ channelId: 1, enabled: false });
  const again = await handlers['channels.add']({ reference: '@channel_1', backfill: true });
  expect(again).toMatchObject({ accepted: true, channel: { enabled: true, limit: 7, backfill: true } });
  await handlers['channels.add']({ reference: '@channel_1' });
  const events = await store.audit.list({ types: ['channel.added', 'channel.changed'], limit: 10 });
  expect(events.map(({ type, metadata }) => [type, metadata])).toEqual([
    ['channel.changed', { channelId: 1, enabled: true, backfill: true }],
    ['channel.changed', { channelId: 1, enabled: false }],
    ['channel.added', { channelId: 1, title: 'Channel 1' }],
  ]);
});

test('adding a channel that is collected and on changes none of its settings', async () => {
  const { handlers, store } = await stage({ [ada.id]: pages([channel(1)]) });
  await handlers['dialogs.read']({ accountId: ada.id });
  await handlers['channels.pick']({ accountId: ada.id, channelIds: [1], limit: 7, backfill: true });
  const asked = { limit: 50, backfill: false, reread: true };
  const kept = { limit: 7, backfill: true, reread: false };
  expect(await handlers['channels.add']({ reference: '@channel_1', ...asked })).toMatchObject({
    accepted: true,
    channel: kept,
  });
  expect(await store.channels.list()).toMatchObject([kept]);
  expect(await store.audit.list({ types: ['channel.changed'], limit: 10 })).toEqual([]);
});

test('what is done to very many lets everything else have its turn', async () => {
  const many = Array.from({ length: 400 }, (_each, index) => channel(index + 1));
  const { handlers } = await stage({ [ada.id]: pages(many) });
  await handlers['dialogs.read']({ accountId: ada.id });
  let turns = 0;
  let isOver = false;
  const take = (): void => {
    turns += 1;
    if (!isOver) setImmediate(take);
  };
  setImmediate(take);
  const channelIds = many.map(({ channelId }) => channelId);
  await handlers['channels.pick']({ accountId: ada.id, channelIds });
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(8);
});

test('picking adds all that were chosen, or, where one is gone from the list, none', async () => {
  const { handlers, store } = await stage({ [ada.id]: pages([channel(1), channel(2)]) });
  await handlers['dialogs.read']({ accountId: ada.id });
  expect(await handlers['channels.pick']({ accountId: ada.id, channelIds: [1, 99] })).toMatchObject({
    accepted: false,
  });
  expect(await store.channels.list()).toEqual([]);
  const picked = await handlers['channels.pick']({ accountId: ada.id, channelIds: [1, 2], limit: 7 });
  expect(picked).toMatchObject({
    accepted: true,
    channels: [
      { id: 1, limit: 7 },
      { id: 2, limit: 7 },
    ],
  });
  expect((await store.dialogs.list(ada.id)).channels.every(({ collected }) => collected)).toBe(true);
});

test('many are changed at once or not at all, and each change is in the log', async () => {
  const { handlers, store } = await stage({ [ada.id]: pages([channel(1), channel(2)]) });
  await handlers['dialogs.read']({ accountId: ada.id });
  await handlers['channels.pick']({ accountId: ada.id, channelIds: [1, 2] });
  expect(await handlers['channels.setMany']({ channelIds: [1, 3], enabled: false })).toMatchObject({
    accepted: false,
  });
  expect((await store.channels.list()).every(({ enabled }) => enabled)).toBe(true);
  await handlers['channels.setMany']({ channelIds: [1, 2], enabled: false });
  expect((await store.channels.list()).some(({ enabled }) => enabled)).toBe(false);
  const changes = await store.audit.list({ types: ['channel.changed'], limit: 10 });
  expect(changes.map(({ metadata }) => metadata)).toEqual([
    { channelId: 2, enabled: false },
    { channelId: 1, enabled: false },
  ]);
});

test('nothing is removed while a run may be reading it', async () => {
  const { handlers, store, setRunning } = await stage({ [ada.id]: pages([channel(1)]) });
  await handlers['dialogs.read']({ accountId: ada.id });
  await handlers['channels.pick']({ accountId: ada.id, channelIds: [1] });
  setRunning(true);
  expect(await handlers['channels.remove']({ channelIds: [1] })).toMatchObject({ accepted: false });
  expect(await store.channels.list()).toHaveLength(1);
  setRunning(false);
  expect(await handlers['channels.remove']({ channelIds: [1] })).toEqual({ accepted: true, postsRemoved: 0 });
  expect(await store.channels.list()).toEqual([]);
});
