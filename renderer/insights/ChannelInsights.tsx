import { useMemo } from 'react';
import { countDays, instantsOf } from '../../shared/days.ts';
import type { Day, Insights } from '../../shared/insights.ts';
import { postsHash } from '../posts/post-address.ts';
import { Anomalies } from './Anomalies.tsx';
import { BestPosts } from './BestPosts.tsx';
import { type Bucket, bucketSizeOf, bucketsOf } from './buckets.ts';
import { CurveChart } from './CurveChart.tsx';
import { rangeWords } from './days.ts';
import { Figures } from './Figures.tsx';
import { onHeldDays } from './figures.ts';
import { HoursChart } from './HoursChart.tsx';
import classes from './insights.module.css';
import type { Span } from './insights-address.ts';
import { SubscribersChart } from './SubscribersChart.tsx';
import { ViewsChart } from './ViewsChart.tsx';

interface Props {
  /** The days of the first and the last post held; null while none is. */
  readonly held: { readonly from: Day; readonly to: Day } | null;
  /** Null before the first answer. */
  readonly insights: Insights | null;
  readonly before: Insights | null;
  readonly spanBefore: Span;
  readonly today: Day;
  readonly table: boolean;
  /** Whether another period is awaited. */
  readonly waiting: boolean;
}

/** One channel over a period. */
export function ChannelInsights({ held, insights, before, spanBefore, today, table, waiting }: Props) {
  return (
    <div className={classes.channel} data-waiting={waiting || undefined} aria-busy={waiting}>
      <Figures insights={insights} before={before} spanBefore={spanBefore} today={today} />
      {insights === null ? <Awaited /> : <Charts insights={insights} held={held} table={table} />}
    </div>
  );
}

function Charts({ insights, held, table }: Pick<Props, 'held' | 'table'> & { readonly insights: Insights }) {
  const { from, to, days, channelId } = insights;
  const size = bucketSizeOf(countDays(from, to));
  const buckets = useMemo(() => bucketsOf(from, to, days, size), [from, to, days, size]);
  const noPosts = insights.posts > 0 ? null : noPostsWords(held, onHeldDays(insights).days < days.length);
  const noViews = insights.reach !== null ? null : (noPosts ?? noViewsWords);
  const open = (bucket: Bucket): void => {
    window.location.hash = postsHash({ channelIds: [channelId], ...instantsOf(bucket.from, bucket.to) });
  };
  return (
    <>
      <div className={classes.wide}>
        <ViewsChart
          buckets={buckets}
          size={size}
          noPosts={noPosts}
          noViews={noViews}
          showTable={table}
          onOpen={open}
        />
        <HoursChart hours={insights.hours} nothing={noViews} showTable={table} />
      </div>
      <div className={classes.halves}>
        <SubscribersChart buckets={buckets} size={size} showTable={table} />
        <CurveChart curve={insights.curve} showTable={table} />
      </div>
      <div className={`${classes.halves} ${classes.lists}`}>
        <BestPosts insights={insights} />
        <Anomalies insights={insights} />
      </div>
    </>
  );
}

const noViewsWords =
  'No post of this period has a view count: Telegram counts views in channels, not in groups.';

function noPostsWords(held: Props['held'], inPart: boolean): string {
  return held === null
    ? 'No post is held yet: the next run reads the newest ones.'
    : `${inPart ? 'No post of this period is held' : 'No post in this period'}. Those held are of ${rangeWords(held.from, held.to)}.`;
}

/** As high as what will stand there. */
function Awaited() {
  return (
    <>
      <div className={classes.wide}>
        <div className={classes.blank} />
        <div className={classes.blank} />
      </div>
      <div className={classes.halves}>
        <div className={classes.blank} />
        <div className={classes.blank} />
      </div>
    </>
  );
}
