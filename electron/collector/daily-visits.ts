import type { ReachedChannel } from '../ports/store.ts';

const dayMs = 24 * 60 * 60_000;
/** Half as much again as the day needs, so that failures and missed runs are made up for. */
const reserve = 1.5;
/** Channels whose subscribers were never counted come sooner: nobody should wait a day for a first figure. */
const firstCountsPerRun = 10;

/** What a channel is owed once a day, moved or not: its newest posts looked through, and its subscribers counted. */
export interface Visit {
  readonly looksThrough: boolean;
  readonly countsSubscribers: boolean;
}

export interface VisitFacts {
  readonly channels: readonly ReachedChannel[];
  readonly now: number;
  /** Whether subscribers may be asked for at all now. */
  readonly mayCount: boolean;
  /** Visits an account is still allowed in this run. */
  readonly budget: number;
}

export interface DailyVisits {
  /**
   * Whose turn it is, those who have waited longest first. That a first reading looks through the newest posts anyway
   * needs no visit; to count subscribers with it does.
   */
  choose(facts: VisitFacts): ReadonlyMap<number, Visit>;
  /** Remembers that subscribers were asked for, whatever came of it: once a day, so also where Telegram tells none. */
  asked(channelId: number, at: number): void;
}

/** Visits a run makes at most for one account: so many that each channel has its own in a day. */
export function visitBudget(channels: number, intervalMs: number): number {
  return Math.max(1, Math.ceil((channels * intervalMs * reserve) / dayMs));
}

export function createDailyVisits(): DailyVisits {
  const askedAt = new Map<number, number>();

  return {
    choose({ channels, now, mayCount, budget }) {
      const candidates = channels.flatMap((channel) => {
        const { channelId, pts, checkedAt, subscribersAt } = channel;
        const isCheckDue = pts !== null && checkedAt !== null && isDue(checkedAt, now);
        const mayCountIt = mayCount && isDue(askedAt.get(channelId) ?? null, now);
        // A count from a clock that has been set back since is the newest held until then: no reason for a visit.
        const isAhead = subscribersAt !== null && subscribersAt > now;
        const isCountDue = mayCountIt && !isAhead && isDue(subscribersAt, now);
        const countsSubscribers = isCountDue || (isCheckDue && isAhead && mayCountIt);
        const since = [...(isCheckDue ? [checkedAt] : []), ...(isCountDue ? [subscribersAt ?? 0] : [])];
        return since.length === 0
          ? []
          : [{ channelId, looksThrough: isCheckDue, countsSubscribers, since: Math.min(...since) }];
      });
      candidates.sort((one, other) => one.since - other.since);
      const allowed = Math.max(0, budget);
      const turns = candidates.slice(0, allowed);
      const isFirstCount = ({ since }: { readonly since: number }) => since === 0;
      const firstCounts = candidates
        .slice(allowed)
        .filter(isFirstCount)
        .slice(0, Math.max(0, firstCountsPerRun - turns.filter(isFirstCount).length))
        .map((candidate) => ({ ...candidate, looksThrough: false }));
      return new Map(
        [...turns, ...firstCounts].map(({ channelId, looksThrough, countsSubscribers }) => [
          channelId,
          { looksThrough, countsSubscribers },
        ]),
      );
    },

    asked(channelId, at) {
      askedAt.set(channelId, at);
    },
  };
}

/** A time in the future was written under a clock that has been set back since. */
function isDue(at: number | null, now: number): boolean {
  return at === null || at > now || now - at >= dayMs;
}
