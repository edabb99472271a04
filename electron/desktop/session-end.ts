import { BaseWindow } from 'electron';

/**
 * Hears that the person logs off or the machine goes down on Windows, which tells windows only: a window of its
 * own, that is never shown, listens while the others come and go. `onEnd` may be called more than once. Returns
 * what ends it; whoever gets it must keep it.
 */
export function hearSessionEnd(platform: NodeJS.Platform, onEnd: () => void): () => void {
  if (platform !== 'win32') return () => undefined;
  const listener = new BaseWindow({ show: false });
  // What is begun at the question has a few seconds more than at the end itself.
  listener.on('query-session-end', onEnd);
  listener.on('session-end', onEnd);
  return () => listener.destroy();
}
