import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { openSystemUpdater } from '../../../electron/desktop/system-updater.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

const { app, autoUpdater } = vi.hoisted(() => ({
  app: { isPackaged: true, once: vi.fn<(event: string, listener: () => void) => void>() },
  autoUpdater: {
    logger: {} as object | null,
    autoDownload: true,
    autoInstallOnAppQuit: false,
    requestHeaders: null as Record<string, string> | null,
    checkForUpdates: vi.fn(),
    downloadUpdate: vi.fn(async () => []),
  },
}));
vi.mock('electron', () => ({ app }));
vi.mock('electron-updater', () => ({ default: { autoUpdater } }));

let resources: string;

beforeEach(async () => {
  app.isPackaged = true;
  app.once.mockClear();
  resources = await temporaryFolder();
  mkdirSync(resources, { recursive: true });
  const before = Object.getOwnPropertyDescriptor(process, 'resourcesPath');
  Object.defineProperty(process, 'resourcesPath', { value: resources, configurable: true });
  onTestFinished(() => {
    if (before === undefined) Reflect.deleteProperty(process, 'resourcesPath');
    else Object.defineProperty(process, 'resourcesPath', before);
  });
});

function buildInFeed(): void {
  writeFileSync(join(resources, 'app-update.yml'), 'provider: generic\nurl: https://feed.invalid/\n');
}

test('there is no updater in development', () => {
  buildInFeed();
  app.isPackaged = false;
  expect(openSystemUpdater(() => true)).toBeNull();
});

test('there is no updater where no address was built in', () => {
  expect(openSystemUpdater(() => true)).toBeNull();
});

test('packages of a package manager are not installed over', () => {
  buildInFeed();
  expect(openSystemUpdater(() => true)?.installs).toBe(true);
  writeFileSync(join(resources, 'package-type'), 'deb');
  expect(openSystemUpdater(() => true)?.installs).toBe(false);
});

test('looking says who has found what, downloads nothing by itself, and counts nobody', async () => {
  buildInFeed();
  const updater = openSystemUpdater(() => true);
  autoUpdater.checkForUpdates.mockResolvedValueOnce({
    isUpdateAvailable: true,
    updateInfo: { version: '2.0.0' },
  });
  await expect(updater?.check()).resolves.toBe('2.0.0');
  autoUpdater.checkForUpdates.mockResolvedValueOnce({
    isUpdateAvailable: false,
    updateInfo: { version: '0.1.0' },
  });
  await expect(updater?.check()).resolves.toBeNull();
  // Where the library thinks it cannot work, it answers null.
  autoUpdater.checkForUpdates.mockResolvedValueOnce(null);
  await expect(updater?.check()).resolves.toBeNull();
  expect(autoUpdater.autoDownload).toBe(false);
  expect(autoUpdater.logger).toBeNull();
  expect(autoUpdater.requestHeaders?.['x-user-staging-id']).toMatch(/^[0-]+$/);
});

test.each([true, false])('at the end it is asked whether to install: %s', async (allowed) => {
  buildInFeed();
  const updater = openSystemUpdater(() => allowed);
  await updater?.download();
  expect(autoUpdater.autoInstallOnAppQuit).toBe(true);
  const [[event, listener] = []] = app.once.mock.calls;
  expect(event).toBe('will-quit');
  listener?.();
  expect(autoUpdater.autoInstallOnAppQuit).toBe(allowed);
});
