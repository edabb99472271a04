import { expect, test } from 'vitest';
import { createWatchHandlers, mostWatches } from '../../../electron/service/watch-handlers.ts';
import type { ChangedList } from '../../../shared/contract.ts';
import type { UnseenAlerts } from '../../../shared/snapshot.ts';
import { openUntilEnd } from '../store/kept-database.ts';
import { collecting } from '../store/store-contract.ts';
import { aPost, noon } from '../store/store-samples.ts';

/** Over a database in which channel 1 is being collected. */
async function watching() {
  const { store, writer, stepId } = await collecting((await openUntilEnd(':memory:')).store);
  const changed: ChangedList[] = [];
  const told: UnseenAlerts[] = [];
  const handlers = createWatchHandlers({
    store,
    writer: async () => writer,
    clock: { now: () => noon },
    changed: (lists) => changed.push(...lists),
    onAlerts: (alerts) => told.push(alerts),
  });
  return { handlers, writer, stepId, changed, told };
}

test('a watch is added, told of, and removed', async () => {
  const { handlers, changed } = await watching();
  const added = await handlers['watches.add']({ kind: 'words', text: 'flood', channelId: 1 });
  const watch = { id: 1, kind: 'words', text: 'flood', channelId: 1, createdAt: noon };
  expect(added).toEqual({ accepted: true, watch });
  expect(await handlers['watches.list']({})).toEqual([watch]);
  expect(changed).toContain('watches');
  expect(await handlers['watches.remove']({ watchId: 1 })).toEqual({ accepted: true });
  expect(await handlers['watches.list']({})).toEqual([]);
});

test.each([
  ['words without a letter', { kind: 'words', text: '!!!', channelId: null }, /Enter a word/],
  [
    'words that must not be there alone',
    { kind: 'words', text: '-rain -"old quay"', channelId: null },
    /nearly every post/,
  ],
  ['a channel that is not collected', { kind: 'silence', hours: 5, channelId: 404 }, /not collected/],
] as const)('%s are refused in words', async (_what, watch, words) => {
  const { handlers } = await watching();
  expect(await handlers['watches.add'](watch)).toEqual({
    accepted: false,
    reason: expect.stringMatching(words),
  });
  expect(await handlers['watches.list']({})).toEqual([]);
});

test('of watches that are added at once, none is one too many', async () => {
  const { handlers } = await watching();
  const answers = await Promise.all(
    Array.from({ length: mostWatches + 2 }, (_each, index) =>
      handlers['watches.add']({ kind: 'silence', hours: index + 1, channelId: null }),
    ),
  );
  expect(answers.filter(({ accepted }) => accepted)).toHaveLength(mostWatches);
  expect(answers.at(-1)).toEqual({ accepted: false, reason: expect.stringMatching(/100 watches already/) });
});

test.each([
  { kind: 'words', text: 'flood -rain', channelId: 1 },
  { kind: 'silence', hours: 5, channelId: null },
  { kind: 'loss', percent: 3, channelId: null },
] as const)('what is watched already is not watched twice: $kind', async (watch) => {
  const { handlers } = await watching();
  await handlers['watches.add'](watch);
  const [again, also] = await Promise.all([
    handlers['watches.add'](watch),
    handlers['watches.add']({ ...watch, channelId: watch.channelId === null ? 1 : null }),
  ]);
  expect(again).toEqual({ accepted: false, reason: expect.stringMatching(/already: it is watch 1\./) });
  expect(also).toMatchObject({ accepted: true });
});

test('a watch that is gone cannot be removed', async () => {
  const { handlers } = await watching();
  expect(await handlers['watches.remove']({ watchId: 9 })).toMatchObject({ accepted: false });
});

test('alerts are read page by page; what is seen, or removed, is told to the snapshot', async () => {
  const { handlers, writer, stepId, told, changed } = await watching();
  await handlers['watches.add']({ kind: 'words', text: 'post', channelId: null });
  await writer.posts.keep(stepId, { posts: [1, 2, 3].map(aPost) }, noon);
  const first = await handlers['alerts.list']({ limit: 2 });
  expect(first.items.map(({ postId }) => postId)).toEqual([3, 2]);
  const rest = await handlers['alerts.list']({ limit: 2, before: first.next ?? 0 });
  expect([rest.items.map(({ postId }) => postId), rest.next]).toEqual([[1], null]);
  await handlers['alerts.seen']({ alertIds: [first.items[0]?.id ?? 0] });
  expect(told.at(-1)).toMatchObject({ count: 2, newest: { postId: 2 } });
  await handlers['watches.remove']({ watchId: 1 });
  expect(told.at(-1)).toEqual({ count: 0, newest: null });
  expect(changed).toContain('alerts');
});
