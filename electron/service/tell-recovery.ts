import type { AuditMetadata } from '../../shared/domain.ts';
import type { Log } from '../ports/log.ts';
import type { StoreWriter } from '../ports/store.ts';
import type { Publisher } from './publisher.ts';

/** A database that was put aside is a person's business: said on the screens, and written down once it may be. */
export function tellRecovery(
  recovery: AuditMetadata['database.recovered'],
  {
    publisher,
    writer,
    now,
    log,
  }: { publisher: Publisher; writer: () => StoreWriter; now: () => number; log: Log },
): void {
  const { quarantined, restoredFrom } = recovery;
  const from =
    restoredFrom === null
      ? 'There was no back-up, so a new one was begun'
      : `It was restored from ${restoredFrom}`;
  const message = `The database was damaged and has been put aside in ${quarantined}. ${from}.`;
  log.warn(message);
  publisher.publish({
    type: 'attention-raised',
    attention: { cause: 'database-damaged', message, since: now() },
  });
  const unsubscribe = publisher.on((event) => {
    if (event.event !== 'snapshot' || event.payload.lease.kind !== 'holding') return;
    unsubscribe();
    writer()
      .audit.append({ type: 'database.recovered', at: now(), metadata: recovery })
      .catch((error: unknown) => log.error('The recovery of the database was not written down.', error));
  });
}
