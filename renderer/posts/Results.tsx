import { Button } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { type RefObject, useEffect, useRef } from 'react';
import type { PostFilter } from '../../shared/archive.ts';
import type { Channel } from '../../shared/domain.ts';
import { formatCount } from '../../shared/format.ts';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import card from '../ui/card.module.css';
import { Refusal } from '../ui/Refusal.tsx';
import { GoToDate } from './GoToDate.tsx';
import { NothingFound, NothingHeld } from './NoPosts.tsx';
import { PostList, type PostListHandle, WaitingList } from './PostList.tsx';
import type { PostName } from './post-address.ts';
import type { PostFeed } from './post-feed.ts';
import classes from './post-list.module.css';
import { type ActiveFilter, onlyChannel, withPeriod } from './post-words.ts';
import { useFeedState, useRows } from './use-post-feed.ts';

interface Props {
  /** Null before the first answer. */
  readonly feed: PostFeed | null;
  readonly busy: boolean;
  readonly list: RefObject<PostListHandle | null>;
  readonly filter: PostFilter;
  readonly active: readonly ActiveFilter[];
  readonly channels: ReadonlyMap<number, Channel>;
  readonly post: PostName | null;
  readonly beside: boolean;
  readonly onOpen: (post: PostName, quietly: boolean) => void;
  readonly onFilter: (filter: PostFilter) => void;
  readonly now: number;
}

/** The list, or why there is none. */
export function Results(props: Props) {
  const { feed, busy, filter, onFilter } = props;
  const nothingHeld = useRows(feed) === 0 && props.active.length === 0;
  return (
    <section className={`${card.card} ${classes.card}`} aria-label="Results" aria-busy={busy}>
      <div className={classes.head}>
        <div className={classes.news} role="status">
          {feed === null || busy ? null : <News feed={feed} list={props.list} />}
        </div>
        {/* Where nothing is held there is no date to go to. */}
        <span hidden={nothingHeld}>
          <GoToDate onGo={(to) => onFilter(withPeriod(filter, null, to))} />
        </span>
      </div>
      {feed === null ? (
        <>
          <p className={classes.day} />
          <WaitingList />
        </>
      ) : (
        <Answered {...props} feed={feed} />
      )}
    </section>
  );
}

/** What came while the list was read: shown when it is asked for, so that nothing moves by itself. */
function News({ feed, list }: { readonly feed: PostFeed; readonly list: Props['list'] }) {
  const { fresh, pages } = useFeedState(feed);
  if (fresh.count === 0) return pages.rows === 0 ? null : 'Newest first';
  return (
    <Button
      variant="light"
      size="compact-sm"
      leftSection={<IconArrowUp size={15} aria-hidden />}
      onClick={async () => {
        await feed.restart();
        list.current?.toTop();
      }}
    >
      {formatCount(fresh.count)}
      {fresh.more ? ' or more' : ''} new {fresh.count === 1 ? 'post' : 'posts'}
    </Button>
  );
}

function Answered(props: Props & { readonly feed: PostFeed }) {
  const { feed, busy, list, filter, active, channels, post, beside, onOpen, onFilter, now } = props;
  const { phase, problem, pages } = useFeedState(feed);
  const unread = useLooked(feed, busy);
  if (phase === 'failed') {
    return (
      <div className={classes.failed}>
        <p role="alert">The posts could not be read: {problem}</p>
        <Button variant="default" onClick={feed.tryAgain}>
          Try again
        </Button>
      </div>
    );
  }
  if (phase === 'refused') {
    return <p className={classes.failed}>Change the words above and the posts appear here.</p>;
  }
  if (phase === 'shown' && pages.rows === 0) {
    return active.length === 0 ? (
      <NothingHeld channels={channels.size} />
    ) : (
      <NothingFound active={active} onFilter={onFilter} />
    );
  }
  return (
    <>
      <Refusal reason={unread} />
      <PostList
        key={JSON.stringify(feed.filter)}
        feed={feed}
        handle={list}
        channels={channels}
        open={post}
        beside={beside}
        onOpen={onOpen}
        onContinue={(postedAt) => onFilter(withPeriod(filter, filter.from ?? null, postedAt))}
        now={now}
      />
    </>
  );
}

/**
 * Whoever sees the newest posts of one channel has looked at it: nothing of it counts as new any more. Answers why
 * that could not be kept; null when it was.
 */
function useLooked(feed: PostFeed, busy: boolean): string | null {
  const bridge = useBridge();
  const { grant, refusal } = useWish();
  const { phase, pages } = useFeedState(feed);
  const channelId = onlyChannel(feed.filter);
  const newest = phase === 'shown' && !busy ? (pages.slots[0]?.newestKey ?? null) : null;
  const tell = useRef(grant);
  useEffect(() => {
    tell.current = grant;
  });
  useEffect(() => {
    if (channelId === null || newest === null) return;
    void tell.current(() => bridge.request('channels.looked', { channelIds: [channelId] }));
  }, [bridge, channelId, newest]);
  return refusal;
}
