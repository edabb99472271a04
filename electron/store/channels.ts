import type { Channel } from '../../shared/domain.ts';
import type { ChannelDescription } from '../ports/gateway.ts';
import type { ReachedChannel } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { coveredRanges } from './covered-ranges.ts';

type ChannelRow = Omit<Channel, 'enabled'> & { readonly enabled: 0 | 1 };

const columns = `id, title, username, enabled, post_limit AS "limit", subscribers, added_at AS addedAt,
  posts_held AS postsHeld, first_post_at AS firstPostAt, last_post_at AS lastPostAt,
  last_collected_at AS lastCollectedAt, last_error AS lastError`;

export function listChannels(connection: Connection): readonly Channel[] {
  return connection.all<ChannelRow>(`SELECT ${columns} FROM channels ORDER BY position`).map(toChannel);
}

export function addressesOf(connection: Connection, accountId: number): readonly ReachedChannel[] {
  return connection
    .all<Omit<ReachedChannel, 'covered'>>(
      `SELECT channels.id AS channelId, access_hash AS accessHash, title, post_limit AS "limit"
       FROM channel_access JOIN channels ON channels.id = channel_access.channel_id
       WHERE account_id = ? AND enabled = 1 ORDER BY position`,
      accountId,
    )
    .map((channel) => ({ ...channel, covered: coveredRanges(connection, channel.channelId) }));
}

/** Adds the channel, or refreshes what Telegram says of it; whether it is enabled and its limit stay the user's. */
export function addChannel(
  connection: Connection,
  channel: ChannelDescription,
  accountId: number,
  { limit, at }: { readonly limit: number; readonly at: number },
): Channel {
  const { channelId, accessHash, title, username, subscribers } = channel;
  connection.run(
    `INSERT INTO channels (id, title, username, post_limit, subscribers, added_at)
     VALUES (:channelId, :title, :username, :limit, :subscribers, :at)
     ON CONFLICT (id) DO UPDATE SET title = excluded.title, username = excluded.username,
       subscribers = coalesce(excluded.subscribers, subscribers)`,
    { channelId, title, username, limit, subscribers, at },
  );
  connection.run(
    `INSERT INTO channel_access (account_id, channel_id, access_hash) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET access_hash = excluded.access_hash`,
    accountId,
    channelId,
    accessHash,
  );
  return getChannel(connection, channelId);
}

/** Throws when there is no such channel. */
export function changeChannel(
  connection: Connection,
  channelId: number,
  { enabled, limit }: { readonly enabled?: boolean; readonly limit?: number },
): void {
  const { changes } = connection.run(
    'UPDATE channels SET enabled = coalesce(?, enabled), post_limit = coalesce(?, post_limit) WHERE id = ?',
    enabled === undefined ? null : Number(enabled),
    limit ?? null,
    channelId,
  );
  if (changes === 0) throw new Error(`There is no channel ${channelId}.`);
}

function getChannel(connection: Connection, channelId: number): Channel {
  const row = connection.get<ChannelRow>(`SELECT ${columns} FROM channels WHERE id = ?`, channelId);
  if (row === undefined) throw new Error(`There is no channel ${channelId}.`);
  return toChannel(row);
}

function toChannel(row: ChannelRow): Channel {
  return { ...row, enabled: row.enabled === 1 };
}
