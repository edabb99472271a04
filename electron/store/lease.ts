import { LeaseLostError, type LeaseRow, type WorkerIdentity } from '../ports/store.ts';
import type { Connection } from './connection.ts';

interface Row {
  readonly host: string | null;
  readonly boot: string | null;
  readonly pid: number | null;
  readonly heartbeat: number;
  readonly heartbeatAt: number;
  readonly token: number;
}

export function readLease(connection: Connection): LeaseRow {
  const row = connection.get<Row>(
    'SELECT host, boot, pid, heartbeat, heartbeat_at AS heartbeatAt, token FROM lease',
  );
  if (row === undefined) throw new Error('The database has no lease row.');
  const { host, boot, pid, heartbeat, heartbeatAt, token } = row;
  const holder = host === null || boot === null || pid === null ? null : { host, boot, pid };
  return { holder, heartbeat, heartbeatAt, token };
}

/** Takes a free lease, or the one that still is exactly as `expected`. Null when it is someone else's. */
export function takeLease(
  connection: Connection,
  worker: WorkerIdentity,
  at: number,
  expected: LeaseRow | null,
): { readonly row: LeaseRow; readonly token: number | null } {
  return connection.write(() => {
    const row = readLease(connection);
    const mayTake = row.holder === null || (expected !== null && sameRow(row, expected));
    if (!mayTake) return { row, token: null };
    // The heartbeat goes on counting, so that another standby sees that the row has changed.
    const token = row.token + 1;
    connection.run(
      'UPDATE lease SET host = ?, boot = ?, pid = ?, heartbeat = heartbeat + 1, heartbeat_at = ?, token = ?',
      worker.host,
      worker.boot,
      worker.pid,
      at,
      token,
    );
    return { row, token };
  });
}

/** Throws `LeaseLostError` unless `token` is the one that holds. */
export function checkLease(connection: Connection, token: number): void {
  const { holder, token: current } = readLease(connection);
  if (holder !== null && current === token) return;
  throw new LeaseLostError(
    current === token
      ? 'This process has given back its right to collect, so nothing was written.'
      : `Another process${holder === null ? '' : ` (${holder.host}, process ${holder.pid})`} has taken over collecting, so nothing was written.`,
  );
}

/** One IMMEDIATE transaction that first checks the token: a stale holder writes nothing. */
export function fenced<Result>(connection: Connection, token: number, work: () => Result): Result {
  return connection.write(() => {
    checkLease(connection, token);
    return work();
  });
}

/** Beats, and dates the sign of life in the open run: it ends there should this process die. */
export function beat(connection: Connection, token: number, at: number): void {
  fenced(connection, token, () => {
    connection.run('UPDATE lease SET heartbeat = heartbeat + 1, heartbeat_at = ?', at);
    connection.run("UPDATE runs SET alive_at = ? WHERE status = 'running' AND token = ?", at, token);
  });
}

/** Gives the lease back. A lease that is lost already stays where it is. */
export function releaseLease(connection: Connection, token: number): void {
  connection.run('UPDATE lease SET host = NULL, boot = NULL, pid = NULL WHERE token = ?', token);
}

function sameRow(one: LeaseRow, other: LeaseRow): boolean {
  return (
    one.token === other.token &&
    one.heartbeat === other.heartbeat &&
    one.heartbeatAt === other.heartbeatAt &&
    one.holder?.host === other.holder?.host &&
    one.holder?.boot === other.holder?.boot &&
    one.holder?.pid === other.holder?.pid
  );
}
