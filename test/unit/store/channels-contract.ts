import { describe, expect, test } from 'vitest';
import { LeaseLostError, type StoreReader, type StoreWriter } from '../../../electron/ports/store.ts';
import { noCounts } from '../../../shared/domain.ts';
import { collecting, type StorePlace } from './store-contract.ts';
import {
  aChannel,
  anAccount,
  aPost,
  everythingIn,
  finishedStep,
  memory,
  newRun,
  noon,
  signInAndAdd,
  writerOf,
} from './store-samples.ts';

const day = { startedAt: Date.UTC(2026, 2, 14), endsAt: Date.UTC(2026, 2, 15) };
const channelNow = async (store: StoreReader, id: number) =>
  (await store.channels.list()).find((channel) => channel.id === id);

/** What the user wants of channels, what is new in them, and how they go. */
export function describeChannelsContract(name: string, newPlace: () => Promise<StorePlace>): void {
  const openStore = async () => (await newPlace()).open();

  describe(`${name}: what is wanted of a channel`, () => {
    test('a channel is on and without backfill unless it is added otherwise', async () => {
      const store = await openStore();
      const writer = await writerOf(store, 1);
      await signInAndAdd(writer, 1);
      const wanted = { limit: 5, at: noon, enabled: false, backfill: true };
      expect(await writer.channels.add(aChannel(2), anAccount.id, wanted)).toMatchObject({
        enabled: false,
        backfill: true,
        covered: [],
        newSinceLooked: 0,
      });
      expect(await channelNow(store, 1)).toMatchObject({ enabled: true, backfill: false });
      await writer.channels.add(aChannel(1), anAccount.id, wanted);
      expect(await channelNow(store, 1)).toMatchObject({ enabled: true, backfill: false, limit: 50 });
      await writer.channels.change([2], { enabled: true });
      expect(await store.channels.addressesOf(anAccount.id)).toMatchObject([
        { channelId: 1, backfill: false },
        { channelId: 2, backfill: true },
      ]);
    });

    test('a change is of all the channels it names, or of none', async () => {
      const store = await openStore();
      const writer = await writerOf(store, 1);
      await signInAndAdd(writer, 1, 2, 3);
      await writer.channels.change([1, 3], { limit: 9, backfill: true });
      const before = await store.channels.list();
      expect(before.map(({ limit, backfill }) => [limit, backfill])).toEqual([
        [9, true],
        [50, false],
        [9, true],
      ]);
      await expect(writer.channels.change([1, 404, 2], { enabled: false })).rejects.toThrow(/404/);
      expect(await store.channels.list()).toEqual(before);
    });

    test('an account that is not there adds no channel', async () => {
      const store = await openStore();
      const writer = await writerOf(store, 1);
      await expect(writer.channels.add(aChannel(1), 404, { limit: 5, at: noon })).rejects.toThrow(/404/);
      expect(await store.channels.list()).toEqual([]);
    });

    test('what is covered is told of each channel', async () => {
      const { store, writer, runId, stepId } = await collecting(await openStore());
      await signInAndAdd(writer, 2, 3);
      const third = await beginStep(writer, runId, 3);
      await writer.posts.keep(stepId, { posts: [], covers: { fromId: 8, toId: 9 } }, noon);
      await writer.posts.keep(third, { posts: [], covers: { fromId: 0, toId: 4 } }, noon);
      await writer.posts.keep(stepId, { posts: [], covers: { fromId: 2, toId: 3 } }, noon);
      const covered = [
        [
          { fromId: 2, toId: 3 },
          { fromId: 8, toId: 9 },
        ],
        [],
        [{ fromId: 0, toId: 4 }],
      ];
      expect((await store.channels.list()).map((channel) => channel.covered)).toEqual(covered);
      expect((await store.channels.addressesOf(1)).map((channel) => channel.covered)).toEqual(covered);
    });
  });

  describe(`${name}: what is new since the user looked`, () => {
    test('begins to count after the first step that succeeds', async () => {
      const { store, writer, runId, stepId } = await collecting(await openStore());
      await writer.posts.keep(stepId, { posts: [1, 2].map(aPost) }, noon);
      await writer.runs.finishStep(stepId, { ...finishedStep, status: 'cancelled' });
      await writer.channels.looked([1]);
      const second = await beginStep(writer, runId, 1);
      await writer.posts.keep(second, { posts: [3, 4].map(aPost) }, noon);
      expect(await channelNow(store, 1)).toMatchObject({ newSinceLooked: 0 });
      await writer.runs.finishStep(second, finishedStep);
      const third = await beginStep(writer, runId, 1);
      await writer.posts.keep(third, { posts: [4, 5, 6].map(aPost) }, noon);
      expect(await channelNow(store, 1)).toMatchObject({ newSinceLooked: 2 });
    });

    test('grows with newer posts only, from step to step, and is nothing once looked at', async () => {
      const { store, writer, runId, stepId } = await collecting(await openStore());
      await signInAndAdd(writer, 2);
      await writer.posts.keep(stepId, { posts: [10, 11].map(aPost) }, noon);
      await writer.runs.finishStep(stepId, finishedStep);
      for (const ids of [
        [12, 13],
        [4, 5],
        [13, 14],
      ]) {
        const next = await beginStep(writer, runId, 1);
        await writer.posts.keep(next, { posts: ids.map(aPost) }, noon);
        await writer.runs.finishStep(next, finishedStep);
      }
      expect(await channelNow(store, 1)).toMatchObject({ newSinceLooked: 3, postsHeld: 7 });
      await writer.channels.looked([1, 2, 404]);
      expect(await channelNow(store, 1)).toMatchObject({ newSinceLooked: 0 });
      const last = await beginStep(writer, runId, 1);
      await writer.posts.keep(last, { posts: [3, 14, 15].map(aPost) }, noon);
      expect(await channelNow(store, 1)).toMatchObject({ newSinceLooked: 1 });
    });

    test('of a channel that was empty at first counts everything', async () => {
      const { store, writer, runId, stepId } = await collecting(await openStore());
      await writer.runs.finishStep(stepId, finishedStep);
      await writer.posts.keep(await beginStep(writer, runId, 1), { posts: [1, 2].map(aPost) }, noon);
      expect(await channelNow(store, 1)).toMatchObject({ newSinceLooked: 2 });
    });
  });

  describe(`${name}: removing channels`, () => {
    test('forgets posts and coverage, and keeps the steps of past runs and their events', async () => {
      const { store, writer, runId, stepId } = await collecting(await openStore());
      await signInAndAdd(writer, 2);
      await writer.posts.keep(stepId, { posts: [1, 2, 3].map(aPost), covers: { fromId: 1, toId: 3 } }, noon);
      await writer.runs.finishStep(stepId, finishedStep);
      const other = await beginStep(writer, runId, 2);
      await writer.posts.keep(
        other,
        { posts: [{ ...aPost(1), channelId: 2 }], covers: { fromId: 1, toId: 1 } },
        noon,
      );
      const event = {
        at: noon,
        type: 'channel.added',
        metadata: { channelId: 1, title: 'Channel 1' },
      } as const;
      await writer.audit.append(event);
      const steps = await store.runs.steps(runId);

      expect(await writer.channels.remove([1, 404])).toEqual({ postsRemoved: 3 });

      expect((await store.channels.list()).map(({ id }) => id)).toEqual([2]);
      expect((await store.channels.addressesOf(anAccount.id)).map(({ channelId }) => channelId)).toEqual([2]);
      expect(await store.posts.list(1, { limit: 10 })).toEqual([]);
      expect(await store.posts.list(2, { limit: 10 })).toHaveLength(1);
      expect(await store.runs.steps(runId)).toEqual(steps);
      expect(await store.audit.list({ limit: 9 })).toMatchObject([event]);
      expect(await store.figures(day)).toMatchObject({ postsHeld: 1, channels: 1, channelsEnabled: 1 });
      expect(await writer.channels.remove([1])).toEqual({ postsRemoved: 0 });
    });

    test('a removed channel is unknown to whoever changes it or goes on reading it', async () => {
      const { store, writer, runId, stepId } = await collecting(await openStore());
      await writer.channels.remove([1]);
      const before = await everythingIn(store);
      await expect(writer.channels.change([1], { enabled: true })).rejects.toThrow(/no channel 1/);
      await expect(writer.posts.keep(stepId, { posts: [aPost(1)] }, noon)).rejects.toThrow(/no channel 1/);
      await expect(beginStep(writer, runId, 1)).rejects.toThrow(/no channel 1/);
      expect(await everythingIn(store)).toEqual(before);
      await writer.runs.finishStep(stepId, finishedStep);
    });

    test('a channel added again begins anew', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      await writer.posts.keep(stepId, { posts: [1, 2].map(aPost), covers: { fromId: 0, toId: 2 } }, noon);
      await writer.channels.change([1], { limit: 9 });
      await writer.channels.remove([1]);
      const again = await writer.channels.add(aChannel(1), anAccount.id, { limit: 30, at: noon + 1 });
      expect(again).toMatchObject({
        limit: 30,
        postsHeld: 0,
        covered: [],
        addedAt: noon + 1,
        lastPostAt: null,
      });
      expect(await store.posts.list(1, { limit: 10 })).toEqual([]);
    });

    test('many posts go without keeping others from writing, and nobody sees half of it', async () => {
      const { store, writer, stepId } = await holding(await openStore(), 3000);
      const order: string[] = [];
      const page = { channels: [aChannel(1)], next: null };
      await writer.dialogs.keepPage(anAccount.id, page, { first: true, at: noon });
      const removing = writer.channels.remove([1]).then(() => order.push('removed'));
      await Promise.resolve();
      expect(await store.dialogs.list(anAccount.id)).toMatchObject({ channels: [{ collected: false }] });
      await writer.dialogs.keepPage(anAccount.id, page, { first: true, at: noon });
      expect(await store.channels.addressesOf(anAccount.id)).toEqual([]);
      expect(await store.channels.list()).toEqual([]);
      expect(await store.posts.list(1, { limit: 1000 })).toEqual([]);
      expect(await store.figures(day)).toMatchObject({ postsHeld: 0, channels: 0, channelsEnabled: 0 });
      await expect(writer.posts.keep(stepId, { posts: [aPost(1)] }, noon)).rejects.toThrow(/no channel 1/);
      await new Promise((resolve) => setImmediate(resolve));
      await writer.floods.record({ accountId: 1, method: 'm', until: noon }).then(() => order.push('flood'));
      await removing;
      expect(order).toEqual(['flood', 'removed']);
    });

    test('a removal under way does not hinder adding the channel again', async () => {
      const { store, writer } = await holding(await openStore(), 2500);
      const [removed, again] = await Promise.all([
        writer.channels.remove([1]),
        writer.channels.add(aChannel(1), anAccount.id, { limit: 9, at: noon }),
      ]);
      expect(removed).toEqual({ postsRemoved: 2500 });
      expect(again).toMatchObject({ limit: 9, postsHeld: 0 });
      expect(await store.channels.list()).toEqual([again]);
      expect(await store.posts.list(1, { limit: 10 })).toEqual([]);
    });

    test('a removal that lost its process is one all the same, and the next holder goes on with it', async () => {
      const { store, writer } = await holding(await openStore(), 3000);
      const removing = writer.channels.remove([1]);
      const refused = expect(removing).rejects.toThrow(LeaseLostError);
      const successor = await writerOf(store, 2);
      await refused;
      const seen = await everythingIn(store);
      expect(seen).toMatchObject({ channels: [], addresses: [], posts: [] });
      await successor.runs.repairInterrupted();
      expect(await everythingIn(store)).toEqual(seen);
      expect(await successor.channels.add(aChannel(1), anAccount.id, { limit: 9, at: noon })).toMatchObject({
        postsHeld: 0,
        covered: [],
      });
      expect(await store.posts.list(1, { limit: 10 })).toEqual([]);
    });
  });

  describe(`${name}: what a request takes`, () => {
    test('is unknown before a request was sent, then the mean of all that succeeded steps sent', async () => {
      const { store, writer, runId, stepId } = await collecting(await openStore());
      expect(await store.channels.requestMs()).toBeNull();
      await writer.runs.finishStep(stepId, { ...finishedStep, requests: 0, networkMs: 0 });
      expect(await store.channels.requestMs()).toBeNull();
      for (const [status, requests, networkMs] of [
        ['succeeded', 1, 100],
        ['failed', 1, 30_000],
        ['succeeded', 3, 900],
      ] as const) {
        const end = { ...finishedStep, status, requests, networkMs };
        await writer.runs.finishStep(await beginStep(writer, runId, 1), end);
      }
      expect(await store.channels.requestMs()).toBe(250);
    });

    test('is that of the last 200 steps', async () => {
      const { store, writer, runId, stepId } = await collecting(await openStore());
      await writer.runs.finishStep(stepId, { ...finishedStep, requests: 1, networkMs: 90_000 });
      for (let step = 0; step < 200; step += 1) {
        const end = { ...finishedStep, requests: 1, networkMs: 300 };
        await writer.runs.finishStep(await beginStep(writer, runId, 1), end);
      }
      expect(await store.channels.requestMs()).toBe(300);
    });
  });
}

/** A store with a finished run and so many posts of channel 1. */
async function holding(store: Parameters<typeof collecting>[0], posts: number) {
  const collected = await collecting(store);
  const { writer, stepId, runId } = collected;
  for (let from = 1; from <= posts; from += 100) {
    const page = Array.from({ length: 100 }, (_, index) => aPost(from + index));
    await writer.posts.keep(stepId, { posts: page, covers: { fromId: from, toId: from + 99 } }, noon);
  }
  await writer.runs.finishStep(stepId, finishedStep);
  const end = { ...noCounts, status: 'succeeded', endedAt: noon, durationMs: 1, reason: null } as const;
  await writer.runs.finish(runId, { ...newRun.counts, ...end }, memory);
  return collected;
}

function beginStep(writer: StoreWriter, runId: number, channelId: number): Promise<number> {
  const step = { runId, accountId: anAccount.id, channelId, channelTitle: `Channel ${channelId}` };
  return writer.runs.beginStep({ ...step, startedAt: noon });
}
