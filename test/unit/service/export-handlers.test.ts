import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { StoreReader, StoreWriter } from '../../../electron/ports/store.ts';
import { bareSurroundings } from '../../../electron/ports/surroundings.ts';
import { createExportHandlers } from '../../../electron/service/export-handlers.ts';
import type { ExportJob } from '../../../shared/archive.ts';
import type { NewAuditEvent } from '../../../shared/domain.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { channel, heldPost, noon, sourceOf } from '../exporting/samples.ts';

interface Given {
  readonly posts?: number;
  readonly folder?: string;
  readonly writer?: () => Promise<StoreWriter>;
  readonly mintDownload?: (file: string) => string;
}

/** Over a store of that many posts. `next`: resolves with the job as it is when it has changed so. */
async function exporting({ posts = 3, ...given }: Given = {}) {
  const folder = given.folder ?? join(await temporaryFolder(), 'exports');
  const held = Array.from({ length: posts }, (_, index) => heldPost(index + 1));
  const { search } = sourceOf(held);
  const clock = createDrivenClock({ now: noon });
  const events: NewAuditEvent[] = [];
  const changes = new EventTarget();
  const warn = vi.fn();
  let notices = 0;
  const writer = {
    audit: { append: async (event: NewAuditEvent) => void events.push(event) },
  } as unknown as StoreWriter;
  const { closeExports, ...handlers } = createExportHandlers({
    store: {
      channels: {
        list: async () => [{ ...channel, firstPostAt: noon, lastPostAt: noon + posts * 1000 }],
      },
      posts: { search, count: async () => ({ count: posts, more: false }) },
    } as unknown as StoreReader,
    writer: given.writer ?? (async () => writer),
    folder,
    clock,
    surroundings: () => ({ ...bareSurroundings, mintDownload: given.mintDownload ?? null }),
    changed: (lists) => {
      if (!lists.includes('exports')) return;
      notices += 1;
      changes.dispatchEvent(new Event('change'));
    },
    log: { warn },
  });
  async function next(isSo: (job: ExportJob) => boolean, jobId = 1): Promise<ExportJob> {
    for (;;) {
      // Listened to before it is looked: a change in between would be missed.
      const change = once(changes, 'change');
      const job = (await handlers['exports.list']({})).find(({ id }) => id === jobId);
      if (job !== undefined && isSo(job)) return job;
      await change;
    }
  }
  const ended = (jobId = 1) => next(({ state }) => state !== 'running', jobId);
  return { handlers, closeExports, folder, clock, events, warn, next, ended, notices: () => notices };
}

test('an export is begun at once, and its file is there when it is done', async () => {
  const { handlers, folder, ended, events } = await exporting();
  const started = await handlers['exports.start']({ format: 'jsonl' });
  expect(started).toMatchObject({
    accepted: true,
    job: { id: 1, state: 'running', total: null, file: null },
  });
  const job = await ended();
  expect(job).toEqual({
    id: 1,
    format: 'jsonl',
    startedAt: noon,
    state: 'done',
    written: 3,
    total: 3,
    etaMs: 0,
    file: join(folder, 'tidings-2026-11-24T120000-000Z.jsonl'),
    problem: null,
  });
  const lines = (await readFile(job.file ?? '', 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).channelTitle)).toEqual(Array(3).fill(channel.title));
  await vi.waitFor(() =>
    expect(events).toEqual([
      { at: noon, type: 'export.finished', metadata: { format: 'jsonl', posts: 3, state: 'done' } },
    ]),
  );
});

test('two that begin at once are two files', async () => {
  const { handlers, ended, folder } = await exporting();
  await handlers['exports.start']({ format: 'csv' });
  await handlers['exports.start']({ format: 'csv' });
  await Promise.all([ended(1), ended(2)]);
  expect(await readdir(folder)).toHaveLength(2);
});

