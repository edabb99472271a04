import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { AppUpdater } from 'electron-updater';
import type { Updater } from './updates.ts';

/**
 * electron-updater on the address this copy was built with. Null in development and where none was built in.
 * `mayInstall` is asked at the very end, when the application is about to quit.
 */
export function openSystemUpdater(mayInstall: () => boolean): Updater | null {
  if (!app.isPackaged || !existsSync(join(process.resourcesPath, 'app-update.yml'))) return null;
  let loading: Promise<AppUpdater> | null = null;
  const load = (): Promise<AppUpdater> => {
    loading ??= loadUpdater(mayInstall);
    return loading;
  };
  return {
    // Written into packages that belong to a package manager, which would ask for a password while quitting.
    installs: !existsSync(join(process.resourcesPath, 'package-type')),
    async check() {
      const result = await (await load()).checkForUpdates();
      return result?.isUpdateAvailable === true ? result.updateInfo.version : null;
    },
    async download() {
      await (await load()).downloadUpdate();
    },
  };
}

/** Nobody is counted: the library would send a number of its own making with every look. */
const anonymous = { 'x-user-staging-id': '00000000-0000-0000-0000-000000000000' };

/** Loaded when it is first needed, a minute after the start. */
async function loadUpdater(mayInstall: () => boolean): Promise<AppUpdater> {
  const { default: library } = await import('electron-updater');
  const updater = library.autoUpdater;
  // Its errors come back from the calls; its log would hold whole answers.
  updater.logger = null;
  updater.requestHeaders = anonymous;
  updater.autoDownload = false;
  updater.disableWebInstaller = true;
  // Must be so while downloading for the library to get ready; what counts is the value when it hears of the end.
  updater.autoInstallOnAppQuit = true;
  app.once('will-quit', () => {
    updater.autoInstallOnAppQuit = mayInstall();
  });
  return updater;
}
