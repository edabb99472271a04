import type { Run } from '../../shared/domain.ts';
import { formatDuration, plural } from '../../shared/format.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { resultHeadings } from '../ui/words.ts';

/**
 * What the run card at the top shows, folded from every snapshot received, so that no run is missed: not one
 * of 200 ms, and not one whose start and end came within a single frame. Times are of the screen's own
 * monotonic clock, in milliseconds.
 */

/** A result can be read for at least this long, whatever comes after it. */
export const resultReadableMs = 1500;
/** For this long a result stands out as news; then it is the last run. */
export const resultNewsMs = 8000;

interface Result {
  readonly run: Run;
  readonly readableUntil: number;
  readonly newsUntil: number;
}

export interface BannerState {
  readonly running: { readonly id: number; readonly quarter: number } | null;
  readonly lastRun: Run | null;
  /** Newest first; older ones only as long as they have not been readable long enough. */
  readonly results: readonly Result[];
}

export const initialBanner: BannerState = { running: null, lastRun: null, results: [] };

/** Folds a snapshot received at `at` into the banner, with what a screen reader is to be told of it, if anything. */
export function nextBanner(
  state: BannerState,
  snapshot: Pick<Snapshot, 'run' | 'lastRun' | 'lastRunAgeMs'>,
  at: number,
): { readonly state: BannerState; readonly announcement: string | null } {
  const { run, lastRun } = snapshot;
  const announcements: string[] = [];
  let { results } = state;

  if (lastRun !== null && lastRun.id !== state.lastRun?.id) {
    const ageMs = snapshot.lastRunAgeMs ?? 0;
    const seenRunning = state.running?.id === lastRun.id;
    if (seenRunning || ageMs < resultNewsMs) {
      const readableUntil = at + resultReadableMs;
      const newsUntil = Math.max(readableUntil, at + resultNewsMs - ageMs);
      const older = results.filter((result) => at < result.readableUntil);
      results = [{ run: lastRun, readableUntil, newsUntil }, ...older];
      announcements.push(resultSentence(lastRun));
    }
  }

  const quarter = run === null ? 0 : quartersDone(run.run);
  if (run !== null && run.run.id !== state.running?.id)
    announcements.push(`Collection started: ${plural(run.run.channelsTotal, 'channel')}.`);
  else if (run !== null && state.running !== null && quarter > state.running.quarter && quarter < 4)
    announcements.push(
      `${quarter * 25} %: ${run.run.channelsDone} of ${plural(run.run.channelsTotal, 'channel')}.`,
    );

  return {
    state: {
      running: run === null ? null : { id: run.run.id, quarter: Math.max(quarter, quarterSoFar(state, run)) },
      lastRun,
      results,
    },
    announcement: announcements.length === 0 ? null : announcements.join(' '),
  };
}

function quarterSoFar(state: BannerState, run: NonNullable<Snapshot['run']>): number {
  return state.running?.id === run.run.id ? state.running.quarter : 0;
}

function quartersDone({ channelsDone, channelsTotal }: Run): number {
  return channelsTotal === 0 ? 0 : Math.floor((channelsDone * 4) / channelsTotal);
}

export type BannerView =
  /** `before`: results that had to make room before they could be read. */
  | { readonly kind: 'collecting'; readonly before: readonly Run[] }
  | { readonly kind: 'result'; readonly run: Run; readonly before: readonly Run[] }
  | { readonly kind: 'idle'; readonly run: Run | null };

/** What the card shows at an instant of the screen's clock. */
export function bannerAt(state: BannerState, at: number): BannerView {
  const readable = state.results.filter((result) => at < result.readableUntil).map((result) => result.run);
  if (state.running !== null) return { kind: 'collecting', before: readable };
  const [newest] = state.results;
  if (newest === undefined || at >= newest.newsUntil) return { kind: 'idle', run: state.lastRun };
  return { kind: 'result', run: newest.run, before: readable.filter((run) => run.id !== newest.run.id) };
}

/** The next instant at which `bannerAt` changes by itself; null when it does not. */
export function bannerChangesAt(state: BannerState, at: number): number | null {
  const instants = state.results
    .flatMap((result) => [result.readableUntil, result.newsUntil])
    .filter((instant) => instant > at);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** A run's result in one sentence: "Collected: 50 messages, 3 new, 2 updated, took 4 s." */
export function resultSentence(run: Run): string {
  const heading = run.status === 'running' ? 'Collecting' : resultHeadings[run.status];
  const parts = [
    plural(run.messages, 'message'),
    `${plural(run.newMessages, 'new', 'new')}`,
    `${plural(run.updatedMessages, 'updated', 'updated')}`,
    ...(run.errors > 0 ? [plural(run.errors, 'error')] : []),
    `took ${formatDuration(run.durationMs)}`,
  ];
  return `${heading}: ${parts.join(', ')}.${run.reason === null ? '' : ` ${sentence(run.reason)}`}`;
}

/** Ends with exactly one full stop. */
export function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
