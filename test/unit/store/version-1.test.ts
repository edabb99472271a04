import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isSound } from '../../../electron/store/back-up.ts';
import { configureWriter, openConnection } from '../../../electron/store/connection.ts';
import { migrate } from '../../../electron/store/migrate.ts';
import { migrations } from '../../../electron/store/schema.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { change, filesUnder, openUntilEnd, postIdsIn } from './kept-database.ts';
import { silentLog } from './silent-log.ts';
import {
  aChannel,
  anAccount,
  aPost,
  everythingIn,
  finishedStep,
  memory,
  newRun,
  noon,
  writerOf,
} from './store-samples.ts';

/** The path of a database that a program of version 1 left. */
async function aDatabaseOfVersion1(): Promise<string> {
  const file = join(await temporaryFolder(), 'tidings.db');
  change(file, readFileSync(join(import.meta.dirname, 'version-1.sql'), 'utf8'));
  return file;
}

function openUntilEndRaw(file: string) {
  const connection = openConnection({ file, log: silentLog });
  onTestFinished(() => connection.close());
  return connection;
}

const schemaOf = (connection: ReturnType<typeof openConnection>) =>
  connection.all<{ readonly name: string; readonly sql: string | null }>(
    `SELECT name, replace(sql, '"run_steps"', 'run_steps') AS sql FROM sqlite_schema
     WHERE name NOT LIKE 'sqlite_%' ORDER BY name`,
  );

test('the script of version 1 makes what it has always made', async () => {
  const kept = openUntilEndRaw(await aDatabaseOfVersion1());
  const made = openUntilEndRaw(':memory:');
  migrate(made, migrations.slice(0, 1), () => '');
  expect(schemaOf(made)).toEqual(schemaOf(kept));
});

test('a database that was brought up to date is like one that is new', async () => {
  const file = await aDatabaseOfVersion1();
  await (await openUntilEnd(file)).store.close();
  const brought = openUntilEndRaw(file);
  const made = openUntilEndRaw(':memory:');
  migrate(made, migrations, () => '');
  expect(schemaOf(brought)).toEqual(schemaOf(made));
  expect(brought.all('PRAGMA foreign_key_check')).toEqual([]);
  expect(brought.pragma('integrity_check')).toBe('ok');
});

test('everything of version 1 is still there, and a copy of it as it was', async () => {
  const file = await aDatabaseOfVersion1();
  const { store } = await openUntilEnd(file);
  const everything = await everythingIn(store);
  expect(everything).toMatchObject({
    accounts: [{ ...anAccount, state: 'signed-in' }],
    channels: [
      { id: 9, enabled: true, backfill: false, covered: [], newSinceLooked: 0 },
      {
        id: 1,
        limit: 50,
        postsHeld: 5,
        covered: [
          { fromId: 4, toId: 6 },
          { fromId: 8, toId: 9 },
        ],
        newSinceLooked: 0,
      },
      { id: 3, enabled: false, limit: 7, newSinceLooked: 0 },
    ],
    addresses: [{ channelId: 9 }, { channelId: 1, accessHash: 'hash 1', backfill: false }],
    dialogs: { channels: [], complete: false, readAt: null },
    runs: [{ id: 3 }, { id: 2 }, { id: 1 }],
    steps: [
      [],
      [{ id: 2, status: 'failed', error: 'refused' }],
      [{ id: 1, status: 'succeeded', messages: 3 }],
    ],
    floods: [{ accountId: 1 }],
    schedule: memory,
  });
  expect(everything.events).toHaveLength(3);
  expect(await postIdsIn(store)).toEqual([9, 8, 6, 5, 4]);

  const [copy = ''] = await filesUnder(join(file, '..', 'backups'));
  expect(copy).toContain('before-format-2');
  const path = join(file, '..', 'backups', copy);
  expect(isSound(path, silentLog)).toBe(true);
  expect(openUntilEndRaw(path).pragma('user_version')).toBe(1);
});

test('runs go on: no step is given a number again, and what comes now is new', async () => {
  const { store } = await openUntilEnd(await aDatabaseOfVersion1());
  const writer = await writerOf(store, 2);
  const runId = await writer.runs.begin(newRun.run);
  const step = { runId, accountId: 1, channelId: 1, channelTitle: 'Channel 1', startedAt: noon };
  const stepId = await writer.runs.beginStep(step);
  expect(stepId).toBe(4);
  await writer.posts.keep(stepId, { posts: [9, 10, 11].map(aPost) }, noon);
  await writer.runs.finishStep(stepId, finishedStep);
  expect((await store.channels.list()).map(({ id, newSinceLooked }) => [id, newSinceLooked])).toEqual([
    [9, 0],
    [1, 2],
    [3, 0],
  ]);
});

test('a channel of version 1 can be removed, and its steps stay', async () => {
  const { store } = await openUntilEnd(await aDatabaseOfVersion1());
  const writer = await writerOf(store, 2);
  expect(await writer.channels.remove([1])).toEqual({ postsRemoved: 5 });
  expect(await store.runs.steps(1)).toMatchObject([{ channelId: 1, channelTitle: 'Channel 1' }]);
  await writer.channels.add(aChannel(1), anAccount.id, { limit: 5, at: noon });
});

test('a run still takes its steps with it, and a step needs its run', async () => {
  const file = await aDatabaseOfVersion1();
  await (await openUntilEnd(file)).store.close();
  const connection = openUntilEndRaw(file);
  configureWriter(connection);
  connection.script('DELETE FROM runs WHERE id = 1');
  expect(connection.all('SELECT id FROM run_steps')).toEqual([{ id: 2 }]);
  expect(() => connection.script('UPDATE run_steps SET run_id = 99')).toThrow(/FOREIGN KEY/);
});
