import { useCallback, useSyncExternalStore } from 'react';
import type { PostFeed } from './post-feed.ts';

const silent = (): (() => void) => () => undefined;

/** Why the words of this search cannot be searched for; null when they can. */
export function useSearchRefusal(feed: PostFeed | null): string | null {
  const read = useCallback(() => {
    const state = feed?.get();
    return state?.phase === 'refused' ? state.problem : null;
  }, [feed]);
  return useSyncExternalStore(feed?.subscribe ?? silent, read);
}
