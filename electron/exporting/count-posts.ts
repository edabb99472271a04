import { setImmediate } from 'node:timers/promises';
import type { PostFilter } from '../../shared/archive.ts';
import type { Channel } from '../../shared/domain.ts';
import type { PostsReader } from '../ports/archive.ts';

/** More are not counted: how far an export has come can then be told by its number alone. */
export const mostCounted = 1_000_000;

const sliceMs = 8;
/** Counting is a courtesy: what it takes longer for is written without knowing how much there is. */
const patienceMs = 5_000;
const dayMs = 24 * 60 * 60_000;

/**
 * How many posts a filter finds, null where there are more than a million or counting takes too long. Counted period by period, from the newest
 * back, so that nothing waits for longer than a slice. Rejects with the signal's reason, and with `SearchTextError`.
 */
export async function countPosts(options: {
  readonly count: PostsReader['count'];
  readonly channels: readonly Pick<Channel, 'firstPostAt' | 'lastPostAt'>[];
  readonly filter: PostFilter;
  readonly monotonic: () => number;
  readonly signal: AbortSignal;
}): Promise<number | null> {
  const { filter, monotonic, signal } = options;
  const first = options.channels.map(({ firstPostAt }) => firstPostAt ?? Number.POSITIVE_INFINITY);
  const last = options.channels.map(({ lastPostAt }) => lastPostAt ?? 0);
  // Without a post at all there is no first one, and nothing to count.
  const from = Math.max(filter.from ?? 0, Math.min(...first));
  let to = Math.min(filter.to ?? Number.MAX_SAFE_INTEGER, Math.max(0, ...last) + 1000);
  let spanMs = dayMs;
  let found = 0;
  const begunAt = monotonic();
  while (to > from) {
    signal.throwIfAborted();
    const startedAt = monotonic();
    const period = { ...filter, from: Math.max(from, to - spanMs), to };
    const { count, more } = await options.count(period, mostCounted - found);
    const tookMs = monotonic() - startedAt;
    found += count;
    if (more || found >= mostCounted || startedAt - begunAt > patienceMs) return null;
    to = period.from;
    spanMs = Math.max(dayMs, Math.round(spanMs * Math.min(4, sliceMs / Math.max(tookMs, 0.1))));
    await setImmediate();
  }
  return found;
}
