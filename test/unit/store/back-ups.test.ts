import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { backUp, backUpByHand, mostBackUpsByHand } from '../../../electron/store/back-up.ts';
import { createBackUps } from '../../../electron/store/back-ups.ts';
import { openConnection } from '../../../electron/store/connection.ts';
import { databaseFiles } from '../../../electron/store/database-files.ts';
import { restoreNow } from '../../../electron/store/restore.ts';
import { readRestoreWish, wishToRestore } from '../../../electron/store/restore-wish.ts';
import { aClosedDatabase, change, filesUnder, openUntilEnd, postIdsIn } from './kept-database.ts';
import { silentLog } from './silent-log.ts';
import { noon } from './store-samples.ts';

const dayMs = 24 * 60 * 60_000;
const restoredEvent = "type = 'database.restored'";

/** Every row of every table, as SQLite has them; of the lease only what outlives its holder. */
function everyRow(file: string): Record<string, readonly unknown[]> {
  const connection = openConnection({ file, log: silentLog, readonly: true });
  try {
    const tables = connection.all<{ readonly name: string }>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%' ORDER BY name",
    );
    return Object.fromEntries(
      tables.map(({ name }) => [
        name,
        connection.all(
          name === 'lease'
            ? 'SELECT heartbeat, heartbeat_at, token FROM lease'
            : name === 'audit_events'
              ? `SELECT * FROM audit_events WHERE NOT ${restoredEvent}`
              : `SELECT * FROM "${name}"`,
        ),
      ]),
    );
  } finally {
    connection.close();
  }
}

/** The number of the last audit event counts the one of the restore. */
function withoutLastNumber(rows: ReturnType<typeof everyRow>): unknown {
  const sequence = (rows.sqlite_sequence ?? []) as readonly { name: string; seq: number }[];
  return { ...rows, sqlite_sequence: sequence.filter(({ name }) => name !== 'audit_events') };
}

/** A closed database, a copy of it made by hand, and what has changed in it since. */
async function copiedAndChanged() {
  const file = await aClosedDatabase();
  const { name } = await backUpByHand({ file, log: silentLog, now: () => noon });
  const files = databaseFiles(file);
  const copied = everyRow(file);
  change(file, "UPDATE posts SET text = 'changed since' WHERE id = 2; DELETE FROM posts WHERE id = 3;");
  return { file, files, copied, copy: join(files.backups, name), changed: everyRow(file) };
}

const restore = (file: string, copy: string, at = noon + dayMs) =>
  restoreNow({ file, copy, log: silentLog, now: () => at });

test('a restored copy is equal to what was copied, row for row in every table', async () => {
  const { file, copied, copy, changed } = await copiedAndChanged();
  expect(Object.keys(copied).length).toBeGreaterThan(20);
  expect(changed).not.toEqual(copied);
  expect(restore(file, copy)).toMatchObject({ done: true });
  expect(withoutLastNumber(everyRow(file))).toEqual(withoutLastNumber(copied));
});

test('what was there before is in quarantine, whole, and an event says so', async () => {
  const { file, files, copy, changed } = await copiedAndChanged();
  const restored = restore(file, copy);
  const quarantined = join(files.quarantine, '2026-03-15T120000.000Z');
  expect(restored).toEqual({ done: true, quarantined });
  expect(everyRow(join(quarantined, 'tidings.db'))).toEqual(changed);
  expect((await readFile(join(quarantined, 'why.txt'), 'utf8')).includes(copy)).toBe(true);
  const { store } = await openUntilEnd(file);
  const name = copy.slice(files.backups.length + 1);
  expect(await store.audit.list({ types: ['database.restored'], limit: 2 })).toMatchObject([
    { at: noon + dayMs, metadata: { from: name, quarantined } },
  ]);
});

test('the copy itself stays where it was, as it was', async () => {
  const { file, copy } = await copiedAndChanged();
  const before = await readFile(copy);
  restore(file, copy);
  expect((await readFile(copy)).equals(before)).toBe(true);
});

