import type { Handlers, Refused } from '../../shared/contract.ts';
import { SearchTextError } from '../ports/archive.ts';
import type { StoreReader } from '../ports/store.ts';

export type PostHandlers = Pick<Handlers, 'posts.search' | 'posts.count' | 'posts.get'>;

/** What is held of posts: answered by a process that collects and by one beside it alike. */
export function createPostHandlers({ posts }: Pick<StoreReader, 'posts'>): PostHandlers {
  return {
    'posts.search': ({ before, limit, ...filter }) =>
      unlessRefused(async () => {
        const page = before === undefined ? { limit } : { limit, beforeKey: before };
        const items = await posts.search(filter, page);
        // A full page may have a successor; a short one is the last.
        return { accepted: true, items, next: items.length < limit ? null : (items.at(-1)?.key ?? null) };
      }),
    'posts.count': ({ atMost, ...filter }) =>
      unlessRefused(async () => ({ accepted: true, ...(await posts.count(filter, atMost)) })),
    'posts.get': ({ channelId, postId }) => posts.get(channelId, postId),
  };
}

/** Words that cannot be searched for are the person's to mend, and no failure. */
async function unlessRefused<Answer>(ask: () => Promise<Answer>): Promise<Answer | Refused> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof SearchTextError) return { accepted: false, reason: error.message };
    throw error;
  }
}
