import { fraction } from './random.ts';
import { blockAnchor, blockSize, type Timeline } from './timeline.ts';

/** What becomes of a generated post later. */
export interface PostChange {
  readonly kind: 'edit' | 'delete';
  readonly at: number;
}

/** One event of a channel, numbered in the order of time from 1. */
export interface ChannelEvent {
  readonly number: number;
  readonly at: number;
  readonly kind: 'new' | 'edit' | 'delete';
  readonly ordinal: number;
}

/** The generated events of a channel. All answers are functions of the moment asked about. */
export interface EventLog {
  changeOf(ordinal: number): PostChange | null;
  /** Whether a post is a pinning of the post before it rather than a post. */
  isPinning(ordinal: number): boolean;
  countUntil(now: number): number;
  deletedUntil(now: number): number;
  /** The posts that were deleted, in the order of their ordinals. */
  deletionsUntil(now: number): { readonly ordinal: number; readonly at: number }[];
  /** Events with a number above `count` that have happened by `now`, in order. */
  after(count: number, now: number): ChannelEvent[];
}

const editsPerBlock = 3;
const deletesPerBlock = 1;
const eventsPerBlock = blockSize + editsPerBlock + deletesPerBlock;
const minuteMs = 60_000;
const hourMs = 3_600_000;
/** No post changes later than this after it appeared. */
const longestDelayMs = 12 * hourMs;

/**
 * Every block of 64 posts sees exactly three edits and one deletion. So the events of all blocks that have
 * settled are known by multiplication, and only the posts of the last twelve hours need looking at.
 */
export function createEventLog(timeline: Timeline): EventLog {
  const { seed } = timeline.shape;

  function changeOf(ordinal: number): PostChange | null {
    const place = placeOf(ordinal);
    if (place === 0) {
      const delay = 20 * minuteMs + fraction(seed, ordinal, 2) * 11 * hourMs;
      return { kind: 'delete', at: wholeSecond(timeline.postedAt(ordinal) + delay) };
    }
    if (place === 11 || place === 29 || place === 50) {
      const delay = minuteMs + fraction(seed, ordinal, 3) ** 2 * 4 * hourMs;
      return { kind: 'edit', at: wholeSecond(timeline.postedAt(ordinal) + delay) };
    }
    return null;
  }

  /** Where in its block a post stands, counted from the block's anchor. */
  function placeOf(ordinal: number): number {
    const block = Math.floor((ordinal - 1) / blockSize);
    return (ordinal - 1 - block * blockSize - blockAnchor(seed, block) + blockSize) % blockSize;
  }

  function isPinning(ordinal: number): boolean {
    return Math.floor((ordinal - 1) / blockSize) % 6 === 0 && ordinal > 1 && placeOf(ordinal) === 3;
  }

  function settledBlocks(now: number): number {
    return Math.floor(timeline.latestOrdinal(now - longestDelayMs) / blockSize);
  }

  function countUntil(now: number): number {
    const settled = settledBlocks(now);
    const latest = timeline.latestOrdinal(now);
    let count = settled * eventsPerBlock;
    for (let ordinal = settled * blockSize + 1; ordinal <= latest; ordinal += 1) {
      const change = changeOf(ordinal);
      count += change !== null && change.at <= now ? 2 : 1;
    }
    return count;
  }

  function deletedUntil(now: number): number {
    const settled = settledBlocks(now);
    const latest = timeline.latestOrdinal(now);
    let count = settled * deletesPerBlock;
    for (let ordinal = settled * blockSize + 1; ordinal <= latest; ordinal += 1) {
      const change = changeOf(ordinal);
      if (change?.kind === 'delete' && change.at <= now) count += 1;
    }
    return count;
  }

  function deletionsUntil(now: number): { readonly ordinal: number; readonly at: number }[] {
    const latest = timeline.latestOrdinal(now);
    const deletions: { readonly ordinal: number; readonly at: number }[] = [];
    for (let block = 0; block * blockSize < latest; block += 1) {
      const ordinal = block * blockSize + blockAnchor(seed, block) + 1;
      const change = changeOf(ordinal);
      if (change?.kind === 'delete' && change.at <= now) deletions.push({ ordinal, at: change.at });
    }
    return deletions;
  }

  function after(count: number, now: number): ChannelEvent[] {
    const latest = timeline.latestOrdinal(now);
    if (latest === 0) return [];
    // The last block that began when no more than `count` events had happened.
    let low = 0;
    let high = Math.floor((latest - 1) / blockSize);
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (countUntil(timeline.postedAt(middle * blockSize + 1) - 1) <= count) low = middle;
      else high = middle - 1;
    }
    const startAt = timeline.postedAt(low * blockSize + 1);
    const numbered = countUntil(startAt - 1);
    const events: Omit<ChannelEvent, 'number'>[] = [];
    const first = timeline.latestOrdinal(startAt - longestDelayMs - 1) + 1;
    for (let ordinal = first; ordinal <= latest; ordinal += 1) {
      const postedAt = timeline.postedAt(ordinal);
      const change = changeOf(ordinal);
      if (postedAt >= startAt) events.push({ at: postedAt, kind: 'new', ordinal });
      if (change !== null && change.at >= startAt && change.at <= now) events.push({ ...change, ordinal });
    }
    events.sort((a, b) => a.at - b.at || a.ordinal - b.ordinal);
    return events
      .map((event, index) => ({ ...event, number: numbered + index + 1 }))
      .filter((event) => event.number > count);
  }

  return { changeOf, isPinning, countUntil, deletedUntil, deletionsUntil, after };
}

function wholeSecond(at: number): number {
  return Math.floor(at / 1000) * 1000;
}
