import { CommandError, type ExitCode, exitCodes } from './exit-codes.ts';

/** Signals that ask a process to end, turned into an event that may be awaited. */
export interface Signals {
  /** Resolves with the first signal, also with one that came before it was asked for. */
  next(): Promise<NodeJS.Signals>;
  /** Rejects with the first signal, as a `CommandError` with its exit code. */
  asError(message: string): Promise<never>;
  /** What came, null if nothing did. */
  readonly received: NodeJS.Signals | null;
}

/** Signals this close together are one. */
const sameWishMs = 500;

/** Listens from now on. A second signal ends the process at once: the person means it. */
export function listenForSignals(): Signals {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let received: NodeJS.Signals | null = null;
  let receivedAt = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      // A terminal signals the whole group, and a wrapper passes the same one on: that is still one wish.
      if (received !== null && performance.now() - receivedAt < sameWishMs) return;
      if (received !== null) process.exit(exitCodeOfSignal(signal));
      receivedAt = performance.now();
      received = signal;
      resolve(signal);
    });
  }
  return {
    next: () => promise,
    asError: async (message) => {
      throw new CommandError(message, exitCodeOfSignal(await promise));
    },
    get received() {
      return received;
    },
  };
}

export function exitCodeOfSignal(signal: NodeJS.Signals): ExitCode {
  return signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
}