test('what is committed and still in the journal is in quarantine too', async () => {
  const { file, files, copy } = await copiedAndChanged();
  const { store } = await openUntilEnd(file);
  const connection = openConnection({ file, log: silentLog });
  connection.run("UPDATE posts SET text = 'in the journal' WHERE id = 1");
  const journal = await readFile(`${file}-wal`);
  const database = await readFile(file);
  connection.close();
  await store.close();
  // As a kill leaves it: the change is in the journal alone.
  await writeFile(file, database);
  await writeFile(`${file}-wal`, journal);
  expect(restore(file, copy)).toMatchObject({ done: true });
  const kept = everyRow(join(files.quarantine, '2026-03-15T120000.000Z', 'tidings.db'));
  expect(kept.posts).toContainEqual(expect.objectContaining({ id: 1, text: 'in the journal' }));
  expect(await filesUnder(dirname(file))).not.toContain('tidings.db-wal');
});

test('where a process has the database open, nothing is changed', async () => {
  const { file, copy, changed } = await copiedAndChanged();
  const { store } = await openUntilEnd(file);
  expect(restore(file, copy)).toEqual({ done: false, because: 'in-use' });
  await store.close();
  expect(everyRow(file)).toEqual(changed);
}, 20_000);

test.each([
  ['cut short', (content: Buffer) => content.subarray(0, content.length / 2)],
  ['no database', () => Buffer.from('a letter')],
  ['damaged inside', (content: Buffer) => Buffer.from(content).fill(0x5a, 8192, 20_000)],
])('a copy that is %s is refused, and nothing is changed', async (_what, damage) => {
  const { file, copy, changed } = await copiedAndChanged();
  await writeFile(copy, damage(await readFile(copy)));
  expect(restore(file, copy)).toEqual({ done: false, because: 'not-sound' });
  expect(everyRow(file)).toEqual(changed);
});

test('a copy can be put where there is no database any more', async () => {
  const { file, copied, copy } = await copiedAndChanged();
  await rm(file);
  expect(restore(file, copy)).toMatchObject({ done: true });
  expect(withoutLastNumber(everyRow(file))).toEqual(withoutLastNumber(copied));
});

test('a copy of an earlier format is brought up to date when it is opened', async () => {
  const { file, copy } = await copiedAndChanged();
  const old = await readFile(new URL('version-2.sql', import.meta.url), 'utf8');
  await rm(copy);
  change(copy, old);
  expect(restore(file, copy)).toMatchObject({ done: true });
  const { store } = await openUntilEnd(file);
  expect(await store.audit.list({ types: ['database.restored'], limit: 2 })).toHaveLength(1);
});

test('a restore that was asked for happens when the database is opened next, once', async () => {
  const { file, files, copy } = await copiedAndChanged();
  wishToRestore(files, { copy, askedAt: noon + dayMs });
  const first = await openUntilEnd(file);
  expect(await postIdsIn(first.store)).toEqual([3, 2, 1]);
  expect(readRestoreWish(files)).toBeNull();
  await first.store.close();
  change(file, 'DELETE FROM posts WHERE id = 1');
  expect(await postIdsIn((await openUntilEnd(file)).store)).toEqual([3, 2]);
});

