import { mkdir, readdir, readFile, rename, rm, stat, watch, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from '@playwright/test';
import { connectControl } from '../../electron/server/control-client.ts';
import { makeArchive } from '../bench/archive-database.ts';
import { runCommand, runForDocument, startCommand } from '../support/command.ts';
import { type Tidings, test } from '../support/tidings-fixture.ts';

/** Searching, exporting, copying and watching from a shell, in whole processes. */

interface Found {
  readonly postId: number;
  readonly channelTitle: string;
  readonly text: string;
  readonly postedAt: string;
}

interface Copy {
  readonly name: string;
  readonly kind: string;
}

async function collected(tidings: Tidings): Promise<void> {
  await tidings.addThreeChannels();
  await runForDocument(['collect', ...tidings.common]);
}

const exportOf = async ({ common }: Tidings, ...options: readonly string[]): Promise<readonly Found[]> => {
  const { code, stdout, stderr } = await runCommand([
    'export',
    ...['--format', 'jsonl', '--out', '-'],
    ...options,
    ...common,
  ]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
};

test('what a search finds is what is exported, in every order of asking', async ({ tidings }) => {
  await collected(tidings);
  const { common, channels } = tidings;
  const all = await exportOf(tidings);
  expect(all).toHaveLength(150);
  const times = all.map(({ postedAt }) => postedAt);
  expect(times).toEqual(times.toSorted().toReversed());

  const word = /\p{L}{5,}/u.exec(all[0]?.text ?? '')?.[0] ?? '';
  const found = await runForDocument<readonly Found[]>(['search', word, '--limit', '1000', ...common]);
  expect(found.length).toBeGreaterThan(0);
  expect(await exportOf(tidings, word)).toEqual(found);
  const text = await runCommand(['search', word, '--limit', '1', ...common]);
  expect(text.stdout.split('\n')[0]).toMatch(/^Channel +Post +Date +Views +Text$/);

  const [first = ''] = channels;
  const ofOne = await exportOf(tidings, '--channel', first);
  expect(new Set(ofOne.map(({ channelTitle }) => channelTitle)).size).toBe(1);
  expect(ofOne).toHaveLength(50);
  const day = times[75]?.slice(0, 10) ?? '';
  const upTo = await exportOf(tidings, '--to', day);
  const after = await exportOf(tidings, '--from', `${day}T23:59:59.999`);
  expect([...after, ...upTo]).toEqual(all);
});

test('a file is written whole, for its owner alone; nothing else is left', async ({ tidings }) => {
  await collected(tidings);
  const { common, folder } = tidings;
  const told = await runForDocument<{ file: string; posts: number }>(['export', ...common]);
  expect(told.posts).toBe(150);
  expect(dirname(told.file)).toBe(join(folder, 'exports'));
  expect((await stat(told.file)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, 'exports'))).toHaveLength(1);
  const csv = await readFile(told.file, 'utf8');
  expect(csv.startsWith('\ufeffchannel_id,channel_title,')).toBe(true);

  const out = join(folder, '..', 'mine.html');
  const html = await runCommand(['export', '--format', 'html', '--out', out, '--media', 'none', ...common]);
  expect(html.stdout).toMatch(/^\d+ posts written to .*mine\.html\n$/);
  expect(await readFile(out, 'utf8')).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
});

test('a file that is there is replaced only where that was asked for', async ({ tidings }) => {
  await collected(tidings);
  const { common, folder } = tidings;
  const out = join(folder, '..', 'mine.csv');
  await writeFile(out, 'of last week');
  const refused = await runCommand(['export', '--out', out, ...common]);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/mine\.csv exists already\. .*--force/);
  expect(await readFile(out, 'utf8')).toBe('of last week');
  expect((await runCommand(['export', '--out', out, '--force', ...common])).code).toBe(0);
  expect(await readFile(out, 'utf8')).toMatch(/^\ufeffchannel_id,/);
});

test('an export that finds nothing says so and writes no file', async ({ tidings }) => {
  await collected(tidings);
  const { common, folder } = tidings;
  for (const place of [[], ['--out', '-']]) {
    expect(await runCommand(['export', 'nosuchwordanywhere', ...place, ...common])).toMatchObject({
      code: 0,
      stdout: '',
      stderr: 'No post held is what was asked for. Nothing was written.\n',
    });
  }
  expect(await readdir(folder)).not.toContain('exports');
});

test('what must not be there may stand anywhere among the words', async ({ tidings }) => {
  await collected(tidings);
  const { common } = tidings;
  const all = await exportOf(tidings);
  const [one = '', other = ''] = all[0]?.text.match(/\p{L}{4,}/gu) ?? [];
  const withOne = await exportOf(tidings, one);
  const withBoth = await exportOf(tidings, one, other);
  const without = await exportOf(tidings, one, `-${other}`);
  expect(withBoth.length).toBeGreaterThan(0);
  expect(without).toHaveLength(withOne.length - withBoth.length);
  expect(await runForDocument(['search', one, `-${other}`, '--limit', '1000', ...common])).toEqual(without);
});

