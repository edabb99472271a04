import { useState } from 'react';
import { formatCount } from '../../shared/format.ts';
import { sampleWindows } from '../../shared/samples.ts';
import { useWidth } from '../ui/use-width.ts';
import type { Reading } from './counters.ts';
import classes from './curve.module.css';
import {
  type AgeScale,
  agePlace,
  ageSpan,
  ageTicks,
  ageWords,
  countTicks,
  shortCount,
} from './curve-scale.ts';

interface Props {
  readonly readings: readonly Reading[];
  readonly scale: AgeScale;
  /** Of the counter. */
  readonly name: string;
  /** The ages of samples that were missed. */
  readonly missed: readonly number[];
}

const height = 168;
const edge = { top: 10, right: 12, bottom: 22, left: 44 };
const labelPx = 46;

/** One counter by age of the post. Full points are samples, hollow ones readings between them. */
export function CurveChart({ readings, scale, name, missed }: Props) {
  const { ref, width } = useWidth<HTMLDivElement>();
  const [pointed, setPointed] = useState<number | null>(null);
  const span = ageSpan(
    scale,
    readings.map(({ age }) => age),
  );
  const plot = {
    width: Math.max(80, width - edge.left - edge.right),
    height: height - edge.top - edge.bottom,
  };
  const counts = countTicks(Math.max(...readings.map(({ count }) => count)));
  const top = counts.at(-1) ?? 1;
  const x = (age: number): number => edge.left + agePlace(scale, age, span) * plot.width;
  const y = (count: number): number => edge.top + (1 - count / top) * plot.height;
  const points = readings.map((reading) => ({ ...reading, x: x(reading.age), y: y(reading.count) }));
  const shown = points[pointed ?? points.length - 1];
  const [first, last] = [readings[0], readings.at(-1)];
  return (
    <div ref={ref} className={classes.chart}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        width={width}
        height={height}
        role="img"
        aria-label={
          first === undefined || last === undefined
            ? name
            : `${name} by age of the post: ${formatCount(first.count)} after ${ageWords(first.age)}, ${formatCount(last.count)} after ${ageWords(last.age)}. “Table” has every reading.`
        }
        onPointerLeave={() => setPointed(null)}
        onPointerMove={(event) => {
          const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
          const distances = points.map((point) => Math.abs(point.x - at));
          setPointed(distances.indexOf(Math.min(...distances)));
        }}
      >
        {counts.map((count) => (
          <g key={count}>
            <line
              className={classes.grid}
              x1={edge.left}
              x2={width - edge.right}
              y1={y(count)}
              y2={y(count)}
            />
            <text x={edge.left - 7} y={y(count) + 4} textAnchor="end">
              {shortCount(count)}
            </text>
          </g>
        ))}
        {ageTicks(scale, span, labelPx / plot.width).map(({ value, label }) => (
          <g key={value}>
            <line
              className={classes.tick}
              x1={x(value)}
              x2={x(value)}
              y1={height - edge.bottom}
              y2={height - edge.bottom + 4}
            />
            <text x={x(value)} y={height - 4} textAnchor="middle">
              {label}
            </text>
          </g>
        ))}
        {missed
          .filter((age) => age <= span.to)
          .map((age) => (
            <line
              key={age}
              className={classes.missed}
              x1={x(age)}
              x2={x(age)}
              y1={edge.top}
              y2={height - edge.bottom}
            />
          ))}
        <polyline
          className={classes.line}
          points={points.map((point) => `${point.x},${point.y}`).join(' ')}
        />
        {points.map((point) => (
          <circle
            key={point.at}
            className={point.window === null ? classes.between : classes.sample}
            cx={point.x}
            cy={point.y}
            r={point === shown ? 5 : point.window === null ? 2.5 : 3.5}
          />
        ))}
      </svg>
      <p className={classes.pointed} aria-hidden>
        {shown === undefined
          ? ''
          : `${formatCount(shown.count)} after ${ageWords(shown.age)}${shown.window === null ? '' : `, the sample of ${sampleWindows[shown.window]?.name ?? ''}`}`}
      </p>
    </div>
  );
}
