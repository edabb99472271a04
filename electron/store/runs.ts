import type { Run, RunCounts, RunStatus, RunStep, RunTrigger } from '../../shared/domain.ts';
import type { FinishedStep, NewRun, StoreWriter } from '../ports/store.ts';
import { noChannel, noteStepEnd } from './channels.ts';
import type { Connection, Value } from './connection.ts';
import { checkPageLimit } from './page-limit.ts';

type RunEnd = Parameters<StoreWriter['runs']['finish']>[1];
type NewStep = Parameters<StoreWriter['runs']['beginStep']>[0];

const runColumns = `id, run_trigger AS "trigger", status, policy, interval_ms AS intervalMs,
  started_at AS startedAt, ended_at AS endedAt, duration_ms AS durationMs, reason, worker, token,
  channels_done AS channelsDone, channels_total AS channelsTotal, messages, new_messages AS newMessages,
  updated_messages AS updatedMessages, errors`;

const stepColumns = `id, run_id AS runId, account_id AS accountId, channel_id AS channelId,
  channel_title AS channelTitle, status, started_at AS startedAt, ended_at AS endedAt, messages,
  new_messages AS newMessages, updated_messages AS updatedMessages, deleted_messages AS deletedMessages, skipped, requests, network_ms AS networkMs,
  flood_ms AS floodMs, database_ms AS databaseMs, error`;

export function getRun(connection: Connection, runId: number): Run | null {
  return connection.get<Run>(`SELECT ${runColumns} FROM runs WHERE id = ?`, runId) ?? null;
}

export function listRuns(
  connection: Connection,
  query: {
    readonly from?: number;
    readonly to?: number;
    readonly beforeId?: number;
    readonly limit: number;
    readonly status?: RunStatus;
    readonly trigger?: RunTrigger;
  },
): readonly Run[] {
  const conditions: string[] = [];
  const values: Value[] = [];
  const where = (condition: string, value: Value | undefined) => {
    if (value === undefined) return;
    conditions.push(condition);
    values.push(value);
  };
  where('started_at >= ?', query.from);
  where('started_at < ?', query.to);
  where('id < ?', query.beforeId);
  where('status = ?', query.status);
  where('run_trigger = ?', query.trigger);
  return connection.all<Run>(
    `SELECT ${runColumns} FROM runs ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY id DESC LIMIT ?`,
    ...values,
    checkPageLimit(query.limit),
  );
}

export function lastFinishedRun(connection: Connection): Run | null {
  const sql = `SELECT ${runColumns} FROM runs WHERE status <> 'running' ORDER BY id DESC LIMIT 1`;
  return connection.get<Run>(sql) ?? null;
}

export function listSteps(connection: Connection, runId: number): readonly RunStep[] {
  return connection.all<RunStep>(`SELECT ${stepColumns} FROM run_steps WHERE run_id = ? ORDER BY id`, runId);
}

/** Wall-clock lengths of the last succeeded steps of every channel that read it, newest first, never below zero. */
export function recentStepDurations(
  connection: Connection,
  perChannel: number,
): ReadonlyMap<number, readonly number[]> {
  const rows = connection.all<{ readonly channelId: number; readonly durationMs: number }>(
    `SELECT channels.id AS channelId, max(0, ended_at - started_at) AS durationMs
     FROM channels JOIN run_steps ON run_steps.id IN (
       SELECT id FROM run_steps WHERE channel_id = channels.id AND status = 'succeeded'
         AND skipped IS NULL ORDER BY id DESC LIMIT ?)
     ORDER BY channels.id, run_steps.id DESC`,
    perChannel,
  );
  const byChannel = Map.groupBy(rows, (row) => row.channelId);
  return new Map([...byChannel].map(([id, steps]) => [id, steps.map((step) => step.durationMs)]));
}

/** Mean network time of a request (ms), of the last 200 succeeded steps that read; null where none of them sent one. */
export function meanRequestMs(connection: Connection): number | null {
  const sums = connection.get<{ readonly networkMs: number | null; readonly requests: number | null }>(
    `SELECT sum(network_ms) AS networkMs, sum(requests) AS requests FROM (
       SELECT network_ms, requests FROM run_steps
       WHERE status = 'succeeded' AND skipped IS NULL ORDER BY id DESC LIMIT 200)`,
  );
  const { networkMs = null, requests = null } = sums ?? {};
  return networkMs === null || requests === null || requests === 0 ? null : networkMs / requests;
}

