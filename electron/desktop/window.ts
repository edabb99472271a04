import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { app, BrowserWindow, nativeTheme, screen, type WebContents } from 'electron';
import type { Log } from '../ports/log.ts';
import { screensAddress } from './addresses.ts';
import { appName } from './identity.ts';
import { leastSize, parseWindowPlace, placeOnScreens, type WindowPlace } from './window-place.ts';

export interface WindowOptions {
  /** The built bridge: one CommonJS file. */
  readonly preload: string;
  /** Remembers size and place. */
  readonly placeFile: string;
  readonly icon: string;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  /** Windows ends the session: nothing after this is certain to run. */
  readonly onSessionEnd: () => void;
}

export interface AppWindow {
  /** Makes the window if there is none, and brings it to the front. */
  show(): void;
  /** Its page, while there is one. */
  page(): WebContents | null;
  /** From now on closing the window closes it. */
  letGo(): void;
}

/** A window that was closed is kept for so long, so that opening it again at once is at once. */
const keptMs = 60_000;
/** A page that crashes more often than this within a minute is not made anew. */
const mostCrashes = 3;
const crashSpanMs = 60_000;

/** The one window: made when it is asked for, and destroyed a while after it was closed. */
export function createWindow(options: WindowOptions): AppWindow {
  const { log } = options;
  let window: BrowserWindow | null = null;
  let destroying: NodeJS.Timeout | null = null;
  let crashes: readonly number[] = [];
  let letGo = false;

  function make(): BrowserWindow {
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
    made.once('ready-to-show', () => made.show());
    made.on('close', (event) => {
      savePlace(options, made);
      // Hiding a full-screen window leaves macOS on an empty space.
      if (letGo || made.isFullScreen()) return;
      event.preventDefault();
      made.hide();
      destroying = setTimeout(() => made.destroy(), keptMs);
    });
    made.on('closed', () => {
      stopDestroying();
      if (window === made) window = null;
    });
    made.on('session-end', options.onSessionEnd);
    made.webContents.on('render-process-gone', (_event, { reason }) => recover(made, reason));
    made.loadURL(screensAddress).catch((error: unknown) => log.error('The screens did not load.', error));
    return made;
  }

  /** The page is gone, the collector is not: the window is made anew, unless that keeps happening. */
  function recover(gone: BrowserWindow, reason: string): void {
    if (gone.isDestroyed() || reason === 'clean-exit') return;
    const now = Date.now();
    crashes = [...crashes.filter((at) => now - at < crashSpanMs), now];
    log.error(`The window's page ended unexpectedly (${reason}). Collecting goes on.`);
    const wasVisible = gone.isVisible();
    gone.destroy();
    if (!wasVisible) return;
    if (crashes.length <= mostCrashes) window = make();
    else
      log.error(`The window crashed ${crashes.length} times in a minute and stays closed until asked for.`);
  }

  function stopDestroying(): void {
    if (destroying !== null) clearTimeout(destroying);
    destroying = null;
  }

  return {
    show() {
      stopDestroying();
      if (window === null) {
        window = make();
        return;
      }
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
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
