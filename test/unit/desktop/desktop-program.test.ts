import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findElectron, hasDisplay } from '../../../electron/command-line/desktop-program.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

test('Electron is found where its package says it lies, once the file is there', async () => {
  const folder = await temporaryFolder();
  expect(findElectron(null)).toBeNull();
  expect(findElectron(folder)).toBeNull();
  await writeFile(join(folder, 'path.txt'), 'electron\n');
  expect(findElectron(folder)).toBeNull();
  await mkdir(join(folder, 'dist'));
  await writeFile(join(folder, 'dist/electron'), '');
  expect(findElectron(folder)).toBe(join(folder, 'dist/electron'));
});

test('a window needs a display on Linux, and is always possible elsewhere', () => {
  expect(hasDisplay({}, 'linux')).toBe(false);
  expect(hasDisplay({ DISPLAY: ':0' }, 'linux')).toBe(true);
  expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true);
  expect(hasDisplay({}, 'darwin')).toBe(true);
});
