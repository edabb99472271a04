import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportTarget } from '../../../electron/command-line/commands/export-target.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

test('a file that is not there yet may be written, and is not made before', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'new.csv');
  expect(exportTarget(file, {})).toBe(file);
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that does not exist is refused, and not made', async () => {
  const folder = await temporaryFolder();
  const there = join(folder, 'nofolder');
  expect(() => exportTarget(join(there, 'new.csv'), {})).toThrow(
    expect.objectContaining({
      message: `Nothing was exported. The folder ${there} does not exist. Make it first.`,
      exitCode: 2,
    }),
  );
  expect(await readdir(folder)).toEqual([]);
});

test('a file that is there is refused unless it is to be replaced; of a link, what it leads to', async () => {
  const folder = await temporaryFolder();
  const file = join(folder, 'mine.csv');
  await writeFile(file, 'of last week');
  await symlink(file, join(folder, 'link.csv'));
  expect(() => exportTarget(file, {})).toThrow(/exists already\. .* --force/);
  expect(exportTarget(file, { force: true })).toBe(file);
  expect(exportTarget(join(folder, 'link.csv'), { force: true })).toBe(file);
});

test('what can be no file is refused, forced or not', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'sub'));
  await writeFile(join(folder, 'letter'), '');
  const force = { force: true };
  expect(() => exportTarget(join(folder, 'sub'), force)).toThrow(/is a folder\. Name a file in it/);
  expect(() => exportTarget(join(folder, 'letter', 'new.csv'), force)).toThrow(/is a file, not a folder/);
  expect(() => exportTarget('/dev/null', force)).toThrow(/no ordinary file/);
  expect(() => exportTarget(' ', force)).toThrow(/needs the name of a file/);
});
