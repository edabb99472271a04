import { EventEmitter } from 'node:events';
import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import { webContentsOf } from './browser-window.ts';
import type { FrameFacts } from './calls.ts';
import { frameOf } from './web-contents.ts';
import { asWhole } from './whole.ts';

type Handler = Parameters<IpcMain['handle']>[1];

const handlers = new Map<string, Handler>();

/** Messages from pages: https://electronjs.org/docs/api/ipc-main */
export const ipcMain = Object.assign(new EventEmitter(), {
  handle(channel, handler) {
    if (handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    handlers.set(channel, handler);
  },
  removeHandler(channel) {
    handlers.delete(channel);
  },
} satisfies Pick<IpcMain, 'handle' | 'removeHandler'>);

/** What `ipcRenderer.invoke` gets. Throws what the handler throws, and when there is none. */
export async function invoke(given: {
  readonly id: number;
  readonly frame: FrameFacts;
  readonly channel: string;
  readonly parameters: readonly unknown[];
}): Promise<unknown> {
  const handler = handlers.get(given.channel);
  if (handler === undefined) throw new Error(`No handler registered for '${given.channel}'`);
  const sender = webContentsOf(given.id);
  if (sender === undefined) throw new Error('The page is gone.');
  const event = asWhole<IpcMainInvokeEvent>({
    type: 'frame',
    sender: sender as unknown as WebContents,
    senderFrame: frameOf(given.frame),
    frameId: 1,
    processId: given.id,
  });
  return structuredClone(await handler(event, ...given.parameters));
}
