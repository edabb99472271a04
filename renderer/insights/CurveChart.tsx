import { plural } from '../../shared/format.ts';
import type { ViewCurve } from '../../shared/insights.ts';
import { sampleWindows } from '../../shared/samples.ts';
import { Chart, heightOf, type Plot } from '../ui/charts/Chart.tsx';
import { ChartCard } from '../ui/charts/ChartCard.tsx';
import chart from '../ui/charts/chart.module.css';
import { linePath } from '../ui/charts/scale.ts';
import { agePlace, curvePoints, halfLifeWords } from './curve.ts';
import { percentWords } from './figure-words.ts';
import { Telling } from './Telling.tsx';

const panels = [
  {
    name: 'Share of the views at 7 days',
    height: 176,
    axis: { low: 0, high: 100, ticks: [0, 25, 50, 75, 100] },
    tickWords: (value: number) => `${value} %`,
  },
];

/** How fast a post is seen: the mean over posts that were read at the ages of the axis. */
export function CurveChart({
  curve,
  showTable,
}: {
  readonly curve: ViewCurve | null;
  readonly showTable: boolean;
}) {
  const points = curve === null ? [] : curvePoints(curve);
  const told = points.filter(({ share }) => share !== null).length;
  const words = (share: number | null): string => (share === null ? '–' : percentWords(share * 100));
  const halfLifeMs = curve?.halfLifeMs ?? null;
  return (
    <ChartCard
      title="View curve"
      summary={
        curve === null || told < 2
          ? 'How fast posts are seen.'
          : `${halfLifeMs === null ? 'Half-life not known yet' : `Half of the views after ${halfLifeWords(halfLifeMs)}`}; mean of ${plural(curve.posts, 'post')}.`
      }
      showTable={showTable}
      height={heightOf(panels)}
      nothing={curve === null || told < 2 ? <TooEarly /> : null}
      table={{
        heads: ['Age', 'Share of the views at 7 days'],
        rows: points.map(({ name, share }) => ({ key: name, cells: [name, words(share)] })),
      }}
    >
      <Chart
        label="View curve"
        panels={panels}
        places={points.map(({ place }) => place)}
        stride={2}
        xTicks={(width) =>
          points
            .map(({ place, name }) => ({ share: place, label: name }))
            .filter((_, at) => width > 300 || at % 2 === 0)
        }
        words={(at) => `${points[at]?.name} after posting: ${words(points[at]?.share ?? null)}`}
        telling={(at) => (
          <Telling
            head={`${points[at]?.name} after posting`}
            facts={[['Of its views at 7 days', words(points[at]?.share ?? null)]]}
          />
        )}
      >
        {(plot, pointed) => {
          const drawn = points.map(({ place, share }) =>
            share === null ? null : { x: plot.x(place), y: plot.y(0, share * 100) },
          );
          return (
            <>
              <path className={chart.line} d={linePath(drawn)} />
              {drawn.map((point, at) =>
                point === null ? null : (
                  <circle
                    key={points[at]?.name}
                    className={chart.dot}
                    cx={point.x}
                    cy={point.y}
                    r={pointed === at ? 5 : 3.5}
                  />
                ),
              )}
              {halfLifeMs === null ? null : <HalfLife ms={halfLifeMs} plot={plot} />}
            </>
          );
        }}
      </Chart>
    </ChartCard>
  );
}

const halfLifeWordsPx = 150;

/** The words stand where the curve is not: it rises to the right, so below it there and above it to the left. */
function HalfLife({ ms, plot }: { readonly ms: number; readonly plot: Plot }) {
  const at = plot.x(agePlace(ms));
  const toTheRight = at + halfLifeWordsPx <= plot.left + plot.width;
  return (
    <>
      <line className={chart.mark} x1={at} x2={at} y1={plot.top(0)} y2={plot.bottom(0)} />
      <text
        className={chart.markWords}
        x={toTheRight ? at + 6 : at - 6}
        y={toTheRight ? plot.y(0, 25) - 8 : plot.y(0, 87)}
        textAnchor={toTheRight ? 'start' : 'end'}
      >
        half after {halfLifeWords(ms)}
      </text>
    </>
  );
}

function TooEarly() {
  return (
    <>
      <p>
        A curve needs posts that were read at {sampleWindows[0]?.name} and again at each age up to 7 days.
      </p>
      <p>The first is complete a week after the first post that Tidings saw come in. Keep it collecting.</p>
    </>
  );
}
