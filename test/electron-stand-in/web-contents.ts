import { EventEmitter } from 'node:events';
import type { WebContents, WebFrameMain, WindowOpenHandlerResponse } from 'electron';
import type { FrameFacts } from './calls.ts';
import { stage } from './stage-link.ts';
import { asWhole, createEvent } from './whole.ts';

type Members = Pick<
  WebContents,
  | 'id'
  | 'send'
  | 'loadURL'
  | 'getURL'
  | 'isDestroyed'
  | 'setWindowOpenHandler'
  | 'forcefullyCrashRenderer'
  | 'mainFrame'
>;

/** The page of a window: https://electronjs.org/docs/api/web-contents */
export class StandInWebContents extends EventEmitter implements Members {
  readonly id: number;
  #url = '';
  #destroyed = false;
  #mayOpen: (url: string) => WindowOpenHandlerResponse = () => ({ action: 'allow' });

  constructor(id: number) {
    super();
    this.id = id;
  }

  get mainFrame(): WebFrameMain {
    return frameOf({ url: this.#url, isMain: true });
  }

  send(channel: string, ...parameters: unknown[]): void {
    const cloned: unknown[] = structuredClone(parameters);
    this.#tell(stage.call('deliver', { id: this.id, channel, parameters: cloned }));
  }

  async loadURL(url: string): Promise<void> {
    this.emit('did-start-loading');
    await stage.call('load', { id: this.id, url });
    this.#url = url;
    this.emit('did-finish-load');
  }

  getURL(): string {
    return this.#url;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  setWindowOpenHandler(handler: Parameters<WebContents['setWindowOpenHandler']>[0]): void {
    this.#mayOpen = (url) =>
      handler({
        url,
        frameName: '',
        features: '',
        disposition: 'foreground-tab',
        referrer: { url: this.#url, policy: 'no-referrer' },
      });
  }

  forcefullyCrashRenderer(): void {
    this.#tell(stage.call('crash', { id: this.id }));
  }

  /** The page wants another window. Throws where the application would allow it: the stand-in has none to give. */
  requestWindow(url: string): void {
    if (this.#mayOpen(url).action !== 'deny') throw new Error(`The stand-in opens no window for ${url}.`);
  }

  /** Whether a navigation that the page began may go on. */
  mayNavigate(url: string): boolean {
    const event = createEvent({ url, isSameDocument: false, isMainFrame: true });
    this.emit('will-navigate', event, url);
    return !event.defaultPrevented;
  }

  navigated(url: string): void {
    this.#url = url;
    this.emit('did-navigate', createEvent({}), url);
  }

  /** The renderer is gone. */
  gone(): void {
    this.emit('render-process-gone', createEvent({}), { reason: 'crashed', exitCode: 1 });
  }

  markDestroyed(): void {
    this.#destroyed = true;
    this.emit('destroyed');
  }

  /** A window that closes meanwhile takes its messages with it, as Electron's does. */
  #tell(sent: Promise<unknown>): void {
    sent.catch((error: unknown) => {
      if (!this.#destroyed) throw error;
    });
  }
}

/** Where a message came from: https://electronjs.org/docs/api/web-frame-main */
export function frameOf({ url, isMain }: FrameFacts): WebFrameMain {
  const parent = isMain ? null : asWhole<WebFrameMain>({});
  return asWhole<WebFrameMain>({ url, parent });
}
