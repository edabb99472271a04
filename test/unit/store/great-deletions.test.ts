import { expect, test } from 'vitest';
import { LeaseLostError } from '../../../electron/ports/store.ts';
import { configureWriter, openConnection } from '../../../electron/store/connection.ts';
import { migrate } from '../../../electron/store/migrate.ts';
import { migrations } from '../../../electron/store/schema.ts';
import { createStore } from '../../../electron/store/store.ts';
import { silentLog } from './silent-log.ts';
import { collecting } from './store-contract.ts';
import { everythingIn, leaseOf, noon, writerOf } from './store-samples.ts';

const hour = 60 * 60_000;

/** A store in memory, in the middle of a run, together with the connection beneath it. */
async function openBoth() {
  const connection = openConnection({ file: ':memory:', log: silentLog });
  configureWriter(connection);
  migrate(connection, migrations, () => '');
  const collected = await collecting(createStore(connection, connection.close));
  const count = (table: string) =>
    connection.get<{ readonly rows: number }>(`SELECT count(*) AS rows FROM ${table}`)?.rows;
  return { connection, count, ...collected };
}
type Both = Awaited<ReturnType<typeof openBoth>>;

const numbers = (from: number, to: number) =>
  `WITH RECURSIVE numbers (n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM numbers WHERE n < ${to})`;

function holdPosts({ connection }: Both, count: number): void {
  connection.script(
    `${numbers(1, count)} INSERT INTO posts (channel_id, id, posted_at, text, reactions, pinned, first_seen_at, last_seen_at)
       SELECT 1, n, ${noon}, 'Post', '[]', 0, ${noon}, ${noon} FROM numbers;
     UPDATE channels SET posts_held = ${count} WHERE id = 1`,
  );
}

const ofAChannel = [
  'post_revisions',
  'post_metrics',
  'day_stats',
  'subscriber_counts',
  'alerts',
  'post_search',
] as const;

/** All that format 3 keeps of the posts that are held, and of their channel. */
function holdHistory({ connection }: Both): void {
  connection.script(
    `INSERT INTO post_revisions (row_id, number, text, links, seen_at) SELECT row_id, 1, 'Was', '[]', 0 FROM posts;
     INSERT INTO post_metrics (row_id, at, reactions) SELECT row_id, 1, 0 FROM posts;
     INSERT INTO post_search (rowid, text, tags) SELECT row_id, text, 'c1 mnone' FROM posts;
     INSERT INTO day_stats (channel_id, day, posts, edited, deleted, viewed_posts, views, forwards, replies, reactions,
         posts_24h, views_24h, hours, curve, best)
       VALUES (1, '2026-03-14', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, '[]', '[]', '[]');
     INSERT INTO subscriber_counts (channel_id, day, at, subscribers) VALUES (1, '2026-03-14', 1, 9);
     INSERT INTO watches (kind, channel_id, text, created_at) VALUES ('words', 1, 'post', 1);
     INSERT INTO watches (id, kind, text, created_at) VALUES (9, 'words', 'post', 1);
     INSERT INTO alerts (watch_id, cause, at, channel_id, channel_title, message) VALUES (9, 'c', 1, 1, 't', 'm')`,
  );
}

/** Finished runs, one an hour, each with so many steps and as many events. */
function keepRuns({ connection }: Both, runs: number, steps: number): void {
  connection.script(
    `${numbers(2, runs + 1)} INSERT INTO runs (id, run_trigger, status, policy, interval_ms, started_at, alive_at,
         ended_at, worker, token, channels_total)
       SELECT n, 'schedule', 'succeeded', 'fixed', 1, ${noon} + n * ${hour}, 0, ${noon}, 'w', 1, 1 FROM numbers;
     ${numbers(1, steps)} INSERT INTO run_steps (run_id, account_id, channel_id, channel_title, status, started_at, ended_at)
       SELECT runs.id, 1, 1, 'Channel 1', 'succeeded', 0, 0 FROM runs, numbers WHERE runs.id > 1;
     ${numbers(1, steps)} INSERT INTO audit_events (at, type, run_id, metadata)
       SELECT runs.started_at + numbers.n, 'channel.started', runs.id, '{}' FROM runs, numbers WHERE runs.id > 1`,
  );
}

/** Takes the lease away in the middle of what is under way. */
async function interrupted(both: Both, work: Promise<unknown>): Promise<void> {
  const refused = expect(work).rejects.toThrow(LeaseLostError);
  await new Promise((resolve) => setImmediate(resolve));
  await leaseOf(both.store, 9);
  await refused;
}

