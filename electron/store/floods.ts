import type { FloodEntry } from '../ports/store.ts';
import type { Connection } from './connection.ts';

export function listFloods(connection: Connection, now: number): readonly FloodEntry[] {
  return connection.all<FloodEntry>(
    'SELECT account_id AS accountId, method, until FROM flood_waits WHERE until > ? ORDER BY account_id, method',
    now,
  );
}

/** A shorter wait told later never shortens one that is known: both answers were under way at once. */
export function recordFlood(connection: Connection, { accountId, method, until }: FloodEntry): void {
  connection.run(
    `INSERT INTO flood_waits (account_id, method, until) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET until = max(until, excluded.until)`,
    accountId,
    method,
    Math.ceil(until),
  );
}
