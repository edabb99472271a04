import { VisuallyHidden } from '@mantine/core';
import { IconArrowForwardUp, IconEye, IconHeart, IconMessageCircle } from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import type { HeldPost } from '../../shared/domain.ts';
import { formatCount, formatTime } from '../../shared/format.ts';
import { Tag } from '../ui/Tag.tsx';
import { Highlighted } from './Highlighted.tsx';
import { excerptOf } from './highlighting.ts';
import { MediaIcon } from './MediaIcon.tsx';
import classes from './post-list.module.css';
import { mediaWords, reactionsOf, tagsOf, wordless } from './post-words.ts';

interface Props {
  readonly row: number;
  readonly post: HeldPost;
  readonly channel: string;
  readonly query: string;
  /** What opens it. */
  readonly href: string;
  readonly focusable: boolean;
  readonly open: boolean;
}

/** One post in up to three lines: a link, so that it opens as links do. */
export const PostRow = memo(function PostRow({ row, post, channel, query, href, focusable, open }: Props) {
  const { text, media, views, forwards, replies } = post;
  const bare = text.trim() === '';
  const excerpt = excerptOf(text, query);
  const reactions = reactionsOf(post);
  return (
    <a
      href={href}
      className={classes.row}
      tabIndex={focusable ? 0 : -1}
      aria-current={open ? 'true' : undefined}
      data-row={row}
      data-deleted={post.deletedAt !== null || undefined}
    >
      <span className={classes.top}>
        <b className={classes.channel} dir="auto">
          {channel}
        </b>
        {tagsOf(post).map(({ state, tone, label }) => (
          <Tag key={state} tone={tone}>
            {label}
          </Tag>
        ))}
        <time dateTime={new Date(post.postedAt).toISOString()} className={classes.time}>
          {formatTime(post.postedAt)}
        </time>
      </span>
      <span className={classes.text} dir="auto" data-bare={bare || undefined}>
        {bare ? wordless(media) : <Highlighted {...excerpt} />}
      </span>
      <span className={classes.meta}>
        {media === null ? null : (
          <span>
            <MediaIcon media={media} /> {mediaWords[media]}
          </span>
        )}
        <Counter icon={<IconEye size={14} aria-hidden />} count={views} name="views" />
        <Counter icon={<IconArrowForwardUp size={14} aria-hidden />} count={forwards} name="forwards" />
        <Counter icon={<IconMessageCircle size={14} aria-hidden />} count={replies} name="replies" />
        <Counter
          icon={<IconHeart size={14} aria-hidden />}
          count={reactions === 0 ? null : reactions}
          name="reactions"
        />
      </span>
    </a>
  );
});

function Counter({
  icon,
  count,
  name,
}: {
  readonly icon: ReactNode;
  readonly count: number | null;
  readonly name: string;
}) {
  if (count === null) return null;
  return (
    <span title={name}>
      {icon} {formatCount(count)}
      <VisuallyHidden> {name}</VisuallyHidden>
    </span>
  );
}
