import { expect, test } from 'vitest';
import { createPreloadBridge, type RendererChannels } from '../../../electron/desktop/preload-bridge.ts';
import type { PreloadBridge } from '../../../renderer/bridge.ts';
import type { WireMessage } from '../../../shared/contract.ts';

function fakeChannels() {
  const listeners = new Map<string, Set<(event: unknown, message: WireMessage) => void>>();
  const asked: unknown[][] = [];
  const channels: RendererChannels = {
    invoke: async (...call) => {
      asked.push(call);
      return { response: 'yes' };
    },
    on: (channel, listener) => listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener)),
    off: (channel, listener) => listeners.get(channel)?.delete(listener),
  };
  const push = (message: WireMessage) => {
    for (const listener of listeners.get('tidings:event') ?? []) listener({ sender: 'secret' }, message);
  };
  // Held to what the screens expect to find on the window.
  const bridge: PreloadBridge = createPreloadBridge(channels);
  return { bridge, asked, push };
}

const message: WireMessage = { event: 'changed', payload: { lists: ['runs'] } };

test('a request goes over the one channel and its answer comes back', async () => {
  const { bridge, asked } = fakeChannels();
  await expect(bridge.request('run.start', {})).resolves.toEqual({ response: 'yes' });
  expect(asked).toEqual([['tidings:request', 'run.start', {}]]);
});

test('a listener is given the message and never the event, until it unsubscribes', () => {
  const { bridge, push } = fakeChannels();
  const heard: unknown[][] = [];
  const stop = bridge.on((...given) => heard.push(given));
  push(message);
  stop();
  push(message);
  expect(heard).toEqual([[message]]);
});

test('nothing but two functions is handed to the page', () => {
  const { bridge } = fakeChannels();
  expect(Object.entries(bridge).map(([name, value]) => [name, typeof value])).toEqual([
    ['request', 'function'],
    ['on', 'function'],
  ]);
});
