import type { Channel } from '../../shared/domain.ts';
import { formatCount, plural } from '../../shared/format.ts';
import { firstView, insightsHash } from '../insights/insights-address.ts';
import { postsHash } from '../posts/post-address.ts';
import classes from './channel-details.module.css';

/** Where what is held of a channel can be read, and what it tells. */
export function ChannelLinks({ channel }: { readonly channel: Channel }) {
  const { id, title, postsHeld, postsDeleted, postsSuspect } = channel;
  if (postsHeld === 0) return null;
  const channelIds = [id];
  return (
    <nav aria-label={`More of ${title}`} className={classes.links}>
      <a href={postsHash({ channelIds })}>
        {postsHeld === 1 ? 'The post' : `All ${plural(postsHeld, 'post')}`}
      </a>
      {postsDeleted === 0 ? null : (
        <a href={postsHash({ channelIds, state: 'deleted' })}>{formatCount(postsDeleted)} deleted</a>
      )}
      {postsSuspect === 0 ? null : (
        <a href={postsHash({ channelIds, state: 'suspect' })}>{formatCount(postsSuspect)} suspected</a>
      )}
      <a href={postsHash({ channelIds, state: 'edited' })}>Edited posts</a>
      <a href={insightsHash({ ...firstView, channelId: id })}>Insights</a>
    </nav>
  );
}
