import { addRange, type IdRange } from '../../shared/id-ranges.ts';
import type { Connection } from './connection.ts';

/** The ids of a channel between which nothing is missing: ascending, disjoint, not adjacent. */
export function coveredRanges(connection: Connection, channelId: number): readonly IdRange[] {
  return connection.all<IdRange>(
    'SELECT from_id AS fromId, to_id AS toId FROM covered_ranges WHERE channel_id = ? ORDER BY from_id',
    channelId,
  );
}

/** The same of every channel at once; a channel of which nothing is covered is left out. */
export function coveredByChannel(connection: Connection): ReadonlyMap<number, readonly IdRange[]> {
  const byChannel = new Map<number, IdRange[]>();
  const rows = connection.all<IdRange & { readonly channelId: number }>(
    `SELECT channel_id AS channelId, from_id AS fromId, to_id AS toId FROM covered_ranges
     ORDER BY channel_id, from_id`,
  );
  for (const { channelId, fromId, toId } of rows) {
    const ranges = byChannel.get(channelId);
    if (ranges === undefined) byChannel.set(channelId, [{ fromId, toId }]);
    else ranges.push({ fromId, toId });
  }
  return byChannel;
}

/** Merges a range into those covered. Called inside the transaction that writes the posts of the range. */
export function coverRange(connection: Connection, channelId: number, covers: IdRange): void {
  const before = coveredRanges(connection, channelId);
  if (before.some((range) => range.fromId <= covers.fromId && covers.toId <= range.toId)) return;
  connection.run('DELETE FROM covered_ranges WHERE channel_id = ?', channelId);
  for (const { fromId, toId } of addRange(before, covers)) {
    connection.run(
      'INSERT INTO covered_ranges (channel_id, from_id, to_id) VALUES (?, ?, ?)',
      channelId,
      fromId,
      toId,
    );
  }
}

/** From now on what is covered begins at `fromId`. */
export function uncoverBelow(connection: Connection, channelId: number, fromId: number): void {
  connection.run('DELETE FROM covered_ranges WHERE channel_id = ? AND to_id < ?', channelId, fromId);
  connection.run(
    'UPDATE covered_ranges SET from_id = :fromId WHERE channel_id = :channelId AND from_id < :fromId',
    { channelId, fromId },
  );
}
