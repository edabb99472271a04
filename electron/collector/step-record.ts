import type { StepStatus } from '../../shared/domain.ts';
import type { Clock } from '../ports/clock.ts';
import type { RunRequest } from '../ports/collector.ts';
import type { GatewayFailure } from '../ports/gateway.ts';
import type { Log } from '../ports/log.ts';
import { LeaseLostError, type ReachedChannel, StoreError, type StoreReader } from '../ports/store.ts';
import { noCosts } from './account-reader.ts';
import type { RunReport } from './run-report.ts';

export interface StepContext {
  readonly request: Pick<RunRequest, 'runId' | 'writer'>;
  readonly parts: { readonly store: Pick<StoreReader, 'channels' | 'posts'> };
  readonly report: RunReport;
  readonly clock: Clock;
  readonly log: Log;
}

/** How a channel's step that did not succeed is written down. */
export type FailedStepStatus = Extract<StepStatus, 'failed' | 'deferred' | 'cancelled'>;

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
    ...noCosts(),
    error: failure.message,
  });
  await appendFailure(context, accountId, channel, status, failure.message);
}

/** Null where there is no step to be had: the channel was removed since the run began. */
export async function beginStep(
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

export async function isRemoved({ parts }: StepContext, channelId: number): Promise<boolean> {
  return !(await parts.store.channels.list()).some(({ id }) => id === channelId);
}

export async function appendFailure(
  { request, report, clock }: StepContext,
  accountId: number,
  { channelId, title }: ReachedChannel,
  status: FailedStepStatus,
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

export function statusOf(failure: GatewayFailure): FailedStepStatus {
  if (failure.kind === 'flood') return 'deferred';
  if (failure.kind === 'cancelled') return 'cancelled';
  return 'failed';
}
