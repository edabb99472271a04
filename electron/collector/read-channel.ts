import type { Post } from '../../shared/domain.ts';
import { addRange, type IdRange } from '../../shared/id-ranges.ts';
import type { GatewayFailure, GatewayResult, HistoryPage } from '../ports/gateway.ts';
import type { ReachedChannel } from '../ports/store.ts';

/** The most Telegram gives in one answer, and the most that is written in one transaction. */
const mostPerPage = 100;

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
 * where it was. A new channel starts at its newest `limit` posts; what is older was never asked for.
 * Only an empty page (or message 1) ends a history: short pages happen in its middle.
 * Returns the failure that ended the reading early, or null.
 */
export async function readChannel({
  channel,
  readPage,
  keep,
}: ChannelReading): Promise<GatewayFailure | null> {
  let covered = channel.covered;
  let read = 0;
  let beforeId = 0;

  for (;;) {
    const missing = channel.limit - read;
    const result = await readPage({
      beforeId,
      limit: missing > 0 ? Math.min(mostPerPage, missing) : mostPerPage,
    });
    if (!result.ok) return result.failure;

    const page = result.value;
    if (page.oldestId !== null && beforeId > 0 && page.oldestId >= beforeId) return repeatedPage;
    const covers = coverOf(page, beforeId);
    await keep(page.posts, covers);
    covered = addRange(covered, covers);
    read += page.posts.length;
    if (covers.fromId === 0) return null;

    beforeId = covers.fromId;
    if (read < channel.limit) continue;

    const reached = covered.find((range) => range.fromId <= beforeId && beforeId <= range.toId);
    if (reached === undefined || reached === covered[0]) return null;
    beforeId = reached.fromId;
  }
}

/** A range from 0 says that the history has been followed to its first message. */
function coverOf(page: HistoryPage, beforeId: number): IdRange {
  const oldestId = page.oldestId ?? 0;
  const newestId = Math.max(oldestId, ...page.posts.map((post) => post.id));
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
