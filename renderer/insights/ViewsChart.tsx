import { countDays } from '../../shared/days.ts';
import { formatCount } from '../../shared/format.ts';
import { Chart, heightOf } from '../ui/charts/Chart.tsx';
import { ChartCard } from '../ui/charts/ChartCard.tsx';
import chart from '../ui/charts/chart.module.css';
import { axisFromZero, columnPath, linePath, lonePoints, tickWords } from '../ui/charts/scale.ts';
import { bucketPlaces, bucketXTicks } from './bucket-axis.ts';
import type { BucketSize } from './buckets.ts';
import { type Bucket, bucketPosts, bucketWords } from './buckets.ts';
import { countWords } from './figure-words.ts';
import { NotHeld } from './NotHeld.tsx';
import { Telling } from './Telling.tsx';

interface Props {
  readonly buckets: readonly Bucket[];
  readonly size: BucketSize;
  /** Why there is nothing to show, or no views: null where there is. */
  readonly noPosts: string | null;
  readonly noViews: string | null;
  readonly showTable: boolean;
  /** Shows the posts of a bucket. */
  readonly onOpen: (bucket: Bucket) => void;
}

const reachHeight = 118;
const postsHeight = 44;

/** Average views of a day's posts, and below them how many posts there were. */
export function ViewsChart({ buckets, size, noPosts, noViews, showTable, onOpen }: Props) {
  const reaches = buckets.flatMap(({ reach }) => (reach === null ? [] : [reach]));
  const panels = [
    {
      name: 'Average views a post',
      height: reachHeight,
      axis: axisFromZero(Math.max(0, ...reaches), 4, true),
      tickWords,
    },
    {
      name: `Posts a ${size}`,
      height: postsHeight,
      axis: axisFromZero(Math.max(0, ...buckets.map(({ posts }) => posts ?? 0)), 2, true),
      tickWords,
    },
  ];
  const places = bucketPlaces(buckets.length);
  const words = (bucket: Bucket): string =>
    [
      `${bucketWords(bucket)}: ${bucketPosts(bucket)}`,
      bucket.posts === null
        ? []
        : bucket.reach === null
          ? 'no views'
          : `${countWords(bucket.reach)} views a post`,
    ]
      .flat()
      .join(', ');
  return (
    <ChartCard
      title={`Views and posts a ${size}`}
      summary={
        noPosts === null && noViews !== null
          ? noViews
          : size === 'day'
            ? 'By day of posting; views as last read.'
            : `By ${size} of posting; views as last read. The CSV has every day.`
      }
      showTable={showTable}
      height={heightOf(panels)}
      nothing={noPosts === null ? null : <p>{noPosts}</p>}
      table={{
        heads: [size === 'day' ? 'Day' : size === 'week' ? 'Week' : 'Month', 'Posts', 'Average views a post'],
        rows: buckets.map((bucket) => ({
          key: bucket.from,
          cells: [bucketWords(bucket), postsCell(bucket), countWords(bucket.reach)],
        })),
      }}
    >
      <Chart
        label={`Views and posts a ${size}`}
        panels={panels}
        places={places}
        xTicks={bucketXTicks(buckets)}
        words={(at) => wordsAt(buckets, at, words)}
        telling={(at) => {
          const bucket = buckets[at];
          return bucket === undefined ? null : (
            <Telling
              head={bucketWords(bucket)}
              facts={
                bucket.posts === null
                  ? [['Not held', '']]
                  : [
                      ['Views a post', countWords(bucket.reach)],
                      ['Posts', postsCell(bucket)],
                    ]
              }
            />
          );
        }}
        opens={{
          words: 'Enter shows its posts.',
          open: (at) => {
            const bucket = buckets[at];
            if (bucket !== undefined) onOpen(bucket);
          },
        }}
      >
        {(plot, told) => {
          const points = buckets.map(({ reach }, at) =>
            reach === null ? null : { x: plot.x(places[at] ?? 0), y: plot.y(0, reach) },
          );
          const width = Math.max(1, Math.min(28, (plot.width / buckets.length) * 0.7));
          const point = told === null ? null : points[told];
          return (
            <>
              <NotHeld buckets={buckets} plot={plot} panels={[0, 1]} />
              <path className={chart.line} d={linePath(points)} />
              {(buckets.length <= 62 ? points.flatMap((one) => one ?? []) : lonePoints(points)).map(
                ({ x, y }) => (
                  <circle key={x} className={chart.dot} cx={x} cy={y} r={3.5} />
                ),
              )}
              <path
                className={chart.plain}
                d={buckets
                  .map(({ posts: count }, at) =>
                    count === null || count === 0
                      ? ''
                      : columnPath(plot.x(places[at] ?? 0), width, plot.y(1, count), plot.bottom(1)),
                  )
                  .join('')}
              />
              {point == null ? null : <circle className={chart.dot} cx={point.x} cy={point.y} r={5} />}
            </>
          );
        }}
      </Chart>
    </ChartCard>
  );
}

/** `12`, `12 (2 of 7 days held)` or `– not held`. */
function postsCell(bucket: Bucket): string {
  if (bucket.posts === null) return `${formatCount(null)} not held`;
  const all = countDays(bucket.from, bucket.to);
  const part = bucket.heldDays < all ? ` (${bucket.heldDays} of ${all} days held)` : '';
  return `${formatCount(bucket.posts)}${part}`;
}

function wordsAt(buckets: readonly Bucket[], at: number, words: (bucket: Bucket) => string): string {
  const bucket = buckets[at];
  return bucket === undefined ? '' : words(bucket);
}
