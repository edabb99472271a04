import { plural } from '../../shared/format.ts';
import { Chart, heightOf } from '../ui/charts/Chart.tsx';
import { ChartCard } from '../ui/charts/ChartCard.tsx';
import chart from '../ui/charts/chart.module.css';
import { axisAround, linePath, lonePoints, tickWords } from '../ui/charts/scale.ts';
import { bucketPlaces, bucketXTicks } from './bucket-axis.ts';
import { type Bucket, type BucketSize, bucketWords } from './buckets.ts';
import { countWords, signedWords } from './figure-words.ts';
import { Telling } from './Telling.tsx';

interface Props {
  readonly buckets: readonly Bucket[];
  readonly size: BucketSize;
  readonly showTable: boolean;
}

/** The last count of each day. A day without one leaves a gap: nothing is filled in. */
export function SubscribersChart({ buckets, size, showTable }: Props) {
  const counted = buckets.filter(({ subscribers }) => subscribers !== null);
  const counts = counted.flatMap(({ subscribers }) => subscribers ?? []);
  const panels = [
    {
      name: 'Subscribers',
      height: 176,
      axis:
        counts.length === 0 ? axisAround(0, 1, 4) : axisAround(Math.min(...counts), Math.max(...counts), 4),
      tickWords: (value: number) => (value >= 100_000 ? tickWords(value) : countWords(value)),
    },
  ];
  const places = bucketPlaces(buckets.length);
  const growth = buckets.map((bucket, at) => {
    const before =
      buckets.slice(0, at).findLast(({ subscribers }) => subscribers !== null)?.subscribers ?? null;
    return bucket.subscribers === null || before === null ? null : bucket.subscribers - before;
  });
  return (
    <ChartCard
      title="Subscribers"
      summary={`The last count of each ${size}.${panels[0]?.axis.low === 0 ? '' : ' The axis does not begin at 0.'}`}
      showTable={showTable}
      height={heightOf(panels)}
      nothing={
        counts.length > 0 ? null : (
          <p>
            No count of subscribers in this period. Tidings notes it with every look at a channel; what was
            before cannot be asked for.
          </p>
        )
      }
      table={{
        heads: [
          size === 'day' ? 'Day' : size === 'week' ? 'Week' : 'Month',
          'Subscribers',
          'Since the count before',
        ],
        rows: buckets.map((bucket, at) => ({
          key: bucket.from,
          cells: [bucketWords(bucket), countWords(bucket.subscribers), signedWords(growth[at] ?? null)],
        })),
      }}
    >
      <Chart
        label="Subscribers"
        panels={panels}
        places={places}
        xTicks={bucketXTicks(buckets)}
        words={(at) => {
          const bucket = buckets[at];
          if (bucket === undefined) return '';
          return `${bucketWords(bucket)}: ${bucket.subscribers === null ? 'not counted' : plural(bucket.subscribers, 'subscriber')}`;
        }}
        telling={(at) => {
          const bucket = buckets[at];
          return bucket === undefined ? null : (
            <Telling
              head={bucketWords(bucket)}
              facts={
                bucket.subscribers === null
                  ? [['Not counted', '']]
                  : [
                      ['Subscribers', countWords(bucket.subscribers)],
                      ['Since the count before', signedWords(growth[at] ?? null)],
                    ]
              }
            />
          );
        }}
      >
        {(plot, told) => {
          const points = buckets.map(({ subscribers }, at) =>
            subscribers === null ? null : { x: plot.x(places[at] ?? 0), y: plot.y(0, subscribers) },
          );
          const point = told === null ? null : points[told];
          return (
            <>
              <path className={chart.line} d={linePath(points)} />
              {lonePoints(points).map(({ x, y }) => (
                <circle key={x} className={chart.dot} cx={x} cy={y} r={3.5} />
              ))}
              {point == null ? null : <circle className={chart.dot} cx={point.x} cy={point.y} r={5} />}
            </>
          );
        }}
      </Chart>
    </ChartCard>
  );
}
