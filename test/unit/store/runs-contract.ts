import { describe, expect, test } from 'vitest';
import type { StoreWriter } from '../../../electron/ports/store.ts';
import type { FinishedRunStatus } from '../../../shared/domain.ts';
import { noCounts } from '../../../shared/domain.ts';
import { collecting, type StorePlace } from './store-contract.ts';
import {
  anAccount,
  aPost,
  finishedStep,
  leaseOf,
  memory,
  newRun,
  noon,
  signInAndAdd,
  writerOf,
} from './store-samples.ts';

const day = { startedAt: Date.UTC(2026, 2, 14), endsAt: Date.UTC(2026, 2, 15) };
const minute = 60_000;

/** Runs, their audit trail and the figures counted from them. */
export function describeRunsContract(name: string, newPlace: () => Promise<StorePlace>): void {
  const openStore = async () => (await newPlace()).open();

  describe(`${name}: runs`, () => {
    test('a second run cannot begin while one is open', async () => {
      const { store, writer, runId } = await collecting(await openStore());
      await expect(writer.runs.begin(newRun.run)).rejects.toThrow(`Run ${runId} is still open`);
      expect(await store.runs.list({ limit: 9 })).toHaveLength(1);
    });

    test('a finished run or step is not finished again', async () => {
      const { writer, runId, stepId } = await collecting(await openStore());
      await writer.runs.finishStep(stepId, finishedStep);
      await finish(writer, runId, 'succeeded');
      await expect(writer.runs.finishStep(stepId, finishedStep)).rejects.toThrow(/not open/);
      await expect(finish(writer, runId, 'failed')).rejects.toThrow(/not open/);
      await expect(writer.runs.progress(runId, noCounts)).rejects.toThrow(/not open/);
    });

    test('a step tells its channel how it went', async () => {
      const { store, writer, runId, stepId } = await collecting(await openStore());
      await writer.runs.finishStep(stepId, finishedStep);
      expect(await store.channels.list()).toMatchObject([{ lastCollectedAt: noon + 3000, lastError: null }]);
      const failed = {
        ...finishedStep,
        status: 'failed',
        endedAt: noon + 9000,
        error: 'private now',
      } as const;
      await writer.runs.finishStep(await beginStep(writer, runId, noon + 8000), failed);
      expect(await store.channels.list()).toMatchObject([
        { lastCollectedAt: noon + 3000, lastError: 'private now' },
      ]);
    });

    test('runs are listed newest first, by page, time and status', async () => {
      const store = await openStore();
      const writer = await writerOf(store, 1);
      const statuses: FinishedRunStatus[] = ['succeeded', 'failed', 'succeeded', 'partial'];
      for (const [index, status] of statuses.entries()) await run(writer, noon + index * minute, status);
      const idsOf = async (query: Partial<Parameters<typeof store.runs.list>[0]>) =>
        (await store.runs.list({ limit: 10, ...query })).map(({ id }) => id);
      expect(await idsOf({})).toEqual([4, 3, 2, 1]);
      expect(await idsOf({ limit: 2, beforeId: 4 })).toEqual([3, 2]);
      expect(await idsOf({ from: noon + minute, to: noon + 3 * minute })).toEqual([3, 2]);
      expect(await idsOf({ status: 'succeeded' })).toEqual([3, 1]);
      expect(await store.runs.get(404)).toBeNull();
    });

    test('the last durations of a channel are of its succeeded steps only, newest first', async () => {
      const { store, writer, runId, stepId } = await collecting(await openStore());
      await writer.runs.finishStep(stepId, { ...finishedStep, endedAt: noon + 1000 });
      for (const [status, lastsMs] of [
        ['failed', 99_000],
        ['succeeded', 2000],
        ['succeeded', -500],
      ] as const) {
        const id = await beginStep(writer, runId, noon + 5000);
        await writer.runs.finishStep(id, { ...finishedStep, status, endedAt: noon + 5000 + lastsMs });
      }
      expect(await store.runs.recentStepDurations(2)).toEqual(new Map([[1, [0, 2000]]]));
      expect((await store.runs.recentStepDurations(9)).get(1)).toEqual([0, 2000, 1000]);
    });
  });

  describe(`${name}: interrupted runs`, () => {
    test('a run left open ends at its last sign of life, with the counts known by then', async () => {
      const { store, writer, runId, stepId } = await collecting(await openStore());
      await writer.posts.keep(stepId, { posts: [aPost(1), aPost(2)] }, noon + 1000);
      await writer.runs.finishStep(stepId, { ...finishedStep, endedAt: noon + 3000 });
      await writer.runs.progress(runId, { ...noCounts, channelsDone: 1, channelsTotal: 3, messages: 2 });
      const openStep = await beginStep(writer, runId, noon + 3000);
      await writer.posts.keep(openStep, { posts: [aPost(3)] }, noon + 4000);
      await writer.audit.append({ at: noon + 5000, type: 'run.progress', runId, metadata: noCounts });

      const successor = await writerOf(store, 2);
      const [repaired, ...others] = await successor.runs.repairInterrupted();
      expect(others).toEqual([]);
      expect(repaired).toMatchObject({
        id: runId,
        status: 'interrupted',
        endedAt: noon + 5000,
        durationMs: 5000,
        channelsDone: 1,
        channelsTotal: 3,
        messages: 3,
        newMessages: 3,
      });
      expect(await store.runs.get(runId)).toEqual(repaired);
      expect((await store.runs.steps(runId)).map(({ status, endedAt }) => [status, endedAt])).toEqual([
        ['succeeded', noon + 3000],
        ['interrupted', noon + 5000],
      ]);
      expect(await successor.runs.repairInterrupted()).toEqual([]);
    });

    test('a heartbeat is a sign of life', async () => {
      const store = await openStore();
      const lease = await leaseOf(store, 1);
      await lease.writer.runs.begin(newRun.run);
      await lease.beat(noon + 7000);
      const successor = await writerOf(store, 2);
      expect(await successor.runs.repairInterrupted()).toMatchObject([
        { endedAt: noon + 7000, durationMs: 7000 },
      ]);
    });

    test('a clock set back makes no negative duration', async () => {
      const store = await openStore();
      const lease = await leaseOf(store, 1);
      await lease.writer.runs.begin(newRun.run);
      await lease.beat(noon - 7000);
      const successor = await writerOf(store, 2);
      expect(await successor.runs.repairInterrupted()).toMatchObject([{ endedAt: noon, durationMs: 0 }]);
    });

    test('the holder does not repair its own open run', async () => {
      const { store, writer, runId } = await collecting(await openStore());
      expect(await writer.runs.repairInterrupted()).toEqual([]);
      expect(await store.runs.get(runId)).toMatchObject({ status: 'running' });
    });
  });

  describe(`${name}: the audit log`, () => {
    test('an event comes back as it was written, and is found by run, type and time', async () => {
      const store = await openStore();
      const writer = await writerOf(store, 1);
      const stopped = await writer.audit.append({
        at: noon,
        type: 'app.stopped',
        metadata: { reason: 'quit' },
      });
      const skipped = await writer.audit.append({
        at: noon + 1,
        type: 'run.skipped',
        runId: 7,
        metadata: { reason: 'paused', until: null },
      });
      expect(await store.audit.list({ limit: 9 })).toEqual([skipped, stopped]);
      expect(await store.audit.list({ limit: 9, runId: 7 })).toEqual([skipped]);
      expect(await store.audit.list({ limit: 9, types: ['app.stopped', 'app.started'] })).toEqual([stopped]);
      expect(await store.audit.list({ limit: 9, types: [] })).toEqual([]);
      expect(await store.audit.list({ limit: 9, from: noon + 1, to: noon + 2 })).toEqual([skipped]);
      expect(await store.audit.list({ limit: 9, beforeId: skipped.id })).toEqual([stopped]);
    });

    test('retention keeps the last 50 runs with their events, and is itself an event', async () => {
      const store = await openStore();
      const writer = await writerOf(store, 1);
      for (let index = 0; index < 53; index += 1) {
        const runId = await run(writer, noon + index * minute, 'succeeded');
        await writer.audit.append({ at: noon, type: 'run.progress', runId, metadata: noCounts });
      }
      await writer.audit.append({ at: noon, type: 'app.stopped', metadata: { reason: 'quit' } });
      const later = noon + 100 * minute;
      expect(await writer.audit.applyRetention(later, later)).toEqual({ events: 4, runs: 3 });
      expect((await store.runs.list({ limit: 100 })).map(({ id }) => id)).toEqual(
        Array.from({ length: 50 }, (_, index) => 53 - index),
      );
      const [retention, ...kept] = await store.audit.list({ limit: 100 });
      expect(retention).toMatchObject({
        type: 'retention.applied',
        metadata: { events: 4, runs: 3, before: later },
      });
      expect(kept).toHaveLength(50);
    });

    test('retention spares what is newer', async () => {
      const store = await openStore();
      const writer = await writerOf(store, 1);
      for (let index = 0; index < 60; index += 1) await run(writer, noon + index * minute, 'succeeded');
      expect(await writer.audit.applyRetention(noon + 4 * minute, noon)).toEqual({ events: 0, runs: 4 });
    });
  });

  describe(`${name}: figures`, () => {
    test('an empty database has none', async () => {
      expect(await (await openStore()).figures(day)).toEqual({
        postsHeld: 0,
        channels: 0,
        channelsEnabled: 0,
        accountsSignedIn: 0,
        accountsSignedOut: 0,
        dayStartedAt: day.startedAt,
        runsToday: 0,
        errorsToday: 0,
        postsPerRun: null,
        averageDurationMs: null,
        actualGapMs: null,
        medianGapMs: null,
      });
    });

    test('everything is counted, and what belongs to yesterday is left out of today', async () => {
      const store = await openStore();
      const writer = await writerOf(store, 1);
      await signInAndAdd(writer, 1, 2);
      await writer.channels.change([2], { enabled: false });
      await run(writer, day.startedAt - 1, 'failed', { failedSteps: 1 });
      await run(writer, day.startedAt, 'succeeded', { messages: 10, durationMs: 1000, posts: [1, 2] });
      await run(writer, day.startedAt + 10 * minute, 'failed', { durationMs: 2000, failedSteps: 2 });
      await run(writer, day.startedAt + 14 * minute, 'partial', { messages: 2, durationMs: 3000 });
      await run(writer, day.endsAt, 'succeeded');
      await writer.accounts.signedOut(anAccount.id, 'revoked');
      expect(await store.figures(day)).toEqual({
        postsHeld: 2,
        channels: 2,
        channelsEnabled: 1,
        accountsSignedIn: 0,
        accountsSignedOut: 1,
        dayStartedAt: day.startedAt,
        runsToday: 3,
        errorsToday: 3,
        postsPerRun: 4,
        averageDurationMs: 2000,
        actualGapMs: 24 * 60 * minute - 14 * minute,
        medianGapMs: 7 * minute,
      });
    });

    test('the median of an odd number of gaps is the middle one, and no gap is negative', async () => {
      const store = await openStore();
      const writer = await writerOf(store, 1);
      for (const minutes of [0, 10, 30, 25]) await run(writer, noon + minutes * minute, 'succeeded');
      expect(await store.figures(day)).toMatchObject({ actualGapMs: 0, medianGapMs: 10 * minute });
    });

    test('an open run counts as a run of today, but not in the means', async () => {
      const { store } = await collecting(await openStore());
      expect(await store.figures(day)).toMatchObject({
        runsToday: 1,
        postsPerRun: null,
        averageDurationMs: null,
      });
    });
  });
}

