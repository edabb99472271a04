import type { EventFeed } from '../service/publisher.ts';

/** How often the system is asked while something waits for the network. There is no event for it here. */
const askMs = 2_000;

/**
 * Resolves true once `isOnline` says so, false after `timeoutMs` or when aborted. A link that is up is no
 * promise that Telegram answers, but without one nothing can.
 */
export function waitUntilOnline(
  isOnline: () => boolean,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (signal.aborted) return Promise.resolve(false);
  if (isOnline()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (online: boolean): void => {
      clearInterval(asking);
      clearTimeout(deadline);
      signal.removeEventListener('abort', abort);
      resolve(online);
    };
    const abort = (): void => end(false);
    const asking = setInterval(() => {
      if (isOnline()) end(true);
    }, askMs);
    const deadline = setTimeout(abort, timeoutMs);
    signal.addEventListener('abort', abort);
  });
}

/** Calls `onReturn` when the network comes back while the collector retries; asks nothing at other times. */
export function watchNetwork(options: {
  readonly events: EventFeed;
  readonly isOnline: () => boolean;
  readonly onReturn: () => void;
}): () => void {
  const { events, isOnline, onReturn } = options;
  let asking: NodeJS.Timeout | null = null;
  let online = true;

  function ask(): void {
    const before = online;
    online = isOnline();
    if (online && !before) onReturn();
  }

  function follow(retrying: boolean): void {
    if (retrying && asking === null) {
      online = isOnline();
      asking = setInterval(ask, askMs);
    }
    if (!retrying && asking !== null) {
      clearInterval(asking);
      asking = null;
    }
  }

  const unsubscribe = events.on((message) => {
    if (message.event === 'snapshot') follow(message.payload.state === 'retrying');
  });
  return () => {
    unsubscribe();
    follow(false);
  };
}
