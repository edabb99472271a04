import type { Clock } from '../ports/clock.ts';
import type { LinkListener } from './link.ts';
import { pause } from './waiting.ts';

/** What a sign-in that shows a QR code hears of its connection. News that come before anyone waits are kept. */
export interface TokenNews extends LinkListener {
  /** Whether the code was scanned since it was last asked to forget. */
  wasAccepted(): boolean;
  /** Before another code is shown. */
  forget(): void;
  /** Ends a waiting without any news. */
  wake(): void;
  /** Waits until something is heard, at most `delayMs`, or until the signal is aborted. */
  next(delayMs: number, signal: AbortSignal): Promise<void>;
}

export function createTokenNews(clock: Clock): TokenNews {
  let accepted = false;
  let waiting = new AbortController();

  function wake(): void {
    waiting.abort();
    waiting = new AbortController();
  }

  return {
    loginTokenAccepted: () => {
      accepted = true;
      wake();
    },
    lost: wake,
    wake,
    wasAccepted: () => accepted,
    forget: () => {
      accepted = false;
    },
    next: async (delayMs, signal) => {
      await pause(clock, delayMs, AbortSignal.any([signal, waiting.signal]));
    },
  };
}