test('a running Tidings is asked instead, and gives the same', async ({ tidings }) => {
  await collected(tidings);
  const { common } = tidings;
  const alone = await exportOf(tidings);
  const serving = startCommand(['serve', ...common]);
  await serving.line(/Tidings is ready/);
  const through = await exportOf(tidings);
  expect(through.map(({ postId }) => postId)).toEqual(alone.map(({ postId }) => postId));
  await serving.end('SIGTERM');
});

/** So many posts that an export of them is under way for a while. */
async function fillWithMany({ folder }: Tidings): Promise<void> {
  await mkdir(join(folder, 'exports'), { recursive: true });
  const posts = 60_000;
  makeArchive(folder, { channels: 3, posts, until: Date.UTC(2026, 10, 1), days: 90 }).close();
  await rename(join(folder, `${posts}.db`), join(folder, 'tidings.sqlite'));
}

/** Starts an export into the folder of exports, and lets it come to its middle. */
async function halfAnExport({ folder, common }: Tidings) {
  const watching = new AbortController();
  const changes = watch(join(folder, 'exports'), { signal: watching.signal });
  const exporting = startCommand(['export', ...common]);
  for await (const { filename } of changes) {
    if (filename?.endsWith('.unfinished')) break;
  }
  watching.abort();
  return exporting;
}

test('Ctrl+C leaves nothing of an export', async ({ tidings }) => {
  await fillWithMany(tidings);
  const exporting = await halfAnExport(tidings);
  expect(await exporting.end('SIGINT')).toMatchObject({
    code: 130,
    stdout: '',
    stderr: 'Interrupted. Nothing was kept of the export.',
  });
  expect(await readdir(join(tidings.folder, 'exports'))).toEqual([]);
});

test('a kill leaves no half file under a finished name, and the next start clears the rest away', async ({
  tidings,
}) => {
  await fillWithMany(tidings);
  const exporting = await halfAnExport(tidings);
  await exporting.end('SIGKILL');
  const folder = join(tidings.folder, 'exports');
  expect(await readdir(folder)).toEqual([expect.stringMatching(/\.csv\.\d+\.unfinished$/)]);
  const serving = startCommand(['serve', ...tidings.common]);
  await serving.line(/Tidings is ready/);
  expect(await readdir(folder)).toEqual([]);
  await serving.end('SIGTERM');
});

test('a file is fetched from the running Tidings, once', async ({ tidings }) => {
  await collected(tidings);
  const serving = startCommand(['serve', ...tidings.common]);
  await serving.line(/Tidings is ready/);
  const client = await connectControl(tidings.folder);
  const started = await client?.request('exports.start', { format: 'jsonl' });
  expect(started).toMatchObject({ accepted: true });
  await expect.poll(async () => (await client?.request('exports.list', {}))?.[0]?.state).toBe('done');
  const answer = await client?.request('exports.address', { jobId: 1 });
  const address = answer?.accepted ? answer.address : '';
  const reply = await fetch(address);
  expect(reply.headers.get('content-disposition')).toMatch(/^attachment; filename="tidings-.+\.jsonl"$/);
  expect((await reply.text()).trimEnd().split('\n')).toHaveLength(150);
  expect((await fetch(address)).status).toBe(401);
  client?.close();
  await serving.end('SIGTERM');
});

