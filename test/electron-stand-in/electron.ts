import type * as Electron from 'electron';
import { app } from './app.ts';
import { StandInBaseWindow } from './base-window.ts';
import { StandInBrowserWindow } from './browser-window.ts';
import { ipcMain } from './ipc-main.ts';
import { StandInMenu } from './menu.ts';
import { StandInNotification } from './notification.ts';
import { safeStorage } from './safe-storage.ts';
import { protocol, session } from './scheme.ts';
import {
  clipboard,
  dialog,
  nativeTheme,
  net,
  powerMonitor,
  powerSaveBlocker,
  screen,
  shell,
  systemPreferences,
} from './system.ts';
import { StandInTray } from './tray.ts';

/** What `electron` is to the application here: the part of it that Tidings uses. */
export const electron = {
  app,
  BaseWindow: StandInBaseWindow,
  BrowserWindow: StandInBrowserWindow,
  clipboard,
  dialog,
  ipcMain,
  Menu: StandInMenu,
  nativeTheme,
  net,
  Notification: StandInNotification,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  systemPreferences,
  Tray: StandInTray,
} satisfies Partial<Record<keyof typeof Electron, unknown>>;
