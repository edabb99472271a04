import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openReader } from '../../../electron/store/open-store.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { aClosedDatabase, change, filesUnder, openUntilEnd, postIdsIn } from './kept-database.ts';
import { silentLog } from './silent-log.ts';
import { collecting } from './store-contract.ts';
import { aPost, noon } from './store-samples.ts';

async function readUntilEnd(file: string) {
  const reader = await openReader({ file });
  onTestFinished(() => reader.close());
  return reader;
}

test('a reader sees what a writer commits while both have the database open', async () => {
  const file = join(await temporaryFolder(), 'tidings.db');
  const { writer, stepId } = await collecting((await openUntilEnd(file)).store);
  const reader = await readUntilEnd(file);
  expect(await postIdsIn(reader)).toEqual([]);
  await writer.posts.keep(stepId, { posts: [aPost(1)] }, noon);
  expect(await postIdsIn(reader)).toEqual([1]);
});

test('a reader leaves the database and its markers as they are', async () => {
  const file = await aClosedDatabase();
  const before = await readFile(file);
  const markers = await filesUnder(`${file}-open`);
  const reader = await openReader({ file });
  expect(await postIdsIn(reader)).toEqual([3, 2, 1]);
  await reader.close();
  expect((await readFile(file)).equals(before)).toBe(true);
  expect(await filesUnder(`${file}-open`)).toEqual(markers);
  const log: string[] = [];
  const note = (message: string) => void log.push(message);
  await openUntilEnd(file, { log: { ...silentLog, info: note, error: note } });
  expect(log).toEqual([]);
});

test('a reader opens a database that was copied here alone', async () => {
  const copy = join(await temporaryFolder(), 'copy.db');
  await writeFile(copy, await readFile(await aClosedDatabase()));
  expect(await postIdsIn(await readUntilEnd(copy))).toEqual([3, 2, 1]);
});

test('where there is no database yet, a reader says so and creates none', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'empty.db'), '');
  for (const name of ['none.db', 'empty.db']) {
    const refused = openReader({ file: join(folder, name) });
    await expect(refused).rejects.toMatchObject({ problem: 'unreadable', message: /no database/ });
  }
  expect(await filesUnder(folder)).toEqual(['empty.db']);
});

test('a reader refuses an older database and does not migrate it', async () => {
  const file = await aClosedDatabase();
  change(file, 'PRAGMA user_version = 0');
  const before = await readFile(file);
  await expect(openReader({ file })).rejects.toMatchObject({
    problem: 'unreadable',
    message: /earlier version/,
  });
  expect((await readFile(file)).equals(before)).toBe(true);
  expect(await filesUnder(dirname(file))).not.toContain('backups');
});
