import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  exportName,
  freeExportPath,
  removeUnfinishedExports,
  writeWholeFile,
} from '../../../electron/exporting/export-file.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { noon } from './samples.ts';

test('a file gets its name when it is whole, is readable by its owner alone, and nothing is left beside it', async () => {
  const folder = join(await temporaryFolder(), 'exports');
  const path = join(folder, 'tidings-x.csv');
  const meanwhile: string[][] = [];
  const result = await writeWholeFile(path, async (sink) => {
    await sink.write('one, ');
    meanwhile.push(await readdir(folder));
    await sink.write('two');
    return 2;
  });
  expect(result).toBe(2);
  expect(meanwhile).toEqual([[`tidings-x.csv.${process.pid}.unfinished`]]);
  expect(await readdir(folder)).toEqual(['tidings-x.csv']);
  expect(await readFile(path, 'utf8')).toBe('one, two');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('what goes wrong leaves no file, and what had that name before as it was', async () => {
  const folder = await temporaryFolder();
  const path = join(folder, 'mine.csv');
  await writeFile(path, 'of last week');
  const failing = writeWholeFile(path, async (sink) => {
    await sink.write('half');
    throw new Error('no more');
  });
  await expect(failing).rejects.toThrow('no more');
  expect(await readdir(folder)).toEqual(['mine.csv']);
  expect(await readFile(path, 'utf8')).toBe('of last week');
});

test('what killed processes left is removed; what is finished, another’s, or a living process’s is not', async () => {
  const folder = await temporaryFolder();
  const kept = [
    'tidings-a.csv',
    'letter.txt',
    'letter.2.unfinished',
    `tidings-b.csv.${process.ppid}.unfinished`,
  ];
  const gone = [`tidings-c.csv.${process.pid}.unfinished`, 'tidings-d.html.999999999.unfinished'];
  for (const name of [...kept, ...gone]) await writeFile(join(folder, name), '');
  removeUnfinishedExports(folder);
  expect((await readdir(folder)).toSorted()).toEqual(kept.toSorted());
  removeUnfinishedExports(join(folder, 'is not there'));
});

test('exports are called by their instant, and none by a name that is taken', async () => {
  const folder = await temporaryFolder();
  const first = freeExportPath(folder, 'html', noon);
  expect(first).toBe(join(folder, 'tidings-2026-11-24T120000-000Z.html'));
  await mkdir(first);
  expect(freeExportPath(folder, 'html', noon)).toBe(join(folder, exportName('html', noon + 1)));
});
