import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWindow } from '../../../electron/desktop/window.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

const { electron, windows, dialogs } = await vi.hoisted(async () => {
  const { EventEmitter } = await import('node:events');
  const made: FakeWindow[] = [];
  const asked: { message: string; answer: (response: number) => void }[] = [];

  /** As much of a window as the application asks; `isVisible` is false while it is minimised, as on macOS. */
  class FakeWindow extends EventEmitter {
    readonly webContents = Object.assign(new EventEmitter(), {
      crash: () => this.webContents.emit('render-process-gone', {}, { reason: 'crashed' }),
    });
    shown = false;
    minimized = false;
    destroyed = false;
    constructor() {
      super();
      made.push(this);
    }
    loadURL = async () => undefined;
    getNormalBounds = () => ({ x: 10, y: 20, width: 900, height: 700 });
    isMaximized = () => false;
    isFullScreen = () => false;
    isMinimized = () => this.minimized;
    isVisible = () => this.shown && !this.minimized;
    isDestroyed = () => this.destroyed;
    maximize = () => undefined;
    focus = () => undefined;
    restore(): void {
      this.minimized = false;
    }
    show(): void {
      this.shown = true;
    }
    showInactive(): void {
      this.shown = true;
    }
    hide(): void {
      this.shown = false;
    }
    close(): void {
      let prevented = false;
      const preventDefault = () => {
        prevented = true;
      };
      this.emit('close', { preventDefault });
      if (!prevented) this.destroy();
    }
    destroy(): void {
      if (this.destroyed) throw new Error('Object has been destroyed');
      this.destroyed = true;
      this.emit('closed');
    }
  }

  const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } };
  return {
    windows: made,
    dialogs: asked,
    electron: {
      app: { isPackaged: false },
      BrowserWindow: FakeWindow,
      nativeTheme: { shouldUseDarkColors: false },
      screen: { getPrimaryDisplay: () => display, getAllDisplays: () => [display] },
      dialog: {
        showMessageBox: ({ message }: { message: string }) =>
          new Promise((resolve) =>
            asked.push({ message, answer: (response) => resolve({ response, checkboxChecked: false }) }),
          ),
      },
    },
  };
});
vi.mock('electron', () => electron);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate'] });
  windows.length = 0;
  dialogs.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

async function stage() {
  const placeFile = join(await temporaryFolder(), 'window.json');
  const nothing = () => undefined;
  return createWindow({
    preload: '/preload.cjs',
    placeFile,
    icon: '/icon.png',
    log: { info: nothing, warn: nothing, error: nothing },
  });
}

const newest = () => {
  const window = windows.at(-1);
  if (window === undefined) throw new Error('There is no window.');
  return window;
};

function crash(): void {
  newest().webContents.crash();
  vi.advanceTimersByTime(0);
}

test('a page that crashes before it was ever painted is made anew', async () => {
  const window = await stage();
  window.show();
  crash();
  expect(windows.map(({ destroyed }) => destroyed)).toEqual([true, false]);
  newest().emit('ready-to-show');
  expect(newest().shown).toBe(true);
});

test('a page that crashes while its window is minimised is made anew', async () => {
  const window = await stage();
  window.show();
  newest().emit('ready-to-show');
  newest().minimized = true;
  crash();
  expect(windows.map(({ destroyed }) => destroyed)).toEqual([true, false]);
});

test('the window is not destroyed while it is told that its page is gone', async () => {
  const window = await stage();
  window.show();
  newest().webContents.crash();
  expect(newest().destroyed).toBe(false);
  vi.advanceTimersByTime(0);
  expect(windows[0]?.destroyed).toBe(true);
});

test('a page that crashes while its window is closed stays away until a person asks for it', async () => {
  const window = await stage();
  window.show();
  newest().emit('ready-to-show');
  newest().close();
  crash();
  expect(windows.map(({ destroyed }) => destroyed)).toEqual([true]);
  window.show();
  expect(windows).toHaveLength(2);
});

test('a page that keeps crashing, however slowly, is given up with a word, and tried anew when asked', async () => {
  const window = await stage();
  window.show();
  for (let time = 0; time < 4; time += 1) {
    vi.advanceTimersByTime(3_600_000);
    crash();
  }
  expect(windows.map(({ destroyed }) => destroyed)).toEqual([true, true, true, true]);
  expect(dialogs.map(({ message }) => message)).toEqual(['The window of Tidings could not be shown.']);
  expect(window.page()).toBeNull();
  dialogs[0]?.answer(0);
  await vi.waitFor(() => expect(windows).toHaveLength(5));
  crash();
  expect(windows).toHaveLength(6);
});

test('a window that was closed before it was ready does not come back by itself', async () => {
  const window = await stage();
  window.show();
  newest().close();
  newest().emit('ready-to-show');
  expect(newest().shown).toBe(false);
});

test('closed twice, the window is kept for its minute from the second time on', async () => {
  const window = await stage();
  window.show();
  const closed = newest();
  closed.close();
  vi.advanceTimersByTime(30_000);
  closed.close();
  vi.advanceTimersByTime(59_999);
  expect(closed.destroyed).toBe(false);
  vi.advanceTimersByTime(1);
  expect(closed.destroyed).toBe(true);
});

test('let go, closing the window closes it', async () => {
  const window = await stage();
  window.show();
  window.letGo();
  newest().close();
  expect(newest().destroyed).toBe(true);
});
