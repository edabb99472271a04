import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { PostDetails, PostMetrics } from '../../shared/archive.ts';
import { sampleWindows } from '../../shared/samples.ts';
import { CurveChart } from './CurveChart.tsx';
import { CurveTable } from './CurveTable.tsx';
import { type CounterName, counterNames, countersWithCurve, counterWords, readingsOf } from './counters.ts';
import classes from './curve.module.css';
import type { AgeScale } from './curve-scale.ts';

interface Props {
  readonly postedAt: number;
  readonly metrics: readonly PostMetrics[];
  readonly samples: PostDetails['samples'];
}

type Shape = AgeScale | 'table';

/** How the counters grew, as they were read: nothing between the readings is known, and none is made up. */
export function CounterCurves({ postedAt, metrics, samples }: Props) {
  const [wanted, setWanted] = useState<CounterName>('views');
  const [shape, setShape] = useState<Shape>('log');
  const present = countersWithCurve(metrics, postedAt);
  const counter = present.includes(wanted) ? wanted : (present[0] ?? 'views');
  const readings = readingsOf(metrics, counter, postedAt);
  const missed = samples.flatMap((outcome, index) => {
    const window = sampleWindows[index];
    return outcome === 'missed' && window !== undefined ? [window.ageMs] : [];
  });
  return (
    <section className={classes.curves} aria-label="Over time">
      <div className={classes.bar}>
        <h3>Over time</h3>
        <SegmentedControl<Shape>
          size="xs"
          aria-label="Shown as"
          value={shape}
          onChange={setShape}
          data={[
            { value: 'log', label: 'Log age' },
            { value: 'linear', label: 'Linear' },
            { value: 'table', label: 'Table' },
          ]}
        />
      </div>
      {present.length === 0 ? (
        <p className={classes.none}>
          No counter has been read yet. Each run reads posts again at 15 min, 1 h, 3 h, 6 h, 24 h, 72 h and 7
          d of their age.
        </p>
      ) : shape === 'table' ? (
        <CurveTable postedAt={postedAt} metrics={metrics} />
      ) : (
        <>
          <SegmentedControl<CounterName>
            size="xs"
            fullWidth
            aria-label="Counter"
            value={counter}
            onChange={setWanted}
            data={counterNames.map((name) => ({
              value: name,
              label: counterWords[name],
              disabled: !present.includes(name),
            }))}
          />
          <CurveChart readings={readings} scale={shape} name={counterWords[counter]} missed={missed} />
        </>
      )}
      <SampleOutcomes samples={samples} />
    </section>
  );
}

const outcomeWords = { open: 'to come', taken: 'read', missed: 'missed' } as const;

/** Which of the fixed ages the post was read at. */
function SampleOutcomes({ samples }: { readonly samples: PostDetails['samples'] }) {
  return (
    <ul className={classes.samples} aria-label="Samples by age of the post">
      {sampleWindows.map(({ name }, index) => {
        const outcome = samples[index] ?? 'open';
        return (
          <li key={name} data-outcome={outcome} title={`${name}: ${outcomeWords[outcome]}`}>
            {name}
            <span>{outcomeWords[outcome]}</span>
          </li>
        );
      })}
    </ul>
  );
}
