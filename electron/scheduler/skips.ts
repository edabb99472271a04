import { formatMoment, formatTime } from '../../shared/format.ts';
import type { Pause } from '../../shared/schedule.ts';
import type { StoreReader, StoreWriter } from '../ports/store.ts';

/**
 * Every skipped start leaves one row with its reason: one per pause, one per flood wait that blocks everything,
 * one per standby period. A row is written before the memory that makes it needless, so that a kill in
 * between loses none; whether it is there already is asked of the log itself, so that none is doubled either.
 */

const pausedUntil = 'Paused until';

/** Whether the pause under way has left its row: one that is newer than the pause itself. */
export async function isPauseSkipTold(store: StoreReader): Promise<boolean> {
  const events = await store.audit.list({ types: ['schedule.paused', 'run.skipped'], limit: 20 });
  const newest = events.find(
    (event) =>
      event.type === 'schedule.paused' ||
      (event.type === 'run.skipped' && event.metadata.reason.startsWith(pausedUntil)),
  );
  return newest?.type === 'run.skipped';
}

export async function tellPauseSkip(writer: StoreWriter, pause: Pause, at: number): Promise<void> {
  const { until } = pause;
  const reason = `${pausedUntil} ${until === null ? 'resumed' : formatMoment(until, at)}.`;
  await writer.audit.append({ type: 'run.skipped', at, metadata: { reason, until } });
}

export async function tellFloodSkip(
  store: StoreReader,
  writer: StoreWriter,
  until: number,
  at: number,
): Promise<void> {
  const wholeUntil = Math.ceil(until);
  const reason = `Telegram asks for a pause until ${formatMoment(wholeUntil, at)}.`;
  const [newest] = await store.audit.list({ types: ['run.skipped'], limit: 1 });
  if (newest?.type === 'run.skipped' && newest.metadata.until === wholeUntil) return;
  await writer.audit.append({ type: 'run.skipped', at, metadata: { reason, until: wholeUntil } });
}

/**
 * A standby writes nothing, so it tells of its period once it is over and the lease its own. A standby that
 * ends as one leaves no row: what it skipped was collected by the holder.
 */
export async function tellStandbySkip(
  writer: StoreWriter,
  standby: { readonly since: number; readonly holder: string | null },
  at: number,
): Promise<void> {
  const who = standby.holder ?? 'another process';
  const reason = `Stood by from ${formatMoment(standby.since, at)} to ${formatTime(at)} while ${who} held the lease.`;
  await writer.audit.append({ type: 'run.skipped', at, metadata: { reason, until: at } });
}
