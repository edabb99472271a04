import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { combineLogs } from '../../../electron/logging/combine.ts';
import { createRotatingLog } from '../../../electron/logging/rotating-log.ts';
import { recordingLog } from '../../support/contract-stubs.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

const now = () => Date.UTC(2026, 0, 5, 12, 30);
const stamp = '2026-01-05T12:30:00.000Z';

afterEach(() => {
  vi.restoreAllMocks();
});

test('each entry is one line with its time and level, on the disk when the call returns', async () => {
  const log = createRotatingLog({ folder: join(await temporaryFolder(), 'logs'), now });
  log.info('Ready.');
  log.warn('Slow.');
  log.error('Broken.');
  expect(await readFile(log.path, 'utf8')).toBe(
    `${stamp} info  Ready.\n${stamp} warn  Slow.\n${stamp} error Broken.\n`,
  );
});

test('nothing in a message can begin a line or steer a terminal', async () => {
  const log = createRotatingLog({ folder: await temporaryFolder(), now });
  log.info(`a channel called\n${stamp} error forged\r\u001b[2J\u2028end`);
  expect(await readFile(log.path, 'utf8')).toBe(
    `${stamp} info  a channel called\\n${stamp} error forged\\u000d\\u001b[2J\\u2028end\n`,
  );
});

test('an error is written with its stack and causes, and without its other properties', async () => {
  const log = createRotatingLog({ folder: await temporaryFolder(), now });
  const cause = Object.assign(new Error('socket hang up'), { request: { code: 'code-of-a-person' } });
  log.error('Reading failed.', new Error('No page.', { cause }));
  const text = await readFile(log.path, 'utf8');
  expect(text.trimEnd().split('\n')).toHaveLength(1);
  expect(text).toMatch(
    /Reading failed\. Error: No page\.\\n {4}at .*rotating-log\.test\.ts.*Caused by: Error: socket/,
  );
  expect(text).not.toContain('code-of-a-person');
});

test('an error that is its own cause ends', async () => {
  const log = createRotatingLog({ folder: await temporaryFolder(), now });
  const error = new Error('round');
  error.cause = error;
  log.error('Strange.', error);
  expect(await readFile(log.path, 'utf8')).toContain('Strange. Error: round');
});

test('a full file is put aside, no entry is lost or doubled, and the oldest file goes', async () => {
  const folder = await temporaryFolder();
  const log = createRotatingLog({ folder, maxBytes: 200, files: 3, now });
  const lineBytes = `${stamp} info  entry 10\n`.length;
  for (let entry = 10; entry < 40; entry += 1) log.info(`entry ${entry}`);

  expect((await readdir(folder)).sort()).toEqual(['tidings.1.log', 'tidings.2.log', 'tidings.log']);
  const texts = await Promise.all(
    ['tidings.2.log', 'tidings.1.log', 'tidings.log'].map((name) => readFile(join(folder, name), 'utf8')),
  );
  for (const text of texts) expect(text.length).toBeLessThanOrEqual(200);
  const kept = [...texts.join('').matchAll(/entry (\d+)\n/g)].map((match) => Number(match[1]));
  const perFile = Math.floor(200 / lineBytes);
  const first = 10 + (Math.ceil(30 / perFile) - 3) * perFile;
  expect(kept).toEqual(Array.from({ length: 40 - first }, (_, index) => first + index));
});

test('only its owner may read it, also where the file was there before', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'tidings.log'), 'from before\n');
  await chmod(join(folder, 'tidings.log'), 0o644);
  const log = createRotatingLog({ folder, maxBytes: 60, now });
  log.info('one');
  expect((await stat(log.path)).mode & 0o777).toBe(0o600);
  log.info('two, which is in a new file');
  expect((await stat(log.path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'tidings.1.log'))).mode & 0o777).toBe(0o600);
});

test('a file that someone took away is begun anew', async () => {
  const log = createRotatingLog({ folder: await temporaryFolder(), now });
  log.info('one');
  await rm(log.path);
  log.info('two');
  expect(await readFile(log.path, 'utf8')).toBe(`${stamp} info  two\n`);
});

test('an entry far too long is cut', async () => {
  const log = createRotatingLog({ folder: await temporaryFolder(), now });
  log.info('words '.repeat(100_000));
  const text = await readFile(log.path, 'utf8');
  expect(text.length).toBeLessThan(20_000);
  expect(text.endsWith(' (cut)\n')).toBe(true);
});

test('when writing fails it says so once, goes on, and notes the gap when it works again', async () => {
  const told: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0);
  const folder = await temporaryFolder();
  // A folder where the file should be: fails for every user, also the superuser.
  await mkdir(join(folder, 'tidings.log'));
  const log = createRotatingLog({ folder, now });
  log.info('lost');
  log.info('lost too');
  expect(told).toEqual([expect.stringContaining(`${log.path} cannot be written`)]);

  await rm(log.path, { recursive: true });
  log.info('kept');
  expect(await readFile(log.path, 'utf8')).toBe(
    `\n${stamp} warn  Entries that could not be written here: 2.\n${stamp} info  kept\n`,
  );
});

test('nothing is written after closing', async () => {
  const log = createRotatingLog({ folder: await temporaryFolder(), now });
  log.info('one');
  await log.close();
  log.info('two');
  expect(await readFile(log.path, 'utf8')).toBe(`${stamp} info  one\n`);
});

test('secrets are masked, in messages and in errors', async () => {
  const log = createRotatingLog({ folder: await temporaryFolder(), now });
  log.error('Sign-in of +49 151 23456789 failed.', new Error('api_hash=0123456789abcdef0123456789abcdef'));
  const text = await readFile(log.path, 'utf8');
  expect(text).toContain('Sign-in of +***89 failed.');
  expect(text).not.toContain('0123456789abcdef');
});

test('several logs hear the same', () => {
  const logs = [recordingLog(), recordingLog()];
  const error = new Error('why');
  const combined = combineLogs(...logs);
  combined.info('a');
  combined.warn('b');
  combined.error('c', error);
  const entries = [
    { level: 'info', message: 'a' },
    { level: 'warn', message: 'b' },
    { level: 'error', message: 'c', error },
  ];
  expect(logs.map((log) => log.entries)).toEqual([entries, entries]);
});
