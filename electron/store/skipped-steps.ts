import type { StoreWriter } from '../ports/store.ts';
import { appendEvent } from './audit.ts';
import { noteStepEnd } from './channels.ts';
import type { Connection } from './connection.ts';

type Check = Parameters<StoreWriter['runs']['skipSteps']>[1];

/** Records that channels were looked at and left alone: nothing had moved in them. One removed meanwhile has no step. */
export function skipSteps(connection: Connection, runId: number, check: Check): void {
  const { accountId, moved, requests, at } = check;
  const skipped = check.skipped.filter(
    ({ channelId }) =>
      connection.get('SELECT 1 FROM channels WHERE id = ? AND removed = 0', channelId) !== undefined,
  );
  for (const { channelId, title } of skipped) {
    connection.run(
      `INSERT INTO run_steps (run_id, account_id, channel_id, channel_title, status, started_at, ended_at, skipped)
       VALUES (:runId, :accountId, :channelId, :title, 'succeeded', :at, :at, 'unmoved')`,
      { runId, accountId, channelId, title, at },
    );
    noteStepEnd(connection, channelId, { succeededAt: at });
  }
  appendEvent(connection, {
    at,
    type: 'channels.checked',
    runId,
    metadata: {
      accountId,
      moved,
      unmoved: skipped.length,
      requests,
      skipped: skipped.map(({ channelId }) => channelId),
      reason: 'unmoved',
    },
  });
}
