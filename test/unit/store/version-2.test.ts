import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openConnection } from '../../../electron/store/connection.ts';
import { migrate } from '../../../electron/store/migrate.ts';
import { indexPost } from '../../../electron/store/post-index.ts';
import { keysOfSecond } from '../../../electron/store/post-key.ts';
import { migrations } from '../../../electron/store/schema.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { change, filesUnder, openUntilEnd } from './kept-database.ts';
import { silentLog } from './silent-log.ts';
import { dayMs, everythingIn, newRun, noon, writerOf } from './store-samples.ts';

const minute = 60_000;

/** The path of a database that a program of version 2 left: two channels, of which six posts were last read at noon. */
async function aDatabaseOfVersion2(): Promise<string> {
  const file = join(await temporaryFolder(), 'tidings.db');
  change(file, readFileSync(join(import.meta.dirname, 'version-2.sql'), 'utf8'));
  return file;
}

function openUntilEndRaw(file: string) {
  const connection = openConnection({ file, log: silentLog });
  onTestFinished(() => connection.close());
  return connection;
}

/** A store over the database, with a step of channel 1 open. */
async function collectingAgain() {
  const { store } = await openUntilEnd(await aDatabaseOfVersion2());
  const writer = await writerOf(store, 2);
  const runId = await writer.runs.begin(newRun.run);
  const step = { runId, accountId: 1, channelId: 1, channelTitle: 'Channel 1', startedAt: noon };
  return { store, writer, stepId: await writer.runs.beginStep(step) };
}

test('the scripts of versions 1 and 2 make what they have always made', async () => {
  const schemaOf = (connection: ReturnType<typeof openConnection>) =>
    connection.all(`SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name`);
  const made = openUntilEndRaw(':memory:');
  migrate(made, migrations.slice(0, 2), () => '');
  expect(schemaOf(made)).toEqual(schemaOf(openUntilEndRaw(await aDatabaseOfVersion2())));
});

test('a database that was brought up to date is sound and refers to nothing that is not there', async () => {
  const file = await aDatabaseOfVersion2();
  await (await openUntilEnd(file)).store.close();
  const brought = openUntilEndRaw(file);
  expect(brought.all('PRAGMA foreign_key_check')).toEqual([]);
  expect(brought.pragma('integrity_check')).toBe('ok');
  expect(await filesUnder(join(file, '..', 'backups'))).toEqual([expect.stringContaining('before-format-3')]);
});

test('posts keep all that was held of them, and are neither edited nor deleted', async () => {
  const { store } = await openUntilEnd(await aDatabaseOfVersion2());
  const everything = await everythingIn(store);
  const unknown = { links: [], deletedAt: null, deletedBy: null, suspectSince: null, revisions: 0 };
  expect(everything.posts[0]).toEqual([
    expect.objectContaining({ id: 9, text: 'The newest of all', views: 10, ...unknown }),
    {
      channelId: 1,
      id: 8,
      key: keysOfSecond(noon + 5000).from,
      postedAt: noon + 5000,
      editedAt: noon + 30_000,
      text: 'Façade of the harbour',
      views: 12,
      forwards: 3,
      replies: null,
      reactions: [{ reaction: '👍', count: 2 }],
      media: 'photo',
      groupId: '77',
      author: 'Someone',
      pinned: true,
      firstSeenAt: noon + 10_000,
      lastSeenAt: noon + minute,
      ...unknown,
    },
    expect.objectContaining({ id: 5, media: 'video', replies: 2 }),
    expect.objectContaining({ id: 2, editedAt: noon - 39 * dayMs }),
  ]);
  expect(everything.channels).toMatchObject([
    {
      id: 1,
      postsHeld: 4,
      postsDeleted: 0,
      postsSuspect: 0,
      newSinceLooked: 1,
      reread: false,
      keepDays: null,
      covered: [{ fromId: 2, toId: 9 }],
    },
    { id: 2, enabled: false, backfill: true, postsHeld: 2, covered: [{ fromId: 0, toId: 2 }] },
  ]);
  expect(everything.addresses).toMatchObject([
    { channelId: 1, pts: null, checkedAt: null, subscribersAt: null, reread: false },
  ]);
  expect(everything.steps).toMatchObject([
    [
      { id: 1, messages: 4, deletedMessages: 0, skipped: null },
      { id: 2, messages: 2, deletedMessages: 0, skipped: null },
    ],
  ]);
});

