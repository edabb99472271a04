import { setImmediate } from 'node:timers/promises';
import type { ExportFormat, PostFilter } from '../../shared/archive.ts';
import type { HeldPost } from '../../shared/domain.ts';
import type { PostsReader } from '../ports/archive.ts';
import { type ExportedChannel, writings } from './format.ts';

/** Where posts come from: the database, or a process that has it open. */
export interface PostSource {
  readonly search: PostsReader['search'];
  readonly channels: () => Promise<readonly ExportedChannel[]>;
}

/** Where an export goes. */
export interface ExportSink {
  /** Resolves when more may come. */
  write(text: string): Promise<void>;
}

export interface ExportOptions {
  readonly source: PostSource;
  readonly filter: PostFilter;
  readonly format: ExportFormat;
  readonly sink: ExportSink;
  /** Wall clock, ms since the epoch. */
  readonly at: number;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
  readonly signal: AbortSignal;
  /** After each slice: how many posts have been written so far. */
  readonly onProgress: (written: number) => void;
}

/** A slice takes about so long, and then everything else gets its turn. */
const sliceMs = 8;
const fewestPerSlice = 10;
/** More would be a few percent faster, and hold twice the memory. */
const mostPerSlice = 100;

/**
 * Writes what the filter finds, newest first, in slices: what is held in memory does not grow with the number of posts,
 * and nothing waits for longer than a slice. Returns how many posts were written. Rejects with the signal's reason once
 * it is aborted, and with `SearchTextError`.
 */
export async function exportPosts(options: ExportOptions): Promise<number> {
  const { source, filter, sink, monotonic, signal } = options;
  const writing = writings[options.format];
  const channelOf = await channelsOf(source);

  /** Of the posts themselves nothing is left once they are written: while the disk is waited for, they would pile up. */
  async function nextSlice(count: number, before: number | undefined) {
    const page = before === undefined ? { limit: count } : { limit: count, beforeKey: before };
    const posts = await source.search(filter, page);
    return {
      text: posts.map((post) => writing.post(post, channelOf(post))).join(''),
      posts: posts.length,
      lastKey: posts.at(-1)?.key,
    };
  }

  let written = 0;
  let limit = mostPerSlice;
  let beforeKey: number | undefined;
  let head: string | null = writing.head({ filter, at: options.at });
  for (;;) {
    signal.throwIfAborted();
    const startedAt = monotonic();
    const slice = await nextSlice(limit, beforeKey);
    const tookMs = monotonic() - startedAt;
    // Not before it is known that there is something to be read.
    if (head !== null) await sink.write(head);
    head = null;
    await sink.write(slice.text);
    written += slice.posts;
    options.onProgress(written);
    if (slice.posts < limit) break;
    beforeKey = slice.lastKey;
    limit = nextLimit(limit, tookMs);
    await setImmediate();
  }
  signal.throwIfAborted();
  await sink.write(writing.foot(written));
  return written;
}

/** Posts differ by a thousandfold in length, and machines in speed. */
function nextLimit(limit: number, tookMs: number): number {
  const wanted = Math.round(limit * Math.min(2, sliceMs / Math.max(tookMs, 0.1)));
  return Math.min(mostPerSlice, Math.max(fewestPerSlice, wanted));
}

async function channelsOf(source: PostSource): Promise<(post: HeldPost) => ExportedChannel> {
  const known = new Map(
    (await source.channels()).map(({ id, title, username }) => [id, { id, title, username }]),
  );
  // A channel may be added while its posts are being written; it is told of by its number.
  return ({ channelId }) =>
    known.get(channelId) ?? { id: channelId, title: String(channelId), username: null };
}
