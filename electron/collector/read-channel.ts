import type { IdRange } from '../../shared/id-ranges.ts';
import type { KeptPage } from '../ports/archive.ts';
import type {
  ChannelDetails,
  ChannelDifference,
  ChannelState,
  GatewayFailure,
  GatewayResult,
  HistoryPage,
  MessagesById,
} from '../ports/gateway.ts';
import type { ReachedChannel } from '../ports/store.ts';
import { type ChannelLedger, createChannelLedger } from './channel-ledger.ts';
import type { Visit } from './daily-visits.ts';
import { isOfChannel, isOfMethodAlone } from './failures.ts';
import { readChanges } from './read-changes.ts';
import { readDue } from './read-due.ts';
import { fillGaps, type HistoryReading, readBack, readNewest } from './read-history.ts';

/** What may be asked of Telegram about the channel, one request each. */
export interface ChannelRequests {
  readPage(page: { readonly beforeId: number; readonly limit: number }): Promise<GatewayResult<HistoryPage>>;
  readDifference(pts: number): Promise<GatewayResult<ChannelDifference>>;
  readMessages(ids: readonly number[]): Promise<GatewayResult<MessagesById>>;
  readDetails(): Promise<GatewayResult<ChannelDetails>>;
}

/** What the step makes of the answers. */
export interface ChannelRecord {
  keep(page: KeptPage): Promise<void>;
  idsHeld(range: IdRange): Promise<readonly number[]>;
  /** The newest posts have been looked through to where they were to be. */
  checked(): Promise<void>;
  /** Null where Telegram was asked and told none. */
  counted(subscribers: number | null): Promise<void>;
}

export interface ChannelReading {
  readonly channel: ReachedChannel;
  /** Where the channel stood before anything of it was read; null where that is not known. */
  readonly state: ChannelState | null;
  readonly visit: Visit | null;
  readonly dueIds: readonly number[];
  readonly requests: ChannelRequests;
  readonly record: ChannelRecord;
}

export interface ReadingEnd {
  /** What ended the reading early; null where it came to its end. */
  readonly failure: GatewayFailure | null;
  /** `history`: the newest posts were looked through. */
  readonly by: 'difference' | 'history';
  /** What could not be had and is no failure, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Reads one channel: what happened since the sequence number kept, the newest posts where that is not known or where
 * they are to be looked through, what is missing between the ranges covered, the posts that are due, some of the
 * history where it is wanted, and the subscribers where it is their turn. Newest first in importance: what comes
 * after a failure comes with a later run.
 */
export async function readChannel(reading: ChannelReading): Promise<ReadingEnd> {
  const { channel, visit, dueIds, requests, record } = reading;
  const ledger = createChannelLedger(channel.covered, record.keep);
  const history: HistoryReading = {
    limit: channel.limit,
    ledger,
    readPage: requests.readPage,
    idsHeld: record.idsHeld,
  };
  const notes: string[] = [];
  let by: ReadingEnd['by'] = 'difference';
  const ended = (failure: GatewayFailure | null): ReadingEnd => ({ failure, by, notes });

  const news = await readNews(reading, ledger);
  if (news.failure !== null) return ended(news.failure);
  if (news.isHistoryNeeded || channel.checkedAt === null || channel.reread || visit?.looksThrough === true) {
    by = 'history';
    const failure = await readNewest(history, news.ptsOf);
    if (failure !== null) return ended(failure);
    await record.checked();
  } else {
    const failure = await fillGaps(history);
    if (failure !== null) return ended(failure);
  }

  const due = await readDue({ ledger, dueIds, readMessages: requests.readMessages });
  if (due.failure !== null) return ended(due.failure);
  if (due.refused !== null) notes.push(`Some counters were not read again. ${due.refused.message}`);

  if (channel.backfill) {
    const failure = await readBack(history);
    if (failure !== null) return ended(failure);
  }

  if (visit?.countsSubscribers === true) {
    const details = await requests.readDetails();
    if (!details.ok && !isOfMethodAlone(details.failure) && !isOfChannel(details.failure)) {
      return ended(details.failure);
    }
    if (!details.ok) notes.push(`Subscribers were not counted. ${details.failure.message}`);
    // Of a wait it is said when it ends: it may be asked for then.
    if (details.ok || details.failure.kind !== 'flood') {
      await record.counted(details.ok ? details.value.subscribers : null);
    }
  }
  return ended(null);
}

interface News {
  readonly failure: GatewayFailure | null;
  readonly isHistoryNeeded: boolean;
  /** The sequence number to keep with the first page of a history; null for none. */
  readonly ptsOf: (page: HistoryPage) => number | null;
}

/**
 * What happened since the sequence number kept, where there is one and the channel has moved: first also where the
 * newest posts are looked through anyway, for only it knows of older ones that were edited or deleted.
 */
async function readNews({ channel, state, requests }: ChannelReading, ledger: ChannelLedger): Promise<News> {
  const none = { failure: null, isHistoryNeeded: false, ptsOf: () => null };
  // The number from before the history is the one to keep: what happens meanwhile is told twice rather than never.
  const anew = (told: number | null): News => ({
    failure: null,
    isHistoryNeeded: true,
    ptsOf: (page) => state?.pts ?? told ?? page.pts,
  });
  if (channel.pts === null || channel.covered.length === 0) return anew(null);
  if (state?.pts === channel.pts) return none;

  const { readDifference } = requests;
  const changes = await readChanges({ ledger, readDifference }, channel.pts);
  switch (changes.end) {
    case 'read':
      return none;
    case 'flooded':
      return { ...none, isHistoryNeeded: true };
    case 'failed':
      return { ...none, failure: changes.failure };
    case 'too-long':
    case 'refused':
      return anew(changes.pts);
  }
}
