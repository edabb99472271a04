import { fraction, hash } from './random.ts';

/**
 * When a channel's generated posts appear. Posts are numbered from 1 (their ordinal); everything here is a
 * function of the seed and the ordinal, so a channel of any length takes no memory.
 */
export interface TimelineShape {
  /** Mixed from the world's seed and the channel. */
  readonly seed: number;
  /** Where history ends and live posts begin. */
  readonly epochAt: number;
  readonly historyPosts: number;
  /** Mean distance of posts before the epoch. */
  readonly historySpacingMs: number;
  /** Mean distance of posts after the epoch; null for a channel that has fallen silent. */
  readonly liveSpacingMs: number | null;
}

export interface Timeline {
  readonly shape: TimelineShape;
  /** When a post appears: whole seconds, never before one with a lower ordinal; infinity for one that never will. */
  postedAt(ordinal: number): number;
  /** The ordinal of the newest post at a moment; 0 when there is none yet. */
  latestOrdinal(now: number): number;
  /** The first post of the album a post is part of; null when it stands alone. */
  albumOf(ordinal: number): number | null;
}

/** Posts are laid out in blocks, so that what happens to them can be counted without looking at each. */
export const blockSize = 64;

const albumLength = 3;
const dayMs = 86_400_000;

/** How many posts of a day fall into each hour, from midnight, relative to each other. */
const hourWeights = [1, 0.6, 0.4, 0.3, 0.4, 0.8, 2, 4, 6, 6, 5, 5, 6, 5, 5, 5, 5, 6, 7, 7, 6, 5, 3.5, 2];
const weightSum = hourWeights.reduce((sum, weight) => sum + weight, 0);

/** The place in its block (0 to 63) from which a block's special posts are counted. */
export function blockAnchor(seed: number, block: number): number {
  // The first post of a channel is its creation, which nothing else may happen to.
  return block === 0 ? 5 : hash(seed, block, 11) % blockSize;
}

export function createTimeline(shape: TimelineShape): Timeline {
  const { seed, epochAt, historyPosts, historySpacingMs, liveSpacingMs } = shape;

  function albumOf(ordinal: number): number | null {
    const block = Math.floor((ordinal - 1) / blockSize);
    if (block % 2 === 1) return null;
    const start = Math.min((blockAnchor(seed, block) + 20) % blockSize, blockSize - albumLength);
    const first = block * blockSize + start + 1;
    return ordinal >= first && ordinal < first + albumLength ? first : null;
  }

  function postedAt(ordinal: number): number {
    if (ordinal > historyPosts && liveSpacingMs === null) return Number.POSITIVE_INFINITY;
    const slot = albumOf(ordinal) ?? ordinal;
    const offset = 0.1 + 0.8 * fraction(seed, slot, 1);
    const at =
      slot > historyPosts
        ? epochAt + (slot - historyPosts - 1 + offset) * (liveSpacingMs ?? 0)
        : historicAt(historyPosts - slot, offset);
    return Math.floor(at / 1000) * 1000;
  }

  /** `back` counts from the newest post before the epoch. */
  function historicAt(back: number, offset: number): number {
    const even = epochAt - (back + 1 - offset) * historySpacingMs;
    // What the daily rhythm would push beyond the epoch stays just before it, in order.
    return Math.min(withDailyRhythm(even), epochAt - (back + 1) * 1000);
  }

  function latestOrdinal(now: number): number {
    const liveSlots =
      liveSpacingMs === null ? 0 : Math.max(0, Math.ceil((now - epochAt) / liveSpacingMs) + 1);
    let low = 0;
    let high = historyPosts + liveSlots + (liveSpacingMs === null ? 0 : albumLength);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (postedAt(middle) <= now) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  return { shape, postedAt, latestOrdinal, albumOf };
}

/** Moves a moment within its UTC day so that nights are quiet and evenings busy; keeps the order of moments. */
function withDailyRhythm(at: number): number {
  const day = Math.floor(at / dayMs) * dayMs;
  let left = ((at - day) / dayMs) * weightSum;
  let hour = 0;
  for (const weight of hourWeights) {
    if (left < weight) return day + ((hour + left / weight) / 24) * dayMs;
    left -= weight;
    hour += 1;
  }
  return day + dayMs - 1;
}
