import { useEffect, useState } from 'react';
import type { PostDetails } from '../../shared/archive.ts';
import { messageOf } from '../state/asked.ts';
import { useBridge } from '../state/screen-context.ts';
import type { PostName } from './post-address.ts';

export interface AskedPost {
  /** Those of the post before until those of this one are here. */
  readonly details: PostDetails | null;
  /** No such post is held. */
  readonly missing: boolean;
  readonly problem: string | null;
}

/** Asked for when another post is opened, and again when posts have changed: an answer may be that there is none. */
export function usePostDetails({ channelId, postId }: PostName): AskedPost {
  const bridge = useBridge();
  const [asked, setAsked] = useState<AskedPost>({ details: null, missing: false, problem: null });
  useEffect(() => {
    let [busy, again] = [false, false];
    let ended = false;
    async function ask(): Promise<void> {
      if (busy) {
        again = true;
        return;
      }
      busy = true;
      const found = await bridge.request('posts.get', { channelId, postId }).then(
        (details): AskedPost => ({ details, missing: details === null, problem: null }),
        (error: unknown): AskedPost => ({ details: null, missing: false, problem: messageOf(error) }),
      );
      if (ended) return;
      // Cut off: what is shown stays, and is asked for again once connected.
      if (found.problem === null || bridge.connection().kind === 'connected') setAsked(found);
      busy = false;
      if (!again) return;
      again = false;
      void ask();
    }
    void ask();
    const unsubscribes = [
      bridge.on('changed', ({ lists }) => {
        if (lists.includes('posts') || lists.includes('runs')) void ask();
      }),
      bridge.onConnection(({ kind }) => {
        if (kind === 'connected') void ask();
      }),
    ];
    return () => {
      ended = true;
      for (const unsubscribe of unsubscribes) unsubscribe();
    };
  }, [bridge, channelId, postId]);
  return asked;
}
