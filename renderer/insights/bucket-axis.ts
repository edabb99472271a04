import { type Bucket, bucketTicks } from './buckets.ts';

/** The horizontal axis of charts over days, weeks or months. */

/** The middle of each bucket, 0 to 1. */
export function bucketPlaces(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => (at + 0.5) / count);
}

const labelPx = 74;

export function bucketXTicks(
  buckets: readonly Bucket[],
): (width: number) => readonly { readonly share: number; readonly label: string }[] {
  return (width) =>
    bucketTicks(buckets, Math.floor(width / labelPx)).map(({ at, label }) => ({
      share: (at + 0.5) / buckets.length,
      label,
    }));
}
