import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appImageOf, isSnap, type Packaging } from '../../../electron/desktop/packaging.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

const own: Packaging = {
  environment: { APPIMAGE: '/home/a/Tidings.AppImage', APPDIR: '/tmp/.mount_Tidings' },
  platform: 'linux',
  isPackaged: true,
  execPath: '/tmp/.mount_Tidings/tidings',
};

test('a program below the mounted AppImage runs from it', () => {
  expect(appImageOf(own)).toBe('/home/a/Tidings.AppImage');
});

test.each([
  ['lies elsewhere', { execPath: '/opt/Tidings/tidings' }],
  ['lies beside', { execPath: '/tmp/.mount_Tidings2/tidings' }],
  ['is not packed', { isPackaged: false }],
  ['runs on another system', { platform: 'darwin' }],
  ['knows no folder', { environment: { APPIMAGE: '/home/a/Editor.AppImage' } }],
] as const)('a program that %s only inherited the name of an AppImage', (_how, change) => {
  expect(appImageOf({ ...own, ...change })).toBeNull();
});

test('the folder may be named through a link', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'real'));
  await writeFile(join(folder, 'real/tidings'), '');
  await symlink(join(folder, 'real'), join(folder, 'link'));
  const environment = { APPIMAGE: '/Tidings.AppImage', APPDIR: join(folder, 'link') };
  expect(appImageOf({ ...own, environment, execPath: join(folder, 'real/tidings') })).toBe(
    '/Tidings.AppImage',
  );
});

test('a Snap is told from what a Snap has started', () => {
  const environment = { SNAP: '/snap/tidings/1' };
  expect(isSnap({ environment, platform: 'linux', execPath: '/snap/tidings/1/tidings' })).toBe(true);
  expect(isSnap({ environment, platform: 'linux', execPath: '/usr/bin/tidings' })).toBe(false);
  expect(isSnap({ environment: {}, platform: 'linux', execPath: '/usr/bin/tidings' })).toBe(false);
});
