import { backfillPostsPerRun } from '../../shared/domain.ts';
import type { IdRange } from '../../shared/id-ranges.ts';
import type { GatewayFailure, GatewayResult, HistoryPage } from '../ports/gateway.ts';
import type { ChannelLedger } from './channel-ledger.ts';

/** The most Telegram gives in one answer, and the most that is written in one transaction. */
const mostPerPage = 100;
const backfillPages = backfillPostsPerRun / mostPerPage;

export interface HistoryReading {
  readonly limit: number;
  readonly ledger: ChannelLedger;
  readonly readPage: (page: {
    readonly beforeId: number;
    readonly limit: number;
  }) => Promise<GatewayResult<HistoryPage>>;
  /** Posts held and not known to be deleted, at most 1000. */
  readonly idsHeld: (range: IdRange) => Promise<readonly number[]>;
}

interface PageOptions {
  /** The sequence number to keep with the page; null for none. */
  readonly ptsOf?: (page: HistoryPage) => number | null;
  /** Whether held posts that should be on the page and are not are suspected to be deleted. */
  readonly looksForAbsent?: boolean;
}

type PageEnd = GatewayResult<{ readonly posts: number; readonly fromId: number }>;

/**
 * Reads the newest `limit` posts and whatever is missing between the ranges already covered, newest first.
 * Each page is kept as it arrives together with the ids it covers, so a reading that is cut short anywhere
 * leaves no gap behind: the next one sees two ranges and fills what lies between, and a long catch-up goes on
 * where it was. A new channel starts at its newest `limit` posts; what is older was never asked for.
 *
 * `ptsOf` is kept with the first page: from there on the difference tells what becomes of all that was covered, also
 * of pages that a reading cut short got. What is missing then is missing between the ranges, and is seen there.
 *
 * Only an empty page (or message 1) ends a history: short pages happen in its middle. Returns the failure that ended
 * the reading early, or null.
 */
export async function readNewest(
  reading: HistoryReading,
  ptsOf: (page: HistoryPage) => number | null,
): Promise<GatewayFailure | null> {
  const { limit, ledger } = reading;
  let read = 0;
  let beforeId = 0;
  for (;;) {
    const missing = limit - read;
    const rows = missing > 0 ? Math.min(mostPerPage, missing) : mostPerPage;
    const first = beforeId === 0 ? { ptsOf } : {};
    const page = await readOn(reading, beforeId, rows, { ...first, looksForAbsent: true });
    if (!page.ok) return page.failure;
    const { posts, fromId } = page.value;
    read += posts;
    if (fromId === 0) return null;

    beforeId = fromId;
    if (read < limit) continue;

    const covered = ledger.covered();
    const reached = covered.find((range) => range.fromId <= beforeId && beforeId <= range.toId);
    if (reached === undefined || reached === covered[0]) return null;
    beforeId = reached.fromId;
  }
}

/** Fills what is missing between the ranges covered, from the highest down. */
export async function fillGaps(reading: HistoryReading): Promise<GatewayFailure | null> {
  for (;;) {
    const covered = reading.ledger.covered();
    const highest = covered.at(-1);
    if (highest === undefined || covered.length === 1) return null;
    const page = await readOn(reading, highest.fromId, mostPerPage);
    if (!page.ok) return page.failure;
  }
}

/**
 * Reads on below all that is covered, a few pages a run, until the history has been followed to its first message.
 * Pages are what a run is counted in: of nothing but service messages each brings the walk on all the same.
 */
export async function readBack(reading: HistoryReading): Promise<GatewayFailure | null> {
  for (let pages = 0; pages < backfillPages; pages += 1) {
    const beforeId = reading.ledger.covered()[0]?.fromId ?? 0;
    if (beforeId === 0) return null;
    const page = await readOn(reading, beforeId, mostPerPage);
    if (!page.ok) return page.failure;
  }
  return null;
}

/** Reads and keeps one page; returns how many posts it had and where it ends, 0 being the first message. */
async function readOn(
  reading: HistoryReading,
  beforeId: number,
  limit: number,
  { ptsOf = () => null, looksForAbsent = false }: PageOptions = {},
): Promise<PageEnd> {
  const { ledger, readPage } = reading;
  const result = await readPage({ beforeId, limit });
  if (!result.ok) return result;
  const page = result.value;
  if (page.oldestId !== null && beforeId > 0 && page.oldestId >= beforeId) {
    return { ok: false, failure: repeatedPage };
  }
  if (page.oldestId === null && (await idsBelow(reading, beforeId)).length > 0) {
    return { ok: false, failure: emptyPage };
  }
  const covers = coverOf(page, beforeId, ledger.covered());
  const pts = ptsOf(page);
  const absentIds = looksForAbsent ? await absentFrom(reading, page, beforeId) : [];
  await ledger.keep({
    posts: page.posts,
    covers,
    ...(pts === null ? {} : { pts }),
    ...(absentIds.length === 0 ? {} : { absentIds }),
  });
  return { ok: true, value: { posts: page.posts.length, fromId: covers.fromId } };
}

/** Posts held from below `beforeId` (0: any): a page that has none of them is no end of the history. */
function idsBelow({ idsHeld }: HistoryReading, beforeId: number): Promise<readonly number[]> {
  return idsHeld({ fromId: 1, toId: beforeId > 0 ? beforeId - 1 : Number.MAX_SAFE_INTEGER });
}

/** A page without a post proves nothing: an answer may be empty for reasons of Telegram's own. */
async function absentFrom(
  { idsHeld, ledger }: HistoryReading,
  { posts, oldestId }: HistoryPage,
  beforeId: number,
): Promise<readonly number[]> {
  if (oldestId === null || posts.length === 0 || ledger.covered().length === 0) return [];
  const toId = beforeId > 0 ? beforeId - 1 : Number.MAX_SAFE_INTEGER;
  const there = new Set(posts.map(({ id }) => id));
  return (await idsHeld({ fromId: oldestId, toId })).filter((id) => !there.has(id));
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

const emptyPage: GatewayFailure = {
  kind: 'refused',
  code: 'PAGE_EMPTY',
  message:
    'Telegram answered with an empty page where posts have been read before. What was collected is kept; the next run tries again.',
};

const repeatedPage: GatewayFailure = {
  kind: 'refused',
  code: 'PAGE_REPEATED',
  message:
    'Telegram answered with posts that had been read already. What was collected is kept; the next run tries again.',
};
