import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { Channel, HeldPost } from '../../shared/domain.ts';
import { PostRow } from './PostRow.tsx';
import { type PostName, postsHash } from './post-address.ts';
import { type PostFeed, rowsAtMost } from './post-feed.ts';
import classes from './post-list.module.css';
import { postAt, postedAt, rowOf } from './post-pages.ts';
import { dayWords, sameDay, titleOfChannel } from './post-words.ts';
import { useFeedState } from './use-post-feed.ts';

export interface PostListHandle {
  /** Puts the focus on the row it was on last. */
  focus(): void;
  move(by: number): void;
  toTop(): void;
}

interface Props {
  readonly feed: PostFeed;
  readonly handle: RefObject<PostListHandle | null>;
  readonly channels: ReadonlyMap<number, Channel>;
  readonly open: PostName | null;
  /** Whether the open post stands beside the list: then it follows the focus. */
  readonly beside: boolean;
  readonly onOpen: (post: PostName, quietly: boolean) => void;
  /** Shows what was published until this moment. */
  readonly onContinue: (postedAt: number) => void;
  readonly now: number;
}

const estimatedPx = 104;
/** More than a fast wheel or a dragged scrollbar passes before the page is told of it: some 1,600 px. */
const overscan = 20;

/** Posts, newest first: one stop of the Tab key, arrows inside. Only the rows near those in view are in the page. */
export function PostList({ feed, handle, channels, open, beside, onOpen, onContinue, now }: Props) {
  const { pages, problem } = useFeedState(feed);
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(() => (open === null ? 0 : (rowOf(pages, open) ?? 0)));
  const wanted = useRef(false);
  const at = Math.max(0, Math.min(active, pages.rows - 1));
  const virtualizer = useVirtualizer({
    count: pages.rows,
    getScrollElement: () => frame.current,
    estimateSize: () => estimatedPx,
    overscan,
    rangeExtractor: ({ startIndex, endIndex, overscan: around, count }) => {
      const from = Math.max(0, startIndex - around);
      const to = Math.min(count - 1, endIndex + around);
      const near = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      // The one that has the focus stays, or scrolling would lose it.
      if (count === 0 || (at >= from && at <= to)) return near;
      return at < from ? [at, ...near] : [...near, at];
    },
  });
  const first = virtualizer.range?.startIndex ?? 0;
  const last = virtualizer.range?.endIndex ?? 0;
  useEffect(() => feed.look(first, last + 1), [feed, first, last]);

  function linkOf(row: number): HTMLElement | null {
    return frame.current?.querySelector<HTMLElement>(`[data-row="${row}"]`) ?? null;
  }

  useEffect(() => {
    if (!wanted.current) return;
    const link = frame.current?.querySelector<HTMLElement>(`[data-row="${at}"]`);
    if (link == null) return;
    wanted.current = false;
    link.focus({ preventScroll: true });
  });

  function focusOn(row: number): number {
    const next = Math.max(0, Math.min(pages.rows - 1, row));
    virtualizer.scrollToIndex(next, { align: 'auto' });
    if (next === at) linkOf(at)?.focus({ preventScroll: true });
    wanted.current = next !== at;
    setActive(next);
    return next;
  }

  function moveTo(row: number): void {
    const next = focusOn(row);
    const post = postAt(pages, next);
    if (beside && open !== null && post !== null) onOpen(nameOf(post), true);
  }

  useImperativeHandle(handle, () => ({
    focus: () => void focusOn(at),
    move: (by) => moveTo(document.activeElement?.closest('[data-row]') == null ? at : at + by),
    toTop: () => {
      frame.current?.scrollTo({ top: 0 });
      focusOn(0);
    },
  }));

  function pressed(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const inView = Math.max(1, last - first - 1);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + inView,
      PageUp: at - inView,
      Home: 0,
      End: pages.rows - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    moveTo(target);
  }

  const topPostedAt = postedAt(pages, first);
  const full = pages.rows >= rowsAtMost && !pages.complete;
  const end = pages.slots.at(-1)?.oldestPostedAt;
  return (
    <>
      <p className={classes.day} aria-hidden>
        {topPostedAt === null ? '' : dayWords(topPostedAt, now)}
      </p>
      <div ref={frame} className={classes.frame}>
        <ol
          aria-label="Posts, newest first"
          className={classes.list}
          style={{ height: virtualizer.getTotalSize() }}
          onKeyDown={pressed}
          onFocus={(event) => {
            const row = event.target.closest('[data-row]')?.getAttribute('data-row');
            if (row != null && !wanted.current) setActive(Number(row));
          }}
          onClick={(event) => {
            // Another tab, a copy of the address: what links do with a modifier stays the browser's.
            if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
            const link = event.target instanceof Element ? event.target.closest('[data-row]') : null;
            const post = link === null ? null : postAt(pages, Number(link.getAttribute('data-row')));
            if (post === null) return;
            event.preventDefault();
            onOpen(nameOf(post), beside && open !== null);
          }}
        >
          {virtualizer.getVirtualItems().map(({ index, start, size }) => {
            const post = postAt(pages, index);
            const before = index === 0 ? null : postedAt(pages, index - 1);
            const opens = post !== null && before !== null && !sameDay(before, post.postedAt);
            return (
              <li
                key={index}
                ref={post === null ? undefined : virtualizer.measureElement}
                data-index={index}
                aria-setsize={pages.complete ? pages.rows : -1}
                aria-posinset={index + 1}
                style={{
                  transform: `translateY(${start}px)`,
                  ...(post === null ? { height: size } : {}),
                }}
              >
                {opens ? <h2 className={classes.dayBreak}>{dayWords(post.postedAt, now)}</h2> : null}
                {post === null ? (
                  <Waiting />
                ) : (
                  <PostRow
                    row={index}
                    post={post}
                    channel={titleOfChannel(channels, post.channelId)}
                    query={feed.filter.text ?? ''}
                    href={postsHash(feed.filter, nameOf(post))}
                    focusable={index === at}
                    open={open?.channelId === post.channelId && open.postId === post.id}
                  />
                )}
              </li>
            );
          })}
        </ol>
        {problem === null ? null : (
          <div role="alert" className={classes.tail}>
            <span>The list could not be read on: {problem}</span>
            <Button variant="default" size="compact-sm" onClick={feed.tryAgain}>
              Try again
            </Button>
          </div>
        )}
        {full && end !== undefined ? (
          <div className={classes.tail}>
            <span>A list this long ends here.</span>
            <Button variant="default" size="compact-sm" onClick={() => onContinue(end)}>
              Go on with older posts
            </Button>
          </div>
        ) : null}
        {pages.complete && problem === null ? <p className={classes.tail}>That is all of them.</p> : null}
      </div>
    </>
  );
}

/** A row whose page is on its way back. */
function Waiting() {
  return (
    <span className={classes.waiting} aria-hidden>
      <i />
      <i />
      <i />
    </span>
  );
}

const waitingRows = [0, 1, 2, 3, 4, 5, 6, 7, 8];

export function WaitingList() {
  return (
    <div className={classes.frame} aria-hidden>
      {waitingRows.map((row) => (
        <Waiting key={row} />
      ))}
    </div>
  );
}

function nameOf({ channelId, id }: HeldPost): PostName {
  return { channelId, postId: id };
}
