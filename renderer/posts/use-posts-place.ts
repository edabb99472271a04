import { useMemo } from 'react';
import type { PostFilter } from '../../shared/archive.ts';
import { hashOf, usePlace } from '../state/place.ts';
import { type PostName, type PostsPlace, partOf, readPart } from './post-address.ts';

export interface PostsPlaceControl extends PostsPlace {
  /** `quietly`: without a step for "back" to undo, as while somebody types. */
  readonly setFilter: (filter: PostFilter, quietly?: boolean) => void;
  readonly openPost: (post: PostName | null, quietly?: boolean) => void;
}

/** Where in the posts the user is: read from the address, and changed through it alone. */
export function usePostsPlace(): PostsPlaceControl {
  const part = usePlace()?.part ?? null;
  return useMemo(() => {
    const place = readPart(part);
    return {
      ...place,
      setFilter: (filter, quietly = false) => go({ filter, post: null }, quietly),
      openPost: (post, quietly = false) => go({ filter: place.filter, post }, quietly),
    };
  }, [part]);
}

function go(place: PostsPlace, quietly: boolean): void {
  const hash = hashOf('posts', partOf(place));
  if (hash === window.location.hash) return;
  const oldURL = window.location.href;
  if (quietly) window.history.replaceState(window.history.state, '', hash);
  else window.history.pushState(null, '', hash);
  // The browser tells of its own moves only, and of them later: a box that was ticked must be ticked at once.
  window.dispatchEvent(new HashChangeEvent('hashchange', { oldURL, newURL: window.location.href }));
}
