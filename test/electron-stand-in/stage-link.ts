import type { MainCalls, StageCalls } from './calls.ts';
import { createLink } from './link.ts';

if (process.send === undefined)
  throw new Error('The stand-in for Electron is started by a test, not by hand.');

/** The way from the application's process to the test that holds the browser. */
export const stage = createLink<MainCalls, StageCalls>({
  send: (message) => process.send?.(message),
  onMessage: (listener) => process.on('message', listener),
  onClose: (listener) => process.on('disconnect', listener),
});
