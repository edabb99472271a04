import type { PostDetails, PostMetrics, PostRevision } from '../../shared/archive.ts';
import type { HeldPost } from '../../shared/domain.ts';
import type { IdRange } from '../../shared/id-ranges.ts';
import { outcomeOf, sampleWindows } from '../../shared/samples.ts';
import type { Connection } from './connection.ts';
import { checkPageLimit } from './page-limit.ts';
import { type HeldPostRow, heldPostColumns, toHeldPost } from './post-rows.ts';

const collected = '(SELECT id FROM channels WHERE id = ? AND removed = 0)';

export function listPosts(
  connection: Connection,
  channelId: number,
  { limit, beforeId = Number.MAX_SAFE_INTEGER }: { readonly limit: number; readonly beforeId?: number },
): readonly HeldPost[] {
  return connection
    .all<HeldPostRow>(
      `SELECT ${heldPostColumns} FROM posts WHERE channel_id = ${collected} AND id < ? ORDER BY id DESC LIMIT ?`,
      channelId,
      beforeId,
      checkPageLimit(limit),
    )
    .map(toHeldPost);
}

/** Ids that are not known to be deleted, newest first, at most 1000. */
export function idsHeld(
  connection: Connection,
  channelId: number,
  { fromId, toId }: IdRange,
): readonly number[] {
  return connection
    .all<{ readonly id: number }>(
      `SELECT id FROM posts WHERE channel_id = ${collected} AND id BETWEEN ? AND ? AND deleted_at IS NULL
       ORDER BY id DESC LIMIT 1000`,
      channelId,
      fromId,
      toId,
    )
    .map(({ id }) => id);
}

/** Call it within one read transaction. */
export function getPost(connection: Connection, channelId: number, postId: number): PostDetails | null {
  const row = connection.get<HeldPostRow>(
    `SELECT ${heldPostColumns} FROM posts WHERE channel_id = ${collected} AND id = ?`,
    channelId,
    postId,
  );
  if (row === undefined) return null;
  const revisions = connection.all<Omit<PostRevision, 'links'> & { readonly links: string }>(
    `SELECT text, media, links, edited_at AS editedAt, seen_at AS seenAt FROM post_revisions
     WHERE row_id = ? ORDER BY number`,
    row.key,
  );
  const metrics = connection.all<PostMetrics>(
    `SELECT at, views, forwards, replies, reactions, sample AS "window" FROM post_metrics
     WHERE row_id = ? ORDER BY at`,
    row.key,
  );
  const state = connection.get<{ readonly samples: number }>(
    'SELECT samples FROM posts WHERE row_id = ?',
    row.key,
  );
  return {
    post: toHeldPost(row),
    revisions: revisions.map((revision) => ({ ...revision, links: JSON.parse(revision.links) as string[] })),
    metrics,
    samples: sampleWindows.map((_, window) => outcomeOf(state?.samples ?? 0, window)),
  };
}
