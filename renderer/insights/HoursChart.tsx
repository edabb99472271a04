import { formatCount, plural } from '../../shared/format.ts';
import { Chart, heightOf } from '../ui/charts/Chart.tsx';
import { ChartCard } from '../ui/charts/ChartCard.tsx';
import chart from '../ui/charts/chart.module.css';
import { axisFromZero, columnPath, tickWords } from '../ui/charts/scale.ts';
import { bestHour, type Hours, hoursToCompare, hourWords, postsToTell } from './best-hours.ts';
import { countWords } from './figure-words.ts';
import { Telling } from './Telling.tsx';

const places = Array.from({ length: 24 }, (_, hour) => (hour + 0.5) / 24);

/** Average views by the hour in which a post was published. */
export function HoursChart({
  hours,
  nothing,
  showTable,
}: {
  readonly hours: Hours;
  /** Why there is nothing to show; null where there is. */
  readonly nothing: string | null;
  readonly showTable: boolean;
}) {
  const best = bestHour(hours);
  const bestReach = best === null ? null : (hours[best]?.reach ?? null);
  const few = (hour: number): boolean => (hours[hour]?.posts ?? 0) < postsToTell;
  const panels = [
    {
      name: hours.some(({ posts: count }, hour) => count > 0 && few(hour))
        ? `Average views a post; dotted: fewer than ${postsToTell} posts`
        : 'Average views a post',
      height: 194,
      // Room above the best column for its word.
      axis: axisFromZero(1.1 * Math.max(0, ...hours.map(({ reach }) => reach ?? 0)), 4, true),
      tickWords,
    },
  ];
  const words = (hour: number): string => {
    const { posts: count, reach } = hours[hour] ?? { posts: 0, reach: null };
    return reach === null ? 'nothing posted' : `${countWords(reach)} views a post, ${plural(count, 'post')}`;
  };
  return (
    <ChartCard
      title="Best hours to post"
      summary={
        nothing !== null
          ? 'By hour of posting.'
          : best === null
            ? `No best hour yet: at least ${hoursToCompare} hours need ${postsToTell} posts each.`
            : `${hourWords(best)}: ${countWords(bestReach)} views a post.`
      }
      showTable={showTable}
      height={heightOf(panels)}
      nothing={nothing === null ? null : <p>{nothing}</p>}
      table={{
        heads: ['Hour', 'Posts', 'Average views a post'],
        rows: hours.map((hour, at) => ({
          key: String(at),
          cells: [hourWords(at), formatCount(hour.posts), countWords(hour.reach)],
        })),
      }}
    >
      <Chart
        label="Best hours to post"
        panels={panels}
        places={places}
        stride={6}
        xTicks={(width) =>
          [0, 3, 6, 9, 12, 15, 18, 21]
            .filter((hour) => width > 330 || hour % 6 === 0)
            .map((hour) => ({ share: (hour + 0.5) / 24, label: `${String(hour).padStart(2, '0')}:00` }))
        }
        words={(at) => `${hourWords(at)}: ${words(at)}`}
        telling={(at) => (
          <Telling
            head={hourWords(at)}
            facts={[
              ['Views a post', countWords(hours[at]?.reach ?? null)],
              [
                (hours[at]?.posts ?? 0) < postsToTell ? 'Posts, too few to tell' : 'Posts',
                formatCount(hours[at]?.posts ?? 0),
              ],
            ]}
          />
        )}
      >
        {(plot) => {
          const width = Math.max(3, (plot.width / 24) * 0.68);
          const column = (hour: number): string => {
            const reach = hours[hour]?.reach ?? null;
            return reach === null
              ? ''
              : columnPath(plot.x(places[hour] ?? 0), width, plot.y(0, reach), plot.bottom(0));
          };
          const all = hours.map((_, hour) => hour);
          return (
            <>
              <path
                className={chart.plain}
                d={all
                  .filter((hour) => !few(hour) && hour !== best)
                  .map(column)
                  .join('')}
              />
              <path className={chart.faint} d={all.filter(few).map(column).join('')} />
              {best === null || bestReach === null ? null : (
                <>
                  <path className={chart.column} d={column(best)} />
                  <text
                    className={chart.markWords}
                    x={plot.x(places[best] ?? 0)}
                    y={plot.y(0, bestReach) - 6}
                    textAnchor="middle"
                  >
                    best
                  </text>
                </>
              )}
            </>
          );
        }}
      </Chart>
    </ChartCard>
  );
}
