import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { PostFilter } from '../../shared/archive.ts';
import { useBridge } from '../state/screen-context.ts';
import { partOf, readPart } from './post-address.ts';
import { createPostFeed, type PostFeed, type PostFeedState } from './post-feed.ts';

/**
 * The posts of a filter. What an earlier filter found stays in view, `busy`, until the new one is answered; null
 * before the first answer.
 */
export function usePostFeed(filter: PostFilter): { readonly feed: PostFeed | null; readonly busy: boolean } {
  const bridge = useBridge();
  // Compared by its text: a filter is a new object with every rendering.
  const asking = partOf({ filter, post: null });
  const [shown, setShown] = useState<{ readonly asking: string | null; readonly feed: PostFeed } | null>(
    null,
  );
  useEffect(() => {
    const feed = createPostFeed(bridge, readPart(asking).filter);
    const unsubscribe = feed.subscribe(() => {
      if (feed.get().phase === 'asking') return;
      unsubscribe();
      setShown({ asking, feed });
    });
    return feed.end;
  }, [bridge, asking]);
  return { feed: shown?.feed ?? null, busy: shown === null || shown.asking !== asking };
}

/** How many rows are known; null before the first answer. */
export function useRows(feed: PostFeed | null): number | null {
  const read = useCallback(() => (feed?.get().phase === 'shown' ? feed.get().pages.rows : null), [feed]);
  return useSyncExternalStore(feed?.subscribe ?? silent, read);
}

const silent = (): (() => void) => () => undefined;

export function useFeedState(feed: PostFeed): PostFeedState {
  return useSyncExternalStore(feed.subscribe, feed.get);
}