test('cancelled, it leaves no file, and says so', async () => {
  const { handlers, ended, folder, next, events } = await exporting({ posts: 5000 });
  await handlers['exports.start']({ format: 'html' });
  await next(({ total }) => total !== null);
  expect(await handlers['exports.cancel']({ jobId: 1 })).toEqual({ accepted: true });
  expect(await ended()).toMatchObject({ state: 'cancelled', file: null });
  expect(await readdir(folder)).toEqual([]);
  await vi.waitFor(() => expect(events).toMatchObject([{ metadata: { posts: 0, state: 'cancelled' } }]));
  expect(await handlers['exports.cancel']({ jobId: 1 })).toMatchObject({ accepted: false });
});

test('at the end of the process what is under way is cancelled and cleared away', async () => {
  const { handlers, closeExports, folder, next } = await exporting({ posts: 5000 });
  await handlers['exports.start']({ format: 'csv' });
  await next(({ total }) => total !== null);
  await closeExports();
  expect(await handlers['exports.list']({})).toMatchObject([{ state: 'cancelled' }]);
  expect(await readdir(folder)).toEqual([]);
});

test('it is told that it goes on at most every 250 ms, and at once when it is done', async () => {
  const { handlers, ended, notices } = await exporting({ posts: 20_000 });
  await handlers['exports.start']({ format: 'jsonl' });
  await ended();
  // The driven clock stands still: begun, counted, done.
  expect(notices()).toBeLessThanOrEqual(4);
});

test('words that cannot be searched for are refused, and nothing is begun', async () => {
  const { handlers } = await exporting();
  const refused = await handlers['exports.start']({ format: 'csv', text: '***' });
  expect(refused).toEqual({ accepted: false, reason: expect.stringMatching(/Enter a word/) });
  expect(await handlers['exports.list']({})).toEqual([]);
});

test('a fourth at once is refused', async () => {
  const { handlers, closeExports } = await exporting({ posts: 5000 });
  for (let count = 0; count < 3; count += 1) await handlers['exports.start']({ format: 'csv' });
  const refused = await handlers['exports.start']({ format: 'csv' });
  expect(refused).toEqual({ accepted: false, reason: expect.stringMatching(/3 exports are under way/) });
  await closeExports();
});

test('where the folder cannot be written to, the job says why', async () => {
  const folder = join(await temporaryFolder(), 'exports');
  await writeFile(folder, 'a file where the folder should be');
  const { handlers, ended } = await exporting({ folder: join(folder, 'within') });
  await handlers['exports.start']({ format: 'csv' });
  expect(await ended()).toMatchObject({
    state: 'failed',
    file: null,
    problem: expect.stringMatching(
      /^The folder of exports cannot be written to \(ENOTDIR\), so nothing was exported/,
    ),
  });
});

test('a process that stands by exports too, and warns that it keeps no record of it', async () => {
  const { handlers, ended, warn } = await exporting({
    writer: () => Promise.reject(new Error('another holds the lease')),
  });
  await handlers['exports.start']({ format: 'csv' });
  expect(await ended()).toMatchObject({ state: 'done' });
  await vi.waitFor(() => expect(warn).toHaveBeenCalledWith(expect.stringContaining('without a record')));
});

test('the address of a file is given where a browser is served, and only of one that is finished', async () => {
  const { handlers, ended } = await exporting({ mintDownload: (file) => `http://here/${file.length}` });
  expect(await handlers['exports.address']({ jobId: 1 })).toMatchObject({ accepted: false });
  await handlers['exports.start']({ format: 'csv' });
  const { file } = await ended();
  const address = `http://here/${file?.length}`;
  expect(await handlers['exports.address']({ jobId: 1 })).toEqual({ accepted: true, address });

  const alone = await exporting();
  await alone.handlers['exports.start']({ format: 'csv' });
  const finished = await alone.ended();
  expect(await alone.handlers['exports.address']({ jobId: 1 })).toEqual({
    accepted: false,
    reason: expect.stringContaining(finished.file ?? 'a file'),
  });
});

test('what a killed process left unfinished is gone after the next start', async () => {
  const folder = await temporaryFolder();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'tidings-x.csv.999999999.unfinished'), 'half');
  await exporting({ folder });
  expect(await readdir(folder)).toEqual([]);
});
