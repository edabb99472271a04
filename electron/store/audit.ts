import type { AuditEvent, AuditEventType, NewAuditEvent } from '../../shared/domain.ts';
import type { Connection, Value } from './connection.ts';

interface EventRow {
  readonly id: number;
  readonly at: number;
  readonly type: AuditEventType;
  readonly runId: number | null;
  readonly metadata: string;
}

export function listEvents(
  connection: Connection,
  query: {
    readonly runId?: number;
    readonly types?: readonly AuditEventType[];
    readonly from?: number;
    readonly to?: number;
    readonly beforeId?: number;
    readonly limit: number;
  },
): readonly AuditEvent[] {
  const conditions: string[] = [];
  const values: Value[] = [];
  const where = (condition: string, value: Value | undefined) => {
    if (value === undefined) return;
    conditions.push(condition);
    values.push(value);
  };
  where('run_id = ?', query.runId);
  where('type IN (SELECT value FROM json_each(?))', query.types && JSON.stringify(query.types));
  where('at >= ?', query.from);
  where('at < ?', query.to);
  where('id < ?', query.beforeId);
  const rows = connection.all<EventRow>(
    `SELECT id, at, type, run_id AS runId, metadata FROM audit_events
     ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`} ORDER BY id DESC LIMIT ?`,
    ...values,
    query.limit,
  );
  return rows.map((row) => ({ ...row, metadata: JSON.parse(row.metadata) }) as AuditEvent);
}

export function appendEvent(connection: Connection, event: NewAuditEvent): AuditEvent {
  const { at, type, runId = null, metadata } = event;
  const { id } = connection.run(
    'INSERT INTO audit_events (at, type, run_id, metadata) VALUES (?, ?, ?, ?)',
    at,
    type,
    runId,
    JSON.stringify(metadata),
  );
  return { id, at, type, runId, metadata } as AuditEvent;
}
