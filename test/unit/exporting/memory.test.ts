import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { makeArchive } from '../../bench/archive-database.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { noon } from './samples.ts';

const posts = 200_000;
const mostGrowth = 60 * 1024 * 1024;

test('an export of 200,000 posts holds no more in memory at its end than near its beginning', async () => {
  const folder = await temporaryFolder();
  const database = makeArchive(folder, { channels: 20, posts, until: noon, days: 365 });
  const { file } = database;
  database.close();
  const out = join(folder, 'all.jsonl');
  const program = join(import.meta.dirname, 'exporting-process.ts');
  // V8 lets what is garbage lie for as long as it has room: it is given little, so that what is held is what is seen.
  const node = ['--max-semi-space-size=4', program, file, out, 'jsonl'];
  const { stdout } = await promisify(execFile)('node_modules/.bin/node', node);
  const told = JSON.parse(stdout);
  expect(told.posts).toBe(posts);
  expect(told.slices).toBeGreaterThan(100);
  // What is written is many times what it may have grown by.
  expect((await stat(out)).size).toBeGreaterThan(1.5 * mostGrowth);
  expect(told.grownBytes).toBeLessThan(mostGrowth);
  const lines = (await readFile(out, 'utf8')).trimEnd().split('\n');
  expect(new Set(lines.map((line) => JSON.parse(line).postId)).size).toBe(posts);
}, 180_000);
