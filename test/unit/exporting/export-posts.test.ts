import { expect, test } from 'vitest';
import { countPosts, mostCounted } from '../../../electron/exporting/count-posts.ts';
import { exportPosts } from '../../../electron/exporting/export-posts.ts';
import { heldPost, noon, sourceOf } from './samples.ts';

const posts = (count: number) => Array.from({ length: count }, (_, index) => heldPost(index + 1));

/** Each look at the clock is so much later than the one before. */
function tickingClock(stepMs: number | (() => number)): () => number {
  let now = 0;
  return () => {
    now += typeof stepMs === 'number' ? stepMs : stepMs();
    return now;
  };
}

function exporting(count: number, given: { stepMs?: () => number; signal?: AbortSignal } = {}) {
  const source = sourceOf(posts(count));
  const written: string[] = [];
  const progress: number[] = [];
  const done = exportPosts({
    source,
    filter: {},
    format: 'jsonl',
    sink: {
      write: async (text) => {
        written.push(text);
      },
    },
    at: noon,
    monotonic: tickingClock(given.stepMs ?? 8),
    signal: given.signal ?? new AbortController().signal,
    onProgress: (soFar) => progress.push(soFar),
  });
  return { done, source, written, progress };
}

const idsIn = (written: readonly string[]): readonly number[] =>
  written
    .join('')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).postId);

test.each([0, 1, 99, 100, 101, 200, 1234])(
  'of %i posts each is written once, newest first',
  async (count) => {
    const { done, written, progress } = exporting(count);
    expect(await done).toBe(count);
    expect(idsIn(written)).toEqual(Array.from({ length: count }, (_, index) => count - index));
    expect(progress.at(-1)).toBe(count);
  },
);

test('slices shrink while they are slow, and grow again when they are quick, up to a hundred posts', async () => {
  let stepMs = 80;
  const slow = exporting(2000, { stepMs: () => stepMs });
  while (slow.source.asked.length < 4) await new Promise((resolve) => setImmediate(resolve));
  expect(slow.source.asked.slice(0, 3)).toEqual([100, 10, 10]);
  stepMs = 1;
  await slow.done;
  expect(slow.source.asked).toContain(20);
  expect(Math.max(...slow.source.asked)).toBe(100);
  expect(slow.source.asked.at(-1)).toBe(100);
});

test('between two slices everything else gets its turn', async () => {
  const { done, written } = exporting(1000);
  const seen: number[] = [];
  let over = false;
  void done.then(() => {
    over = true;
  });
  while (!over) {
    seen.push(written.length);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(new Set(seen).size).toBeGreaterThan(5);
});

test('nothing is written, not even a header, where nothing can be read', async () => {
  const written: string[] = [];
  const done = exportPosts({
    source: { search: () => Promise.reject(new Error('Nobody answers.')), channels: async () => [] },
    filter: {},
    format: 'csv',
    sink: {
      write: async (text) => {
        written.push(text);
      },
    },
    at: noon,
    monotonic: () => 0,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  await expect(done).rejects.toThrow('Nobody answers.');
  expect(written).toEqual([]);
});

test('once it is cancelled, nothing more is read or written', async () => {
  const stop = new AbortController();
  const { done, source, written } = exporting(1000, { signal: stop.signal });
  while (source.asked.length < 2) await new Promise((resolve) => setImmediate(resolve));
  stop.abort();
  await expect(done).rejects.toThrow(/aborted/);
  const { length } = written;
  await new Promise((resolve) => setImmediate(resolve));
  expect(source.asked.length).toBeLessThanOrEqual(3);
  expect(written).toHaveLength(length);
});

test('a page is not read before the one before it has been taken', async () => {
  const source = sourceOf(posts(1000));
  const { promise, resolve } = Promise.withResolvers<void>();
  let writes = 0;
  const done = exportPosts({
    source,
    filter: {},
    format: 'csv',
    sink: {
      write: () => {
        writes += 1;
        return writes === 2 ? promise : Promise.resolve();
      },
    },
    at: noon,
    monotonic: tickingClock(8),
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  for (let turn = 0; turn < 5; turn += 1) await new Promise((next) => setImmediate(next));
  expect(source.asked).toHaveLength(1);
  resolve();
  expect(await done).toBe(1000);
});

const day = 86_400_000;

function counting(times: readonly number[], given: { from?: number; to?: number; stepMs?: number } = {}) {
  const asked: { from?: number; to?: number }[] = [];
  const { stepMs = 8, ...filter } = given;
  const done = countPosts({
    count: async (period, atMost) => {
      asked.push(period);
      const { from = 0, to = Number.POSITIVE_INFINITY } = period;
      const count = times.filter((at) => at >= from && at < to).length;
      return { count: Math.min(count, atMost), more: count > atMost };
    },
    channels: [
      { firstPostAt: Math.min(...times), lastPostAt: Math.max(...times) },
      { firstPostAt: null, lastPostAt: null },
    ],
    filter,
    monotonic: tickingClock(stepMs),
    signal: new AbortController().signal,
  });
  return { done, asked };
}

test.each([0.1, 1, 9])('posts are counted period by period, each once (%i ms a slice)', async (stepMs) => {
  const times = Array.from({ length: 500 }, (_, index) => noon - index * 7 * 3_600_000);
  const { done, asked } = counting(times, { stepMs });
  expect(await done).toBe(500);
  expect(asked.length).toBeGreaterThan(2);
  for (const [index, { to }] of asked.entries()) {
    if (index > 0) expect(to).toBe(asked[index - 1]?.from);
  }
});

test('only what lies within the period that was asked for is counted', async () => {
  const times = Array.from({ length: 100 }, (_, index) => noon - index * day);
  expect(await counting(times, { from: noon - 10 * day, to: noon }).done).toBe(10);
  expect(await counting(times, { from: noon + day }).done).toBe(0);
});

test('what takes too long to count is written uncounted', async () => {
  const times = Array.from({ length: 500 }, (_, index) => noon - index * day);
  const { done, asked } = counting(times, { stepMs: 500 });
  expect(await done).toBeNull();
  expect(asked.length).toBeLessThan(20);
});

test('without a post there is nothing to count', async () => {
  const done = countPosts({
    count: async () => Promise.reject(new Error('Nobody was to be asked.')),
    channels: [{ firstPostAt: null, lastPostAt: null }],
    filter: {},
    monotonic: tickingClock(1),
    signal: new AbortController().signal,
  });
  expect(await done).toBe(0);
});

test('more than a million are not counted to their end', async () => {
  const done = countPosts({
    count: async (_filter, atMost) => ({ count: atMost, more: true }),
    channels: [{ firstPostAt: noon, lastPostAt: noon }],
    filter: {},
    monotonic: tickingClock(1),
    signal: new AbortController().signal,
  });
  expect(await done).toBeNull();
  expect(mostCounted).toBe(1_000_000);
});
