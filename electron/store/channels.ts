import type { ChannelSettings } from '../../shared/contract.ts';
import type { Channel } from '../../shared/domain.ts';
import type { IdRange } from '../../shared/id-ranges.ts';
import type { ChannelDescription } from '../ports/gateway.ts';
import type { ReachedChannel, StoreWriter } from '../ports/store.ts';
import { requireAccount } from './accounts.ts';
import type { Connection } from './connection.ts';
import { coveredByChannel, coveredRanges } from './covered-ranges.ts';

type AddOptions = Parameters<StoreWriter['channels']['add']>[2];

type Flag = 0 | 1;
type ChannelRow = Omit<Channel, 'enabled' | 'backfill' | 'covered'> & {
  readonly enabled: Flag;
  readonly backfill: Flag;
};
type ReachedRow = Omit<ReachedChannel, 'backfill' | 'covered'> & { readonly backfill: Flag };

const columns = `id, title, username, enabled, post_limit AS "limit", backfill, subscribers,
  added_at AS addedAt, posts_held AS postsHeld, first_post_at AS firstPostAt, last_post_at AS lastPostAt,
  new_since_looked AS newSinceLooked, last_collected_at AS lastCollectedAt, last_error AS lastError`;

/** Call it within one read transaction. */
export function listChannels(connection: Connection): readonly Channel[] {
  const covered = coveredByChannel(connection);
  return connection
    .all<ChannelRow>(`SELECT ${columns} FROM channels WHERE removed = 0 ORDER BY position`)
    .map((row) => toChannel(row, covered.get(row.id) ?? []));
}

/** Call it within one read transaction. */
export function addressesOf(connection: Connection, accountId: number): readonly ReachedChannel[] {
  const covered = coveredByChannel(connection);
  return connection
    .all<ReachedRow>(
      `SELECT channels.id AS channelId, access_hash AS accessHash, title, post_limit AS "limit", backfill
       FROM channel_access JOIN channels ON channels.id = channel_access.channel_id
         JOIN accounts ON accounts.id = account_id
       WHERE account_id = ? AND accounts.forgotten = 0 AND enabled = 1 AND removed = 0 ORDER BY channels.position`,
      accountId,
    )
    .map((row) => ({ ...row, backfill: row.backfill === 1, covered: covered.get(row.channelId) ?? [] }));
}

/**
 * Adds the channel, or refreshes what Telegram says of it; whether it is enabled, its limit and its backfill stay
 * the user's. Throws when there is no such account.
 */
export function addChannel(
  connection: Connection,
  channel: ChannelDescription,
  accountId: number,
  { limit, at, enabled = true, backfill = false }: AddOptions,
): Channel {
  requireAccount(connection, accountId);
  const { channelId, title, username, subscribers } = channel;
  connection.run(
    `INSERT INTO channels (id, title, username, enabled, post_limit, backfill, subscribers, added_at)
     VALUES (:channelId, :title, :username, :enabled, :limit, :backfill, :subscribers, :at)
     ON CONFLICT (id) DO NOTHING`,
    {
      channelId,
      title,
      username,
      enabled: Number(enabled),
      limit,
      backfill: Number(backfill),
      subscribers,
      at,
    },
  );
  refreshChannel(connection, channel, accountId);
  return getChannel(connection, channelId);
}

/** What Telegram says of a channel that is collected, and this account's way to it; nothing of any other. */
export function refreshChannel(
  connection: Connection,
  { channelId, accessHash, title, username, subscribers }: ChannelDescription,
  accountId: number,
): void {
  const { changes } = connection.run(
    `UPDATE channels SET title = ?, username = ?, subscribers = coalesce(?, subscribers)
     WHERE id = ? AND removed = 0`,
    title,
    username,
    subscribers,
    channelId,
  );
  if (changes === 0) return;
  connection.run(
    `INSERT INTO channel_access (account_id, channel_id, access_hash) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET access_hash = excluded.access_hash`,
    accountId,
    channelId,
    accessHash,
  );
}

/** Throws when one of the channels is unknown: the transaction around it then changes none. */
export function changeChannels(
  connection: Connection,
  channelIds: readonly number[],
  { enabled, limit, backfill }: ChannelSettings,
): void {
  for (const channelId of channelIds) {
    const { changes } = connection.run(
      `UPDATE channels SET enabled = coalesce(?, enabled), post_limit = coalesce(?, post_limit),
         backfill = coalesce(?, backfill) WHERE id = ? AND removed = 0`,
      enabled === undefined ? null : Number(enabled),
      limit ?? null,
      backfill === undefined ? null : Number(backfill),
      channelId,
    );
    if (changes === 0) throw noChannel(channelId);
  }
}

/** A channel that was never collected to its end stays as it is: with the end of that its posts count as seen. */
export function markLooked(connection: Connection, channelIds: readonly number[]): void {
  for (const channelId of channelIds) {
    connection.run(
      `UPDATE channels SET looked_post_id = ${newestHeld}, new_since_looked = 0
       WHERE id = ? AND looked_post_id IS NOT NULL`,
      channelId,
    );
  }
}

/** Tells the channel how its latest step ended; with the first that succeeds, what is held counts as seen. */
export function noteStepEnd(
  connection: Connection,
  channelId: number,
  end: { readonly succeededAt: number } | { readonly error: string | null },
): void {
  if ('error' in end) {
    connection.run('UPDATE channels SET last_error = ? WHERE id = ?', end.error, channelId);
    return;
  }
  connection.run(
    `UPDATE channels SET last_collected_at = ?, last_error = NULL,
       looked_post_id = coalesce(looked_post_id, ${newestHeld}) WHERE id = ?`,
    end.succeededAt,
    channelId,
  );
}

const newestHeld = 'coalesce((SELECT max(id) FROM posts WHERE channel_id = channels.id), 0)';

function getChannel(connection: Connection, channelId: number): Channel {
  const row = connection.get<ChannelRow>(
    `SELECT ${columns} FROM channels WHERE id = ? AND removed = 0`,
    channelId,
  );
  if (row === undefined) throw noChannel(channelId);
  return toChannel(row, coveredRanges(connection, channelId));
}

function toChannel(row: ChannelRow, covered: readonly IdRange[]): Channel {
  return { ...row, enabled: row.enabled === 1, backfill: row.backfill === 1, covered };
}

export function noChannel(channelId: number): Error {
  return new Error(`There is no channel ${channelId}.`);
}
