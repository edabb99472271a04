import { Button } from '@mantine/core';
import { IconBrandTelegram } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { PostDetails } from '../../shared/archive.ts';
import type { Channel, HeldPost } from '../../shared/domain.ts';
import { formatCount } from '../../shared/format.ts';
import { Tag } from '../ui/Tag.tsx';
import { CounterCurves } from './CounterCurves.tsx';
import { Highlighted } from './Highlighted.tsx';
import { marksOf } from './highlighting.ts';
import { MediaIcon } from './MediaIcon.tsx';
import { PostLinks } from './PostLinks.tsx';
import classes from './post-view.module.css';
import {
  mediaWords,
  momentAlone,
  momentWords,
  reactionsOf,
  tagsOf,
  telegramAddress,
  wordless,
} from './post-words.ts';
import { Revisions } from './Revisions.tsx';

interface Props {
  readonly details: PostDetails;
  readonly channel: Channel | null;
  readonly query: string;
  readonly now: number;
}

/** Everything that is held of one post. */
export function PostView({ details, channel, query, now }: Props) {
  const { post, revisions, metrics, samples } = details;
  const { text, media } = post;
  const name = { channelId: post.channelId, postId: post.id };
  const tags = tagsOf(post);
  return (
    <article className={classes.view}>
      <div className={classes.head}>
        <time dateTime={new Date(post.postedAt).toISOString()}>{momentAlone(post.postedAt, now)}</time>
        {tags.map(({ state, tone, label }) => (
          <Tag key={state} tone={tone}>
            {label}
          </Tag>
        ))}
        {post.pinned ? <Tag tone="accent">pinned</Tag> : null}
        {media === null ? null : (
          <span className={classes.media}>
            <MediaIcon media={media} /> {mediaWords[media]}
            {post.groupId === null ? '' : ', part of an album'}
          </span>
        )}
      </div>
      {text.trim() === '' ? (
        <p className={classes.bare}>{wordless(media)}</p>
      ) : (
        <p className={classes.text} dir="auto">
          <Highlighted text={text} marks={marksOf(text, query)} />
        </p>
      )}
      <div className={classes.actions}>
        <Button
          component="a"
          href={telegramAddress(channel, name)}
          target="_blank"
          rel="noreferrer noopener"
          variant="default"
          size="compact-sm"
          leftSection={<IconBrandTelegram size={15} aria-hidden />}
        >
          Open in Telegram
        </Button>
      </div>
      <Counters post={post} />
      <CounterCurves postedAt={post.postedAt} metrics={metrics} samples={samples} />
      <Revisions post={post} revisions={revisions} now={now} />
      <PostLinks post={post} />
      <Dates post={post} now={now} />
    </article>
  );
}

function Counters({ post }: { readonly post: HeldPost }) {
  const reactions = post.reactions.toSorted((one, other) => other.count - one.count);
  return (
    <div className={classes.counters}>
      <dl>
        <Figure label="Views">{formatCount(post.views)}</Figure>
        <Figure label="Forwards">{formatCount(post.forwards)}</Figure>
        <Figure label="Replies">{formatCount(post.replies)}</Figure>
        <Figure label="Reactions">{formatCount(reactionsOf(post))}</Figure>
      </dl>
      {reactions.length === 0 ? null : (
        <ul aria-label="Reactions">
          {reactions.map(({ reaction, count }) => (
            <li key={reaction}>
              {reactionWords(reaction)} <span>{formatCount(count)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function reactionWords(reaction: string): string {
  if (reaction === 'paid') return 'paid';
  return reaction.startsWith('custom:') ? 'custom' : reaction;
}

function Figure({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Dates({ post, now }: { readonly post: HeldPost; readonly now: number }) {
  const { author, groupId, postedAt, editedAt, firstSeenAt, lastSeenAt, deletedAt, suspectSince } = post;
  return (
    <section className={classes.section}>
      <h3>Dates</h3>
      <dl className={classes.dates}>
        <Figure label="Posted">{momentAlone(postedAt, now)}</Figure>
        {editedAt === null ? null : <Figure label="Last edited">{momentAlone(editedAt, now)}</Figure>}
        <Figure label="First seen here">{momentAlone(firstSeenAt, now)}</Figure>
        <Figure label="Last seen here">{momentAlone(lastSeenAt, now)}</Figure>
        {deletedAt === null ? null : (
          <Figure label="Deleted">
            found {momentWords(deletedAt, now)}:{' '}
            {post.deletedBy === 'absence'
              ? 'it was missing twice where it had to be'
              : 'Telegram said that it was deleted'}
          </Figure>
        )}
        {suspectSince === null || deletedAt !== null ? null : (
          <Figure label="Missing">
            since {momentWords(suspectSince, now)}. If it is missing at the next look too, it counts as
            deleted.
          </Figure>
        )}
        {author === null ? null : <Figure label="Signed by">{author}</Figure>}
        {groupId === null ? null : <Figure label="Album">{groupId}</Figure>}
      </dl>
    </section>
  );
}
