import type { RequestName, WireMessage } from '../shared/contract.ts';
import { openWebSocket, probeSession, socketBridge } from './socket-bridge.ts';
import { answerOf, type Bridge, eventListeners } from './wire.ts';

/** What the preload puts on the window of the desktop app. Answers are `{ response }` or `{ failure }`. */
export interface PreloadBridge {
  request(name: RequestName, request: unknown): Promise<unknown>;
  on(listener: (message: WireMessage) => void): () => void;
}

declare global {
  interface Window {
    readonly tidings?: PreloadBridge;
  }
}

/** The bridge this page was given: the preload's in the desktop app, else the socket of the same origin. */
export function openBridge(page: Window): Bridge {
  if (page.tidings !== undefined) return preloadBridge(page.tidings);
  const address = new URL('/socket', page.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return socketBridge({
    connect: (handlers) => openWebSocket(address.href, handlers),
    probe: probeSession,
    now: Date.now,
  });
}

/** The desktop's bridge: main process and window live and die together, so it is always connected. */
export function preloadBridge(preload: PreloadBridge): Bridge {
  const events = eventListeners();
  preload.on((message) => {
    if ('event' in message) events.tell(message.event, message.payload);
  });
  return {
    request: async (name, request) => answerOf(await preload.request(name, request)),
    on: events.on,
    connection: () => ({ kind: 'connected' }),
    onConnection: () => () => undefined,
  };
}
