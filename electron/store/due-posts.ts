import { closeWindows as closedBy, nextSampleAt, type SampleState } from '../../shared/samples.ts';
import { type FencedWrite, inBatches, rowsPerBatch } from './batches.ts';
import type { Connection } from './connection.ts';

interface Standing {
  readonly postedAt: number;
  readonly samples: SampleState;
  readonly deletedAt: number | null;
  readonly suspectSince: number | null;
}

/** When a post is to be looked at next, as `posts.due_at` keeps it: null when never. A suspect one is due at once. */
export function dueAtOf({ postedAt, samples, deletedAt, suspectSince }: Standing): number | null {
  if (deletedAt !== null) return null;
  return suspectSince ?? nextSampleAt(samples, postedAt);
}

interface Place {
  readonly dueAt: number;
  readonly key: number;
}

const beforeAll: Place = { dueAt: Number.MIN_SAFE_INTEGER, key: 0 };

/**
 * By channel, newest first, at most `perChannel` each; only of channels that are on. After an upgrade a hundred thousand
 * may be due: they are read in blocks, between which others get their turn.
 */
export async function duePosts(
  connection: Connection,
  now: number,
  perChannel: number,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const byChannel = new Map<number, number[]>();
  let from = beforeAll;
  for (;;) {
    const rows = connection.all<
      Standing & Place & { readonly channelId: number; readonly id: number; readonly wanted: 0 | 1 }
    >(
      `SELECT row_id AS key, due_at AS dueAt, channel_id AS channelId, id, posted_at AS postedAt, samples,
         deleted_at AS deletedAt, suspect_since AS suspectSince,
         channel_id IN (SELECT id FROM channels WHERE enabled = 1 AND removed = 0) AS wanted
       FROM posts WHERE due_at <= ? AND (due_at, row_id) > (?, ?) ORDER BY due_at, row_id LIMIT ?`,
      now,
      from.dueAt,
      from.key,
      rowsPerBatch,
    );
    for (const row of rows) {
      // The window may have closed since, and nobody has marked it yet.
      const dueAt = dueAtOf({ ...row, samples: closedBy(row.samples, row.postedAt, now) });
      if (row.wanted === 0 || dueAt === null || dueAt > now) continue;
      const ids = byChannel.get(row.channelId);
      if (ids === undefined) byChannel.set(row.channelId, [row.id]);
      else ids.push(row.id);
    }
    from = rows.at(-1) ?? from;
    if (rows.length < rowsPerBatch) break;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  const newest = (ids: readonly number[]) => ids.toSorted((one, other) => other - one).slice(0, perChannel);
  return new Map([...byChannel].map(([channelId, ids]) => [channelId, newest(ids)]));
}

/** Marks as missed every window that has closed unread, of however many posts. */
export async function closeWindows(connection: Connection, write: FencedWrite, now: number): Promise<void> {
  let from = beforeAll;
  await inBatches(write, () => {
    const rows = connection.all<Standing & Place>(
      `SELECT row_id AS key, due_at AS dueAt, posted_at AS postedAt, samples, deleted_at AS deletedAt,
         suspect_since AS suspectSince
       FROM posts WHERE due_at <= ? AND (due_at, row_id) > (?, ?) ORDER BY due_at, row_id LIMIT ?`,
      now,
      from.dueAt,
      from.key,
      rowsPerBatch,
    );
    for (const row of rows) {
      const samples = closedBy(row.samples, row.postedAt, now);
      if (samples === row.samples) continue;
      connection.run(
        'UPDATE posts SET samples = ?, due_at = ? WHERE row_id = ?',
        samples,
        dueAtOf({ ...row, samples }),
        row.key,
      );
    }
    from = rows.at(-1) ?? from;
    return rows.length < rowsPerBatch ? 'done' : 'more';
  });
}
