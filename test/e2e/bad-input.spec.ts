import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import Database from 'better-sqlite3';
import { type CommandResult, runCommand, runForDocument, startCommand } from '../support/command.ts';

const test = base.extend<{ folder: string }>({
  folder: async ({ browserName: _browserName }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'tidings-bad-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

/** One sentence or a few for a person: what happened and what to do, and never a stack trace. */
function expectWords({ stdout, stderr }: CommandResult): void {
  expect(stdout).toBe('');
  expect(stderr.trim()).not.toBe('');
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stderr).not.toMatch(/Error:/);
}

/** A database as a command leaves it. */
async function makeDatabase(folder: string): Promise<string> {
  await runForDocument(['settings', 'set', 'interval=20m', '--data', folder]);
  return join(folder, 'tidings.sqlite');
}

for (const [what, content] of [
  ['is no JSON', 'not json'],
  ['has no key', '{"id":2,"host":"127.0.0.1","port":4430}'],
  ['has a port out of range', '{"id":2,"host":"127.0.0.1","port":99999,"publicKey":"x"}'],
] as const) {
  test(`a data centre file that ${what} is refused before anything is started`, async ({ folder }) => {
    const file = join(folder, 'dc.json');
    await writeFile(file, content);
    const result = await runCommand(['collect', '--once', '--data', join(folder, 'data'), '--dc', file]);
    expect(result.code).toBe(2);
    expectWords(result);
  });
}

test('a data folder that cannot be written is named, and nothing is changed', async ({ folder }) => {
  const file = join(folder, 'a-file');
  await writeFile(file, 'kept');
  const result = await runCommand(['collect', '--once', '--data', join(file, 'data')]);
  expect(result.code).toBe(1);
  expectWords(result);
  expect(result.stderr).toContain(file);
  expect(await readFile(file, 'utf8')).toBe('kept');
});

test('a database from a newer version is refused and left as it is', async ({ folder }) => {
  const file = await makeDatabase(folder);
  const database = new Database(file);
  database.pragma('user_version = 9999');
  database.pragma('journal_mode = DELETE');
  database.close();
  const before = await readFile(file);
  for (const command of [['collect', '--once'], ['status'], ['serve']]) {
    const result = await runCommand([...command, '--data', folder]);
    expect(result.code).toBe(1);
    expectWords(result);
    expect(result.stderr).toMatch(/newer version/);
  }
  expect(await readFile(file)).toEqual(before);
});

test('a damaged database is put aside, never deleted, and the program goes on', async ({ folder }) => {
  const file = await makeDatabase(folder);
  await writeFile(file, Buffer.alloc(20_000, 'x'));
  const result = await runCommand(['settings', 'get', '--data', folder]);
  expect(result.code).toBe(1);
  expectWords(result);

  const mended = await runCommand(['settings', 'set', 'interval=30m', '--data', folder]);
  expect(mended.code).toBe(0);
  expect(mended.stderr).toMatch(/damaged.*put aside/);
  const [quarantined = ''] = /\S*quarantine\S*/.exec(mended.stderr) ?? [];
  expect(
    (await readFile(join(quarantined.replace(/[.,]$/, ''), 'tidings.sqlite'))).subarray(0, 3).toString(),
  ).toBe('xxx');
});

test('a second process on one data folder is told who collects, with its own exit code', async ({
  folder,
}) => {
  const serving = startCommand(['serve', '--data', folder]);
  await serving.line(/ready/);
  const second = await runCommand(['collect', '--once', '--data', folder]);
  expect(second.code).toBe(4);
  expectWords(second);
  expect(second.stderr).toContain(String(serving.pid));
  expect(await serving.end('SIGTERM')).toMatchObject({ code: 0 });
});

test('what a command does not know is a usage error', async ({ folder }) => {
  for (const parameters of [
    ['collect', '--onec'],
    ['nonsense'],
    ['posts'],
    ['settings', 'set', 'interval=never', '--data', folder],
  ]) {
    const result = await runCommand(parameters);
    expect(result.code).toBe(2);
    expect(result.stdout).toBe('');
  }
});

test('a data folder that is a file is called one, by reading and by writing commands', async ({ folder }) => {
  const file = join(folder, 'a-file');
  await writeFile(file, 'kept');
  for (const command of [['status'], ['collect', '--once'], ['serve']]) {
    const result = await runCommand([...command, '--data', file]);
    expect(result.code).toBe(1);
    expectWords(result);
    expect(result.stderr).toMatch(/is a file, not a folder/);
  }
  expect(await readFile(file, 'utf8')).toBe('kept');
});

test('an empty line is no answer: the sign-in waits for the next one', async ({ folder }) => {
  const result = await runCommand(
    ['login', '--phone', '+49151234567', '--api-id', '1', '--data', folder],
    '\n\nnot-a-hash\n',
  );
  expect(result).toMatchObject({ code: 2, stdout: '' });
  expect(result.stderr).toMatch(/api_hash must be 32 hexadecimal digits/);
});
