import { describe, expect, it } from 'vitest';
import {
  type BannerState,
  bannerAt,
  bannerChangesAt,
  initialBanner,
  nextBanner,
  resultNewsMs,
  resultReadableMs,
  resultSentence,
} from '../../../renderer/now/banner-state.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import { runningOf, runOf, snapshotOf } from '../../support/screen-builders.ts';

/** Feeds snapshots at their instants and keeps what was announced. */
function fed(...steps: readonly (readonly [at: number, snapshot: Snapshot])[]) {
  let state: BannerState = initialBanner;
  const announced: string[] = [];
  for (const [at, snapshot] of steps) {
    const step = nextBanner(state, snapshot, at);
    state = step.state;
    if (step.announcement !== null) announced.push(step.announcement);
  }
  return { state, announced };
}

const old = runOf({ id: 1 });
const quiet = snapshotOf({ lastRun: old, lastRunAgeMs: 600_000 });
const running = snapshotOf({ run: runningOf({ id: 2 }), lastRun: old, lastRunAgeMs: 600_000 });
const done = runOf({ id: 2, durationMs: 200 });
const ended = snapshotOf({ lastRun: done, lastRunAgeMs: 5 });

describe('the banner', () => {
  it('shows a run from its first snapshot on', () => {
    expect(bannerAt(fed([0, quiet], [100, running]).state, 100)).toEqual({ kind: 'collecting', before: [] });
  });

  it('turns into the result of a run of 200 ms and stays readable for at least 1.5 s', () => {
    const { state } = fed([0, quiet], [100, running], [300, ended]);
    const whileReadable = [300, 300 + resultReadableMs - 1].map((at) => bannerAt(state, at).kind);
    expect(whileReadable).toEqual(['result', 'result']);
    expect(bannerAt(state, 300)).toEqual({ kind: 'result', run: done, before: [] });
  });

  it('shows the result of a run that was never seen running', () => {
    const { state, announced } = fed([0, quiet], [100, ended]);
    expect(bannerAt(state, 100)).toEqual({ kind: 'result', run: done, before: [] });
    expect(announced).toEqual([resultSentence(done)]);
  });

  it('becomes the last run when its news is over, and says when that will be', () => {
    const { state } = fed([0, quiet], [100, running], [300, ended]);
    const over = 300 + resultNewsMs - 5;
    expect(bannerAt(state, over - 1).kind).toBe('result');
    expect(bannerAt(state, over)).toEqual({ kind: 'idle', run: done });
    expect([bannerChangesAt(state, 300), bannerChangesAt(state, 2000), bannerChangesAt(state, over)]).toEqual(
      [300 + resultReadableMs, over, null],
    );
  });

  it('makes no news of a run that ended long before this screen looked', () => {
    const { state, announced } = fed([0, quiet]);
    expect(bannerAt(state, 0)).toEqual({ kind: 'idle', run: old });
    expect(announced).toEqual([]);
  });

  it('shows the result of a run it saw begin even when it learns of the end late, and still for 1.5 s', () => {
    const late = snapshotOf({ lastRun: done, lastRunAgeMs: 900_000 });
    const { state } = fed([0, running], [900_000, late]);
    expect(bannerAt(state, 900_000 + resultReadableMs - 1).kind).toBe('result');
    expect(bannerAt(state, 900_000 + resultReadableMs).kind).toBe('idle');
  });

  it('keeps a result readable beside the run that follows at once', () => {
    const next = snapshotOf({ run: runningOf({ id: 3 }), lastRun: done, lastRunAgeMs: 50 });
    const { state } = fed([0, running], [200, ended], [250, next]);
    expect(bannerAt(state, 250)).toEqual({ kind: 'collecting', before: [done] });
    expect(bannerAt(state, 200 + resultReadableMs)).toEqual({ kind: 'collecting', before: [] });
  });

  it('keeps a result readable beside the next result', () => {
    const second = runOf({ id: 3 });
    const { state } = fed(
      [0, running],
      [200, ended],
      [300, snapshotOf({ lastRun: second, lastRunAgeMs: 0 })],
    );
    expect(bannerAt(state, 300)).toEqual({ kind: 'result', run: second, before: [done] });
  });
});

describe('announcements', () => {
  it('tell of the start, each quarter and the result, and of nothing between', () => {
    const at = (channelsDone: number) =>
      snapshotOf({ run: runningOf({ id: 2, channelsDone }), lastRun: old, lastRunAgeMs: 600_000 });
    const steps = Array.from({ length: 13 }, (_, channel) => [channel, at(channel)] as const);
    expect(fed([0, quiet], ...steps, [20, ended]).announced).toEqual([
      'Collection started: 12 channels.',
      '25 %: 3 of 12 channels.',
      '50 %: 6 of 12 channels.',
      '75 %: 9 of 12 channels.',
      'Collected: 50 messages, 3 new, 2 updated, took 0.2 s.',
    ]);
  });

  it('join the result and the start that came in one snapshot', () => {
    const both = snapshotOf({ run: runningOf({ id: 3 }), lastRun: done, lastRunAgeMs: 0 });
    expect(fed([0, running], [100, both]).announced.at(-1)).toBe(
      'Collected: 50 messages, 3 new, 2 updated, took 0.2 s. Collection started: 12 channels.',
    );
  });

  it('say why a run did not simply succeed', () => {
    const failed = runOf({ status: 'failed', errors: 1, messages: 0, newMessages: 0, reason: 'no network' });
    expect(resultSentence(failed)).toBe(
      'Collection failed: 0 messages, 0 new, 2 updated, 1 error, took 4 s. no network.',
    );
  });
});
