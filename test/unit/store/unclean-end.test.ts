import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Log } from '../../../electron/ports/log.ts';
import { StoreError } from '../../../electron/ports/store.ts';
import { backUp } from '../../../electron/store/back-up.ts';
import { openConnection } from '../../../electron/store/connection.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { aClosedDatabase, filesUnder, openUntilEnd, postIdsIn } from './kept-database.ts';
import { silentLog } from './silent-log.ts';
import { noon, worker, writerOf } from './store-samples.ts';

const listeningLog = () => ({ info: vi.fn(), warn: vi.fn(), error: vi.fn() }) satisfies Log;
const checked = expect.stringContaining('did not end cleanly');
const hour = 60 * 60_000;

test('killed while writing: every committed post is there, and the database is checked and sound', async () => {
  const file = join(await temporaryFolder(), 'tidings.db');
  const { child, lastCommitted } = await startWriting(file, 25);
  await kill(child);
  const log = listeningLog();
  const { store, recovery } = await openUntilEnd(file, { log });
  expect(log.info).toHaveBeenCalledWith(checked);
  expect(recovery).toBeNull();
  const ids = await postIdsIn(store);
  // The last one may have been committed before the kill came between that and its line.
  expect(ids.length - lastCommitted()).toBeOneOf([0, 1]);
  expect(ids).toEqual(Array.from({ length: ids.length }, (_, index) => ids.length - index));

  const successor = await writerOf(store, 2);
  expect(await successor.runs.repairInterrupted()).toMatchObject([
    { status: 'interrupted', newMessages: ids.length, endedAt: noon },
  ]);
});

test('a clean end leaves nothing to check', async () => {
  const file = await aClosedDatabase();
  const log = listeningLog();
  await openUntilEnd(file, { log });
  expect(log.info).not.toHaveBeenCalled();
});

test('the marker of a living process is no unclean end; that of a dead one is, at the next start alone', async () => {
  const file = join(await temporaryFolder(), 'tidings.db');
  const { child } = await startWriting(file, 1);
  const log = listeningLog();
  const standby = await openUntilEnd(file, { log });
  await kill(child);
  const another = await openUntilEnd(file, { log });
  await standby.store.close();
  await another.store.close();
  expect(log.info).not.toHaveBeenCalled();
  const next = await openUntilEnd(file, { log });
  expect(log.info).toHaveBeenCalledWith(checked);
  await next.store.close();
  log.info.mockClear();
  await openUntilEnd(file, { log });
  expect(log.info).not.toHaveBeenCalled();
});

test('damage found after an unclean end: the files are put aside together and nothing is deleted', async () => {
  const file = await aClosedDatabase();
  const damaged = await damagePages(file);
  await writeFile(`${file}-wal`, 'left behind');
  await leaveMarker(file);
  const { store, recovery } = await openUntilEnd(file);
  expect(recovery).toEqual({ quarantined: expect.any(String), restoredFrom: null });
  const folder = recovery?.quarantined ?? '';
  expect(folder).toBe(join(dirname(file), 'quarantine', '2026-03-14T120000.000Z'));
  expect(await filesUnder(folder)).toEqual(expect.arrayContaining(['tidings.db', 'why.txt']));
  expect((await readFile(join(folder, 'tidings.db'))).equals(damaged)).toBe(true);
  expect(await store.channels.list()).toEqual([]);
  await writerOf(store, 1);
});

test('damage that opening does not meet is found after an unclean end, by reading everything', async () => {
  const file = await aClosedDatabase();
  await damagePostsOnly(file);
  const clean = await openUntilEnd(file);
  expect(clean.recovery).toBeNull();
  await clean.store.close();
  await leaveMarker(file);
  expect((await openUntilEnd(file)).recovery).not.toBeNull();
});

