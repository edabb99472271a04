import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import { openWindows } from './open-windows.ts';
import { type SingleInstance, takeSingleInstance } from './single-instance.ts';
import { createEvent } from './whole.ts';

const events = new EventEmitter();
const ready = Promise.withResolvers<void>();
const paths = new Map<string, string>([['temp', tmpdir()]]);
let applicationFolder = process.cwd();
let name = 'Electron';
let isReady = false;
let quitting = false;
let instance: SingleInstance | null = null;

/** Told once the application's main module has run to its end. */
export function becomeReady(): void {
  isReady = true;
  ready.resolve();
  events.emit('ready', createEvent({}), {});
}

/** The folder (or file) that the application was started from. */
export function setApplicationFolder(folder: string): void {
  applicationFolder = folder;
  paths.set('userData', join(folder, 'profile'));
}

/** Told by a window that is gone; `quitting` closes all of them on its way. */
export function windowClosed(): void {
  if (openWindows.size > 0 || leaving) return;
  if (quitting) leave(0);
  else if (!events.emit('window-all-closed')) app.quit();
}

let leaving = false;

function leave(exitCode: number): void {
  const event = createEvent({});
  events.emit('will-quit', event);
  if (event.defaultPrevented) {
    quitting = false;
    return;
  }
  end(exitCode);
}

function end(exitCode: number): void {
  leaving = true;
  for (const window of [...openWindows]) window.destroy();
  events.emit('quit', createEvent({}), exitCode);
  const exit = (): void => process.exit(exitCode);
  // A second instance has told the first of itself by the time it ends.
  void (instance?.told ?? Promise.resolve()).then(exit, exit);
}

const methods = {
  quit() {
    if (quitting || leaving) return;
    const event = createEvent({});
    events.emit('before-quit', event);
    if (event.defaultPrevented) return;
    quitting = true;
    for (const window of [...openWindows]) window.close();
    if (openWindows.size > 0) quitting = false;
    else if (!leaving) leave(0);
  },
  exit: (exitCode = 0) => end(exitCode),
  // The recorder keeps what is to be started anew; no test wants the application to outlive it.
  relaunch: () => undefined,
  isReady: () => isReady,
  whenReady: () => ready.promise,
  getName: () => name,
  setName(given) {
    name = given;
  },
  getAppPath: () => applicationFolder,
  getPath(asked) {
    const path = paths.get(asked);
    if (path === undefined) throw new Error(`Failed to get '${asked}' path`);
    return path;
  },
  setPath(asked, path) {
    paths.set(asked, path);
  },
  requestSingleInstanceLock() {
    instance ??= takeSingleInstance(methods.getPath('userData'), ({ argv, folder }) =>
      events.emit('second-instance', createEvent({}), argv, folder, undefined),
    );
    return instance.first;
  },
  enableSandbox() {
    if (isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
  },
  setAppUserModelId: () => undefined,
  setToastActivatorCLSID: () => undefined,
  setAboutPanelOptions: () => undefined,
  showAboutPanel: () => undefined,
  getLoginItemSettings: () => ({
    openAtLogin: false,
    wasOpenedAtLogin: false,
    status: 'not-registered',
    executableWillLaunchAtLogin: false,
    launchItems: [],
  }),
  setLoginItemSettings: () => undefined,
} satisfies Partial<App>;

/** The application, as far as Tidings speaks to it: https://electronjs.org/docs/api/app */
export const app = Object.assign(events, methods, { isPackaged: false });
