import type { PostMetrics } from '../../shared/archive.ts';

/** The counters of a post that grow, and one of them as a curve. */

export const counterNames = ['views', 'forwards', 'replies', 'reactions'] as const;
export type CounterName = (typeof counterNames)[number];

export const counterWords: Readonly<Record<CounterName, string>> = {
  views: 'Views',
  forwards: 'Forwards',
  replies: 'Replies',
  reactions: 'Reactions',
};

export interface Reading {
  readonly at: number;
  /** Of the post, ms. */
  readonly age: number;
  readonly count: number;
  /** The place in `sampleWindows`; null for a reading between them. */
  readonly window: number | null;
}

/** The readings of a counter in order of time, without those where Telegram gave none. */
export function readingsOf(
  metrics: readonly PostMetrics[],
  counter: CounterName,
  postedAt: number,
): readonly Reading[] {
  return metrics.flatMap((metric) => {
    const count = metric[counter];
    return count === null
      ? []
      : [{ at: metric.at, age: Math.max(0, metric.at - postedAt), count, window: metric.window }];
  });
}

/** The counters that have a curve at all: read twice, and not nothing each time. */
export function countersWithCurve(metrics: readonly PostMetrics[], postedAt: number): readonly CounterName[] {
  return counterNames.filter((counter) => {
    const readings = readingsOf(metrics, counter, postedAt);
    return readings.length > 0 && readings.some(({ count }) => count > 0);
  });
}