test.each([
  ['has vanished', (file: string) => rm(file)],
  ['is empty', (file: string) => truncate(file, 0)],
  ['no longer begins like one', (file: string) => writeFile(file, 'something else entirely')],
])('a database that %s is restored from the last sound back-up', async (_how, damage) => {
  const file = await aClosedDatabase();
  const first = await openUntilEnd(file);
  // Its holder never gave it back, and is in the copies as such.
  expect(await first.store.lease.read()).toMatchObject({ holder: worker(1), token: 1 });
  const sound = await backUp({ file, log: silentLog, now: () => noon });
  const later = await backUp({ file, log: silentLog, now: () => noon + hour });
  await first.store.close();
  await damagePages(later);
  await damage(file);

  const { store, recovery } = await openUntilEnd(file);
  expect(recovery?.restoredFrom).toBe(sound);
  expect(await postIdsIn(store)).toEqual([3, 2, 1]);
  expect(await store.lease.read()).toMatchObject({ holder: null, token: 1 });
  await store.close();
  expect((await openUntilEnd(file)).recovery).toBeNull();
});

test('twice damaged within one millisecond: both are kept', async () => {
  const file = await aClosedDatabase();
  await truncate(file, 0);
  const first = await openUntilEnd(file);
  await first.store.close();
  await truncate(file, 0);
  const second = await openUntilEnd(file);
  expect(second.recovery?.quarantined).toBe(`${first.recovery?.quarantined}-2`);
});

test('an empty file that was never a database is a beginning, not damage', async () => {
  const file = join(await temporaryFolder(), 'tidings.db');
  await writeFile(file, '');
  expect((await openUntilEnd(file)).recovery).toBeNull();
});

test('what another living process has open is never put aside under its feet', async () => {
  const file = await aClosedDatabase();
  await openUntilEnd(file);
  await truncate(file, 0);
  const before = await filesUnder(dirname(file));
  const refused = openUntilEnd(file);
  await expect(refused).rejects.toThrow(StoreError);
  await expect(refused).rejects.toMatchObject({ problem: 'damaged', message: /another Tidings process/ });
  expect(await filesUnder(dirname(file))).toEqual(before);
});

test('damage met while working leads to a check at the next start, although the end was clean', async () => {
  const file = await aClosedDatabase();
  const { store } = await openUntilEnd(file);
  // The pages of the tables are still unread, so the store meets the damage when it asks for them.
  await damagePages(file);
  await expect(store.posts.list(1, { limit: 10 })).rejects.toMatchObject({ problem: 'damaged' });
  await store.close();
  expect((await openUntilEnd(file)).recovery).not.toBeNull();
});

/** Starts a process that writes posts; resolves once it has committed the given number of them. */
async function startWriting(file: string, posts: number) {
  const child = spawn('node_modules/.bin/node', [join(import.meta.dirname, 'writing-process.ts'), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => kill(child));
  let last = 0;
  const lines = createInterface({ input: child.stdout });
  await new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      last = Number(line);
      if (last === posts) resolve();
    });
    lines.on('close', () => reject(new Error('The writing process ended too soon.')));
  });
  return { child, lastCommitted: () => last };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

/** As a process leaves it that ended without closing. */
async function leaveMarker(file: string): Promise<void> {
  await writeFile(join(`${file}-open`, '1-killed'), '');
}

/** Overwrites everything behind the first page; returns the whole file as it then is. */
async function damagePages(file: string): Promise<Buffer> {
  const content = await readFile(file);
  content.fill(0x5a, 4096);
  await writeFile(file, content);
  return content;
}

/** Overwrites the page the posts are on: everything else stays readable. */
async function damagePostsOnly(file: string): Promise<void> {
  const connection = openConnection({ file, log: silentLog });
  const page = connection.get<{ readonly rootpage: number }>(
    "SELECT rootpage FROM sqlite_schema WHERE name = 'posts'",
  );
  connection.close();
  const content = await readFile(file);
  const start = ((page?.rootpage ?? 0) - 1) * 4096;
  content.fill(0x5a, start, start + 4096);
  await writeFile(file, content);
}
