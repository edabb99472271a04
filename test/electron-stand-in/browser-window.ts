import { EventEmitter } from 'node:events';
import type { BrowserWindow, BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { app, windowClosed } from './app.ts';
import { openWindows } from './open-windows.ts';
import { stage } from './stage-link.ts';
import { StandInWebContents } from './web-contents.ts';
import { createEvent } from './whole.ts';

type Members = Pick<
  BrowserWindow,
  | 'id'
  | 'show'
  | 'showInactive'
  | 'hide'
  | 'focus'
  | 'close'
  | 'destroy'
  | 'restore'
  | 'minimize'
  | 'maximize'
  | 'loadURL'
  | 'isVisible'
  | 'isMinimized'
  | 'isMaximized'
  | 'isFullScreen'
  | 'isDestroyed'
  | 'getBounds'
  | 'getNormalBounds'
>;

let last = 0;
const windows = new Map<number, StandInBrowserWindow>();

/** A window: a page of the browser that the test holds. https://electronjs.org/docs/api/browser-window */
export class StandInBrowserWindow extends EventEmitter implements Members {
  static getAllWindows(): BrowserWindow[] {
    // Its page is a part of Electron's as well, so the types alone cannot see one in the other.
    return [...windows.values()] as unknown as BrowserWindow[];
  }

  readonly id: number;
  readonly webContents: StandInWebContents;
  readonly #bounds: Rectangle;
  #visible: boolean;
  #destroyed = false;
  #minimized = false;
  #maximized = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    last += 1;
    this.id = last;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.#visible = options.show ?? true;
    this.webContents = new StandInWebContents(this.id);
    windows.set(this.id, this);
    openWindows.add(this);
    void stage.call('open', {
      id: this.id,
      width,
      height,
      preload: options.webPreferences?.preload ?? null,
    });
    app.emit('browser-window-created', createEvent({}), this);
    app.emit('web-contents-created', createEvent({}), this.webContents);
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.loadURL(url);
    if (!this.#visible && !this.#destroyed) this.emit('ready-to-show', createEvent({}));
  }

  show(): void {
    if (this.#visible) return;
    this.#visible = true;
    this.emit('show');
  }

  showInactive(): void {
    this.show();
  }

  hide(): void {
    if (!this.#visible) return;
    this.#visible = false;
    this.emit('hide');
  }

  focus(): void {
    this.emit('focus', createEvent({}));
  }

  minimize(): void {
    this.#minimized = true;
  }

  restore(): void {
    this.#minimized = false;
  }

  maximize(): void {
    this.#maximized = true;
    this.show();
  }

  close(): void {
    if (this.#destroyed) return;
    const event = createEvent({});
    this.emit('close', event);
    if (!event.defaultPrevented) this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#visible = false;
    windows.delete(this.id);
    openWindows.delete(this);
    this.webContents.markDestroyed();
    // The process may be ending: then the stage closes the page by itself.
    stage.call('close', { id: this.id }).catch(() => undefined);
    this.emit('closed');
    windowClosed();
  }

  isVisible(): boolean {
    return this.#visible && !this.#minimized;
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  isMaximized(): boolean {
    return this.#maximized;
  }

  isFullScreen(): boolean {
    return false;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  getBounds(): Rectangle {
    return this.#bounds;
  }

  getNormalBounds(): Rectangle {
    return this.#bounds;
  }
}

/** The page with that number; undefined when it is gone. */
export function webContentsOf(id: number): StandInWebContents | undefined {
  return windows.get(id)?.webContents;
}
