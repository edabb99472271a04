import type { DialogChannel, DialogList } from '../../shared/contract.ts';
import type { ChannelDescription, DialogPage } from '../ports/gateway.ts';
import { requireAccount } from './accounts.ts';
import { refreshChannel } from './channels.ts';
import type { Connection } from './connection.ts';

interface Reading {
  readonly nextPage: string | null;
  readonly readAt: number;
}

const description = 'channel_id AS channelId, access_hash AS accessHash, title, username, subscribers';

/** Call it within one read transaction. */
export function listDialogs(connection: Connection, accountId: number): DialogList {
  const reading = readingOf(connection, accountId);
  const rows = connection.all<Omit<DialogChannel, 'collected'> & { readonly collected: 0 | 1 }>(
    `SELECT channel_id AS channelId, dialogs.title, dialogs.username, dialogs.subscribers,
            channels.id IS NOT NULL AS collected
     FROM dialogs LEFT JOIN channels ON channels.id = channel_id AND removed = 0
     WHERE account_id = ? ORDER BY dialogs.position`,
    accountId,
  );
  return {
    channels: rows.map((row) => ({ ...row, collected: row.collected === 1 })),
    complete: reading?.nextPage === null,
    readAt: reading?.readAt ?? null,
  };
}

export function dialogCursor(connection: Connection, accountId: number): string | null {
  return readingOf(connection, accountId)?.nextPage ?? null;
}

/** In the order of `channelIds`, each once. */
export function describeDialogs(
  connection: Connection,
  accountId: number,
  channelIds: readonly number[],
): readonly ChannelDescription[] {
  return [...new Set(channelIds)].flatMap(
    (channelId) =>
      connection.get<ChannelDescription>(
        `SELECT ${description} FROM dialogs WHERE account_id = ? AND channel_id = ?`,
        accountId,
        channelId,
      ) ?? [],
  );
}

/** Names of Telegram are plain ASCII letters, digits and underscores: SQLite's own folding of case is enough. */
export function findDialog(
  connection: Connection,
  accountId: number,
  username: string,
): ChannelDescription | null {
  const found = connection.get<ChannelDescription>(
    `SELECT ${description} FROM dialogs WHERE account_id = ? AND username = ? COLLATE NOCASE
     ORDER BY position LIMIT 1`,
    accountId,
    username,
  );
  return found ?? null;
}

/**
 * Keeps a page after those before it. A channel met again, because its latest post lifted it while the pages were
 * read, keeps its first place. Throws when there is no such account.
 */
export function keepDialogPage(
  connection: Connection,
  accountId: number,
  page: DialogPage,
  { first, at }: { readonly first: boolean; readonly at: number },
): void {
  requireAccount(connection, accountId);
  if (first) connection.run('DELETE FROM dialogs WHERE account_id = ?', accountId);
  const last = connection.get<{ readonly position: number | null }>(
    'SELECT max(position) AS position FROM dialogs WHERE account_id = ?',
    accountId,
  );
  const start = (last?.position ?? 0) + 1;
  for (const [index, channel] of page.channels.entries()) {
    const { channelId, accessHash, title, username, subscribers } = channel;
    connection.run(
      `INSERT INTO dialogs (account_id, channel_id, position, access_hash, title, username, subscribers)
       VALUES (:accountId, :channelId, :position, :accessHash, :title, :username, :subscribers)
       ON CONFLICT (account_id, channel_id) DO UPDATE SET access_hash = excluded.access_hash,
         title = excluded.title, username = excluded.username,
         subscribers = coalesce(excluded.subscribers, subscribers)`,
      { accountId, channelId, position: start + index, accessHash, title, username, subscribers },
    );
    refreshChannel(connection, channel, accountId);
  }
  connection.run(
    `INSERT INTO dialog_readings (account_id, next_page, read_at) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET next_page = excluded.next_page, read_at = excluded.read_at`,
    accountId,
    page.next,
    at,
  );
}

function readingOf(connection: Connection, accountId: number): Reading | undefined {
  return connection.get<Reading>(
    'SELECT next_page AS nextPage, read_at AS readAt FROM dialog_readings WHERE account_id = ?',
    accountId,
  );
}
