import { dayOf } from '../../shared/days.ts';
import type { HeldPost, MediaKind } from '../../shared/domain.ts';
import { formatCount, formatTime } from '../../shared/format.ts';
import type { Insights } from '../../shared/insights.ts';
import { postsHash } from '../posts/post-address.ts';
import { useAsked } from '../state/asked.ts';
import card from '../ui/card.module.css';
import { Tag } from '../ui/Tag.tsx';
import { dayWords, shortDay } from './days.ts';
import classes from './evidence.module.css';

/** The posts of the period with the most views. */
export function BestPosts({ insights }: { readonly insights: Insights }) {
  const most = insights.best[0]?.views ?? 0;
  return (
    <section aria-labelledby="best-posts" className={`${card.card} ${classes.card}`}>
      <h2 id="best-posts">Best posts</h2>
      {insights.best.length === 0 ? (
        <p className={classes.none}>
          {insights.posts === 0 ? 'No post in this period.' : 'No post of this period has a view count.'}
        </p>
      ) : (
        <ol className={classes.posts}>
          {insights.best.map(({ postId, views }) => (
            <BestPost
              key={postId}
              channelId={insights.channelId}
              postId={postId}
              views={views}
              share={most === 0 ? 0 : views / most}
            />
          ))}
        </ol>
      )}
    </section>
  );
}

function BestPost({
  channelId,
  postId,
  views,
  share,
}: {
  readonly channelId: number;
  readonly postId: number;
  readonly views: number;
  readonly share: number;
}) {
  const { answer, problem } = useAsked('posts.get', { channelId, postId }, []);
  return (
    <li className={classes.post}>
      <a href={postsHash({ channelIds: [channelId] }, { channelId, postId })} className={classes.text}>
        {answer === null
          ? problem === null
            ? `Post ${postId}`
            : `Post ${postId}, not read: ${problem}`
          : firstLine(answer.post)}
      </a>
      <span className={classes.views}>{formatCount(views)}</span>
      <span className={classes.bar} aria-hidden>
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span className={classes.when}>
        {answer === null ? ' ' : whenWords(answer.post.postedAt)}
        {answer?.post.deletedAt == null ? null : <Tag tone="bad">deleted</Tag>}
      </span>
    </li>
  );
}

const mediaWords: Readonly<Record<MediaKind, string>> = {
  photo: 'A photo',
  video: 'A video',
  audio: 'An audio file',
  voice: 'A voice message',
  document: 'A document',
  sticker: 'A sticker',
  poll: 'A poll',
  location: 'A location',
  contact: 'A contact',
  link: 'A link',
  other: 'Something without text',
};

function firstLine({ text, media }: Pick<HeldPost, 'text' | 'media'>): string {
  const line = text.split('\n').find((one) => one.trim() !== '');
  return line?.trim() ?? (media === null ? 'A post without text' : `${mediaWords[media]}, without text`);
}

function whenWords(at: number): string {
  const day = dayOf(at);
  const thisYear = day.slice(0, 4) === dayOf(Date.now()).slice(0, 4);
  return `${thisYear ? shortDay(day) : dayWords(day)}, ${formatTime(at)}`;
}
