import { type AfterEachRun, afterEachRun } from './after-each-run.ts';
import type { Clock } from './ports/clock.ts';
import type { Log } from './ports/log.ts';
import type { StoreReader, StoreWriter } from './ports/store.ts';
import type { EventFeed } from './service/publisher.ts';

const dayMs = 24 * 60 * 60_000;
/** So long the audit log goes back. A busy collector writes some 30,000 events a day. */
export const auditDays = 90;

/** Keeps the audit log from growing for ever: once a day, after a run, what is older than `auditDays` goes. */
export function startDailyRetention(options: {
  readonly events: EventFeed;
  readonly store: Pick<StoreReader, 'audit'>;
  readonly writer: () => StoreWriter;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
}): AfterEachRun {
  const { events, store, writer, clock, log } = options;

  async function applyIfDue(): Promise<void> {
    const now = clock.now();
    const [latest] = await store.audit.list({ types: ['retention.applied'], limit: 1 });
    // One dated in the future was written by a clock that has been set back since.
    if (latest !== undefined && now - latest.at < dayMs && latest.at <= now) return;
    await writer().posts.expire(now);
    await writer().audit.applyRetention(now - auditDays * dayMs, now);
  }

  return afterEachRun({
    events,
    log,
    work: applyIfDue,
    failed: 'What is too old was not removed',
  });
}
