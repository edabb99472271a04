import { useId } from 'react';
import type { Plot } from '../ui/charts/Chart.tsx';
import chart from '../ui/charts/chart.module.css';
import { type Bucket, notHeldSpans } from './buckets.ts';

const words = 'not held';
const wordsPx = 58;

/** Hatches the days that are not held, over all panels: nothing is known of them, which is not the same as 0. */
export function NotHeld({
  buckets,
  plot,
  panels,
}: {
  readonly buckets: readonly Bucket[];
  readonly plot: Plot;
  readonly panels: readonly number[];
}) {
  const hatchId = useId();
  return (
    <>
      <pattern id={hatchId} width={7} height={7} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line className={chart.hatch} x1={0} x2={0} y1={0} y2={7} />
      </pattern>
      {notHeldSpans(buckets).map(({ first, last }) => {
        const left = plot.x(first / buckets.length);
        const width = plot.x((last + 1) / buckets.length) - left;
        return (
          <g key={first}>
            {panels.map((panel) => (
              <rect
                key={panel}
                x={left}
                width={width}
                y={plot.top(panel)}
                height={plot.bottom(panel) - plot.top(panel)}
                fill={`url(#${hatchId})`}
              />
            ))}
            {width < wordsPx ? null : (
              <text
                className={chart.notHeld}
                x={left + width / 2}
                y={(plot.top(0) + plot.bottom(0)) / 2 + 4}
                textAnchor="middle"
              >
                {words}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}
