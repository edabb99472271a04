import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeDemoFolder, removeStaleFolders } from '../../../electron/desktop-demo.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

const hourMs = 3_600_000;
const now = Date.UTC(2026, 0, 5, 12);

async function makeFolder(parent: string, name: string, ages: { folderMs: number; fileMs: number }) {
  const file = join(parent, name, 'tidings.sqlite-wal');
  await mkdir(join(parent, name));
  await writeFile(file, '');
  await utimes(file, new Date(now - ages.fileMs), new Date(now - ages.fileMs));
  await utimes(join(parent, name), new Date(now - ages.folderMs), new Date(now - ages.folderMs));
}

test('folders that earlier demos left are removed once nothing was written to them for a day', async () => {
  const parent = await temporaryFolder();
  const old = { folderMs: 25 * hourMs, fileMs: 24 * hourMs };
  await makeFolder(parent, 'tidings-demo-left', old);
  await makeFolder(parent, 'tidings-demo-today', { folderMs: hourMs, fileMs: hourMs });
  await makeFolder(parent, 'tidings-demo-for-days', { folderMs: 90 * hourMs, fileMs: 60_000 });
  await makeFolder(parent, 'somebody-elses', old);
  removeStaleFolders(parent, now);
  expect((await readdir(parent)).sort()).toEqual([
    'somebody-elses',
    'tidings-demo-for-days',
    'tidings-demo-today',
  ]);
});

test('a folder that cannot be removed fails nobody who ends', async () => {
  const parent = await temporaryFolder();
  await writeFile(join(parent, 'a file'), '');
  await expect(removeDemoFolder(join(parent, 'a file', 'below it'))).resolves.toBeUndefined();
});
