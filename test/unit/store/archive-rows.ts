import { onTestFinished } from 'vitest';
import { type Connection, openConnection } from '../../../electron/store/connection.ts';
import { migrate } from '../../../electron/store/migrate.ts';
import { indexPost } from '../../../electron/store/post-index.ts';
import { keysOfSecond } from '../../../electron/store/post-key.ts';
import { migrations } from '../../../electron/store/schema.ts';
import type { MediaKind } from '../../../shared/domain.ts';
import { silentLog } from './silent-log.ts';

/** Rows written with plain SQL, so that what is read of them does not depend on what else writes them. */

export interface RowOfPost {
  readonly channelId: number;
  readonly id: number;
  readonly postedAt: number;
  readonly text?: string;
  readonly media?: MediaKind | null;
  readonly views?: number | null;
  readonly forwards?: number | null;
  readonly replies?: number | null;
  readonly reactions?: readonly number[];
  readonly revisions?: number;
  readonly deleted?: boolean;
  readonly suspect?: boolean;
  /** Views, by place in `sampleWindows`; null: a sample without a count. */
  readonly samples?: readonly (number | null | undefined)[];
}

/** A database in memory, closed when the test ends. */
export function emptyDatabase(): Connection {
  const connection = openConnection({ file: ':memory:', log: silentLog });
  onTestFinished(connection.close);
  migrate(connection, migrations, () => ':memory:');
  return connection;
}

export function insertChannel(connection: Connection, id: number, { removed = false } = {}): void {
  connection.run(
    'INSERT INTO channels (id, title, post_limit, added_at, removed) VALUES (?, ?, 50, 0, ?)',
    id,
    `Channel ${id}`,
    Number(removed),
  );
}

/** Returns the post's key. */
export function insertPost(connection: Connection, post: RowOfPost): number {
  const { channelId, id, postedAt, text = '', media = null, views = null } = post;
  const { forwards = null, replies = null, reactions = [], revisions = 0, samples = [] } = post;
  const { from, to } = keysOfSecond(postedAt);
  const last = connection.get<{ readonly key: number | null }>(
    'SELECT max(row_id) AS key FROM posts WHERE row_id >= ? AND row_id < ?',
    from,
    to,
  );
  const key = (last?.key ?? from - 1) + 1;
  connection.run(
    `INSERT INTO posts (row_id, channel_id, id, posted_at, text, views, forwards, replies, reactions, media, pinned,
       first_seen_at, last_seen_at, deleted_at, deleted_by, suspect_since, revisions)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, ?)`,
    key,
    channelId,
    id,
    postedAt,
    text,
    views,
    forwards,
    replies,
    JSON.stringify(reactions.map((count, index) => ({ reaction: `custom:${index}`, count }))),
    media,
    post.deleted === true ? 1 : null,
    post.deleted === true ? 'difference' : null,
    post.suspect === true ? 1 : null,
    revisions,
  );
  for (const [window, viewsThen] of samples.entries()) {
    if (viewsThen === undefined) continue;
    connection.run(
      'INSERT INTO post_metrics (row_id, at, views, reactions, sample) VALUES (?, ?, ?, 0, ?)',
      key,
      postedAt + window,
      viewsThen,
      window,
    );
  }
  indexPost(connection, key);
  return key;
}
