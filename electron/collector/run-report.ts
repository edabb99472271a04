import { noCounts, type RunCounts } from '../../shared/domain.ts';
import type { Standstill } from '../../shared/snapshot.ts';
import type { Clock } from '../ports/clock.ts';
import type { RunRequest } from '../ports/collector.ts';
import { type AccountWork, estimateTimeLeft } from './eta.ts';

interface AccountActivity {
  waiting: readonly number[];
  /** Whether it is finding out which channels have moved. */
  surveying: boolean;
  current: { readonly channelId: number; readonly title: string; readonly startedMonotonic: number } | null;
  standstill: Standstill | null;
}

export interface RunReportOptions {
  readonly request: Pick<RunRequest, 'runId' | 'writer' | 'onProgress'>;
  readonly clock: Clock;
  readonly channelsTotal: number;
  /** Past step durations by channel. */
  readonly durations: ReadonlyMap<number, readonly number[]>;
}

/**
 * What a run has done and is doing: told to `onProgress` at every change, kept with the run after each page. What
 * of it becomes an event of the audit log is the scheduler's to say.
 */
export interface RunReport {
  counts(): RunCounts;
  /** The channels an account is to read next, without the one it is reading. */
  assigned(accountId: number, channelIds: readonly number[]): void;
  /** The account asks which of its channels have moved. */
  surveyStarted(accountId: number): void;
  surveyEnded(accountId: number): void;
  stepStarted(accountId: number, channel: { readonly channelId: number; readonly title: string }): void;
  standstill(accountId: number, standstill: Standstill | null): void;
  /** The account reads nothing any more. */
  stepEnded(accountId: number): void;
  /** Adds to the counts and keeps them with the run. */
  add(counted: Partial<Omit<RunCounts, 'channelsTotal'>>): Promise<void>;
}

export function createRunReport({ request, clock, channelsTotal, durations }: RunReportOptions): RunReport {
  const { runId, writer, onProgress } = request;
  const accounts = new Map<number, AccountActivity>();
  let counts: RunCounts = { ...noCounts, channelsTotal };

  function activityOf(accountId: number): AccountActivity {
    const activity = accounts.get(accountId) ?? {
      waiting: [],
      surveying: false,
      current: null,
      standstill: null,
    };
    accounts.set(accountId, activity);
    return activity;
  }

  function workOf({ waiting, current, standstill }: AccountActivity): AccountWork {
    const now = clock.monotonic();
    return {
      waiting,
      current:
        current === null
          ? null
          : { channelId: current.channelId, elapsedMs: Math.max(0, now - current.startedMonotonic) },
      floodMs: standstill?.kind === 'flood' ? Math.max(0, standstill.untilMonotonic - now) : 0,
    };
  }

  function tell(): void {
    const activities = [...accounts.values()];
    const busy = activities.filter(({ current, surveying }) => current !== null || surveying);
    onProgress({
      ...counts,
      collecting: busy.flatMap(({ current }) =>
        current === null ? [] : [{ channelId: current.channelId, title: current.title }],
      ),
      standstill: commonStandstill(busy.map((activity) => activity.standstill)),
      eta: estimateTimeLeft(activities.map(workOf), durations),
    });
  }

  return {
    counts: () => counts,

    assigned(accountId, channelIds) {
      activityOf(accountId).waiting = channelIds;
      tell();
    },

    surveyStarted(accountId) {
      activityOf(accountId).surveying = true;
      tell();
    },

    surveyEnded(accountId) {
      const activity = activityOf(accountId);
      activity.surveying = false;
      activity.standstill = null;
      tell();
    },

    stepStarted(accountId, { channelId, title }) {
      const activity = activityOf(accountId);
      activity.waiting = activity.waiting.filter((waiting) => waiting !== channelId);
      activity.current = { channelId, title, startedMonotonic: clock.monotonic() };
      tell();
    },

    standstill(accountId, standstill) {
      activityOf(accountId).standstill = standstill;
      tell();
    },

    stepEnded(accountId) {
      const activity = activityOf(accountId);
      activity.current = null;
      activity.standstill = null;
      tell();
    },

    async add(counted) {
      counts = {
        channelsTotal,
        channelsDone: counts.channelsDone + (counted.channelsDone ?? 0),
        messages: counts.messages + (counted.messages ?? 0),
        newMessages: counts.newMessages + (counted.newMessages ?? 0),
        updatedMessages: counts.updatedMessages + (counted.updatedMessages ?? 0),
        errors: counts.errors + (counted.errors ?? 0),
      };
      tell();
      await writer.runs.progress(runId, counts);
    },
  };
}

/** A run stands still only when every account that reads does: until the first of them goes on. */
function commonStandstill(standstills: readonly (Standstill | null)[]): Standstill | null {
  let common: Standstill | null = null;
  for (const standstill of standstills) {
    if (standstill === null) return null;
    const sooner =
      common === null ||
      standstill.kind === 'reconnecting' ||
      (common.kind === 'flood' && standstill.untilMonotonic < common.untilMonotonic);
    if (sooner) common = standstill;
  }
  return common;
}
