import type { HeldPost, Reaction } from '../../shared/domain.ts';

/** How a row of `posts` becomes a post. */
export type HeldPostRow = Omit<HeldPost, 'reactions' | 'links' | 'pinned'> & {
  readonly reactions: string;
  /** Null: not known, the post was read before links were kept. */
  readonly links: string | null;
  readonly pinned: 0 | 1;
};

export const heldPostColumns = `row_id AS key, channel_id AS channelId, id, posted_at AS postedAt, edited_at AS editedAt,
  text, links, views, forwards, replies, reactions, media, group_id AS groupId, author, pinned,
  first_seen_at AS firstSeenAt, last_seen_at AS lastSeenAt, deleted_at AS deletedAt, deleted_by AS deletedBy,
  suspect_since AS suspectSince, revisions`;

export function toHeldPost(row: HeldPostRow): HeldPost {
  return {
    ...row,
    reactions: JSON.parse(row.reactions) as Reaction[],
    links: row.links === null ? [] : (JSON.parse(row.links) as string[]),
    pinned: row.pinned === 1,
  };
}
