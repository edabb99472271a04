import { backfillPostsPerRun, type Post } from '../../shared/domain.ts';
import { addRange, type IdRange } from '../../shared/id-ranges.ts';
import type { GatewayFailure, GatewayResult, HistoryPage } from '../ports/gateway.ts';
import type { ReachedChannel } from '../ports/store.ts';

/** The most Telegram gives in one answer, and the most that is written in one transaction. */
const mostPerPage = 100;
const backfillPages = backfillPostsPerRun / mostPerPage;

export interface ChannelReading {
  readonly channel: ReachedChannel;
  readonly readPage: (page: {
    readonly beforeId: number;
    readonly limit: number;
  }) => Promise<GatewayResult<HistoryPage>>;
  /** Keeps a page and the ids it accounts for, in one transaction. */
  readonly keep: (posts: readonly Post[], covers: IdRange) => Promise<void>;
}

/**
 * Reads the newest `limit` posts and whatever is missing between the ranges already covered, newest first.
 * Each page is kept as it arrives together with the ids it covers, so a reading that is cut short anywhere
 * leaves no gap behind: the next one sees two ranges and fills what lies between, and a long catch-up goes on
 * where it was. A new channel starts at its newest `limit` posts; what is older was never asked for, unless with
 * `backfill`: then the reading goes on, after all that, below what is covered, a few pages a run, until the history
 * has been followed to its first message.
 * Only an empty page (or message 1) ends a history: short pages happen in its middle.
 * Returns the failure that ended the reading early, or null.
 */
export async function readChannel({
  channel,
  readPage,
  keep,
}: ChannelReading): Promise<GatewayFailure | null> {
  let covered = channel.covered;

  /** Reads and keeps one page; returns how many posts it had and where it ends, 0 being the first message. */
  async function readOn(
    beforeId: number,
    limit: number,
  ): Promise<GatewayResult<{ readonly posts: number; readonly fromId: number }>> {
    const result = await readPage({ beforeId, limit });
    if (!result.ok) return result;
    const page = result.value;
    if (page.oldestId !== null && beforeId > 0 && page.oldestId >= beforeId) {
      return { ok: false, failure: repeatedPage };
    }
    const covers = coverOf(page, beforeId, covered);
    await keep(page.posts, covers);
    covered = addRange(covered, covers);
    return { ok: true, value: { posts: page.posts.length, fromId: covers.fromId } };
  }

  async function readNewest(): Promise<GatewayFailure | null> {
    let read = 0;
    let beforeId = 0;
    for (;;) {
      const missing = channel.limit - read;
      const page = await readOn(beforeId, missing > 0 ? Math.min(mostPerPage, missing) : mostPerPage);
      if (!page.ok) return page.failure;
      const { posts, fromId } = page.value;
      read += posts;
      if (fromId === 0) return null;

      beforeId = fromId;
      if (read < channel.limit) continue;

      const reached = covered.find((range) => range.fromId <= beforeId && beforeId <= range.toId);
      if (reached === undefined || reached === covered[0]) return null;
      beforeId = reached.fromId;
    }
  }

  /** Pages are what a run is counted in: of nothing but service messages each brings the walk on all the same. */
  async function readBack(): Promise<GatewayFailure | null> {
    for (let pages = 0; pages < backfillPages; pages += 1) {
      const beforeId = covered[0]?.fromId ?? 0;
      if (beforeId === 0) return null;
      const page = await readOn(beforeId, mostPerPage);
      if (!page.ok) return page.failure;
    }
    return null;
  }

  const failure = await readNewest();
  return failure !== null || !channel.backfill ? failure : readBack();
}

/**
 * A range from 0 says that the history has been followed to its first message. The newest page accounts for all
 * that is above its oldest row, and so for what was covered there before: service messages that head it have no
 * id here, and would leave a gap that is none.
 */
function coverOf(page: HistoryPage, beforeId: number, covered: readonly IdRange[]): IdRange {
  const oldestId = page.oldestId ?? 0;
  const newestId = Math.max(oldestId, covered.at(-1)?.toId ?? 0, ...page.posts.map((post) => post.id));
  return {
    fromId: oldestId <= 1 ? 0 : oldestId,
    toId: beforeId > 0 ? beforeId - 1 : newestId,
  };
}

const repeatedPage: GatewayFailure = {
  kind: 'refused',
  code: 'PAGE_REPEATED',
  message:
    'Telegram answered with posts that had been read already. What was collected is kept; the next run tries again.',
};