test.each([0, 1, 2, 4, 8, 16, 32])(
  'killed %i ms after it began, a restore leaves the whole old database or the whole new one',
  async (delayMs) => {
    const { file, files, copied, copy, changed } = await copiedAndChanged();
    const program = join(import.meta.dirname, 'restoring-process.ts');
    const child = spawn('node_modules/.bin/node', [program, file, copy], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // It may have come to its end by then.
    const ended = once(child, 'exit');
    const [first] = await Promise.race([once(child.stdout, 'data'), ended]);
    // One that could not even begin would otherwise be waited for in vain.
    expect(String(first)).toMatch(/^begins/);
    await setTimeout(delayMs);
    child.kill('SIGKILL');
    await ended;
    const wished = readRestoreWish(files) !== null;
    const left = withoutLastNumber(everyRow(file));
    expect([withoutLastNumber(changed), withoutLastNumber(copied)]).toContainEqual(left);
    const { store } = await openUntilEnd(file);
    // Once it is written down that the copy is to take its place, it does.
    if (wished) expect(await postIdsIn(store)).toEqual([3, 2, 1]);
  },
  // Starting a process takes long on a machine that is busy with others.
  180_000,
);

test('what lies in a journal beside the copy comes over with it', async () => {
  const { file, copy } = await copiedAndChanged();
  change(copy, 'PRAGMA journal_mode = WAL');
  const connection = openConnection({ file: copy, log: silentLog });
  connection.run("UPDATE posts SET text = 'in the journal' WHERE id = 1");
  const journal = await readFile(`${copy}-wal`);
  const database = await readFile(copy);
  connection.close();
  await writeFile(copy, database);
  await writeFile(`${copy}-wal`, journal);
  expect(restore(file, copy)).toMatchObject({ done: true });
  const { store } = await openUntilEnd(file);
  expect((await store.posts.get(1, 1))?.post.text).toBe('in the journal');
});

test('waits that Telegram asked for and that run yet outlast a restore, the longer of two', async () => {
  const { file, copy } = await copiedAndChanged();
  const until = noon + 2 * dayMs;
  change(
    copy,
    `INSERT INTO flood_waits VALUES (1, 'history', ${until + 5}), (1, 'dialogs', 1), (2, 'history', ${until})`,
  );
  change(
    file,
    `INSERT INTO flood_waits VALUES (1, 'history', ${until}), (1, 'dialogs', ${until}), (1, 'over', ${noon})`,
  );
  restore(file, copy);
  const { store } = await openUntilEnd(file);
  expect(await store.floods.list(0)).toEqual([
    { accountId: 1, method: 'dialogs', until },
    { accountId: 1, method: 'history', until: until + 5 },
    { accountId: 2, method: 'history', until },
  ]);
});

test('a database that cannot be read any more has no waits to carry over, and is put aside', async () => {
  const { file, files, copy } = await copiedAndChanged();
  await writeFile(file, 'no database any more');
  expect(restore(file, copy)).toMatchObject({ done: true });
  expect(await postIdsIn((await openUntilEnd(file)).store)).toEqual([3, 2, 1]);
  const kept = await readFile(join(files.quarantine, '2026-03-15T120000.000Z', 'tidings.db'), 'utf8');
  expect(kept).toBe('no database any more');
});

test('where the old database cannot be put aside, it stays in its place', async () => {
  const { file, files, copy, changed } = await copiedAndChanged();
  await writeFile(files.quarantine, 'a file where the folder should be');
  expect(() => restore(file, copy)).toThrow();
  expect(everyRow(file)).toEqual(changed);
  expect(readRestoreWish(files)).toBeNull();
});

test('a wish that cannot be met is said in words and dropped: the database as it is opens', async () => {
  const { file, files, copy } = await copiedAndChanged();
  wishToRestore(files, { copy, askedAt: noon + dayMs });
  // Stands for a full disk: the copy cannot be written, the folder to put the database aside in can.
  await mkdir(`${file}.restoring.unfinished`);
  const said: string[] = [];
  const log = { ...silentLog, error: (line: string) => void said.push(line) };
  expect(await postIdsIn((await openUntilEnd(file, { log })).store)).toEqual([2, 1]);
  expect(said).toEqual([expect.stringMatching(/was not put in place.*as it was before/)]);
  expect(readRestoreWish(files)).toBeNull();
  expect(await filesUnder(dirname(file))).not.toContain('quarantine');
});

test('killed after the copy was put in place: it is not put there again', async () => {
  const { file, files, copy } = await copiedAndChanged();
  restore(file, copy);
  change(file, 'DELETE FROM posts WHERE id = 1');
  wishToRestore(files, { copy, askedAt: noon + dayMs });
  expect(await postIdsIn((await openUntilEnd(file)).store)).toEqual([3, 2]);
  expect(readRestoreWish(files)).toBeNull();
});

test('killed before it: the old database is there, and the next start puts the copy in place', async () => {
  const { file, files, copy, changed } = await copiedAndChanged();
  wishToRestore(files, { copy, askedAt: noon + dayMs });
  await writeFile(`${file}.restoring`, 'half a copy');
  expect(everyRow(file)).toEqual(changed);
  expect(await postIdsIn((await openUntilEnd(file)).store)).toEqual([3, 2, 1]);
  expect(await filesUnder(dirname(file))).not.toContain('tidings.db.restoring');
});

test.each([
  ['has become unusable', (copy: string) => writeFile(copy, 'not any more')],
  ['is gone', (copy: string) => rm(copy)],
])('a copy that %s by then is passed over: the database stays as it is', async (_what, spoil) => {
  const { file, files, copy } = await copiedAndChanged();
  wishToRestore(files, { copy, askedAt: noon + dayMs });
  await spoil(copy);
  expect(await postIdsIn((await openUntilEnd(file)).store)).toEqual([2, 1]);
  expect(readRestoreWish(files)).toBeNull();
});

test('a restore that cannot be now, because another has the database open, is dropped', async () => {
  const { file, files, copy } = await copiedAndChanged();
  const other = await openUntilEnd(file);
  wishToRestore(files, { copy, askedAt: noon });
  const second = await openUntilEnd(file);
  expect(readRestoreWish(files)).toBeNull();
  await other.store.close();
  await second.store.close();
  expect(await postIdsIn((await openUntilEnd(file)).store)).toEqual([2, 1]);
}, 20_000);

test('copies are listed newest first, by kind, with their size', async () => {
  const file = await aClosedDatabase();
  const { name } = await backUpByHand({ file, log: silentLog, now: () => noon });
  const daily = await backUp({ file, log: silentLog, now: () => noon + 1000 });
  const { size } = await stat(daily);
  const backUps = createBackUps({ file, now: () => noon + 2000, log: silentLog });
  expect(await backUps.list()).toEqual([
    { name: 'tidings-2026-03-14T120001.000Z-daily.db', at: noon + 1000, bytes: size, kind: 'daily' },
    { name, at: noon, bytes: size, kind: 'by-hand' },
  ]);
  expect(name).toBe('tidings-2026-03-14T120000.000Z-by-hand.db');
});

test('daily copies come and go; those made by hand stay, up to so many', async () => {
  const file = await aClosedDatabase();
  const copyAt = (at: number) => backUpByHand({ file, log: silentLog, now: () => at });
  for (let number = 0; number < mostBackUpsByHand; number += 1) await copyAt(noon + number);
  for (let day = 1; day <= 5; day += 1) await backUp({ file, log: silentLog, now: () => noon + day * dayMs });
  const kinds = (await createBackUps({ file, now: () => noon + 9 * dayMs, log: silentLog }).list()).map(
    ({ kind }) => kind,
  );
  expect(kinds).toEqual([...Array(3).fill('daily'), ...Array(mostBackUpsByHand).fill('by-hand')]);
  await expect(copyAt(noon + dayMs)).rejects.toThrow(/20 copies.*Delete one/);
});

test('asked by name: what is no copy of the list is refused, be it a path', async () => {
  const { file, files } = await copiedAndChanged();
  const backUps = createBackUps({ file, now: () => noon + dayMs, log: silentLog });
  for (const name of ['../tidings.db', 'another.db', '']) {
    expect(await backUps.askToRestore(name)).toMatch(/no copy/);
  }
  expect(readRestoreWish(files)).toBeNull();
});

test('in a thread of its own a copy is made, checked, and damage of one is found', async () => {
  const { file, files } = await copiedAndChanged();
  const backUps = createBackUps({ file, now: Date.now, log: silentLog });
  const made = await backUps.make();
  expect(made.kind).toBe('by-hand');
  expect(await backUps.list()).toContainEqual(made);
  const path = join(files.backups, made.name);
  await writeFile(path, (await readFile(path)).fill(0x5a, 8192, 20_000));
  expect(await backUps.askToRestore(made.name)).toMatch(/damaged/);
  expect(readRestoreWish(files)).toBeNull();
  const sound = (await backUps.list()).find(({ name }) => name !== made.name);
  expect(await backUps.askToRestore(sound?.name ?? '')).toBeNull();
  expect(readRestoreWish(files)).toMatchObject({ copy: join(files.backups, sound?.name ?? '') });
});
