import type { StepStatus } from '../../shared/domain.ts';
import type { Clock } from '../ports/clock.ts';
import type { RunRequest } from '../ports/collector.ts';
import type { GatewayFailure } from '../ports/gateway.ts';
import type { Log } from '../ports/log.ts';
import { LeaseLostError, type ReachedChannel, StoreError, type StoreReader } from '../ports/store.ts';
import type { AccountReader, StepCosts } from './account-reader.ts';
import { readChannel } from './read-channel.ts';
import type { RunReport } from './run-report.ts';

export interface StepContext {
  readonly request: Pick<RunRequest, 'runId' | 'writer'>;
  readonly parts: { readonly store: Pick<StoreReader, 'channels'> };
  readonly report: RunReport;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Reads one channel on one account's behalf and records it as a step. Returns the failure that kept it from
 * being read to its end, or null; a channel that the user removes meanwhile is at its end. Throws
 * `LeaseLostError` and `StoreError` only.
 */
export async function runStep(
  context: StepContext,
  accountId: number,
  channel: ReachedChannel,
  readPage: AccountReader,
): Promise<GatewayFailure | null> {
  const { request, report, clock, log } = context;
  const { runId, writer } = request;
  const { channelId, title } = channel;
  const startedMonotonic = clock.monotonic();
  const costs: StepCosts = { requests: 0, networkMs: 0, floodMs: 0, databaseMs: 0 };
  const counted = { messages: 0, newMessages: 0, updatedMessages: 0 };

  const stepId = await beginStep(context, accountId, channel);
  if (stepId === null) return null;
  await writer.audit.append({
    type: 'channel.started',
    at: clock.now(),
    runId,
    metadata: { accountId, channelId, title },
  });
  report.stepStarted(accountId, channel);

  const finish = (status: Exclude<StepStatus, 'running'>, error: string | null) =>
    writer.runs.finishStep(stepId, { status, endedAt: clock.now(), ...costs, error });

  let failure: GatewayFailure | null;
  try {
    failure = await readChannel({
      channel,
      readPage: (page) => readPage(channel, page, costs),
      keep: async (posts, covers) => {
        const keepingMonotonic = clock.monotonic();
        const { newMessages, updatedMessages } = await writer.posts.upsert(
          stepId,
          posts,
          clock.now(),
          covers,
        );
        costs.databaseMs += clock.monotonic() - keepingMonotonic;
        counted.messages += posts.length;
        counted.newMessages += newMessages;
        counted.updatedMessages += updatedMessages;
        await report.add({ messages: posts.length, newMessages, updatedMessages });
      },
    });
  } catch (error) {
    if (error instanceof LeaseLostError) throw error;
    if (error instanceof StoreError) {
      await finish('failed', error.message).catch((second: unknown) => {
        log.warn(`The step of ${title} could not be closed in the database either: ${String(second)}`);
      });
      throw error;
    }
    if (await isRemoved(context, channelId)) {
      report.stepEnded(accountId);
      await finish('cancelled', removedMeanwhile);
      await appendFailure(context, accountId, channel, 'cancelled', removedMeanwhile);
      return null;
    }
    log.error(`Reading ${title} failed unexpectedly.`, error);
    failure = unexpectedFailure;
  }

  report.stepEnded(accountId);
  if (failure === null) {
    await finish('succeeded', null);
    await writer.audit.append({
      type: 'channel.finished',
      at: clock.now(),
      runId,
      metadata: {
        accountId,
        channelId,
        title,
        ...counted,
        requests: costs.requests,
        durationMs: Math.round(clock.monotonic() - startedMonotonic),
      },
    });
    return null;
  }
  const status = statusOf(failure);
  await finish(status, failure.message);
  await appendFailure(context, accountId, channel, status, failure.message);
  return failure;
}

/** Records that an account's trouble kept a channel from being begun at all. */
export async function recordUnreadStep(
  context: StepContext,
  accountId: number,
  channel: ReachedChannel,
  failure: GatewayFailure,
): Promise<void> {
  const { request, clock } = context;
  const stepId = await beginStep(context, accountId, channel);
  if (stepId === null) return;
  const status = statusOf(failure);
  await request.writer.runs.finishStep(stepId, {
    status,
    endedAt: clock.now(),
    requests: 0,
    networkMs: 0,
    floodMs: 0,
    databaseMs: 0,
    error: failure.message,
  });
  await appendFailure(context, accountId, channel, status, failure.message);
}

/** Null where there is no step to be had: the channel was removed since the run began. */
async function beginStep(
  context: StepContext,
  accountId: number,
  { channelId, title }: ReachedChannel,
): Promise<number | null> {
  const { request, clock } = context;
  const { runId, writer } = request;
  try {
    return await writer.runs.beginStep({
      runId,
      accountId,
      channelId,
      channelTitle: title,
      startedAt: clock.now(),
    });
  } catch (error) {
    if (error instanceof LeaseLostError || error instanceof StoreError) throw error;
    if (await isRemoved(context, channelId)) return null;
    throw error;
  }
}

async function isRemoved({ parts }: StepContext, channelId: number): Promise<boolean> {
  return !(await parts.store.channels.list()).some(({ id }) => id === channelId);
}

async function appendFailure(
  { request, report, clock }: StepContext,
  accountId: number,
  { channelId, title }: ReachedChannel,
  status: 'failed' | 'deferred' | 'cancelled',
  error: string,
): Promise<void> {
  await request.writer.audit.append({
    type: 'channel.failed',
    at: clock.now(),
    runId: request.runId,
    metadata: { accountId, channelId, title, status, error },
  });
  if (status === 'failed') await report.add({ errors: 1 });
}

function statusOf(failure: GatewayFailure): 'failed' | 'deferred' | 'cancelled' {
  if (failure.kind === 'flood') return 'deferred';
  if (failure.kind === 'cancelled') return 'cancelled';
  return 'failed';
}

const removedMeanwhile = 'The channel was removed while it was being read.';

const unexpectedFailure: GatewayFailure = {
  kind: 'refused',
  code: 'UNEXPECTED',
  message:
    'Tidings could not go on because of an error of its own. What was collected is kept; the log has the details.',
};
