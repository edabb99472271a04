import { describe, expect, test } from 'vitest';
import type { StoreReader, StoreWriter } from '../../../electron/ports/store.ts';
import { collecting, type StorePlace } from './store-contract.ts';
import {
  aChannel,
  anAccount,
  aPost,
  dayMs,
  finishedStep,
  type newRun,
  noon,
  signInAndAdd,
} from './store-samples.ts';

const none = { newMessages: 0, updatedMessages: 0, deletedMessages: 0 };
const channelNow = async (store: StoreReader) => (await store.channels.list()).find(({ id }) => id === 1);

/** From where a channel is read on, what is left alone, and how long its posts are kept. */
export function describeKeepingContract(name: string, newPlace: () => Promise<StorePlace>): void {
  const openStore = async () => (await newPlace()).open();

  describe(`${name}: where the next reading begins`, () => {
    test('a history is walked back no further than its posts are kept, until they are kept for longer', async () => {
      const { store, writer, stepId, runId } = await collecting(await openStore());
      await postElsewhere(writer, runId, noon);
      const reached = async () => (await store.channels.addressesOf(anAccount.id))[0];
      await writer.channels.change([1], { backfill: true, keepDays: 30 });
      const daysAgo = (days: number) => noon - days * 24 * 60 * 60_000;
      await writer.posts.keep(stepId, { posts: [{ ...aPost(9), postedAt: daysAgo(29) }] }, noon);
      expect(await reached()).toMatchObject({ backfill: true });
      await writer.posts.keep(stepId, { posts: [{ ...aPost(8), postedAt: daysAgo(31) }] }, noon);
      expect(await reached()).toMatchObject({ backfill: false });
      expect(await store.posts.idsHeld(1, { fromId: 0, toId: 100 })).toEqual([9]);
      await writer.channels.change([1], { keepDays: 60 });
      expect(await reached()).toMatchObject({ backfill: true });
    });

    test('what was not kept for its age counts as read no longer once posts are kept for longer', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      const daysAgo = (id: number, days: number) => ({ ...aPost(id), postedAt: noon - days * dayMs });
      const posts = [daysAgo(200, 0), daysAgo(150, 20), daysAgo(120, 31), daysAgo(101, 40)];
      await writer.channels.change([1], { backfill: true, keepDays: 30 });
      await writer.posts.keep(stepId, { posts: [], covers: { fromId: 0, toId: 90 } }, noon);
      await writer.posts.keep(stepId, { posts, covers: { fromId: 101, toId: 210 } }, noon);
      await writer.channels.checked(1, noon);
      const covered = async () => (await channelNow(store))?.covered;
      const both = [
        { fromId: 0, toId: 90 },
        { fromId: 101, toId: 210 },
      ];
      for (const keepDays of [30, 20]) await writer.channels.change([1], { keepDays });
      expect(await covered()).toEqual(both);
      await writer.channels.change([1], { keepDays: 25 });
      expect(await covered()).toEqual([{ fromId: 150, toId: 210 }]);
      expect(await store.channels.addressesOf(anAccount.id)).toMatchObject([
        { backfill: true, checkedAt: null },
      ]);
    });

    test('where all was kept, or nothing is held, a longer time leaves the newest id covered', async () => {
      const { store, writer, stepId, runId } = await collecting(await openStore());
      const covers = { fromId: 0, toId: 9 };
      await writer.channels.change([1], { keepDays: 30 });
      await writer.posts.keep(stepId, { posts: [{ ...aPost(7), postedAt: noon }], covers }, noon);
      await writer.channels.change([1], { keepDays: 40 });
      expect((await channelNow(store))?.covered).toEqual([covers]);
      await postElsewhere(writer, runId, noon + 50 * dayMs);
      expect(await writer.posts.expire(noon + 50 * dayMs)).toEqual({ posts: 1 });
      await writer.channels.change([1], { keepDays: null });
      expect((await channelNow(store))?.covered).toEqual([{ fromId: 9, toId: 9 }]);
    });

    test('more posts to be read at a time are looked for in the next run, fewer are not', async () => {
      const { store, writer } = await collecting(await openStore());
      const checkedAt = async () => (await store.channels.addressesOf(anAccount.id))[0]?.checkedAt;
      await writer.channels.checked(1, noon);
      await writer.channels.change([1], { limit: 1 });
      expect(await checkedAt()).toBe(noon);
      await writer.channels.change([1], { limit: 500 });
      expect(await checkedAt()).toBeNull();
    });

    test('the sequence number is kept with the page, whatever Telegram makes of it', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      const reached = async () => (await store.channels.addressesOf(anAccount.id))[0];
      expect(await reached()).toMatchObject({ pts: null, checkedAt: null });
      await writer.posts.keep(stepId, { posts: [], pts: 40, covers: { fromId: 1, toId: 3 } }, noon);
      await writer.posts.keep(stepId, { posts: [] }, noon);
      expect(await reached()).toMatchObject({ pts: 40, covered: [{ fromId: 1, toId: 3 }] });
      // A sequence that Telegram has begun anew.
      await writer.posts.keep(stepId, { posts: [], pts: 2 }, noon);
      expect(await reached()).toMatchObject({ pts: 2 });
      await writer.posts.keep(stepId, { posts: [], pts: 40 }, noon);
      const stranger = { ...aPost(2), channelId: 2 };
      await expect(writer.posts.keep(stepId, { posts: [stranger], pts: 50 }, noon)).rejects.toThrow(
        /channel 2/,
      );
      expect(await reached()).toMatchObject({ pts: 40 });
    });

    test('a full check is noted of a channel that is collected', async () => {
      const { store, writer } = await collecting(await openStore());
      await writer.channels.checked(1, noon + 5);
      expect(await store.channels.addressesOf(anAccount.id)).toMatchObject([{ checkedAt: noon + 5 }]);
      await expect(writer.channels.checked(404, noon)).rejects.toThrow(/no channel 404/);
    });

    test('channels that had not moved have a step each, which takes no time, and one event tells of all', async () => {
      const { store, writer, stepId, runId } = await collecting(await openStore());
      await signInAndAdd(writer, 2, 3);
      await writer.runs.finishStep(stepId, { ...finishedStep, status: 'failed', error: 'refused' });
      await writer.channels.remove([3]);
      const skipped = [1, 2, 3].map((channelId) => ({ channelId, title: `Channel ${channelId}` }));
      await writer.runs.skipSteps(runId, { accountId: 1, moved: 4, requests: 1, skipped, at: noon + 9 });
      const step = { runId, status: 'succeeded', skipped: 'unmoved', startedAt: noon + 9, endedAt: noon + 9 };
      expect((await store.runs.steps(runId)).slice(1)).toMatchObject([
        { ...step, channelId: 1, messages: 0, requests: 0 },
        { ...step, channelId: 2, messages: 0, requests: 0 },
      ]);
      expect(await store.channels.list()).toMatchObject([
        { id: 1, lastCollectedAt: noon + 9, lastError: null },
        { id: 2, lastCollectedAt: noon + 9 },
      ]);
      expect(await store.audit.list({ types: ['channels.checked'], limit: 9 })).toMatchObject([
        {
          at: noon + 9,
          runId,
          metadata: { accountId: 1, moved: 4, unmoved: 2, requests: 1, skipped: [1, 2], reason: 'unmoved' },
        },
      ]);
      expect(await store.runs.recentStepDurations(9)).toEqual(new Map());
      expect(await store.channels.requestMs()).toBeNull();
    });

    test('runs are listed by what started them', async () => {
      const { store, runId } = await collecting(await openStore());
      const ids = async (trigger: typeof newRun.run.trigger | 'manual') =>
        (await store.runs.list({ trigger, limit: 9 })).map(({ id }) => id);
      expect([await ids('schedule'), await ids('manual')]).toEqual([[runId], []]);
    });
  });

  describe(`${name}: posts that are too old`, () => {
    const keeping = async (keepDays: number | null) => {
      const collected = await collecting(await openStore());
      const { writer, runId } = collected;
      await writer.channels.change([1], { keepDays });
      return { ...collected, postElsewhere: (at: number) => postElsewhere(writer, runId, at) };
    };

    test('how long a channel keeps its posts is the user’s, and for ever unless told otherwise', async () => {
      const { store, writer } = await keeping(30);
      expect(await channelNow(store)).toMatchObject({ keepDays: 30, reread: false });
      await writer.channels.change([1], { reread: true });
      expect(await channelNow(store)).toMatchObject({ keepDays: 30, reread: true });
      await writer.channels.change([1], { keepDays: null });
      expect(await channelNow(store)).toMatchObject({ keepDays: null, reread: true });
      const wanted = { limit: 5, at: noon, reread: true, keepDays: 7 };
      expect(await writer.channels.add(aChannel(2), anAccount.id, wanted)).toMatchObject({
        reread: true,
        keepDays: 7,
      });
      expect(await store.channels.addressesOf(anAccount.id)).toMatchObject([
        { reread: true },
        { reread: true },
      ]);
    });

    test('they go with all that belongs to them, the newest too; what is covered stays', async () => {
      const { store, writer, stepId, postElsewhere: timePasses } = await keeping(30);
      const posts = [1, 2, 3, 4].map((id) => ({ ...aPost(id), postedAt: noon + id * dayMs }));
      await writer.posts.keep(
        stepId,
        { posts, covers: { fromId: 0, toId: 4 }, deletedIds: [1] },
        noon + 5 * dayMs,
      );
      await writer.posts.keep(stepId, { posts: [], absentIds: [2] }, noon + 5 * dayMs);
      await writer.runs.finishStep(stepId, finishedStep);

      await timePasses(noon + 33 * dayMs);
      expect(await writer.posts.expire(noon + 33 * dayMs)).toEqual({ posts: 2 });
      expect((await store.posts.list(1, { limit: 9 })).map(({ id }) => id)).toEqual([4, 3]);
      expect(await store.posts.search({ text: 'post' }, { limit: 9 })).toHaveLength(2);
      expect(await store.stats.days(1, '2000-01-01', '2100-01-01')).toHaveLength(2);
      expect(await channelNow(store)).toMatchObject({
        postsHeld: 2,
        postsDeleted: 0,
        postsSuspect: 0,
        firstPostAt: noon + 3 * dayMs,
        lastPostAt: noon + 4 * dayMs,
        covered: [{ fromId: 0, toId: 4 }],
      });
      expect(await store.audit.list({ types: ['posts.expired'], limit: 9 })).toMatchObject([
        {
          at: noon + 33 * dayMs,
          metadata: { channelId: 1, title: 'Channel 1', posts: 2, before: noon + 3 * dayMs },
        },
      ]);

      expect(await writer.posts.expire(noon + 33 * dayMs)).toEqual({ posts: 0 });
      expect(await store.audit.list({ types: ['posts.expired'], limit: 9 })).toHaveLength(1);
      await timePasses(noon + 300 * dayMs);
      expect(await writer.posts.expire(noon + 300 * dayMs)).toEqual({ posts: 2 });
      expect(await channelNow(store)).toMatchObject({ postsHeld: 0, firstPostAt: null, lastPostAt: null });
      expect(await store.posts.get(1, 4)).toBeNull();
    });

    test('one that is too old already is read and not kept: it would come and go with every run', async () => {
      const { store, writer, stepId, postElsewhere: timePasses } = await keeping(30);
      await timePasses(noon + 31 * dayMs);
      const page = { posts: [{ ...aPost(1), postedAt: noon }, aPost(2)], covers: { fromId: 1, toId: 2 } };
      expect(await writer.posts.keep(stepId, page, noon + 31 * dayMs)).toEqual(none);
      expect(await channelNow(store)).toMatchObject({ postsHeld: 0, covered: [{ fromId: 1, toId: 2 }] });
      expect(await store.runs.steps(1)).toMatchObject([{ messages: 2, newMessages: 0 }, {}]);
      await writer.channels.change([1], { keepDays: 32 });
      expect(await writer.posts.keep(stepId, page, noon + 31 * dayMs)).toEqual({ ...none, newMessages: 2 });
    });

    test('what is new since the user looked is less those that went, and what was looked at stays so', async () => {
      const { store, writer, stepId, runId, postElsewhere: timePasses } = await keeping(30);
      const dated = (id: number) => ({ ...aPost(id), postedAt: noon + id * dayMs });
      await writer.posts.keep(stepId, { posts: [1, 2].map(dated) }, noon + 9 * dayMs);
      await writer.runs.finishStep(stepId, finishedStep);
      await writer.posts.keep(
        await beginStep(writer, runId, 1),
        { posts: [3, 4].map(dated) },
        noon + 9 * dayMs,
      );
      expect(await channelNow(store)).toMatchObject({ newSinceLooked: 2 });
      await timePasses(noon + 33.5 * dayMs);
      await writer.posts.expire(noon + 33.5 * dayMs);
      expect(await channelNow(store)).toMatchObject({ newSinceLooked: 1 });
      await writer.channels.looked([1]);
      await timePasses(noon + 90 * dayMs);
      await writer.posts.expire(noon + 90 * dayMs);
      await writer.channels.looked([1]);
      await writer.posts.keep(
        await beginStep(writer, runId, 1),
        { posts: [4, 5].map(dated) },
        noon + 9 * dayMs,
      );
      expect(await channelNow(store)).toMatchObject({ newSinceLooked: 1 });
    });

    test('a clock that runs ahead makes no post old: age counts to a day after the newest post of all', async () => {
      const { store, writer, stepId, postElsewhere: timePasses } = await keeping(30);
      const ahead = noon + 400 * dayMs;
      const dated = (id: number, days: number) => ({ ...aPost(id), postedAt: noon - days * dayMs });
      const page = {
        posts: [dated(3, 0), dated(2, 28), dated(1, 30)],
        covers: { fromId: 1, toId: 3 },
        pts: 9,
      };
      expect(await writer.posts.keep(stepId, page, ahead)).toEqual({ ...none, newMessages: 2 });
      expect(await writer.posts.expire(ahead)).toEqual({ posts: 0 });
      expect(await store.posts.idsHeld(1, { fromId: 0, toId: 9 })).toEqual([3, 2]);
      await timePasses(noon + 2 * dayMs);
      expect(await writer.posts.expire(ahead)).toEqual({ posts: 1 });
      expect(await store.audit.list({ types: ['posts.expired'], limit: 9 })).toMatchObject([
        { at: ahead, metadata: { posts: 1, before: noon - 27 * dayMs } },
      ]);
    });

    test('a channel that keeps its posts for ever loses none', async () => {
      const { store, writer, stepId } = await keeping(null);
      await writer.posts.keep(stepId, { posts: [{ ...aPost(1), postedAt: noon }] }, noon);
      expect(await writer.posts.expire(noon + 9999 * dayMs)).toEqual({ posts: 0 });
      expect(await store.posts.get(1, 1)).not.toBeNull();
      expect(await store.audit.list({ types: ['posts.expired'], limit: 9 })).toEqual([]);
    });
  });
}

/** A post of another channel, from which is known what day it is. */
async function postElsewhere(writer: StoreWriter, runId: number, at: number): Promise<void> {
  await writer.channels.add(aChannel(2), anAccount.id, { limit: 50, at: noon });
  const post = { ...aPost(at / 1000), channelId: 2, postedAt: at, text: '' };
  await writer.posts.keep(await beginStep(writer, runId, 2), { posts: [post] }, at);
}

function beginStep(writer: StoreWriter, runId: number, channelId: number): Promise<number> {
  const step = { runId, accountId: anAccount.id, channelId, channelTitle: `Channel ${channelId}` };
  return writer.runs.beginStep({ ...step, startedAt: noon });
}
