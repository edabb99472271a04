import { VisuallyHidden } from '@mantine/core';
import type { PostMetrics } from '../../shared/archive.ts';
import { formatCount } from '../../shared/format.ts';
import { sampleWindows } from '../../shared/samples.ts';
import { counterNames, counterWords } from './counters.ts';
import classes from './curve.module.css';
import { ageWords } from './curve-scale.ts';

/** The readings as numbers. */
export function CurveTable({
  postedAt,
  metrics,
}: {
  readonly postedAt: number;
  readonly metrics: readonly PostMetrics[];
}) {
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Age</th>
            {counterNames.map((name) => (
              <th key={name} scope="col">
                {counterWords[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => (
            <tr key={metric.at} data-sample={metric.window !== null || undefined}>
              <th scope="row">
                {ageWords(metric.at - postedAt)}
                {metric.window === null ? null : (
                  <VisuallyHidden>, sample of {sampleWindows[metric.window]?.name ?? ''}</VisuallyHidden>
                )}
              </th>
              {counterNames.map((name) => (
                <td key={name}>{formatCount(metric[name])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={classes.note} aria-hidden>
        Bold: the samples at fixed ages.
      </p>
    </>
  );
}
