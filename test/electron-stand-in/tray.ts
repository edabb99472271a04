import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type { NativeImage, Tray } from 'electron';

/** An icon in the notification area, of which nobody sees anything: https://electronjs.org/docs/api/tray */
export class StandInTray
  extends EventEmitter
  implements Pick<Tray, 'setImage' | 'setToolTip' | 'setContextMenu' | 'destroy' | 'isDestroyed'>
{
  #destroyed = false;

  constructor(image: string | NativeImage) {
    super();
    requireImage(image);
  }

  setImage(image: string | NativeImage): void {
    requireImage(image);
  }

  setToolTip(): void {
    this.#requireAlive();
  }

  setContextMenu(): void {
    this.#requireAlive();
  }

  destroy(): void {
    this.#destroyed = true;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  #requireAlive(): void {
    if (this.#destroyed) throw new Error('Tray is destroyed');
  }
}

function requireImage(image: string | NativeImage): void {
  if (typeof image === 'string' && !existsSync(image)) {
    throw new Error(`Failed to load image from path '${image}'`);
  }
}
