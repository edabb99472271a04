import { describe, expect, test } from 'vitest';
import { createInsightHandlers } from '../../../electron/service/insight-handlers.ts';
import { createPostHandlers } from '../../../electron/service/post-handlers.ts';
import { openUntilEnd } from '../store/kept-database.ts';
import { collecting } from '../store/store-contract.ts';
import { aPost, noon } from '../store/store-samples.ts';

async function withPosts() {
  const { store, writer, stepId } = await collecting((await openUntilEnd(':memory:')).store);
  const posts = [1, 2, 3].map((id) => ({
    ...aPost(id),
    postedAt: noon + id * 1000,
    text: `post number ${id}`,
    views: 10,
  }));
  await writer.posts.keep(stepId, { posts }, noon);
  return { store, posts: createPostHandlers(store), insights: createInsightHandlers(store, () => noon) };
}

describe('posts', () => {
  test('are found page by page', async () => {
    const { posts } = await withPosts();
    const first = await posts['posts.search']({ text: 'number', limit: 2 });
    if (!first.accepted) throw new Error(first.reason);
    expect(first.items.map(({ id }) => id)).toEqual([3, 2]);
    const rest = await posts['posts.search']({ text: 'number', limit: 2, before: first.next ?? 0 });
    expect(rest).toMatchObject({ accepted: true, items: [{ id: 1 }], next: null });
    expect(await posts['posts.count']({ text: 'number -3', atMost: 9 })).toEqual({
      accepted: true,
      count: 2,
      more: false,
    });
  });

  test('are refused in words where there is nothing to search for', async () => {
    const { posts } = await withPosts();
    const refused = { accepted: false, reason: expect.stringContaining('Enter a word.') };
    expect(await posts['posts.search']({ text: '!!', limit: 2 })).toEqual(refused);
    expect(await posts['posts.count']({ text: '!!', atMost: 2 })).toEqual(refused);
  });

  test('are told of one by one, with null for one that is not held', async () => {
    const { posts } = await withPosts();
    expect(await posts['posts.get']({ channelId: 1, postId: 2 })).toMatchObject({ post: { id: 2 } });
    expect(await posts['posts.get']({ channelId: 1, postId: 9 })).toBeNull();
  });
});

describe('insights', () => {
  const day = new Date(noon).toISOString().slice(0, 10);

  test('are of the channel and the period', async () => {
    const { insights } = await withPosts();
    expect(await insights['insights.get']({ channelId: 1, from: day, to: day })).toMatchObject({
      posts: 3,
      reach: 10,
    });
    expect(await insights['insights.overview']({ from: day, to: day })).toMatchObject([
      { channelId: 1, posts: 3 },
    ]);
  });

  test.each([
    ['that ends before it begins', '2026-05-02', '2026-05-01', 'before it begins'],
    ['of more than ten years', '2016-01-01', '2026-05-01', 'at most 3660'],
  ])('of a period %s are refused', async (_, from, to, message) => {
    const { insights } = await withPosts();
    await expect(insights['insights.get']({ channelId: 1, from, to })).rejects.toThrow(message);
    await expect(insights['insights.overview']({ from, to })).rejects.toMatchObject({ code: 'bad-request' });
  });

  test('of a channel that is not collected are refused', async () => {
    const { insights } = await withPosts();
    await expect(insights['insights.get']({ channelId: 9, from: day, to: day })).rejects.toThrow(
      'No channel',
    );
  });
});
