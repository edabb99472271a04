import type { Log } from './ports/log.ts';
import type { EventFeed } from './service/publisher.ts';

export interface AfterEachRun {
  /** Begins nothing more, and waits for what is under way. */
  stop(): Promise<void>;
}

/**
 * Does what is due from time to time in the quiet after a run, one at a time, while this process holds the lease.
 * What goes wrong is a warning: `failed` says of what, in words.
 */
export function afterEachRun(options: {
  readonly events: EventFeed;
  readonly log: Pick<Log, 'warn'>;
  readonly work: () => Promise<void>;
  readonly failed: string;
}): AfterEachRun {
  const { events, log, work, failed } = options;
  let underWay: Promise<unknown> | null = null;
  let seenRunId = events.current().lastRun?.id ?? null;

  const unsubscribe = events.on((event) => {
    if (event.event !== 'snapshot') return;
    const { state, lease, lastRun } = event.payload;
    const isNew = lastRun !== null && lastRun.id !== seenRunId;
    seenRunId = lastRun?.id ?? null;
    // It cannot be broken off: begun with the last run of a process, it would hold up the process's end.
    if (!isNew || state === 'stopping' || lease.kind !== 'holding' || underWay !== null) return;
    underWay = work()
      .catch((error: unknown) => log.warn(`${failed}: ${String(error)}`))
      .finally(() => {
        underWay = null;
      });
  });

  return {
    stop: async () => {
      unsubscribe();
      await underWay;
    },
  };
}
