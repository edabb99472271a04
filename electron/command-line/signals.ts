/** Signals that ask a process to end, turned into an event that may be awaited. */
export interface Signals {
  /** Resolves with the first signal, also with one that came before it was asked for. */
  next(): Promise<NodeJS.Signals>;
  /** What came, null if nothing did. */
  readonly received: NodeJS.Signals | null;
}

/** Listens from now on. A second signal ends the process at once: the person means it. */
export function listenForSignals(): Signals {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  let received: NodeJS.Signals | null = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (received !== null) process.exit(signal === 'SIGINT' ? 130 : 143);
      received = signal;
      resolve(signal);
    });
  }
  return {
    next: () => promise,
    get received() {
      return received;
    },
  };
}
