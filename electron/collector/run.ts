import type { RunOutcome, RunRequest } from '../ports/collector.ts';
import type { GatewayFailure } from '../ports/gateway.ts';
import { historyMethod } from './account-reader.ts';
import { type AccountWorker, createAccountWorker, type WorkerContext } from './account-worker.ts';
import { assignChannels } from './assignment.ts';
import { channelIdsOf, readReach } from './collection-plan.ts';
import type { CollectorParts } from './collector.ts';
import type { DailyVisits } from './daily-visits.ts';
import { type ChannelEnd, judgeRun } from './judge-run.ts';
import { createRunReport } from './run-report.ts';
import { recordUnreadStep } from './step-record.ts';

/** Posts of a channel whose counters one run reads again at most: those left are due in the next. */
const duePerChannel = 300;
/** Past steps per channel that the ETA looks at. */
const stepsForEta = 20;

interface Attempt {
  readonly accountIds: readonly number[];
  /** The latest. */
  readonly failure: GatewayFailure;
}

/**
 * One run. Accounts work side by side, each through the channels it was given. What an account could not read
 * is offered to another that reaches the channel, until nobody is left to ask.
 */
export async function collectOnce(
  parts: CollectorParts,
  visits: DailyVisits,
  request: RunRequest,
): Promise<RunOutcome> {
  const { store, floods, clock, log } = parts;
  const startedAt = clock.now();
  await request.writer.posts.closeWindows(startedAt);
  const facts = {
    due: await store.posts.due(startedAt, duePerChannel),
    troubled: new Set(
      (await store.channels.list()).filter(({ lastError }) => lastError !== null).map(({ id }) => id),
    ),
  };
  const reach = await readReach(store);
  const channelIds = channelIdsOf(reach);
  const durations = await store.runs.recentStepDurations(stepsForEta);
  const report = createRunReport({ request, clock, channelsTotal: channelIds.length, durations });

  /** Stops the other accounts when one of them meets an error that ends the run. */
  const halt = new AbortController();
  const signal = AbortSignal.any([request.signal, halt.signal]);
  const context: WorkerContext = { parts, request, report, clock, log, signal, facts, visits };
  const workers = new Map(reach.map((one) => [one.account.id, createAccountWorker(context, one)]));

  /** How channels ended for good. */
  const ends = new Map<number, ChannelEnd>();
  /** Steps that failed; another account may still make them good. */
  const attempts = new Map<number, Attempt>();

  const openChannels = (): readonly number[] => channelIds.filter((channelId) => !ends.has(channelId));

  const candidatesFor = (channelId: number): readonly AccountWorker[] =>
    [...workers.values()].filter(
      (worker) =>
        worker.trouble() === null &&
        worker.channels.has(channelId) &&
        attempts.get(channelId)?.accountIds.includes(worker.account.id) !== true,
    );

  async function settle(channelId: number, end: 'read' | GatewayFailure): Promise<void> {
    ends.set(channelId, end);
    const handled = end === 'read' || (end.kind !== 'flood' && end.kind !== 'cancelled');
    if (handled) await report.add({ channelsDone: 1 });
  }

  /** What has not moved is done with, and takes no time. */
  async function leaveUnmoved(
    worker: AccountWorker,
    assigned: readonly number[],
  ): Promise<ReadonlySet<number>> {
    const channels = assigned.flatMap((channelId) => worker.channels.get(channelId) ?? []);
    const unmoved = await worker.survey(channels, (channelId) => attempts.has(channelId));
    for (const channelId of unmoved) ends.set(channelId, 'read');
    report.assigned(
      worker.account.id,
      assigned.filter((channelId) => !unmoved.has(channelId)),
    );
    if (unmoved.size > 0) await report.add({ channelsDone: unmoved.size });
    return unmoved;
  }

  async function work(worker: AccountWorker, assigned: readonly number[]): Promise<void> {
    const accountId = worker.account.id;
    report.assigned(accountId, assigned);
    const unmoved = (await worker.open()) ? await leaveUnmoved(worker, assigned) : new Set<number>();
    for (const channelId of assigned) {
      if (unmoved.has(channelId)) continue;
      const channel = worker.channels.get(channelId);
      if (channel === undefined || worker.trouble() !== null || signal.aborted) break;
      const failure = await worker.read(channel);
      if (failure === null) {
        await settle(channelId, 'read');
        continue;
      }
      const earlier = attempts.get(channelId)?.accountIds ?? [];
      attempts.set(channelId, { accountIds: [...earlier, accountId], failure });
      if (candidatesFor(channelId).length === 0) await settle(channelId, failure);
    }
    report.assigned(accountId, []);
  }

  /** Ends when what is left is nobody's to read: each round reads a channel, or rules an account out for it. */
  async function workInRounds(): Promise<void> {
    while (!signal.aborted) {
      const assignment = assignChannels(
        openChannels().map((channelId) => ({
          channelId,
          accounts: candidatesFor(channelId).map(({ account }) => ({
            accountId: account.id,
            blockedMs: floods.remainingMs(account.id, historyMethod),
          })),
        })),
      );
      if (assignment.size === 0) return;
      await allAtRest(
        [...workers.values()].flatMap((worker) => {
          const assigned = assignment.get(worker.account.id);
          return assigned === undefined ? [] : [work(worker, assigned)];
        }),
        halt,
      );
    }
  }

  /** What nobody could read ends with the failure that kept it from being read. */
  async function settleTheRest(): Promise<void> {
    for (const channelId of openChannels()) {
      const attempt = attempts.get(channelId);
      if (attempt !== undefined) {
        await settle(channelId, attempt.failure);
        continue;
      }
      for (const worker of workers.values()) {
        const trouble = worker.trouble();
        const channel = worker.channels.get(channelId);
        if (trouble === null || channel === undefined) continue;
        await recordUnreadStep(context, worker.account.id, channel, trouble);
        await settle(channelId, trouble);
        break;
      }
    }
  }

  await workInRounds();
  if (!signal.aborted) await settleTheRest();

  const counts = report.counts();
  const signedOut = [...workers.values()].filter((worker) => worker.trouble()?.kind === 'signed-out');
  const verdict = judgeRun({
    ends: channelIds.map((channelId) => ends.get(channelId) ?? 'unread'),
    messages: counts.messages,
    errors: counts.errors,
    blockedMs: [...workers.values()]
      .filter((worker) => worker.channels.size > 0 && !signedOut.includes(worker))
      .map((worker) => worker.blockedMs()),
    now: clock.now(),
  });
  return { ...counts, ...verdict, signedOut: signedOut.map(({ account }) => account.id) };
}

/** Waits for all, also when one fails: nothing may go on behind the back of a run that has ended. */
async function allAtRest(tasks: readonly Promise<void>[], halt: AbortController): Promise<void> {
  const ended = await Promise.allSettled(
    tasks.map((task) =>
      task.catch((error: unknown) => {
        halt.abort();
        throw error;
      }),
    ),
  );
  for (const end of ended) {
    if (end.status === 'rejected') throw end.reason;
  }
}
