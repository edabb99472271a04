import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openStore } from '../../../electron/store/open-store.ts';
import { mediaKinds, type Post } from '../../../shared/domain.ts';
import { silentLog } from './silent-log.ts';
import { collecting } from './store-contract.ts';
import { noon } from './store-samples.ts';

const counter = fc.option(fc.nat(5), { nil: null });
const anyText = fc.option(fc.string({ unit: 'binary', maxLength: 8 }), { nil: null });

/** Few ids and small counters, so that posts are met again and differ in anything. */
const post: fc.Arbitrary<Post> = fc.record({
  channelId: fc.constant(1),
  id: fc.integer({ min: 1, max: 6 }),
  postedAt: fc.constant(noon),
  editedAt: fc.option(fc.constant(noon), { nil: null }),
  // Lone surrogates and zero bytes are in here too.
  text: fc.array(fc.nat(0xffff), { maxLength: 6 }).map((units) => String.fromCharCode(...units)),
  views: counter,
  forwards: counter,
  replies: counter,
  reactions: fc.uniqueArray(fc.record({ reaction: fc.constantFrom('👍', '🔥', 'paid'), count: fc.nat(3) }), {
    selector: ({ reaction }) => reaction,
  }),
  media: fc.option(fc.constantFrom(...mediaKinds), { nil: null }),
  groupId: anyText,
  author: anyText,
  pinned: fc.boolean(),
  links: fc.array(fc.constantFrom('https://example.org/', 'tg://resolve?domain=a'), { maxLength: 2 }),
});
const page = fc.uniqueArray(post, { selector: ({ id }) => id, maxLength: 6 });

test('keeping pages twice changes nothing but when they were last seen, and every count is right', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(page, { maxLength: 6 }), async (pages) => {
      const opened = await openStore({ file: ':memory:', log: silentLog, now: () => noon });
      const { store, writer, stepId } = await collecting(opened.store);
      const known = new Set<number>();
      let [messages, newMessages, updatedMessages] = [0, 0, 0];
      for (const [index, posts] of pages.entries()) {
        const first = await writer.posts.keep(stepId, { posts }, noon + index);
        const held = await store.posts.list(1, { limit: 10 });
        const again = await writer.posts.keep(stepId, { posts }, noon + index);
        expect(again).toEqual({ newMessages: 0, updatedMessages: 0, deletedMessages: 0 });
        expect(await store.posts.list(1, { limit: 10 })).toEqual(held);
        expect(first.newMessages).toBe(posts.filter(({ id }) => !known.has(id)).length);

        for (const { id } of posts) known.add(id);
        messages += 2 * posts.length;
        newMessages += first.newMessages;
        updatedMessages += first.updatedMessages;
      }
      const held = await store.posts.list(1, { limit: 10 });
      expect(held.map(({ id }) => id)).toEqual([...known].toSorted((one, other) => other - one));
      expect(held.map(({ id, firstSeenAt, lastSeenAt }) => [id, firstSeenAt, lastSeenAt])).toEqual(
        held.map(({ id }) => {
          const has = (posts: readonly Post[]) => posts.some((one) => one.id === id);
          return [id, noon + pages.findIndex(has), noon + pages.findLastIndex(has)];
        }),
      );
      expect(await store.runs.steps(1)).toMatchObject([{ messages, newMessages, updatedMessages }]);
      expect(await store.channels.list()).toMatchObject([{ postsHeld: known.size }]);
      expect(await store.figures({ startedAt: 0, endsAt: 1 })).toMatchObject({ postsHeld: known.size });
      await store.close();
    }),
    { numRuns: 200 },
  );
});
