import type { Alert, NewWatch, PostDetails, PostFilter, Watch } from '../../shared/archive.ts';
import type { HeldPost, Post } from '../../shared/domain.ts';
import type { IdRange } from '../../shared/id-ranges.ts';
import type { ChannelInsights, Day, DayStats, SubscriberCount } from '../../shared/insights.ts';

/** What is held of posts, their history and what is made of them: the archive's part of the store. */

/** The words of a search are not words of a search: `message` says what is wrong with them. */
export class SearchTextError extends Error {
  override readonly name = 'SearchTextError';
}

export interface PostsReader {
  /** Newest first, of one channel. `beforeId` continues after a page; `limit` 1 to 1000. */
  list(
    channelId: number,
    page: { readonly limit: number; readonly beforeId?: number },
  ): Promise<readonly HeldPost[]>;
  /**
   * Newest first, of all channels. `beforeKey` continues after a page; `limit` 1 to 1000. Throws `SearchTextError`.
   * Of a channel that is being removed nothing is found.
   */
  search(
    filter: PostFilter,
    page: { readonly limit: number; readonly beforeKey?: number },
  ): Promise<readonly HeldPost[]>;
  /** At most `atMost`, with whether there are more. Throws `SearchTextError`. */
  count(filter: PostFilter, atMost: number): Promise<{ readonly count: number; readonly more: boolean }>;
  get(channelId: number, postId: number): Promise<PostDetails | null>;
  /** Ids of posts held that are not known to be deleted, between two ids inclusive; at most 1000, newest first. */
  idsHeld(channelId: number, range: IdRange): Promise<readonly number[]>;
  /**
   * Posts whose counters are to be read at `now` (a sample's window is open, or they are suspected to be deleted), by
   * channel, newest first, at most `perChannel` each. Only of channels that are on.
   */
  due(now: number, perChannel: number): Promise<ReadonlyMap<number, readonly number[]>>;
}

/** A page of posts, or a difference, with all that it says: kept in one transaction or not at all. */
export interface KeptPage {
  /** At most 100. */
  readonly posts: readonly Post[];
  /** The ids the page accounts for, merged into what is covered of the channel. */
  readonly covers?: IdRange;
  /** Deleted, as Telegram itself said. Those not held are passed over. */
  readonly deletedIds?: readonly number[];
  /**
   * Looked for where they must be, over a channel that could be read, and not there: suspect the first time, deleted
   * when they are missing again in a later run. A post that is seen again is neither.
   */
  readonly absentIds?: readonly number[];
  /** The channel's sequence number for which all this is true: the next difference begins there. */
  readonly pts?: number;
}

export interface KeptCounts {
  readonly newMessages: number;
  readonly updatedMessages: number;
  readonly deletedMessages: number;
}

export interface PostsWriter {
  /**
   * Keeps a page and adds its counts to the step: one transaction. Idempotent: an unchanged post counts as neither new
   * nor updated. With it go the earlier versions of edited posts, their counters and samples, the full-text index, the
   * roll-up of the days touched, and the alerts of watch-words.
   */
  keep(stepId: number, page: KeptPage, seenAt: number): Promise<KeptCounts>;
  /** Marks samples whose window has closed unread as missed; in batches. */
  closeWindows(now: number): Promise<void>;
  /** Removes posts older than their channel keeps them, in batches, each channel's an audit event of its own. */
  expire(now: number): Promise<{ readonly posts: number }>;
}

export interface StatsReader {
  /** The roll-up of one channel, of days [from, to], in order; days without a post are left out. */
  days(channelId: number, from: Day, to: Day): Promise<readonly DayStats[]>;
  /** The last count of each day of [from, to], in order. */
  subscribers(channelId: number, from: Day, to: Day): Promise<readonly SubscriberCount[]>;
  /** Every collected channel, in order of adding. */
  overview(from: Day, to: Day): Promise<readonly ChannelInsights[]>;
}

export interface StatsWriter {
  /** Keeps a count of subscribers with the channel, and as the day's. */
  subscribers(channelId: number, subscribers: number, at: number): Promise<void>;
  /**
   * Makes the roll-up anew, in batches, where it was made in another time zone than this process's. Aborted it rejects
   * with the signal's reason between two batches; it begins anew the next time.
   */
  settleTimeZone(signal?: AbortSignal): Promise<void>;
}

export interface WatchesReader {
  list(): Promise<readonly Watch[]>;
  /** Newest first. `limit` 1 to 1000. */
  alerts(page: { readonly limit: number; readonly beforeId?: number }): Promise<readonly Alert[]>;
  unseen(): Promise<{ readonly count: number; readonly newest: Alert | null }>;
}

export interface WatchesWriter {
  add(watch: NewWatch, at: number): Promise<Watch>;
  /** With its alerts. False where there is none. */
  remove(watchId: number, at: number): Promise<boolean>;
  /** Looks for silence and loss at `now`; each cause is an alert once. Returns those raised. */
  check(now: number): Promise<readonly Alert[]>;
  seen(alertIds: readonly number[] | 'all', at: number): Promise<void>;
}
