import { expect, test, vi } from 'vitest';
import { createPostFeed, pageSize } from '../../../renderer/posts/post-feed.ts';
import { postAt } from '../../../renderer/posts/post-pages.ts';
import type { RequestOf } from '../../../shared/contract.ts';
import type { HeldPost } from '../../../shared/domain.ts';
import { fakeBridge } from '../../support/screen-builders.ts';

type Search = RequestOf<'posts.search'>;

const postOf = (key: number): HeldPost => ({
  key,
  channelId: 1,
  id: key,
  postedAt: key * 1000,
  editedAt: null,
  text: `Post ${key}`,
  links: [],
  views: null,
  forwards: null,
  replies: null,
  reactions: [],
  media: null,
  groupId: null,
  author: null,
  pinned: false,
  firstSeenAt: 0,
  lastSeenAt: 0,
  deletedAt: null,
  deletedBy: null,
  suspectSince: null,
  revisions: 0,
});

/** Posts with keys 1 to `total`, newest first, some of them gone. */
function feedOver(total: number) {
  const world = { total, gone: new Set<number>(), refusal: null as string | null };
  const asked: Search[] = [];
  const network = fakeBridge({
    'posts.search': (request) => {
      const search = request as Search;
      asked.push(search);
      if (world.refusal !== null) return { accepted: false, reason: world.refusal };
      const keys: number[] = [];
      for (
        let key = Math.min(world.total, (search.before ?? Number.POSITIVE_INFINITY) - 1);
        key >= 1;
        key -= 1
      ) {
        if (!world.gone.has(key)) keys.push(key);
        if (keys.length > search.limit) break;
      }
      const page = keys.slice(0, search.limit);
      return {
        accepted: true,
        items: page.map(postOf),
        next: keys.length > search.limit ? (page.at(-1) ?? null) : null,
      };
    },
  });
  const feed = createPostFeed(network.bridge, { text: 'post' });
  const held = () => feed.get().pages.slots.filter(({ posts }) => posts !== null).length;
  const readTo = async (rows: number) => {
    for (let row = 0; row < rows; row += 100) {
      feed.look(row, row + 10);
      await vi.waitFor(() =>
        expect(feed.get().pages.rows).toBeGreaterThanOrEqual(Math.min(world.total, row + 400)),
      );
    }
  };
  return { world, asked, network, feed, held, readTo };
}

test('pages are asked for ahead of what is in view, and no further', async () => {
  const { feed, asked } = feedOver(100_000);
  await vi.waitFor(() => expect(feed.get().pages.rows).toBe(500));
  expect(asked[0]).toEqual({ text: 'post', limit: pageSize });
  feed.look(60, 70);
  feed.look(61, 71);
  feed.look(150, 160);
  await vi.waitFor(() => expect(feed.get().pages.rows).toBe(600));
  expect(asked).toHaveLength(6);
});

test('some forty pages stay in memory; what was dropped comes back by its own cursor', async () => {
  const { feed, asked, held, readTo } = feedOver(100_000);
  await readTo(8000);
  expect(held()).toBeLessThanOrEqual(40);
  expect(feed.get().pages.rows).toBeGreaterThanOrEqual(8000);
  expect(postAt(feed.get().pages, 2000)).toBeNull();
  feed.look(2000, 2010);
  await vi.waitFor(() => expect(postAt(feed.get().pages, 2000)?.key).toBe(98_000));
  expect(asked.at(-1)?.before).toBeDefined();
  expect(held()).toBeLessThanOrEqual(40);
});

test('new posts are counted, and let in only when the list begins again', async () => {
  const { world, network, feed } = feedOver(1000);
  await vi.waitFor(() => expect(feed.get().pages.rows).toBe(500));
  world.total = 1012;
  network.changed(['posts']);
  await vi.waitFor(() => expect(feed.get().fresh).toEqual({ count: 12, more: false }));
  expect(postAt(feed.get().pages, 0)?.key).toBe(1000);
  await feed.restart();
  expect(postAt(feed.get().pages, 0)?.key).toBe(1012);
  expect(feed.get().fresh.count).toBe(0);
});

test('what is gone from a page in view leaves it, and every row after it keeps its post', async () => {
  const { world, network, feed } = feedOver(1000);
  await vi.waitFor(() => expect(feed.get().pages.rows).toBe(500));
  world.gone.add(950);
  world.gone.add(850);
  feed.look(140, 160);
  network.changed(['posts']);
  await vi.waitFor(() => expect(feed.get().pages.rows).toBeLessThan(600));
  await vi.waitFor(() => {
    const keys = Array.from({ length: 300 }, (_, row) => postAt(feed.get().pages, row)?.key);
    expect(keys).not.toContain(950);
    expect(keys).not.toContain(850);
    expect(new Set(keys).size).toBe(300);
  });
});

test('a refusal at first stands alone; later it stops the list until it is tried again', async () => {
  const first = feedOver(1000);
  first.world.refusal = 'Enter a word.';
  await first.feed.restart();
  expect(first.feed.get()).toMatchObject({ phase: 'refused', problem: 'Enter a word.' });

  const { world, feed } = feedOver(5000);
  await vi.waitFor(() => expect(feed.get().pages.rows).toBe(500));
  world.refusal = 'Busy.';
  feed.look(300, 310);
  await vi.waitFor(() => expect(feed.get().problem).toBe('Busy.'));
  expect(feed.get().pages.rows).toBe(500);
  world.refusal = null;
  feed.tryAgain();
  await vi.waitFor(() => expect(feed.get().pages.rows).toBeGreaterThan(500));
});

test('an ended list says nothing any more', async () => {
  const { feed } = feedOver(1000);
  let told = 0;
  feed.subscribe(() => {
    told += 1;
  });
  feed.end();
  await feed.restart();
  expect(told).toBe(0);
});