/** A whole run of channel 1. */
async function run(
  writer: StoreWriter,
  startedAt: number,
  status: FinishedRunStatus,
  { messages = 0, durationMs = 0, failedSteps = 0, posts = [] as readonly number[] } = {},
): Promise<number> {
  const runId = await writer.runs.begin({ ...newRun.run, startedAt });
  for (let index = 0; index < failedSteps; index += 1) {
    const end = { ...finishedStep, status: 'failed', error: 'refused' } as const;
    await writer.runs.finishStep(await beginStep(writer, runId, startedAt), end);
  }
  if (posts.length > 0) {
    const stepId = await beginStep(writer, runId, startedAt);
    await writer.posts.keep(stepId, { posts: posts.map(aPost) }, startedAt);
    await writer.runs.finishStep(stepId, finishedStep);
  }
  await finish(writer, runId, status, { messages, durationMs, endedAt: startedAt + durationMs });
  return runId;
}

function beginStep(writer: StoreWriter, runId: number, startedAt: number): Promise<number> {
  return writer.runs.beginStep({
    runId,
    accountId: anAccount.id,
    channelId: 1,
    channelTitle: 'Channel 1',
    startedAt,
  });
}

function finish(
  writer: StoreWriter,
  runId: number,
  status: FinishedRunStatus,
  { messages = 0, durationMs = 0, endedAt = noon } = {},
): Promise<void> {
  const counts = { ...noCounts, channelsDone: 1, channelsTotal: 1, messages };
  return writer.runs.finish(runId, { ...counts, status, endedAt, durationMs, reason: null }, memory);
}
