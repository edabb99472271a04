import { IconEye } from '@tabler/icons-react';
import type { Channel, HeldPost, MediaKind } from '../../shared/domain.ts';
import { formatCount, formatDateTime, plural } from '../../shared/format.ts';
import { useAsked } from '../state/asked.ts';
import { Tag } from '../ui/Tag.tsx';
import classes from './channel-details.module.css';

const shown = 5;

const mediaWords: Readonly<Record<MediaKind, string>> = {
  photo: 'A photo',
  video: 'A video',
  audio: 'A piece of audio',
  voice: 'A voice message',
  document: 'A file',
  sticker: 'A sticker',
  poll: 'A poll',
  location: 'A place',
  contact: 'A contact',
  link: 'A link',
  other: 'Something without text',
};

/** `marked`: how many of them were new when the user looked. */
export function NewestPosts({ channel, marked }: { readonly channel: Channel; readonly marked: number }) {
  const { answer, problem } = useAsked('posts.list', { channelId: channel.id, limit: shown }, ['channels']);
  if (problem !== null) return <p className={classes.failed}>{problem}</p>;
  if (answer === null) return <p className={classes.none}>Reading the newest posts…</p>;
  if (answer.items.length === 0) {
    return (
      <p className={classes.none}>
        No post is held yet. {channel.enabled ? 'The next run' : 'The first run once it is on'} reads the
        newest {plural(channel.limit, 'post')}.
      </p>
    );
  }
  return (
    <ol className={classes.posts}>
      {answer.items.map((post, index) => (
        <Line key={post.id} post={post} isNew={index < marked} />
      ))}
    </ol>
  );
}

function Line({ post, isNew }: { readonly post: HeldPost; readonly isNew: boolean }) {
  const { text, media, postedAt, views, editedAt } = post;
  return (
    <li className={classes.post}>
      <span className={classes.text}>{text.trim() === '' ? mediaWords[media ?? 'other'] : text}</span>
      <span className={classes.meta}>
        {isNew ? <Tag tone="accent">new</Tag> : null}
        <time dateTime={new Date(postedAt).toISOString()}>{formatDateTime(postedAt)}</time>
        {views === null ? null : (
          <span>
            <IconEye size={13} style={{ verticalAlign: '-2px' }} aria-hidden /> {formatCount(views)} views
          </span>
        )}
        {editedAt === null ? null : <span>edited</span>}
      </span>
    </li>
  );
}
