import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { app, BrowserWindow, dialog, nativeTheme, screen, type WebContents } from 'electron';
import type { ScreenName } from '../../shared/contract.ts';
import type { Log } from '../ports/log.ts';
import { addressOf } from './addresses.ts';
import { appName } from './identity.ts';
import { openScreen } from './ipc.ts';
import { leastSize, parseWindowPlace, placeOnScreens, type WindowPlace } from './window-place.ts';

export interface WindowOptions {
  /** The built bridge: one CommonJS file. */
  readonly preload: string;
  /** Remembers size and place. */
  readonly placeFile: string;
  readonly icon: string;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
}

export interface AppWindow {
  /** Makes the window if there is none, and brings it to the front; on this screen, where one is named. */
  show(screen?: ScreenName): void;
  /** Makes the window if there is none, and shows it without taking the keyboard away from another. */
  showInactive(): void;
  /** Its page, while there is one. */
  page(): WebContents | null;
  /** From now on closing the window closes it. */
  letGo(): void;
}

/** A window that was closed is kept for so long, so that opening it again at once is at once. */
const keptMs = 60_000;
/** A page that crashes more often than this is not made anew until a person asks for the window. */
const mostCrashes = 3;

/** The one window: made when it is asked for, and destroyed a while after it was closed. */
export function createWindow(options: WindowOptions): AppWindow {
  const { log } = options;
  let window: BrowserWindow | null = null;
  let destroying: NodeJS.Timeout | null = null;
  let crashes = 0;
  /** Whether a person is to have it before them, be it minimised or not painted yet. */
  let wanted = false;
  let letGo = false;

  function make({ inactive = false, at }: { inactive?: boolean; at?: ScreenName } = {}): BrowserWindow {
    const place = readPlace(options);
    const made = new BrowserWindow({
      ...placeOnScreens(place, workAreas()),
      minWidth: leastSize.width,
      minHeight: leastSize.height,
      title: appName,
      icon: options.icon,
      show: false,
      autoHideMenuBar: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#0f1216' : '#f6f7f9',
      webPreferences: {
        preload: options.preload,
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webSecurity: true,
        spellcheck: false,
        devTools: !app.isPackaged,
      },
    });
    if (place?.maximized) made.maximize();
    made.once('ready-to-show', () => {
      if (!wanted) return;
      if (inactive) made.showInactive();
      else made.show();
    });
    made.on('close', (event) => {
      savePlace(options, made);
      wanted = false;
      // Hiding a full-screen window leaves macOS on an empty space.
      if (letGo || made.isFullScreen()) return;
      event.preventDefault();
      made.hide();
      stopDestroying();
      destroying = setTimeout(() => made.destroy(), keptMs);
    });
    made.on('closed', () => {
      stopDestroying();
      if (window === made) window = null;
    });
    made.webContents.on('render-process-gone', (_event, { reason }) => recover(made, reason));
    made.loadURL(addressOf(at)).catch((error: unknown) => log.error('The screens did not load.', error));
    return made;
  }

  /** The page is gone, the collector is not: the window is made anew, unless that keeps happening. */
  function recover(gone: BrowserWindow, reason: string): void {
    if (gone.isDestroyed() || reason === 'clean-exit') return;
    crashes += 1;
    log.error(`The window's page ended unexpectedly (${reason}). Collecting goes on.`);
    savePlace(options, gone);
    // Not while Electron still tells of the page that is destroyed here.
    setImmediate(() => {
      if (!gone.isDestroyed()) gone.destroy();
      if (!wanted || letGo) return;
      if (crashes <= mostCrashes) window = make();
      else giveUp();
    });
  }

  function giveUp(): void {
    wanted = false;
    log.error(`The window's page ended ${crashes} times and stays closed until asked for.`);
    dialog
      .showMessageBox({
        type: 'error',
        title: appName,
        message: 'The window of Tidings could not be shown.',
        detail: `Its page ended unexpectedly ${crashes} times. Collecting goes on. The log has the details.`,
        buttons: ['Try again', 'Close'],
        defaultId: 0,
        cancelId: 1,
      })
      .then(
        ({ response }) => {
          if (response === 0) show();
        },
        (error: unknown) => log.error('The dialog about the window could not be shown.', error),
      );
  }

  function show(at?: ScreenName): void {
    stopDestroying();
    crashes = 0;
    wanted = true;
    if (window === null) {
      window = make(at === undefined ? {} : { at });
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    if (at !== undefined) openScreen(window.webContents, at);
  }

  function stopDestroying(): void {
    if (destroying !== null) clearTimeout(destroying);
    destroying = null;
  }

  return {
    show,
    showInactive() {
      stopDestroying();
      wanted = true;
      if (window === null) window = make({ inactive: true });
      else window.showInactive();
    },
    page: () => (window === null || window.isDestroyed() ? null : window.webContents),
    letGo() {
      letGo = true;
    },
  };
}

/** The primary screen comes first. */
function workAreas() {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ workArea }) => workArea);
}

function readPlace({ placeFile, log }: WindowOptions): WindowPlace | null {
  try {
    return parseWindowPlace(readFileSync(placeFile, 'utf8'));
  } catch (error) {
    if (!isAbsence(error)) log.warn(`Where the window was could not be read: ${String(error)}`);
    return null;
  }
}

function savePlace({ placeFile, log }: WindowOptions, window: BrowserWindow): void {
  const { x, y, width, height } = window.getNormalBounds();
  const place: WindowPlace = { x, y, width, height, maximized: window.isMaximized() };
  try {
    // Through another file: one that was half written would be of no use the next time.
    writeFileSync(`${placeFile}.new`, `${JSON.stringify(place)}\n`, { mode: 0o600 });
    renameSync(`${placeFile}.new`, placeFile);
  } catch (error) {
    log.warn(`Where the window is could not be kept: ${String(error)}`);
  }
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
