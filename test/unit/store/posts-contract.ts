import { describe, expect, test } from 'vitest';
import type { StoreReader, StoreWriter } from '../../../electron/ports/store.ts';
import type { Post } from '../../../shared/domain.ts';
import { collecting, nextRun, type StorePlace } from './store-contract.ts';
import { anAccount, aPost, dayMs, noon, signInAndAdd } from './store-samples.ts';

const minute = 60_000;
const hour = 60 * minute;
const none = { newMessages: 0, updatedMessages: 0, deletedMessages: 0 };

/** A post published exactly at noon. */
const atNoon = (change: Partial<Post> = {}): Post => ({ ...aPost(1), postedAt: noon, ...change });
const first = (store: StoreReader) => store.posts.get(1, 1);
const channelNow = async (store: StoreReader) => (await store.channels.list()).find(({ id }) => id === 1);

/** What becomes of posts after they were first read: edits, counters, samples, deletions, age. */
export function describePostsContract(name: string, newPlace: () => Promise<StorePlace>): void {
  const openStore = async () => (await newPlace()).open();

  describe(`${name}: earlier versions`, () => {
    test('an edit keeps the version before, and when that was first read', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      const keep = (post: Post, at: number) => writer.posts.keep(stepId, { posts: [post] }, at);
      await keep(atNoon({ text: 'One', links: ['https://one.example/'] }), noon + minute);
      await keep(atNoon({ text: 'One', links: ['https://one.example/'] }), noon + 2 * minute);
      await keep(atNoon({ text: 'Two', editedAt: noon + 150_000 }), noon + 3 * minute);
      await keep(atNoon({ text: 'Two', editedAt: noon + 150_000 }), noon + 4 * minute);
      await keep(atNoon({ text: 'Two', editedAt: noon + 270_000, media: 'photo' }), noon + 5 * minute);
      expect(await first(store)).toMatchObject({
        post: { text: 'Two', media: 'photo', revisions: 2, firstSeenAt: noon + minute },
        revisions: [
          {
            text: 'One',
            media: null,
            links: ['https://one.example/'],
            editedAt: null,
            seenAt: noon + minute,
          },
          { text: 'Two', media: null, links: [], editedAt: noon + 150_000, seenAt: noon + 3 * minute },
        ],
      });
    });

    test.each([
      ['text', { text: 'Other' }],
      ['media', { media: 'video' as const }],
      ['links', { links: ['https://example.org/'] }],
      ['date of the edit', { editedAt: noon + 1 }],
    ])('a change of %s is an edit', async (_what, change) => {
      const { store, writer, stepId } = await collecting(await openStore());
      await writer.posts.keep(stepId, { posts: [atNoon()] }, noon);
      await writer.posts.keep(stepId, { posts: [atNoon(change)] }, noon);
      expect(await first(store)).toMatchObject({ post: { revisions: 1 }, revisions: [{ text: 'Post 1' }] });
    });

    test('counters, pinning and the name of an author are no edit', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      await writer.posts.keep(stepId, { posts: [atNoon()] }, noon);
      const changed = atNoon({ views: 99, pinned: true, author: 'Ada', forwards: 4 });
      await writer.posts.keep(stepId, { posts: [changed] }, noon);
      expect(await first(store)).toMatchObject({ post: { revisions: 0, views: 99 }, revisions: [] });
    });

    test('the post is found by the words it has now', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      await writer.posts.keep(stepId, { posts: [atNoon({ text: 'lighthouse' })] }, noon);
      await writer.posts.keep(stepId, { posts: [atNoon({ text: 'ferry', media: 'photo' })] }, noon);
      const found = async (text: string) => (await store.posts.search({ text }, { limit: 9 })).length;
      expect([await found('lighthouse'), await found('ferry')]).toEqual([0, 1]);
      expect(await store.posts.search({ media: ['photo'] }, { limit: 9 })).toHaveLength(1);
    });

    test('the date of a post never changes', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      await writer.posts.keep(stepId, { posts: [atNoon()] }, noon);
      const kept = await first(store);
      expect(await writer.posts.keep(stepId, { posts: [atNoon({ postedAt: noon + hour })] }, noon)).toEqual(
        none,
      );
      expect(await first(store)).toEqual(kept);
    });
  });

  describe(`${name}: counters and samples`, () => {
    test('each window is sampled once; readings between are kept when something moved', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      const read = (views: number, at: number) =>
        writer.posts.keep(stepId, { posts: [atNoon({ views })] }, noon + at);
      await read(1, minute);
      await read(5, 15 * minute);
      await read(6, 16 * minute);
      await read(6, 40 * minute);
      await read(6, 60 * minute);
      await read(9, 2 * hour);
      await read(9, 3 * hour);
      expect(await first(store)).toMatchObject({
        metrics: [
          { at: noon + minute, views: 1, window: null },
          { at: noon + 15 * minute, views: 5, window: 0 },
          { at: noon + 60 * minute, views: 6, window: 1 },
          { at: noon + 2 * hour, views: 9, window: null },
          { at: noon + 3 * hour, views: 9, window: 2 },
        ],
        samples: ['taken', 'taken', 'taken', 'open', 'open', 'open', 'open'],
      });
    });

    test('a reading tells what Telegram gave at that moment, reactions together', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      const reactions = [
        { reaction: '👍', count: 3 },
        { reaction: 'paid', count: 4 },
      ];
      await writer.posts.keep(stepId, { posts: [atNoon({ views: 7, replies: 2, reactions })] }, noon);
      const more = [...reactions, { reaction: '🔥', count: 1 }];
      await writer.posts.keep(
        stepId,
        { posts: [atNoon({ views: null, reactions: more })] },
        noon + 15 * minute,
      );
      expect(await first(store)).toMatchObject({
        post: { views: 7, replies: 2 },
        metrics: [
          { at: noon, views: 7, forwards: null, replies: 2, reactions: 7, window: null },
          { at: noon + 15 * minute, views: null, forwards: null, replies: null, reactions: 8, window: null },
        ],
      });
    });

    test('a reading without views uses no window up: the next one with views is its sample', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      const read = (views: number | null, at: number, text = 'as it was') =>
        writer.posts.keep(stepId, { posts: [atNoon({ views, text })] }, noon + at);
      await read(null, 11 * minute);
      await read(5, 12 * minute);
      await read(null, 60 * minute, 'edited');
      await read(9, 61 * minute, 'edited');
      await read(null, 5 * hour, 'edited again');
      expect(await first(store)).toMatchObject({
        metrics: [
          { at: noon + 12 * minute, views: 5, window: 0 },
          { at: noon + 61 * minute, views: 9, window: 1 },
        ],
        samples: ['taken', 'taken', 'missed', ...Array(4).fill('open')],
      });
      expect(await store.posts.due(noon + 5 * hour, 9)).toEqual(new Map([[1, [1]]]));
    });

    test('a post that was published long ago has missed its windows, and is not looked at for them', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      await writer.posts.keep(stepId, { posts: [atNoon()] }, noon + 25 * hour);
      expect(await first(store)).toMatchObject({
        metrics: [{ at: noon + 25 * hour, window: 4 }],
        samples: ['missed', 'missed', 'missed', 'missed', 'taken', 'open', 'open'],
      });
      await writer.posts.keep(stepId, { posts: [aPost(2)] }, noon + 300 * dayMs);
      expect(new Set((await store.posts.get(1, 2))?.samples)).toEqual(new Set(['missed']));
      expect(await store.posts.due(noon + 300 * dayMs, 9)).toEqual(new Map());
    });

    test('windows that closed unread are missed once somebody marks them', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      await writer.posts.keep(stepId, { posts: [atNoon()] }, noon);
      await writer.posts.closeWindows(noon + 34 * minute);
      expect((await first(store))?.samples[0]).toBe('open');
      await writer.posts.closeWindows(noon + 5 * hour);
      expect((await first(store))?.samples).toEqual(['missed', 'missed', 'missed', ...Array(4).fill('open')]);
    });

    test('posts are due while a window is open, newest first, of channels that are on', async () => {
      const { store, writer, stepId, runId } = await collecting(await openStore());
      await signInAndAdd(writer, 2);
      await writer.posts.keep(
        stepId,
        { posts: [1, 2, 3].map((id) => ({ ...aPost(id), postedAt: noon })) },
        noon,
      );
      const other = await beginStep(writer, runId, 2);
      await writer.posts.keep(other, { posts: [atNoon({ channelId: 2 })] }, noon);
      const due = (at: number, perChannel = 9) => store.posts.due(noon + at, perChannel);
      expect(await due(9 * minute)).toEqual(new Map());
      expect(await due(10 * minute, 2)).toEqual(
        new Map([
          [1, [3, 2]],
          [2, [1]],
        ]),
      );
      // Between two windows nothing is due, whether or not the first was marked as missed.
      expect(await due(40 * minute)).toEqual(new Map());
      await writer.posts.keep(stepId, { posts: [{ ...aPost(3), postedAt: noon }] }, noon + 11 * minute);
      await writer.channels.change([2], { enabled: false });
      expect(await due(12 * minute)).toEqual(new Map([[1, [2, 1]]]));
    });
  });

  describe(`${name}: thousands of posts that are due`, () => {
    test('are read in blocks, so that others get their turn; the newest are chosen all the same', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      for (let start = 1; start <= 1200; start += 100) {
        const posts = Array.from({ length: 100 }, (_, place) => aPost(start + place));
        await writer.posts.keep(stepId, { posts }, noon);
      }
      let turns = 0;
      setImmediate(() => {
        turns += 1;
      });
      const due = await store.posts.due(noon + 31 * minute, 3);
      expect(due).toEqual(new Map([[1, [1200, 1199, 1198]]]));
      expect(turns).toBe(1);
    });
  });

  describe(`${name}: deleted posts`, () => {
    test('what Telegram says was deleted is kept, counted once, and never due', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      await writer.posts.keep(stepId, { posts: [atNoon(), aPost(2)] }, noon);
      const before = await first(store);
      const page = { posts: [], deletedIds: [1, 404] };
      expect(await writer.posts.keep(stepId, page, noon + minute)).toEqual({ ...none, deletedMessages: 1 });
      expect(await writer.posts.keep(stepId, page, noon + 2 * minute)).toEqual(none);
      expect(await first(store)).toEqual({
        ...before,
        post: { ...before?.post, deletedAt: noon + minute, deletedBy: 'difference' },
      });
      expect(await channelNow(store)).toMatchObject({ postsHeld: 2, postsDeleted: 1, postsSuspect: 0 });
      const [counted] = await store.channels.list();
      expect(counted).toMatchObject({ id: 1, postsHeld: 2, postsDeleted: 1, postsSuspect: 0 });
      expect(await store.posts.idsHeld(1, { fromId: 0, toId: 9 })).toEqual([2]);
      expect(await store.posts.due(noon + 15 * minute, 9)).toEqual(new Map([[1, [2]]]));
      expect(await store.runs.steps(1)).toMatchObject([{ deletedMessages: 1 }]);
    });

    test('one that is missing is suspect and due at once, and deleted when it is missing again in a later run', async () => {
      const { store, writer, stepId, runId } = await collecting(await openStore());
      await writer.posts.keep(stepId, { posts: [atNoon()] }, noon);
      let run = { runId, stepId };
      const missing = (at: number) => writer.posts.keep(run.stepId, { posts: [], absentIds: [1] }, noon + at);
      expect(await missing(minute)).toEqual(none);
      // Another account of the same run may have met the same bad answer.
      expect(await missing(1.5 * minute)).toEqual(none);
      expect(await first(store)).toMatchObject({ post: { suspectSince: noon + minute, deletedAt: null } });
      expect(await channelNow(store)).toMatchObject({ postsDeleted: 0, postsSuspect: 1 });
      expect(await store.posts.due(noon + minute, 9)).toEqual(new Map([[1, [1]]]));
      expect(await store.posts.idsHeld(1, { fromId: 1, toId: 1 })).toEqual([1]);
      run = await nextRun(writer, run, noon + 2 * minute);
      expect(await missing(2 * minute)).toEqual({ ...none, deletedMessages: 1 });
      expect(await missing(3 * minute)).toEqual(none);
      expect(await first(store)).toMatchObject({
        post: { suspectSince: null, deletedAt: noon + 2 * minute, deletedBy: 'absence' },
      });
      expect(await channelNow(store)).toMatchObject({ postsHeld: 1, postsDeleted: 1, postsSuspect: 0 });
      expect(await store.posts.due(noon + hour, 9)).toEqual(new Map());
    });

    test('a post that is seen again is neither suspect nor deleted, and that is no update', async () => {
      const { store, writer, ...opened } = await collecting(await openStore());
      let run: { readonly runId: number; readonly stepId: number } = opened;
      const seen = { posts: [atNoon()] };
      await writer.posts.keep(run.stepId, seen, noon);
      const before = await first(store);
      for (const absences of [1, 2]) {
        for (let absence = 0; absence < absences; absence += 1) {
          run = await nextRun(writer, run, noon + absence);
          await writer.posts.keep(run.stepId, { posts: [], absentIds: [1] }, noon + absence);
        }
        expect((await first(store))?.post.deletedBy).toBe(absences === 2 ? 'absence' : null);
        expect(await writer.posts.keep(run.stepId, { ...seen, absentIds: [1] }, noon + 9)).toEqual(none);
        expect(await first(store)).toEqual({ ...before, post: { ...before?.post, lastSeenAt: noon + 9 } });
        expect(await channelNow(store)).toMatchObject({ postsHeld: 1, postsDeleted: 0, postsSuspect: 0 });
        expect(await store.stats.days(1, '2026-01-01', '2027-01-01')).toMatchObject([
          { posts: 1, deleted: 0 },
        ]);
      }
      expect(await store.posts.due(noon + 10 * minute, 9)).toEqual(new Map([[1, [1]]]));
    });

    test('a page that brings a post and says that it was deleted means that it was', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      const page = { posts: [atNoon(), aPost(2)], deletedIds: [1] };
      expect(await writer.posts.keep(stepId, page, noon)).toEqual({
        newMessages: 2,
        updatedMessages: 0,
        deletedMessages: 1,
      });
      const before = await first(store);
      expect(before).toMatchObject({ post: { deletedAt: noon, deletedBy: 'difference' } });
      expect(await writer.posts.keep(stepId, page, noon)).toEqual(none);
      expect(await first(store)).toEqual(before);
      expect(await channelNow(store)).toMatchObject({ postsHeld: 2, postsDeleted: 1 });
    });

    test('a suspect that Telegram says was deleted is one no more', async () => {
      const { store, writer, stepId } = await collecting(await openStore());
      await writer.posts.keep(stepId, { posts: [atNoon()] }, noon);
      await writer.posts.keep(stepId, { posts: [], absentIds: [1] }, noon + 1);
      await writer.posts.keep(stepId, { posts: [], absentIds: [1], deletedIds: [1] }, noon + 2);
      expect(await first(store)).toMatchObject({ post: { deletedBy: 'difference', suspectSince: null } });
      expect(await channelNow(store)).toMatchObject({ postsDeleted: 1, postsSuspect: 0 });
    });
  });
}

function beginStep(writer: StoreWriter, runId: number, channelId: number): Promise<number> {
  const step = { runId, accountId: anAccount.id, channelId, channelTitle: `Channel ${channelId}` };
  return writer.runs.beginStep({ ...step, startedAt: noon });
}
