import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { StoreError } from '../../../electron/ports/store.ts';
import { copyDatabase, isSound } from '../../../electron/store/back-up.ts';
import { openConnection } from '../../../electron/store/connection.ts';
import { migrate } from '../../../electron/store/migrate.ts';
import { openReader, openStore } from '../../../electron/store/open-store.ts';
import { migrations } from '../../../electron/store/schema.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { aClosedDatabase, change, filesUnder, openUntilEnd, postIdsIn } from './kept-database.ts';
import { silentLog } from './silent-log.ts';

const newer = migrations.length + 1;
const open = (file: string) => openStore({ file, log: silentLog, now: Date.now });

test('a database from a newer version is refused and left untouched, byte for byte', async () => {
  const file = await aClosedDatabase();
  change(file, `PRAGMA user_version = ${newer}`);
  const before = await readFile(file);
  await expect(open(file)).rejects.toMatchObject({ problem: 'newer-version', message: /left untouched/ });
  await expect(openReader({ file })).rejects.toMatchObject({ problem: 'newer-version' });
  expect((await readFile(file)).equals(before)).toBe(true);
});

test('so is one whose newer format is still only in the journal of a crash', async () => {
  const file = await aClosedDatabase();
  const crashed = join(await temporaryFolder(), 'tidings.db');
  const connection = openConnection({ file, log: silentLog });
  connection.script(`PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = ${newer}`);
  for (const end of ['', '-wal']) await copyFile(`${file}${end}`, `${crashed}${end}`);
  connection.close();
  const contents = () => Promise.all(['', '-wal'].map((end) => readFile(`${crashed}${end}`)));
  const before = await contents();
  await expect(open(crashed)).rejects.toMatchObject({ problem: 'newer-version' });
  expect(await contents()).toEqual(before);
});

test('a file that is no database of Tidings is refused and left untouched', async () => {
  const folder = await temporaryFolder();
  const [text, foreign] = [join(folder, 'letter.txt'), join(folder, 'other.db')];
  await writeFile(text, 'Dear reader, this is a letter and not a database.');
  change(foreign, 'CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES (1)');
  for (const file of [text, foreign]) {
    const before = await readFile(file);
    await expect(open(file)).rejects.toMatchObject({
      problem: 'unreadable',
      message: /not a database of Tidings/,
    });
    expect((await readFile(file)).equals(before)).toBe(true);
  }
});

test('a migration comes after a copy that is named after it and holds what was there', async () => {
  const file = await aClosedDatabase();
  const copy = join(dirname(file), 'before-format-2.db');
  const connection = openConnection({ file, log: silentLog });
  const next = [...migrations, 'ALTER TABLE posts ADD COLUMN language TEXT'];
  migrate(connection, next, (version) => {
    expect(version).toBe(newer);
    copyDatabase(connection, copy, silentLog);
    return copy;
  });
  expect(connection.pragma('user_version')).toBe(newer);
  expect(connection.get('SELECT count(language) AS count FROM posts')).toEqual({ count: 0 });
  connection.close();
  expect(isSound(copy, silentLog)).toBe(true);
  expect(await postIdsIn((await openUntilEnd(copy)).store)).toEqual([3, 2, 1]);
});

test('a migration that fails changes nothing and says where the copy is', async () => {
  const file = await aClosedDatabase();
  const connection = openConnection({ file, log: silentLog });
  const next = [...migrations, 'DROP TABLE schedule; ALTER TABLE nothing ADD COLUMN language TEXT'];
  expect(() => migrate(connection, next, () => '/copies/one.db')).toThrow(StoreError);
  expect(() => migrate(connection, next, () => '/copies/one.db')).toThrow(
    /left as it was.*\/copies\/one\.db/,
  );
  connection.close();
  expect(await (await openUntilEnd(file)).store.schedule.read()).not.toBeNull();
});

test('a new database is made without a copy', async () => {
  const file = join(await temporaryFolder(), 'data', 'tidings.db');
  const { store } = await openUntilEnd(file);
  await store.close();
  expect(await filesUnder(dirname(file))).toEqual([
    'tidings.db',
    'tidings.db-guard',
    'tidings.db-initialised',
    'tidings.db-open',
  ]);
});

test('where no folder can be made, or no file, the database is not writable', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'file'), '');
  await expect(open(join(folder, 'file', 'tidings.db'))).rejects.toMatchObject({ problem: 'not-writable' });
  await mkdir(join(folder, 'folder'));
  await expect(open(join(folder, 'folder'))).rejects.toMatchObject({ problem: 'not-writable' });
});
