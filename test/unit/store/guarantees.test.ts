import { rename, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import type { Log } from '../../../electron/ports/log.ts';
import { backUp, backUpIfDue, isSound } from '../../../electron/store/back-up.ts';
import { configureWriter, openConnection } from '../../../electron/store/connection.ts';
import { migrate } from '../../../electron/store/migrate.ts';
import { migrations } from '../../../electron/store/schema.ts';
import { createStore } from '../../../electron/store/store.ts';
import { aClosedDatabase, filesUnder, openUntilEnd, postIdsIn } from './kept-database.ts';
import { silentLog } from './silent-log.ts';
import { collecting } from './store-contract.ts';
import { aPost, everythingIn, noon } from './store-samples.ts';

const hour = 60 * 60_000;

/** A store in memory together with the connection beneath it. */
function openBoth(log: Log = silentLog) {
  const connection = openConnection({ file: ':memory:', log });
  configureWriter(connection);
  migrate(connection, migrations, () => '');
  return { connection, store: createStore(connection, connection.close) };
}

test('on a full disk nothing of the page is kept, everything before is, and it goes on when space returns', async () => {
  const { connection, store } = openBoth();
  const { writer, stepId } = await collecting(store);
  await writer.posts.keep(stepId, { posts: [aPost(1)] }, noon);
  const before = await everythingIn(store);
  connection.pragma(`max_page_count = ${Number(connection.pragma('page_count'))}`);
  const large = Array.from({ length: 100 }, (_, index) => ({ ...aPost(index + 2), text: 'x'.repeat(4000) }));
  const refused = writer.posts.keep(stepId, { posts: large }, noon);
  await expect(refused).rejects.toMatchObject({ problem: 'disk-full', message: /Free some space/ });
  expect(await everythingIn(store)).toEqual(before);
  connection.pragma('max_page_count = 100000');
  expect(await writer.posts.keep(stepId, { posts: large }, noon)).toMatchObject({ newMessages: 100 });
});

test('an audit event is never changed, and removed by retention only', async () => {
  const { connection, store } = openBoth();
  const { writer } = await collecting(store);
  const stopped = { type: 'app.stopped', metadata: { reason: 'quit' } } as const;
  await writer.audit.append({ at: noon, ...stopped });
  await writer.audit.append({ at: noon + hour, ...stopped });
  expect(() => connection.script("UPDATE audit_events SET metadata = '{}'")).toThrow(/append-only/);
  expect(() => connection.script('DELETE FROM audit_events')).toThrow(/append-only/);
  expect(await writer.audit.applyRetention(noon + 1, noon + hour)).toMatchObject({ events: 1 });
  expect(() => connection.script('DELETE FROM audit_events')).toThrow(/append-only/);
  expect(await store.audit.list({ limit: 9 })).toHaveLength(2);
});

test('the database itself allows no second open run', async () => {
  const { connection, store } = openBoth();
  await collecting(store);
  const copy = `INSERT INTO runs (run_trigger, status, policy, interval_ms, started_at, alive_at, worker, token, channels_total)
    SELECT run_trigger, status, policy, interval_ms, started_at, alive_at, worker, token, channels_total FROM runs`;
  expect(() => connection.script(copy)).toThrow(/UNIQUE/);
});

test('a slow query is logged without its values', () => {
  const messages: string[] = [];
  const { connection } = openBoth({ ...silentLog, info: (message) => void messages.push(message) });
  const slow = `WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 2000000)
    SELECT max(n), ? AS word FROM count`;
  connection.get('SELECT ? AS quick', 'secret');
  connection.get(slow, 'secret');
  expect(messages).toEqual([expect.stringMatching(/^Slow query, \d+ ms: WITH RECURSIVE/)]);
  expect(messages.join()).not.toContain('secret');
});

test('a file database syncs every commit and keeps foreign keys', async () => {
  const connection = openConnection({ file: await aClosedDatabase(), log: silentLog });
  configureWriter(connection);
  const names = ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout', 'trusted_schema'];
  expect(names.map((name) => connection.pragma(name))).toEqual(['wal', 2, 1, 5000, 0]);
  connection.close();
});

test('a back-up is a sound copy made while the database is in use; the three newest are kept', async () => {
  const file = await aClosedDatabase();
  const { store } = await openUntilEnd(file);
  const made: string[] = [];
  for (const hours of [0, 1, 2, 3]) {
    made.push(await backUp({ file, log: silentLog, now: () => noon + hours * hour }));
  }
  expect(await filesUnder(file.replace('tidings.db', 'backups'))).toEqual(
    made.slice(1).map((path) => basename(path)),
  );
  const newest = made.at(-1) ?? '';
  expect(isSound(newest, silentLog)).toBe(true);
  expect(await postIdsIn((await openUntilEnd(newest)).store)).toEqual(await postIdsIn(store));
});

test('a back-up is due once a day', async () => {
  const file = await aClosedDatabase();
  const at = (hours: number) => backUpIfDue({ file, log: silentLog, now: () => noon + hours * hour });
  expect(await at(0)).toContain('2026-03-14T120000.000Z-daily.db');
  expect(await at(23)).toBeNull();
  expect(await at(25)).toContain('2026-03-15T130000.000Z-daily.db');
});

test('back-ups that a wrong clock dated in the future put nothing off, are not made up for after every run, and go first', async () => {
  const file = await aClosedDatabase();
  const at = (hours: number) => backUpIfDue({ file, log: silentLog, now: () => noon + hours * hour });
  for (const days of [400, 402, 404]) await at(days * 24);
  const made = await at(0);
  expect(made).toContain('2026-03-14T120000.000Z-daily.db');
  expect(await at(1)).toBeNull();
  const kept = await filesUnder(file.replace('tidings.db', 'backups'));
  expect(kept).toHaveLength(3);
  expect(kept).toContain(basename(made ?? ''));
});

test('what a killed process left of a back-up goes with the next one; another database’s stays', async () => {
  const file = await aClosedDatabase();
  const left = await backUp({ file, log: silentLog, now: () => noon - hour });
  const other = left.replace('/tidings-2', '/another-2');
  await rename(left, `${left}.unfinished`);
  await writeFile(`${other}.unfinished`, '');
  const made = await backUp({ file, log: silentLog, now: () => noon });
  expect(await filesUnder(file.replace('tidings.db', 'backups'))).toEqual([
    `${basename(other)}.unfinished`,
    basename(made),
  ]);
});
