import type { AfterEachRun } from './after-each-run.ts';
import type { Log } from './ports/log.ts';
import { LeaseLostError, type StoreWriter } from './ports/store.ts';
import type { EventFeed } from './service/publisher.ts';

/** What failed is not tried at every snapshot. */
const betweenTriesMs = 60_000;

/**
 * Makes the roll-up anew, whenever this process begins to collect, where it was made in another time zone (or by a
 * version that had none): its days are the days of this computer. What ends or fails meanwhile is begun anew, at most
 * once a minute. `monotonic` as in `Clock`.
 */
export function settleRollUp(options: {
  readonly events: EventFeed;
  readonly writer: () => StoreWriter;
  readonly log: Pick<Log, 'warn'>;
  readonly monotonic?: () => number;
}): AfterEachRun {
  const { events, writer, log, monotonic = () => performance.now() } = options;
  const stopped = new AbortController();
  let settling: Promise<void> | null = null;
  let isDue = true;
  let notBefore = Number.NEGATIVE_INFINITY;

  function look(): void {
    // Whoever has the lease meanwhile may be in another time zone.
    if (events.current().lease.kind !== 'holding') isDue = true;
    else if (isDue && settling === null && !stopped.signal.aborted && monotonic() >= notBefore) {
      isDue = false;
      notBefore = monotonic() + betweenTriesMs;
      settling = settle().finally(() => {
        settling = null;
      });
    }
  }

  async function settle(): Promise<void> {
    try {
      await writer().stats.settleTimeZone(stopped.signal);
    } catch (error) {
      isDue = true;
      if (stopped.signal.aborted || error instanceof LeaseLostError) return;
      log.warn(`The figures were not brought up to date: ${String(error)}`);
    }
  }

  const unsubscribe = events.on(({ event }) => {
    if (event === 'snapshot') look();
  });
  look();
  return {
    stop: async () => {
      stopped.abort();
      unsubscribe();
      await settling;
    },
  };
}
