import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react';
import { instantsOf } from '../../shared/days.ts';
import { plural } from '../../shared/format.ts';
import type { Anomaly, Insights } from '../../shared/insights.ts';
import { postsHash } from '../posts/post-address.ts';
import card from '../ui/card.module.css';
import { Tag } from '../ui/Tag.tsx';
import { anomalyWords } from './anomaly-words.ts';
import { shortDay } from './days.ts';
import classes from './evidence.module.css';

const namedAtMost = 3;
const shownAtMost = 12;

/** Days that are far from what is usual, newest first, each with the posts behind it. */
export function Anomalies({ insights }: { readonly insights: Insights }) {
  const anomalies = insights.anomalies.toSorted((one, other) => other.day.localeCompare(one.day));
  const more = anomalies.length - shownAtMost;
  return (
    <section aria-labelledby="worth-a-look" className={`${card.card} ${classes.card}`}>
      <h2 id="worth-a-look">Worth a look</h2>
      {anomalies.length === 0 ? (
        <p className={classes.none}>
          No day of this period is far from what is usual: the median of the 28 days before it, of which at
          least 7 have to be held.
        </p>
      ) : (
        <ul className={classes.anomalies}>
          {anomalies.slice(0, shownAtMost).map((anomaly) => (
            <li key={`${anomaly.day} ${anomaly.figure}`}>
              <Direction direction={anomaly.direction} />
              <span>
                {anomalyWords(anomaly)} <Evidence channelId={insights.channelId} anomaly={anomaly} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {more > 0 ? (
        <p className={classes.none}>
          And {plural(more, 'earlier day')}: choose a shorter period to see them.
        </p>
      ) : null}
    </section>
  );
}

function Direction({ direction }: { readonly direction: Anomaly['direction'] }) {
  const Glyph = direction === 'high' ? IconArrowUpRight : IconArrowDownRight;
  return (
    <Tag tone={direction === 'high' ? 'accent' : 'warn'}>
      <Glyph size={13} stroke={2.4} aria-hidden />
      {direction}
    </Tag>
  );
}

function Evidence({ channelId, anomaly }: { readonly channelId: number; readonly anomaly: Anomaly }) {
  const { day, postIds } = anomaly;
  const ofDay = postsHash({ channelIds: [channelId], ...instantsOf(day, day) });
  return (
    <span className={classes.evidence}>
      {postIds.slice(0, namedAtMost).map((postId) => (
        <a key={postId} href={postsHash({ channelIds: [channelId] }, { channelId, postId })}>
          Post {postId}
        </a>
      ))}
      <a href={ofDay}>All posts of {shortDay(day)}</a>
    </span>
  );
}
