import type { Post, Reaction } from '../../shared/domain.ts';

/**
 * What is known after seeing a held post again. A counter Telegram left out this time keeps its known value; the date
 * of a post never changes.
 */
export function mergePost(held: Post, seen: Post): Post {
  return {
    ...seen,
    postedAt: held.postedAt,
    views: seen.views ?? held.views,
    forwards: seen.forwards ?? held.forwards,
    replies: seen.replies ?? held.replies,
  };
}

/** Whether nothing a reader could see differs. */
export function samePost(one: Post, other: Post): boolean {
  return (
    sameVersion(one, other) &&
    sameCounters(one, other) &&
    one.pinned === other.pinned &&
    one.groupId === other.groupId &&
    one.author === other.author
  );
}

/** Whether both are the same version of the post: between two versions somebody edited it. */
export function sameVersion(one: Post, other: Post): boolean {
  return (
    one.text === other.text &&
    one.editedAt === other.editedAt &&
    one.media === other.media &&
    one.links.length === other.links.length &&
    one.links.every((link, index) => link === other.links[index])
  );
}

/** Reactions have no order: Telegram shuffles those of equal count. */
export function sameCounters(one: Post, other: Post): boolean {
  return (
    one.views === other.views &&
    one.forwards === other.forwards &&
    one.replies === other.replies &&
    sameReactions(one.reactions, other.reactions)
  );
}

/** SQLite keeps UTF-8, which has no lone surrogates: a text that has some would differ from itself when read back. */
export function storablePost(post: Post): Post {
  return {
    ...post,
    text: post.text.toWellFormed(),
    groupId: post.groupId?.toWellFormed() ?? null,
    author: post.author?.toWellFormed() ?? null,
  };
}

function sameReactions(one: readonly Reaction[], other: readonly Reaction[]): boolean {
  if (one.length !== other.length) return false;
  const counts = new Map(one.map(({ reaction, count }) => [reaction, count]));
  return other.every(({ reaction, count }) => counts.get(reaction) === count);
}
