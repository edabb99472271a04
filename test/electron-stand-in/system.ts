import { EventEmitter } from 'node:events';
import type {
  Clipboard,
  Dialog,
  Display,
  NativeTheme,
  Net,
  PowerMonitor,
  PowerSaveBlocker,
  Screen,
  Shell,
  SystemPreferences,
} from 'electron';
import { asWhole } from './whole.ts';

/** What the application asks of the system around it. Each is as quiet as a machine on which nothing happens. */

export const powerMonitor = Object.assign(new EventEmitter(), {
  isOnBatteryPower: () => false,
} satisfies Pick<PowerMonitor, 'isOnBatteryPower'>);

const blockers = new Set<number>();
let lastBlocker = 0;

/** https://electronjs.org/docs/api/power-save-blocker */
export const powerSaveBlocker = {
  start() {
    lastBlocker += 1;
    blockers.add(lastBlocker);
    return lastBlocker;
  },
  stop: (id) => blockers.delete(id),
  isStarted: (id) => blockers.has(id),
} satisfies Pick<PowerSaveBlocker, 'start' | 'stop' | 'isStarted'>;

const display = asWhole<Display>({
  id: 1,
  scaleFactor: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1040 },
});

export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
} satisfies Pick<Screen, 'getPrimaryDisplay' | 'getAllDisplays'>);

export const nativeTheme = Object.assign(new EventEmitter(), {
  shouldUseDarkColors: false,
} satisfies Pick<NativeTheme, 'shouldUseDarkColors'>);

export const net = { isOnline: () => true } satisfies Pick<Net, 'isOnline'>;

/** macOS has more of them; nobody asks for more. */
export const systemPreferences = {
  registerDefaults: () => undefined,
} satisfies Partial<SystemPreferences>;

let clipboardText = '';

export const clipboard = {
  async readText() {
    return clipboardText;
  },
  async writeText(text) {
    clipboardText = text;
  },
} satisfies Pick<Clipboard, 'readText' | 'writeText'>;

export const shell = {
  openExternal: async () => undefined,
  openPath: async () => '',
} satisfies Pick<Shell, 'openExternal' | 'openPath'>;

export const dialog = {
  // Nobody is there to press a button: it stays open.
  showMessageBox: () => new Promise<never>(() => undefined),
  showErrorBox: () => undefined,
} satisfies Pick<Dialog, 'showMessageBox' | 'showErrorBox'>;
