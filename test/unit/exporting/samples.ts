import type { PostSource } from '../../../electron/exporting/export-posts.ts';
import type { ExportedChannel } from '../../../electron/exporting/format.ts';
import type { HeldPost } from '../../../shared/domain.ts';

export const noon = Date.UTC(2026, 10, 24, 12);

export const channel: ExportedChannel = { id: 17, title: 'Harbourview News', username: 'harbourview' };

export function heldPost(id: number, given: Partial<HeldPost> = {}): HeldPost {
  return {
    channelId: channel.id,
    id,
    key: id * 10,
    postedAt: noon + id * 1000,
    editedAt: null,
    text: `Post ${id}`,
    links: [],
    views: 10,
    forwards: null,
    replies: 0,
    reactions: [],
    media: null,
    groupId: null,
    author: null,
    pinned: false,
    firstSeenAt: noon + 5000,
    lastSeenAt: noon + 6000,
    deletedAt: null,
    deletedBy: null,
    suspectSince: null,
    revisions: 0,
    ...given,
  };
}

/** Holds these posts, oldest first; pages as the store does. `asked`: the pages that were read. */
export function sourceOf(posts: readonly HeldPost[]): PostSource & { readonly asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    search: async (_filter, { limit, beforeKey = Number.POSITIVE_INFINITY }) => {
      asked.push(limit);
      const found = posts.filter(({ key }) => key < beforeKey).toReversed();
      return found.slice(0, limit);
    },
    channels: async () => [channel],
  };
}
