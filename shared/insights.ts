/**
 * Insights: figures of a channel over a period, from the daily roll-up. Days are local calendar days, `YYYY-MM-DD`.
 * A figure without what it needs is null, never 0.
 */

/** `YYYY-MM-DD`, a local calendar day. */
export type Day = string;

/** One channel's posts of one day, as the roll-up keeps them: always what the rows of that day add up to. */
export interface DayStats {
  readonly channelId: number;
  readonly day: Day;
  /** Posts held, deleted ones included. */
  readonly posts: number;
  readonly edited: number;
  readonly deleted: number;
  /** Posts with a view count, and the sums of their latest counters. */
  readonly viewedPosts: number;
  readonly views: number;
  readonly forwards: number;
  readonly replies: number;
  readonly reactions: number;
  /** Posts with a sample at 24 h, and the sum of their views then. */
  readonly posts24h: number;
  readonly views24h: number;
  /** By local hour of posting, 0 to 23: posts with a view count, and their views. */
  readonly hours: readonly { readonly posts: number; readonly views: number }[];
  /**
   * By place in `sampleWindows`: how many posts have both that sample and the one at 7 days, and the sum over them of
   * what share (0 to 1, capped) of the views at 7 days they had by then.
   */
  readonly curve: readonly { readonly posts: number; readonly shares: number }[];
  /** The ten posts of the day with the most views, most first; of equal ones the newer first. */
  readonly best: readonly { readonly postId: number; readonly views: number }[];
}

export interface SubscriberCount {
  readonly day: Day;
  readonly at: number;
  readonly subscribers: number;
}

export interface Insights {
  readonly channelId: number;
  readonly from: Day;
  readonly to: Day;
  /** The first day that is held, and that of the newest reading (see `heldOf`); null while no post is held. */
  readonly heldFrom: Day | null;
  readonly heldTo: Day | null;
  /** Posts held of the period, also those of days that are not held whole. */
  readonly posts: number;
  /** Posts of the days held within the period / these days; null where none is. */
  readonly postsPerDay: number | null;
  /** Mean views of the posts that have a view count. */
  readonly reach: number | null;
  /** Percent: (forwards + replies + reactions) / views. */
  readonly er: number | null;
  /** Percent: reach / subscribers at the end of the period. */
  readonly err: number | null;
  /** Percent: mean views 24 h after posting / subscribers at the end of the period. */
  readonly err24: number | null;
  readonly subscribers: number | null;
  /** Last minus first count within the period. */
  readonly growth: number | null;
  readonly growthPercent: number | null;
  readonly days: readonly InsightDay[];
  /** By local hour of posting: mean views, null where nothing was posted. */
  readonly hours: readonly { readonly posts: number; readonly reach: number | null }[];
  /** The ten posts with the most views, most first. */
  readonly best: readonly { readonly postId: number; readonly views: number }[];
  readonly curve: ViewCurve | null;
  readonly anomalies: readonly Anomaly[];
}

export interface InsightDay {
  readonly day: Day;
  /** Null: the day is not held, and so has no reach and no ER either. */
  readonly posts: number | null;
  readonly reach: number | null;
  readonly er: number | null;
  readonly subscribers: number | null;
}

export interface ViewCurve {
  /** By place in `sampleWindows`: mean share of the views at 7 days, 0 to 1; null without posts. */
  readonly shares: readonly (number | null)[];
  readonly posts: number;
  /** After so long a post has had half of its views at 7 days, ms. */
  readonly halfLifeMs: number | null;
}

/** A day that is far from what is usual, with what it was measured against. */
export interface Anomaly {
  readonly day: Day;
  readonly figure: 'posts' | 'reach' | 'subscribers';
  readonly direction: 'high' | 'low';
  readonly value: number;
  /** Median of the days before, at most 28, at least 7. */
  readonly usual: number;
  /** The posts behind it, those with the most views first. */
  readonly postIds: readonly number[];
}

/** One line of the overview of all channels. */
export interface ChannelInsights {
  readonly channelId: number;
  readonly posts: number;
  readonly reach: number | null;
  readonly er: number | null;
  readonly err: number | null;
  readonly subscribers: number | null;
  readonly growth: number | null;
}
