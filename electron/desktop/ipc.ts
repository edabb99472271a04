import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import type { RequestFailure, ScreenName, WireMessage } from '../../shared/contract.ts';
import type { Log } from '../ports/log.ts';
import type { Answerer } from '../service/answer.ts';
import type { EventFeed } from '../service/publisher.ts';
import { isOwnAddress } from './addresses.ts';
import { eventChannel, requestChannel } from './preload-bridge.ts';

export interface WindowTransport {
  readonly answer: Answerer;
  readonly events: EventFeed;
  readonly log: Pick<Log, 'warn'>;
  /** The page of our one window, while there is one. */
  readonly page: () => WebContents | null;
}

const refused: { readonly failure: RequestFailure } = {
  failure: { code: 'bad-request', message: 'Tidings answers only its own window. Nothing was done.' },
};

/** The contract over Electron: the only place that touches `ipcMain`. Returns what ends it. */
export function serveWindow({ answer, events, log, page }: WindowTransport): () => void {
  ipcMain.handle(requestChannel, (event, name: unknown, request: unknown) => {
    if (isOurs(event, page())) return answer({ name, request });
    log.warn(`A request from a page that is not ours was refused (${event.senderFrame?.url ?? 'gone'}).`);
    return refused;
  });
  const unsubscribe = events.on((message) => {
    const contents = page();
    if (contents !== null && !contents.isDestroyed()) contents.send(eventChannel, message);
  });
  return () => {
    unsubscribe();
    ipcMain.removeHandler(requestChannel);
  };
}

/** Leads a page that is shown already to another screen. */
export function openScreen(page: WebContents, screen: ScreenName): void {
  page.send(eventChannel, { event: 'open', payload: { screen } } satisfies WireMessage);
}

/** Our window's main frame, and still showing our own screens. */
function isOurs({ sender, senderFrame }: IpcMainInvokeEvent, page: WebContents | null): boolean {
  return sender === page && senderFrame?.parent === null && isOwnAddress(senderFrame.url);
}
