import type { ChannelSettings } from '../../shared/contract.ts';
import type { Channel } from '../../shared/domain.ts';
import type { IdRange } from '../../shared/id-ranges.ts';
import type { ChannelDescription } from '../ports/gateway.ts';
import type { ReachedChannel, StoreWriter } from '../ports/store.ts';
import { requireAccount } from './accounts.ts';
import type { Connection } from './connection.ts';
import { coveredByChannel, coveredRanges, uncoverBelow } from './covered-ranges.ts';

type AddOptions = Parameters<StoreWriter['channels']['add']>[2];

type Flag = 0 | 1;
type ChannelRow = Omit<Channel, 'enabled' | 'backfill' | 'reread' | 'covered'> & {
  readonly enabled: Flag;
  readonly backfill: Flag;
  readonly reread: Flag;
};
type ReachedRow = Omit<ReachedChannel, 'backfill' | 'reread' | 'covered'> & {
  readonly backfill: Flag;
  readonly reread: Flag;
};

const columns = `id, title, username, enabled, post_limit AS "limit", backfill, reread, keep_days AS keepDays, subscribers,
  added_at AS addedAt, posts_held AS postsHeld, posts_deleted AS postsDeleted, posts_suspect AS postsSuspect, first_post_at AS firstPostAt, last_post_at AS lastPostAt,
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
      `SELECT channels.id AS channelId, access_hash AS accessHash, title, post_limit AS "limit",
         backfill = 1 AND (keep_days IS NULL OR age_reached = 0) AS backfill, reread, pts,
         checked_at AS checkedAt, subscribers_at AS subscribersAt
       FROM channel_access JOIN channels ON channels.id = channel_access.channel_id
         JOIN accounts ON accounts.id = account_id
       WHERE account_id = ? AND accounts.forgotten = 0 AND enabled = 1 AND removed = 0 ORDER BY channels.position`,
      accountId,
    )
    .map((row) => ({
      ...row,
      backfill: row.backfill === 1,
      reread: row.reread === 1,
      covered: covered.get(row.channelId) ?? [],
    }));
}

/**
 * Adds the channel, or refreshes what Telegram says of it; whether it is enabled and how it is collected stay
 * the user's. Throws when there is no such account.
 */
export function addChannel(
  connection: Connection,
  channel: ChannelDescription,
  accountId: number,
  { limit, at, enabled = true, backfill = false, reread = false, keepDays = null }: AddOptions,
): Channel {
  requireAccount(connection, accountId);
  const { channelId, title, username, subscribers } = channel;
  connection.run(
    `INSERT INTO channels (id, title, username, enabled, post_limit, backfill, reread, keep_days, subscribers, added_at)
     VALUES (:channelId, :title, :username, :enabled, :limit, :backfill, :reread, :keepDays, :subscribers, :at)
     ON CONFLICT (id) DO NOTHING`,
    {
      channelId,
      title,
      username,
      enabled: Number(enabled),
      limit,
      backfill: Number(backfill),
      reread: Number(reread),
      keepDays,
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

/**
 * Throws when one of the channels is unknown: the transaction around it then changes none.
 *
 * A channel that is to keep its posts for longer than before may have read some that it did not keep, or keeps no more.
 * They count as read no longer: what is covered begins with the oldest post held, a backfill goes on below it, and the
 * next run looks through the newest posts. Without a backfill what is older than those stays away.
 */
export function changeChannels(
  connection: Connection,
  channelIds: readonly number[],
  { enabled, limit, backfill, reread, keepDays }: ChannelSettings,
): void {
  const flag = (wanted: boolean | undefined) => (wanted === undefined ? null : Number(wanted));
  for (const channelId of channelIds) {
    const before = connection.get<{ readonly keepDays: number | null; readonly ageReached: Flag }>(
      'SELECT keep_days AS keepDays, age_reached AS ageReached FROM channels WHERE id = ? AND removed = 0',
      channelId,
    );
    if (before === undefined) throw noChannel(channelId);
    const keepsLonger =
      keepDays !== undefined && before.keepDays !== null && (keepDays === null || keepDays > before.keepDays);
    const missesSome = keepsLonger && before.ageReached === 1;
    connection.run(
      // More posts to be read, or to be kept, are looked for in the next run.
      `UPDATE channels SET enabled = coalesce(:enabled, enabled),
         checked_at = iif(coalesce(:limit, 0) > post_limit OR :missesSome, NULL, checked_at),
         post_limit = coalesce(:limit, post_limit),
         backfill = coalesce(:backfill, backfill), reread = coalesce(:reread, reread),
         age_reached = iif(:keepsLonger, 0, age_reached),
         keep_days = iif(:keepDaysGiven, :keepDays, keep_days) WHERE id = :channelId AND removed = 0`,
      {
        enabled: flag(enabled),
        limit: limit ?? null,
        backfill: flag(backfill),
        reread: flag(reread),
        keepsLonger: Number(keepsLonger),
        missesSome: Number(missesSome),
        keepDaysGiven: Number(keepDays !== undefined),
        keepDays: keepDays ?? null,
        channelId,
      },
    );
    if (missesSome) uncoverBelowHeld(connection, channelId);
  }
}

/** The highest id covered stays so: from there on nothing is missing, whatever else is. */
function uncoverBelowHeld(connection: Connection, channelId: number): void {
  const oldest = connection.get<{ readonly id: number | null }>(
    'SELECT min(id) AS id FROM posts WHERE channel_id = ?',
    channelId,
  );
  const highest = coveredRanges(connection, channelId).at(-1)?.toId;
  if (highest === undefined) return;
  uncoverBelow(connection, channelId, Math.min(oldest?.id ?? highest, highest));
}

/** Throws when there is no such channel. */
export function markChecked(connection: Connection, channelId: number, at: number): void {
  const { changes } = connection.run(
    'UPDATE channels SET checked_at = ? WHERE id = ? AND removed = 0',
    at,
    channelId,
  );
  if (changes === 0) throw noChannel(channelId);
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

/** Posts that were too old to be kept any longer may have been the newest: what was looked at stays so. */
const newestHeld =
  'max(coalesce(looked_post_id, 0), coalesce((SELECT max(id) FROM posts WHERE channel_id = channels.id), 0))';

function getChannel(connection: Connection, channelId: number): Channel {
  const row = connection.get<ChannelRow>(
    `SELECT ${columns} FROM channels WHERE id = ? AND removed = 0`,
    channelId,
  );
  if (row === undefined) throw noChannel(channelId);
  return toChannel(row, coveredRanges(connection, channelId));
}

function toChannel(row: ChannelRow, covered: readonly IdRange[]): Channel {
  return {
    ...row,
    enabled: row.enabled === 1,
    backfill: row.backfill === 1,
    reread: row.reread === 1,
    covered,
  };
}

export function noChannel(channelId: number): Error {
  return new Error(`There is no channel ${channelId}.`);
}