test('a running Tidings restores a copy by itself: it goes on with it, and browsers stay let in', async ({
  tidings,
}) => {
  await collected(tidings);
  const { common, folder, channels } = tidings;
  const serving = startCommand(['serve', ...common]);
  const [address] = await serving.line(/http:\S+/);
  const letIn = await fetch(address, { redirect: 'manual' });
  const headers = { Cookie: letIn.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
  const { name } = await runForDocument<Copy>(['backup', ...common]);
  await runForDocument(['channels', 'remove', channels[0] ?? '', '--with-posts', ...common]);
  const client = await connectControl(folder);
  expect(await client?.request('backups.restore', { name })).toEqual({ accepted: true });
  await client?.closed;

  const held = async (): Promise<number | null> => {
    const again = await connectControl(folder);
    const list = await again?.request('channels.list', {}).catch(() => null);
    again?.close();
    return list?.length ?? null;
  };
  await expect.poll(held).toBe(3);
  expect((await fetch(new URL('/session', address), { headers })).status).toBe(204);
  const restored = await runCommand(['collect', ...common]);
  expect(restored.code).toBe(0);
  expect(serving.process.exitCode).toBeNull();
  await serving.end('SIGTERM');
});

test('what is asked for wrongly is said, with the code for it', async ({ tidings }) => {
  await collected(tidings);
  const { common } = tidings;
  const wrong = [
    [['export', '--format', 'pdf'], /--format must be one of csv, jsonl, html/],
    [['export', '--from', '2026-02-31'], /--from must be a day/],
    [['export', '--channel', '@nobody'], /No channel called @nobody/],
    [['export', '--state', 'lost'], /--state must be one of/],
    [['export', '!!!'], /no letter/],
    [['export', '--from', '2026-11-02', '--to', '2026-11-01'], /--from 2026-11-02 is not before --to/],
    [['export', '--out', join(tidings.folder, 'nofolder', 'x.csv')], /The folder .*nofolder does not exist/],
    [['export', '--out', tidings.folder], /is a folder\. Name a file in it/],
    [['export', 'flood', '--ouf'], /There is no option --ouf/],
    [['search', 'flood', '--limt', '3'], /There is no option --limt/],
    [['search', '***'], /no letter/],
    [['search', 'a', '--limit', '0'], /--limit must be/],
    [['watches', 'add'], /Give one of/],
    [['watches', 'add', '--words', 'flood', '--silence', '3'], /Give only one of/],
  ] as const;
  for (const [parameters, words] of wrong) {
    const result = await runCommand([...parameters, ...common]);
    expect([result.code, result.stdout], parameters.join(' ')).toEqual([2, '']);
    expect(result.stderr).toMatch(words);
  }
});

test('a copy is made, what comes after is undone by restoring it, and both are kept', async ({ tidings }) => {
  await collected(tidings);
  const { common, folder, channels } = tidings;
  const made = await runForDocument<Copy>(['backup', ...common]);
  expect(made).toMatchObject({ kind: 'by-hand', name: expect.stringMatching(/-by-hand\.db$/) });
  await runForDocument(['channels', 'remove', channels[0] ?? '', '--with-posts', ...common]);
  expect(await runForDocument<readonly unknown[]>(['channels', 'list', ...common])).toHaveLength(2);
  expect(await runForDocument<readonly Copy[]>(['backup', '--list', ...common])).toContainEqual(made);

  const restored = await runCommand(['restore', made.name, ...common]);
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  expect(await runForDocument<readonly unknown[]>(['channels', 'list', ...common])).toHaveLength(3);
  expect(await exportOf(tidings)).toHaveLength(150);
  const [aside = ''] = await readdir(join(folder, 'quarantine'));
  // What was set aside can be put back in its turn: it is a file like any other.
  const before = join(folder, 'quarantine', aside, 'tidings.sqlite');
  expect((await runCommand(['restore', before, ...common])).code).toBe(0);
  expect(await runForDocument<readonly unknown[]>(['channels', 'list', ...common])).toHaveLength(2);
});

test('a restore is refused where a Tidings runs, and of what is no copy', async ({ tidings }) => {
  await collected(tidings);
  const { common, folder } = tidings;
  const { name } = await runForDocument<Copy>(['backup', ...common]);
  const serving = startCommand(['serve', ...common]);
  await serving.line(/Tidings is ready/);
  const busy = await runCommand(['restore', name, ...common]);
  expect(busy).toMatchObject({ code: 4, stdout: '' });
  expect(busy.stderr).toMatch(/has the database open\. Nothing was changed/);
  await serving.end('SIGTERM');

  const letter = join(folder, '..', 'letter.db');
  await writeFile(letter, 'not a database');
  const refused = await runCommand(['restore', letter, ...common]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toBe(
    `${letter} is no database of Tidings. Nothing was changed. Choose another copy: "tidings backup --list" shows them.\n`,
  );
  expect((await runCommand(['restore', 'nothing.db', ...common])).code).toBe(1);
});

test('a folder that lost its database gets it back from a copy that lies elsewhere', async ({ tidings }) => {
  await collected(tidings);
  const { common, folder } = tidings;
  const { name } = await runForDocument<Copy>(['backup', ...common]);
  const elsewhere = join(folder, '..', 'new-computer');
  await mkdir(elsewhere);
  const restored = await runCommand(['restore', join(folder, 'backups', name), '--data', elsewhere]);
  expect(restored.code).toBe(0);
  await rm(folder, { recursive: true });
  expect(await runForDocument<readonly unknown[]>(['channels', 'list', '--data', elsewhere])).toHaveLength(3);
});

test('what is watched is added, listed, found and ended', async ({ tidings }) => {
  const { common, channels } = tidings;
  await collected(tidings);
  const [first = ''] = channels;
  const added = await runCommand(['watches', 'add', '--silence', '1', '--channel', first, ...common]);
  expect(added.stdout).toMatch(/^Watch 1: nothing new for 1 h, in .+\.\n$/);
  await runForDocument(['watches', 'add', '--words', 'flood', ...common]);
  expect(await runForDocument(['watches', 'list', ...common])).toMatchObject([
    { id: 1, kind: 'silence', hours: 1 },
    { id: 2, kind: 'words', text: 'flood', channelId: null },
  ]);
  await runForDocument(['watches', 'remove', '2', ...common]);
  expect((await runCommand(['watches', 'remove', '2', ...common])).code).toBe(1);
  expect((await runCommand(['watches', 'alerts', ...common])).stdout).toBe('No alerts.\n');
});
