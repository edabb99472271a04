import { EventEmitter } from 'node:events';
import type { BaseWindow } from 'electron';
import { windowClosed } from './app.ts';
import { openWindows } from './open-windows.ts';
import { createEvent } from './whole.ts';

/** A window without a page, of which nobody sees anything: https://electronjs.org/docs/api/base-window */
export class StandInBaseWindow
  extends EventEmitter
  implements Pick<BaseWindow, 'close' | 'destroy' | 'isDestroyed'>
{
  #destroyed = false;

  constructor() {
    super();
    openWindows.add(this);
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
    openWindows.delete(this);
    this.emit('closed');
    windowClosed();
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }
}
