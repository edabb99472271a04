import type { HeldPost } from '../../shared/domain.ts';
import type { ExportedChannel } from './format.ts';

/** Grows when a field changes its meaning or goes; a field that is added does not change it. */
export const exportSchema = 1;

/** A post as exports tell it: times as ISO 8601 in UTC, null where there is nothing to tell. In this order. */
export function exportRecord(post: HeldPost, channel: ExportedChannel) {
  return {
    schema: exportSchema,
    channelId: post.channelId,
    channelTitle: channel.title,
    channelUsername: channel.username,
    postId: post.id,
    link: linkTo(post, channel),
    postedAt: iso(post.postedAt),
    editedAt: iso(post.editedAt),
    text: post.text,
    links: post.links,
    media: post.media,
    views: post.views,
    forwards: post.forwards,
    replies: post.replies,
    reactions: post.reactions,
    author: post.author,
    groupId: post.groupId,
    pinned: post.pinned,
    earlierVersions: post.revisions,
    deletedAt: iso(post.deletedAt),
    deletedBy: post.deletedBy,
    suspectSince: iso(post.suspectSince),
    firstSeenAt: iso(post.firstSeenAt),
    lastSeenAt: iso(post.lastSeenAt),
  };
}

export type ExportRecord = ReturnType<typeof exportRecord>;

/** Without a public name, only those who follow the channel can open it. */
function linkTo({ id, channelId }: HeldPost, { username }: ExportedChannel): string {
  return username === null ? `https://t.me/c/${channelId}/${id}` : `https://t.me/${username}/${id}`;
}

function iso(at: number): string;
function iso(at: number | null): string | null;
function iso(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