test('the keys of posts are in the order of their dates, and every post is found by its words', async () => {
  const { store } = await openUntilEnd(await aDatabaseOfVersion2());
  const found = async (text?: string) =>
    (await store.posts.search(text === undefined ? {} : { text }, { limit: 10 })).map(({ text: all }) => all);
  expect(await found()).toEqual([
    'The newest of all',
    'The harbour at the same second',
    'Façade of the harbour',
    'Just before noon',
    'Three days old',
    'Of old',
  ]);
  expect(await found('facade')).toEqual(['Façade of the harbour']);
  expect(await found('harbour')).toEqual(['The harbour at the same second', 'Façade of the harbour']);
});

test('the index of posts of before is what it would be if they came now', async () => {
  const file = await aDatabaseOfVersion2();
  await (await openUntilEnd(file)).store.close();
  const brought = openUntilEndRaw(file);
  brought.script("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'post_search', 'instance')");
  const terms = () => brought.all('SELECT * FROM temp.terms ORDER BY doc, col, "offset"');
  const kept = terms();
  for (const { key } of brought.all<{ readonly key: number }>('SELECT row_id AS key FROM posts'))
    indexPost(brought, key);
  expect(kept).toEqual(terms());
  expect(kept.length).toBeGreaterThan(20);
});

test('a post of before is found like one that comes now, also where an emoji sticks to a word', async () => {
  const file = await aDatabaseOfVersion2();
  const text = 'Hello🤖World 🥇gold don’t';
  change(file, `UPDATE posts SET text = '${text}' WHERE channel_id = 1 AND id = 9`);
  const { store } = await openUntilEnd(file);
  for (const word of ['hello', 'world', 'gold', 'don’t']) {
    expect(await store.posts.search({ text: word }, { limit: 10 })).toMatchObject([{ id: 9 }]);
  }
});

test('posts are due for the samples whose windows are still open, and those long past have missed theirs', async () => {
  const { store, writer } = await collectingAgain();
  const samplesOf = async (id: number) => (await store.posts.get(1, id))?.samples;
  const missed = (count: number) =>
    Array.from({ length: 7 }, (_, window) => (window < count ? 'missed' : 'open'));
  expect(await samplesOf(2)).toEqual(missed(7));
  expect(await store.posts.due(noon + 20 * minute, 10)).toEqual(new Map([[1, [9, 8, 5]]]));
  await writer.posts.closeWindows(noon + 20 * minute);
  expect(await samplesOf(9)).toEqual(missed(0));
  expect(await samplesOf(5)).toEqual(missed(5));
  expect(await store.posts.due(noon + 20 * minute, 10)).toEqual(new Map([[1, [9, 8, 5]]]));
});

test('links that were not kept before are no edit; a text that differs is, of the version that was there', async () => {
  const { store, writer, stepId } = await collectingAgain();
  const held = await store.posts.list(1, { limit: 10 });
  const posts = held.map((post) => ({ ...post, links: ['https://example.org/'] }));
  expect(await writer.posts.keep(stepId, { posts }, noon + 2 * minute)).toMatchObject({ updatedMessages: 0 });
  expect(
    (await store.posts.list(1, { limit: 10 })).map(({ links, revisions }) => [links, revisions]),
  ).toEqual(held.map(() => [['https://example.org/'], 0]));
  const edited = { ...posts[1], text: 'Another text', editedAt: noon + 3 * minute };
  await writer.posts.keep(
    stepId,
    { posts: posts.slice(1, 2).map((post) => ({ ...post, ...edited })) },
    noon + 4 * minute,
  );
  expect(await store.posts.get(1, 8)).toMatchObject({
    post: { text: 'Another text', revisions: 1 },
    revisions: [{ text: 'Façade of the harbour', editedAt: noon + 30_000, seenAt: noon + 30_000 }],
  });
});

test('a channel of before can be removed with all that was held of it', async () => {
  const { store, writer } = await collectingAgain();
  expect(await writer.channels.remove([1])).toEqual({ postsRemoved: 4 });
  expect(await store.posts.search({ text: 'facade' }, { limit: 10 })).toEqual([]);
});
