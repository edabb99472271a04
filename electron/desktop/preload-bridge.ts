import type { WireMessage } from '../../shared/contract.ts';

/** The two channels between window and main process; nothing else crosses. */
export const requestChannel = 'tidings:request';
export const eventChannel = 'tidings:event';

/** The part of Electron's `ipcRenderer` the bridge is made of. */
export interface RendererChannels {
  invoke(channel: string, name: string, request: unknown): Promise<unknown>;
  on(channel: string, listener: (event: unknown, message: WireMessage) => void): unknown;
  off(channel: string, listener: (event: unknown, message: WireMessage) => void): unknown;
}

/**
 * What the page gets: two functions. Neither `ipcRenderer` nor an event object passes, for through either a
 * page could reach channels that are not meant for it.
 */
export function createPreloadBridge(channels: RendererChannels) {
  return {
    request: (name: string, request: unknown): Promise<unknown> =>
      channels.invoke(requestChannel, name, request),
    on(listener: (message: WireMessage) => void): () => void {
      const receive = (_event: unknown, message: WireMessage): void => listener(message);
      channels.on(eventChannel, receive);
      return () => {
        channels.off(eventChannel, receive);
      };
    },
  };
}
