import type { Post, Reaction } from '../../shared/domain.ts';

/** What is known after seeing a held post again. A counter Telegram left out this time keeps its known value. */
export function mergePost(held: Post, seen: Post): Post {
  return {
    ...seen,
    views: seen.views ?? held.views,
    forwards: seen.forwards ?? held.forwards,
    replies: seen.replies ?? held.replies,
  };
}

/** Whether nothing a reader could see differs. Reactions have no order: Telegram shuffles those of equal count. */
export function samePost(one: Post, other: Post): boolean {
  return (
    one.text === other.text &&
    one.editedAt === other.editedAt &&
    one.postedAt === other.postedAt &&
    one.views === other.views &&
    one.forwards === other.forwards &&
    one.replies === other.replies &&
    one.media === other.media &&
    one.pinned === other.pinned &&
    one.groupId === other.groupId &&
    one.author === other.author &&
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
