import { appendEvent } from './audit.ts';
import { type FencedWrite, inBatches, rowsPerBatch } from './batches.ts';
import type { Connection } from './connection.ts';

/** The newest runs stay, whatever their age: the schedule counts from them. */
const runsAlwaysKept = 50;
/** Of runs without steps: more are never looked up for a batch. */
const runsPerBatch = 100;

interface Removed {
  readonly events: number;
  readonly runs: number;
}

/**
 * Removes finished runs and events older than `before`, except the newest runs with their events. In batches: a
 * month of a busy collector is a million rows. What a batch has removed is counted in its own transaction, so that
 * the event at the end tells of all of it, also of what a process that died over it had removed.
 */
export async function applyRetention(
  connection: Connection,
  write: FencedWrite,
  before: number,
  at: number,
): Promise<Removed> {
  await write(() => connection.run('UPDATE retention SET removed_before = max(removed_before, ?)', before));
  await inBatches(write, () => removeRuns(connection, before));
  let from: EventPlace = { at: Number.MIN_SAFE_INTEGER, id: 0 };
  await inBatches(write, () => {
    const next = removeEvents(connection, before, from);
    from = next ?? from;
    return next === null ? 'done' : 'more';
  });
  return write(() => tell(connection, before, at));
}

/** Whole runs, each with its steps, until a batch is full: a run that is listed has all of its steps. */
function removeRuns(connection: Connection, before: number): 'more' | 'done' {
  const kept = connection.get<{ readonly id: number }>(
    'SELECT id FROM runs ORDER BY id DESC LIMIT 1 OFFSET ?',
    runsAlwaysKept - 1,
  );
  if (kept === undefined) return 'done';
  const candidates = connection.all<{ readonly id: number }>(
    `SELECT id FROM runs WHERE started_at < ? AND id < ? AND status <> 'running' ORDER BY started_at LIMIT ?`,
    before,
    kept.id,
    runsPerBatch,
  );
  let rows = 0;
  let runs = 0;
  for (const { id } of candidates) {
    const steps = connection.get<{ readonly count: number }>(
      'SELECT count(*) AS count FROM run_steps WHERE run_id = ?',
      id,
    );
    rows += 1 + (steps?.count ?? 0);
    if (runs > 0 && rows > rowsPerBatch) break;
    connection.run('DELETE FROM runs WHERE id = ?', id);
    runs += 1;
  }
  count(connection, { events: 0, runs });
  return candidates.length === 0 ? 'done' : 'more';
}

interface EventPlace {
  readonly at: number;
  readonly id: number;
}

/** Looks at the events after `from` in order of time; null when there are none left. */
function removeEvents(connection: Connection, before: number, from: EventPlace): EventPlace | null {
  const events = connection.all<EventPlace & { readonly isOfRun: 0 | 1 }>(
    `SELECT id, at, run_id IS NOT NULL AND run_id IN (SELECT id FROM runs) AS isOfRun FROM audit_events
     WHERE at < ? AND (at, id) > (?, ?) ORDER BY at, id LIMIT ?`,
    before,
    from.at,
    from.id,
    rowsPerBatch,
  );
  const removed = events.filter((event) => event.isOfRun === 0);
  for (const { id } of removed) connection.run('DELETE FROM audit_events WHERE id = ?', id);
  count(connection, { events: removed.length, runs: 0 });
  return events.at(-1) ?? null;
}

function count(connection: Connection, { events, runs }: Removed): void {
  connection.run('UPDATE retention SET events = events + ?, runs = runs + ?', events, runs);
}

function tell(connection: Connection, before: number, at: number): Removed {
  const removed = connection.get<Removed>('SELECT events, runs FROM retention');
  if (removed === undefined) throw new Error('The database has no retention row.');
  const { events, runs } = removed;
  connection.run('UPDATE retention SET events = 0, runs = 0');
  appendEvent(connection, { at, type: 'retention.applied', metadata: { events, runs, before } });
  return { events, runs };
}