test('a removal cut short leaves rows that nobody sees; the next holder removes them when it begins', async () => {
  const both = await openBoth();
  const { connection, store, writer, count } = both;
  holdPosts(both, 5000);
  holdHistory(both);
  await interrupted(both, writer.channels.remove([1]));
  expect(count('posts')).toBeGreaterThan(0);
  expect(count('posts')).toBeLessThan(5000);
  expect(await store.channels.list()).toEqual([]);
  expect(await store.posts.list(1, { limit: 10 })).toEqual([]);

  const successor = await writerOf(store, 10);
  await successor.runs.repairInterrupted();
  expect([count('posts'), count('channels'), count('channel_access')]).toEqual([0, 0, 0]);
  for (const table of ofAChannel) expect([table, count(table)]).toEqual([table, 0]);
  expect(connection.all('SELECT id FROM watches')).toEqual([{ id: 9 }]);
});

test('an expiry cut short has removed whole posts and counted them; the next one tells of all', async () => {
  const both = await openBoth();
  const { store, writer, count } = both;
  holdPosts(both, 3000);
  holdHistory(both);
  await writer.channels.change([1], { keepDays: 1 });
  const now = noon + 48 * hour;
  await interrupted(both, writer.posts.expire(now));
  const left = count('posts') ?? 0;
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(3000);
  expect(await store.channels.list()).toMatchObject([{ postsHeld: left }]);
  for (const table of ['post_revisions', 'post_metrics', 'post_search']) expect(count(table)).toBe(left);
  expect(await store.audit.list({ types: ['posts.expired'], limit: 9 })).toEqual([]);

  const successor = await writerOf(store, 10);
  expect(await successor.posts.expire(now)).toEqual({ posts: left });
  expect(await store.channels.list()).toMatchObject([{ postsHeld: 0 }]);
  expect(await store.audit.list({ types: ['posts.expired'], limit: 9 })).toMatchObject([
    { metadata: { posts: 3000 } },
  ]);
});

test('retention takes whole runs with their steps and events, however many there are', async () => {
  const both = await openBoth();
  const { store, writer, count } = both;
  keepRuns(both, 80, 40);
  const before = noon + 1000 * hour;
  const removed = await writer.audit.applyRetention(before, before);
  // The open run is one of the 50 newest no more, and stays because it is open.
  expect(removed).toEqual({ runs: 30, events: 30 * 40 });
  expect([count('runs'), count('run_steps'), count('audit_events')]).toEqual([51, 1 + 50 * 40, 50 * 40 + 1]);
  expect(await store.audit.list({ limit: 1 })).toMatchObject([
    { type: 'retention.applied', metadata: { ...removed, before } },
  ]);
});

test('events that belong to no run, or to one that is gone, go by their own time', async () => {
  const both = await openBoth();
  const { store, writer } = both;
  const stopped = { type: 'app.stopped', metadata: { reason: 'quit' } } as const;
  for (let index = 0; index < 1500; index += 1) await writer.audit.append({ at: noon, ...stopped });
  await writer.audit.append({ at: noon, runId: 1, ...stopped });
  await writer.audit.append({ at: noon, runId: 404, ...stopped });
  await writer.audit.append({ at: noon + hour, ...stopped });
  expect(await writer.audit.applyRetention(noon + 1, noon + hour)).toEqual({ runs: 0, events: 1501 });
  expect((await store.audit.list({ limit: 9 })).map(({ at, runId }) => [at, runId])).toEqual([
    [noon + hour, null],
    [noon + hour, null],
    [noon, 1],
  ]);
});

test('retention cut short removes no run by halves, and what it removed is told by the next', async () => {
  const both = await openBoth();
  const { connection, store, writer, count } = both;
  keepRuns(both, 80, 600);
  const before = noon + 1000 * hour;
  await interrupted(both, writer.audit.applyRetention(before, before));
  expect(count('runs')).toBeLessThan(81);
  expect(count('runs')).toBeGreaterThan(51);
  const halves = 'SELECT run_id FROM run_steps WHERE run_id > 1 GROUP BY run_id HAVING count(*) <> 600';
  expect(connection.all(halves)).toEqual([]);
  expect(await store.audit.list({ limit: 1, types: ['retention.applied'] })).toEqual([]);

  const successor = await writerOf(store, 10);
  expect(await successor.audit.applyRetention(before, before)).toEqual({ runs: 30, events: 30 * 600 });
  expect(await successor.audit.applyRetention(before, before)).toEqual({ runs: 0, events: 0 });
});

test('while retention is at work others write and read', async () => {
  const both = await openBoth();
  const { writer, store } = both;
  keepRuns(both, 80, 100);
  const order: string[] = [];
  const applying = writer.audit.applyRetention(noon + 1000 * hour, noon).then(() => order.push('applied'));
  await new Promise((resolve) => setImmediate(resolve));
  await writer.floods.record({ accountId: 1, method: 'm', until: noon + 1 });
  order.push('written');
  await applying;
  expect(order).toEqual(['written', 'applied']);
  expect((await everythingIn(store)).floods).toHaveLength(1);
});
