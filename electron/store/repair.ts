import type { Run } from '../../shared/domain.ts';
import type { Connection } from './connection.ts';
import { getRun } from './runs.ts';

const reason = 'Tidings ended before this run did.';
const stepError = 'Tidings ended before this channel was done. What had been read is kept.';

/**
 * Closes what an earlier holder left open. The run ends at its last sign of life (a heartbeat, an event, a
 * step): whatever came later was never seen. Counts are the greater of what the run last reported and what
 * its steps had written, because pages are counted at once and runs only now and then.
 */
export function repairInterrupted(connection: Connection, token: number): readonly Run[] {
  const left = connection.all<{ readonly id: number }>(
    "SELECT id FROM runs WHERE status = 'running' AND token <> ? ORDER BY id",
    token,
  );
  return left.flatMap(({ id }) => closeRun(connection, id) ?? []);
}

function closeRun(connection: Connection, runId: number): Run | null {
  connection.run(
    `WITH steps AS (
       SELECT max(ended_at) AS lastEnd, max(started_at) AS lastStart,
              coalesce(sum(status IN ('succeeded', 'failed')), 0) AS done,
              coalesce(sum(status = 'failed'), 0) AS failed, coalesce(sum(messages), 0) AS messages,
              coalesce(sum(new_messages), 0) AS newMessages, coalesce(sum(updated_messages), 0) AS updatedMessages
       FROM run_steps WHERE run_id = :runId),
     life AS (
       SELECT max(started_at, alive_at, coalesce(steps.lastEnd, 0), coalesce(steps.lastStart, 0),
                  coalesce((SELECT max(at) FROM audit_events WHERE run_id = :runId), 0)) AS lastAt
       FROM runs, steps WHERE id = :runId)
     UPDATE runs SET status = 'interrupted', reason = :reason, ended_at = life.lastAt,
       duration_ms = max(0, life.lastAt - started_at),
       channels_done = max(channels_done, steps.done), errors = max(errors, steps.failed),
       messages = max(runs.messages, steps.messages), new_messages = max(new_messages, steps.newMessages),
       updated_messages = max(updated_messages, steps.updatedMessages)
     FROM steps, life WHERE runs.id = :runId`,
    { runId, reason },
  );
  connection.run(
    `UPDATE channels SET last_error = ? WHERE id IN (
       SELECT channel_id FROM run_steps WHERE run_id = ? AND status = 'running')`,
    stepError,
    runId,
  );
  connection.run(
    `UPDATE run_steps SET status = 'interrupted', error = ?,
       ended_at = max(started_at, (SELECT ended_at FROM runs WHERE runs.id = run_id))
     WHERE run_id = ? AND status = 'running'`,
    stepError,
    runId,
  );
  return getRun(connection, runId);
}
