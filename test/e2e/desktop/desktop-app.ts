import { expect, type Page } from '@playwright/test';
import type * as Electron from 'electron';
import type { RunningApp } from '../../electron-stand-in/launch.ts';
import type { Recorded, RecordedRow, RecordedTray } from '../../electron-stand-in/recorder.ts';

/** Tidings as a person has it before them: what shows, and what can be clicked. */
export interface DesktopApp {
  /** Runs a function in the main process; it is sent as text. */
  readonly evaluate: RunningApp['evaluate'];
  readonly recorded: () => Promise<Recorded>;
  readonly tray: () => Promise<RecordedTray>;
  /** `Pause`, `For 1 hour`: throws when it is not there, or disabled. */
  readonly clickTrayMenu: (...path: string[]) => Promise<void>;
  /** `Help`, `Try the demo`, in the application's own menu. */
  readonly clickMenu: (...path: string[]) => Promise<void>;
  /** A click on the icon itself. */
  readonly clickTray: () => Promise<void>;
  /** The tray's menu is on the screen, or is not any more. */
  readonly openTrayMenu: () => Promise<void>;
  readonly closeTrayMenu: () => Promise<void>;
  readonly clickNotification: (index: number) => Promise<void>;
  /** The system does not show the notification of that number, and says why. */
  readonly refuseNotification: (index: number, reason: string) => Promise<void>;
  /** The page of the only window, once it is shown. */
  readonly window: () => Promise<Page>;
  /** The pages of all windows, shown or hidden, oldest first. */
  readonly pages: () => Page[];
  /** How many windows a person sees. */
  readonly visibleWindows: () => Promise<number>;
  /** How many there are, shown or hidden. */
  readonly windows: () => Promise<number>;
  /** As a click on the window's own close button. */
  readonly closeWindow: () => Promise<void>;
  readonly minimizeWindow: () => Promise<void>;
  readonly crashRenderer: () => Promise<void>;
  /** The machine sleeps for so long: its wall clock goes on, its monotonic clock stands still. */
  readonly sleep: (sleptMs: number) => Promise<void>;
  /** Timers of exactly this length, started from now on, are due at once. */
  readonly hurry: (delayMs: number) => Promise<void>;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
  readonly signal: (signal: NodeJS.Signals) => void;
}

export function driveDesktop(app: RunningApp): DesktopApp {
  const { evaluate } = app;
  const recorded = () => evaluate(() => globalThis.recorder.recorded(), null);
  const visibleWindows = () =>
    evaluate(
      ({ BrowserWindow }) => BrowserWindow.getAllWindows().filter((window) => window.isVisible()).length,
      null,
    );

  return {
    evaluate,
    recorded,
    async tray() {
      const { tray } = await recorded();
      if (tray === null) throw new Error('There is no tray icon.');
      return tray;
    },
    clickTrayMenu: (...path) =>
      evaluate((_electron, given) => globalThis.recorder.clickTrayMenu(given), path),
    clickMenu: (...path) => evaluate((_electron, given) => globalThis.recorder.clickMenu(given), path),
    clickTray: () => evaluate(() => globalThis.recorder.clickTray(), null),
    openTrayMenu: () => evaluate(() => globalThis.recorder.openTrayMenu(), null),
    closeTrayMenu: () => evaluate(() => globalThis.recorder.closeTrayMenu(), null),
    clickNotification: (index) =>
      evaluate((_electron, given) => globalThis.recorder.clickNotification(given), index),
    refuseNotification: (index, reason) =>
      evaluate((_electron, given) => globalThis.recorder.refuseNotification(given.index, given.reason), {
        index,
        reason,
      }),
    async window() {
      await expect.poll(visibleWindows, { message: 'windows that are shown' }).toBe(1);
      await expect.poll(() => app.windows().length, { message: 'pages of windows' }).toBe(1);
      const [page] = app.windows();
      if (page === undefined) throw new Error('There is no window.');
      return page;
    },
    pages: app.windows,
    visibleWindows,
    windows: () => evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null),
    closeWindow: () => evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null),
    minimizeWindow: () => evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize(), null),
    crashRenderer: () =>
      evaluate(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
        null,
      ),
    sleep: (sleptMs) =>
      evaluate(({ powerMonitor }: typeof Electron, given: number) => {
        powerMonitor.emit('suspend');
        const awake = Date.now;
        Date.now = () => awake() + given;
        powerMonitor.emit('resume');
      }, sleptMs),
    hurry: (delayMs) =>
      evaluate((_electron, given: number) => {
        const original = globalThis.setTimeout;
        const hurried = (callback: () => void, asked?: number, ...parameters: []) =>
          original(callback, asked === given ? 0 : asked, ...parameters);
        globalThis.setTimeout = Object.assign(hurried, original);
      }, delayMs),
    ended: app.ended,
    signal: (signal) => app.process.kill(signal),
  };
}

/** Ends the application in its own words, unless it has ended, and waits for its end. */
export async function endApp(
  app: RunningApp,
  work: (electron: typeof Electron, nothing: null) => void,
): Promise<void> {
  if (app.process.exitCode === null && app.process.signalCode === null) {
    // It may end before it has answered.
    await app.evaluate(work, null).catch(() => undefined);
  }
  await app.ended;
  await app.release();
}

/** Labels of what can be chosen, and of what only says something, in the order of the menu. */
export const labelsOf = (rows: readonly RecordedRow[]): string[] =>
  rows.filter(({ type }) => type !== 'separator').map(({ label }) => label);