/** Opens a run. Throws when one is open already. */
export function beginRun(connection: Connection, token: number, run: NewRun): number {
  const open = connection.get<{ readonly id: number }>("SELECT id FROM runs WHERE status = 'running'");
  if (open !== undefined) throw new Error(`Run ${open.id} is still open, so no other can begin.`);
  return connection.run(
    `INSERT INTO runs (run_trigger, status, policy, interval_ms, started_at, alive_at, worker, token, channels_total)
     VALUES (:trigger, 'running', :policy, :intervalMs, :startedAt, :startedAt, :worker, :token, :channelsTotal)`,
    { ...run, token },
  ).id;
}

/** Throws when the run is not open. */
export function keepProgress(connection: Connection, runId: number, counts: RunCounts): void {
  const { changes } = connection.run(
    `UPDATE runs SET ${countAssignments} WHERE id = :runId AND status = 'running'`,
    { ...countsOf(counts), runId },
  );
  if (changes === 0) throw new Error(`Run ${runId} is not open.`);
}

/** Throws when the run is not open. */
export function endRun(connection: Connection, runId: number, end: RunEnd): void {
  const { status, endedAt, durationMs, reason } = end;
  const { changes } = connection.run(
    `UPDATE runs SET status = :status, ended_at = :endedAt, duration_ms = :durationMs, reason = :reason,
       ${countAssignments} WHERE id = :runId AND status = 'running'`,
    { ...countsOf(end), status, endedAt, durationMs: wholeMs(durationMs), reason, runId },
  );
  if (changes === 0) throw new Error(`Run ${runId} is not open.`);
}

/** Throws when there is no such channel. */
export function beginStep(connection: Connection, step: NewStep): number {
  const { runId, accountId, channelId, channelTitle, startedAt } = step;
  const known = connection.get('SELECT 1 FROM channels WHERE id = ? AND removed = 0', channelId);
  if (known === undefined) throw noChannel(channelId);
  return connection.run(
    `INSERT INTO run_steps (run_id, account_id, channel_id, channel_title, status, started_at)
     VALUES (:runId, :accountId, :channelId, :channelTitle, 'running', :startedAt)`,
    { runId, accountId, channelId, channelTitle, startedAt },
  ).id;
}

/** Closes the step and tells its channel how it went. Throws when the step is not open. */
export function endStep(connection: Connection, stepId: number, end: FinishedStep): void {
  const { status, endedAt, requests, networkMs, floodMs, databaseMs, error } = end;
  const step = connection.get<{ readonly channelId: number }>(
    `UPDATE run_steps SET status = :status, ended_at = :endedAt, requests = :requests, network_ms = :networkMs,
       flood_ms = :floodMs, database_ms = :databaseMs, error = :error
     WHERE id = :stepId AND status = 'running' RETURNING channel_id AS channelId`,
    {
      status,
      endedAt,
      requests,
      networkMs: wholeMs(networkMs),
      floodMs: wholeMs(floodMs),
      databaseMs: wholeMs(databaseMs),
      error,
      stepId,
    },
  );
  if (step === undefined) throw new Error(`Step ${stepId} is not open.`);
  noteStepEnd(connection, step.channelId, status === 'succeeded' ? { succeededAt: endedAt } : { error });
}

const countAssignments = `channels_done = :channelsDone, channels_total = :channelsTotal, messages = :messages,
  new_messages = :newMessages, updated_messages = :updatedMessages, errors = :errors`;

function countsOf(counts: RunCounts): Record<keyof RunCounts, number> {
  const { channelsDone, channelsTotal, messages, newMessages, updatedMessages, errors } = counts;
  return { channelsDone, channelsTotal, messages, newMessages, updatedMessages, errors };
}

/** A monotonic clock counts fractions of a millisecond; the columns hold whole ones, never below zero. */
function wholeMs(spanMs: number): number {
  return Math.max(0, Math.round(spanMs));
}
