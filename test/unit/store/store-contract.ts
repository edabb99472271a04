import { describe, expect, test } from 'vitest';
import { LeaseLostError, type Store, type StoreWriter } from '../../../electron/ports/store.ts';
import { defaultSettings, type Post, type Settings } from '../../../shared/domain.ts';
import {
  aChannel,
  allWrites,
  anAccount,
  aPost,
  everythingIn,
  finishedStep,
  leaseOf,
  memory,
  newRun,
  noon,
  signInAndAdd,
  worker,
  writerOf,
} from './store-samples.ts';

/** An empty database that several connections can be opened on. Closing them is the place's own business. */
export interface StorePlace {
  open(): Promise<Store>;
}

/** What every implementation of the store keeps to, whatever database stands behind it. */
export function describeStoreContract(name: string, newPlace: () => Promise<StorePlace>): void {
  const openStore = async () => (await newPlace()).open();

  describe(`${name}: the lease`, () => {
    test('a free lease is taken once; the next one is told who holds it', async () => {
      const place = await newPlace();
      const [first, second] = [await place.open(), await place.open()];
      const attempts = await Promise.all([
        first.takeLease(worker(1), noon, null),
        second.takeLease(worker(2), noon, null),
      ]);
      expect(attempts).toMatchObject([
        { taken: true, lease: { token: 1 }, previous: null },
        { taken: false, row: { holder: worker(1), token: 1, heartbeatAt: noon } },
      ]);
    });

    test('of two that take it from the same dead holder, one wins', async () => {
      const place = await newPlace();
      const [first, second, third] = [await place.open(), await place.open(), await place.open()];
      await leaseOf(first, 1);
      const seen = await second.lease.read();
      const attempts = await Promise.all([
        second.takeLease(worker(2), noon, seen),
        third.takeLease(worker(3), noon, seen),
      ]);
      expect(attempts.map((attempt) => attempt.taken)).toEqual([true, false]);
      expect(attempts[0]).toMatchObject({ previous: worker(1), lease: { token: 2 } });
    });

    test('a holder that has beaten since it was seen keeps its lease', async () => {
      const place = await newPlace();
      const [first, second] = [await place.open(), await place.open()];
      const lease = await leaseOf(first, 1);
      const seen = await second.lease.read();
      await lease.beat(noon);
      expect(await second.takeLease(worker(2), noon, seen)).toMatchObject({ taken: false });
      await lease.check();
    });

    test('a lease given back is free, and its writer is stale', async () => {
      const store = await openStore();
      const lease = await leaseOf(store, 1);
      await lease.release();
      await expect(lease.writer.floods.record({ accountId: 1, method: 'm', until: 5 })).rejects.toThrow(
        LeaseLostError,
      );
      await expect(lease.check()).rejects.toThrow(LeaseLostError);
      expect(await store.takeLease(worker(2), noon, null)).toMatchObject({ taken: true, previous: null });
    });

    test('giving back a lost lease leaves the new holder alone', async () => {
      const store = await openStore();
      const old = await leaseOf(store, 1);
      const current = await leaseOf(store, 2);
      await old.release();
      await current.check();
      await expect(old.beat(noon)).rejects.toThrow(LeaseLostError);
      expect(await store.lease.read()).toMatchObject({ holder: worker(2), token: 2 });
    });

    test.each(allWrites)('$name by a stale holder throws and writes nothing', async ({ write, prepare }) => {
      const place = await newPlace();
      const [first, second] = [await place.open(), await place.open()];
      const stale = await leaseOf(first, 1);
      const target = await prepare(stale.writer);
      await leaseOf(second, 2);
      const before = await everythingIn(second);
      await expect(write(stale.writer, target)).rejects.toThrow(LeaseLostError);
      expect(await everythingIn(second)).toEqual(before);
    });

    const thatChange = allWrites.filter(({ changes }) => changes !== 'nothing here');
    test.each(thatChange)('$name by the holder writes', async ({ write, prepare, changes }) => {
      const store = await openStore();
      // What an earlier holder left behind is there to be repaired.
      const target = await prepare(await writerOf(store, 1));
      const holder = changes === 'after a takeover' ? await writerOf(store, 2) : await writerOf(store, 1);
      const before = await everythingIn(store);
      await write(holder, target);
      expect(await everythingIn(store)).not.toEqual(before);
    });
  });

  describe(`${name}: accounts and channels`, () => {
    test('an account signs in, is signed out with a reason, and signs in again under its new name', async () => {
      const store = await openStore();
      const writer = await writerOf(store, 1);
      await writer.accounts.signedIn(anAccount, noon);
      await writer.accounts.signedOut(anAccount.id, 'revoked');
      expect(await store.accounts.list()).toEqual([
        { ...anAccount, state: 'signed-out', signedOutReason: 'revoked', addedAt: noon },
      ]);
      await writer.accounts.signedIn({ ...anAccount, name: 'Renamed' }, noon + 9);
      expect(await store.accounts.list()).toEqual([
        { ...anAccount, name: 'Renamed', state: 'signed-in', signedOutReason: null, addedAt: noon },
      ]);
      await expect(writer.accounts.signedOut(404, 'unknown')).rejects.toThrow(/404/);
    });

    test('channels are listed in the order of adding, and adding again refreshes but resets nothing', async () => {
      const store = await openStore();
      const writer = await writerOf(store, 1);
      await writer.accounts.signedIn(anAccount, noon);
      await writer.channels.add(aChannel(9), anAccount.id, { limit: 50, at: noon });
      await writer.channels.add(aChannel(3), anAccount.id, { limit: 50, at: noon });
      await writer.channels.change([9], { enabled: false, limit: 7 });
      const again = await writer.channels.add(
        { ...aChannel(9), title: 'New title', accessHash: 'new hash', subscribers: null },
        anAccount.id,
        { limit: 100, at: noon + 5 },
      );
      expect(again).toMatchObject({
        title: 'New title',
        enabled: false,
        limit: 7,
        subscribers: 90,
        addedAt: noon,
      });
      expect((await store.channels.list()).map((channel) => channel.id)).toEqual([9, 3]);
      await writer.channels.change([9], { enabled: true });
      const reachedAnew = {
        backfill: false,
        reread: false,
        covered: [],
        pts: null,
        checkedAt: null,
        subscribersAt: null,
      };
      expect(await store.channels.addressesOf(anAccount.id)).toEqual([
        { ...reachedAnew, channelId: 9, accessHash: 'new hash', title: 'New title', limit: 7 },
        { ...reachedAnew, channelId: 3, accessHash: 'hash 3', title: 'Channel 3', limit: 50 },
      ]);
      await expect(writer.channels.change([404], { enabled: true })).rejects.toThrow(/404/);
    });

    test('an account reaches the enabled channels it has an access hash for, and no others', async () => {
      const store = await openStore();
      const writer = await writerOf(store, 1);
      const other = { ...anAccount, id: 2 };
      await writer.accounts.signedIn(anAccount, noon);
      await writer.accounts.signedIn(other, noon);
      await writer.channels.add(aChannel(1), anAccount.id, { limit: 5, at: noon });
      await writer.channels.add({ ...aChannel(1), accessHash: 'of the other' }, other.id, {
        limit: 5,
        at: noon,
      });
      await writer.channels.add(aChannel(2), other.id, { limit: 5, at: noon });
      await writer.channels.change([2], { enabled: false });
      const hashesOf = async (id: number) =>
        (await store.channels.addressesOf(id)).map((address) => address.accessHash);
      expect([await hashesOf(anAccount.id), await hashesOf(other.id)]).toEqual([
        ['hash 1'],
        ['of the other'],
      ]);
    });
  });

  describe(`${name}: posts`, () => {
    test('new, updated and unchanged posts are told apart and counted in step and channel', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      const keep = (posts: readonly Post[], at: number) => writer.posts.keep(stepId, { posts }, at);
      const none = { newMessages: 0, updatedMessages: 0, deletedMessages: 0 };
      expect(await keep([aPost(1), aPost(2)], noon)).toEqual({ ...none, newMessages: 2 });
      expect(await keep([aPost(2), aPost(3)], noon + 1)).toEqual({ ...none, newMessages: 1 });
      expect(await keep([{ ...aPost(3), text: 'edited', editedAt: noon }], noon + 2)).toEqual({
        ...none,
        updatedMessages: 1,
      });
      const held = await store.posts.list(1, { limit: 10 });
      expect(
        held.map(({ id, text, firstSeenAt, lastSeenAt }) => [id, text, firstSeenAt, lastSeenAt]),
      ).toEqual([
        [3, 'edited', noon + 1, noon + 2],
        [2, 'Post 2', noon, noon + 1],
        [1, 'Post 1', noon, noon],
      ]);
      expect(await store.runs.steps(1)).toMatchObject([{ messages: 5, newMessages: 3, updatedMessages: 1 }]);
      expect(await store.channels.list()).toMatchObject([
        { postsHeld: 3, firstPostAt: aPost(1).postedAt, lastPostAt: aPost(3).postedAt },
      ]);
    });

    test.each([
      ['views', { views: 11 }],
      ['forwards', { forwards: 3 }],
      ['replies', { replies: 4 }],
      ['reactions', { reactions: [{ reaction: '👍', count: 2 }] }],
      ['media', { media: 'photo' as const }],
      ['links', { links: ['https://example.org/'] }],
      ['pinned', { pinned: true }],
      ['author', { author: 'Someone' }],
      ['group', { groupId: '77' }],
      ['edit date', { editedAt: noon }],
    ])('a post whose %s differ is updated once', async (_what, change) => {
      const { store, writer, stepId } = await collecting(await openStore());
      await writer.posts.keep(stepId, { posts: [aPost(1)] }, noon);
      const seen = { ...aPost(1), ...change };
      expect(await writer.posts.keep(stepId, { posts: [seen] }, noon)).toMatchObject({ updatedMessages: 1 });
      expect(await writer.posts.keep(stepId, { posts: [seen] }, noon)).toMatchObject({ updatedMessages: 0 });
      expect(await store.posts.list(1, { limit: 1 })).toMatchObject([change]);
    });

    test('a counter that comes back unknown keeps its known value and is no update', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      await writer.posts.keep(stepId, { posts: [{ ...aPost(1), views: 10, forwards: 2, replies: 1 }] }, noon);
      const seen = { ...aPost(1), views: null, forwards: null, replies: null };
      expect(await writer.posts.keep(stepId, { posts: [seen] }, noon)).toMatchObject({ updatedMessages: 0 });
      expect(await store.posts.list(1, { limit: 1 })).toMatchObject([{ views: 10, forwards: 2, replies: 1 }]);
    });

    test('a page that is too long or of another channel is refused whole', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      const tooMany = Array.from({ length: 101 }, (_, index) => aPost(index + 1));
      await expect(writer.posts.keep(stepId, { posts: tooMany }, noon)).rejects.toThrow(RangeError);
      const mixed = [aPost(1), { ...aPost(2), channelId: 2 }];
      await expect(writer.posts.keep(stepId, { posts: mixed }, noon)).rejects.toThrow(/channel 2/);
      await expect(writer.posts.keep(404, { posts: [aPost(1)] }, noon)).rejects.toThrow(/404/);
      expect(await store.posts.list(1, { limit: 1 })).toEqual([]);
    });

    test('the ids a page accounts for are merged with those covered before, even by an empty page', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      const coveredNow = async () => (await store.channels.addressesOf(anAccount.id))[0]?.covered;
      await writer.posts.keep(stepId, { posts: [aPost(9)], covers: { fromId: 8, toId: 9 } }, noon);
      await writer.posts.keep(stepId, { posts: [aPost(2)], covers: { fromId: 1, toId: 3 } }, noon);
      expect(await coveredNow()).toEqual([
        { fromId: 1, toId: 3 },
        { fromId: 8, toId: 9 },
      ]);
      await writer.posts.keep(stepId, { posts: [], covers: { fromId: 4, toId: 7 } }, noon);
      await writer.posts.keep(stepId, { posts: [aPost(5)] }, noon);
      expect(await coveredNow()).toEqual([{ fromId: 1, toId: 9 }]);
    });

    test('posts are read newest first, page by page', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      await writer.posts.keep(stepId, { posts: [4, 2, 1, 3].map(aPost) }, noon);
      const idsOf = async (page: { limit: number; beforeId?: number }) =>
        (await store.posts.list(1, page)).map((post) => post.id);
      expect([await idsOf({ limit: 3 }), await idsOf({ limit: 3, beforeId: 2 })]).toEqual([[4, 3, 2], [1]]);
      await expect(store.posts.list(1, { limit: 0 })).rejects.toThrow(RangeError);
    });
  });

  describe(`${name}: floods, settings and schedule`, () => {
    test('a flood wait is listed until it ends, and a shorter one told later does not shorten it', async () => {
      const store = await openStore();
      const writer = await writerOf(store, 1);
      await writer.floods.record({ accountId: 1, method: 'history', until: noon + 100 });
      await writer.floods.record({ accountId: 1, method: 'history', until: noon + 50 });
      await writer.floods.record({ accountId: 2, method: 'history', until: noon + 10 });
      expect(await store.floods.list(noon + 10)).toEqual([
        { accountId: 1, method: 'history', until: noon + 100 },
      ]);
      expect(await store.floods.list(noon + 100)).toEqual([]);
    });

    test('changed settings are an event with what differs; unchanged ones are none', async () => {
      const store = await openStore();
      const writer = await writerOf(store, 1);
      expect(await store.settings.read()).toEqual(defaultSettings);
      const changed: Settings = { ...defaultSettings, policy: 'fixed', runAtLaunch: true };
      await writer.settings.write(changed, noon);
      await writer.settings.write(changed, noon + 1);
      expect(await store.settings.read()).toEqual(changed);
      const changes = { policy: { from: 'adaptive', to: 'fixed' }, runAtLaunch: { from: false, to: true } };
      expect(await store.audit.list({ limit: 9 })).toEqual([
        { id: 1, at: noon, type: 'settings.changed', runId: null, metadata: { changes } },
      ]);
    });

    test('the schedule is restored exactly, and written with the end of the run it follows', async () => {
      const { store, writer, runId } = await collecting(await openStore());
      expect(await store.schedule.read()).toBeNull();
      await writer.schedule.write({ ...memory, dueAt: null });
      await writer.runs.finish(
        runId,
        { ...newRun.counts, status: 'succeeded', endedAt: noon + 4, durationMs: 3.6, reason: null },
        memory,
      );
      expect(await store.schedule.read()).toEqual(memory);
      expect(await store.runs.lastFinished()).toMatchObject({
        id: runId,
        status: 'succeeded',
        durationMs: 4,
      });
    });
  });
}

/** A store in the middle of a run: one channel, its step open. */
export async function collecting(store: Store) {
  const writer = await writerOf(store, 1);
  await signInAndAdd(writer, 1);
  const runId = await writer.runs.begin(newRun.run);
  const stepId = await writer.runs.beginStep({
    runId,
    accountId: anAccount.id,
    channelId: 1,
    channelTitle: 'Channel 1',
    startedAt: noon,
  });
  return { store, writer, runId, stepId, end: finishedStep };
}

/** Ends the run with its step, and begins another with a step of channel 1. */
export async function nextRun(
  writer: StoreWriter,
  { runId, stepId }: { readonly runId: number; readonly stepId: number },
  startedAt: number,
): Promise<{ readonly runId: number; readonly stepId: number }> {
  await writer.runs.finishStep(stepId, finishedStep);
  const end = { ...newRun.counts, status: 'succeeded', endedAt: noon, durationMs: 1, reason: null } as const;
  await writer.runs.finish(runId, end, memory);
  const next = await writer.runs.begin({ ...newRun.run, startedAt });
  const step = { accountId: anAccount.id, channelId: 1, channelTitle: 'Channel 1', startedAt };
  return { runId: next, stepId: await writer.runs.beginStep({ ...step, runId: next }) };
}
