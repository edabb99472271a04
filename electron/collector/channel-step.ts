import type { StepStatus } from '../../shared/domain.ts';
import type { KeptPage } from '../ports/archive.ts';
import type { ChannelState, GatewayFailure } from '../ports/gateway.ts';
import { LeaseLostError, type ReachedChannel, StoreError } from '../ports/store.ts';
import {
  type AccountReader,
  detailsMethod,
  differenceMethod,
  historyMethod,
  messagesMethod,
  noCosts,
  type StepCosts,
} from './account-reader.ts';
import type { DailyVisits, Visit } from './daily-visits.ts';
import { type ChannelRequests, type ReadingEnd, readChannel } from './read-channel.ts';
import { appendFailure, beginStep, isRemoved, type StepContext, statusOf } from './step-record.ts';

/** One channel that an account is to read. */
export interface ChannelTask {
  readonly accountId: number;
  readonly channel: ReachedChannel;
  readonly state: ChannelState | null;
  readonly visit: Visit | null;
  readonly dueIds: readonly number[];
}

/**
 * Reads one channel on one account's behalf and records it as a step. Returns the failure that kept it from
 * being read to its end, or null; a channel that the user removes meanwhile is at its end. Throws
 * `LeaseLostError` and `StoreError` only.
 */
export async function runStep(
  context: StepContext & { readonly visits: DailyVisits },
  task: ChannelTask,
  reader: AccountReader,
): Promise<GatewayFailure | null> {
  const { request, report, clock, log, parts, visits } = context;
  const { runId, writer } = request;
  const { accountId, channel } = task;
  const { channelId, title } = channel;
  const startedMonotonic = clock.monotonic();
  const costs = noCosts();
  const counted = { messages: 0, newMessages: 0, updatedMessages: 0, deletedMessages: 0 };

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

  const keep = async (page: KeptPage): Promise<void> => {
    const keepingMonotonic = clock.monotonic();
    const kept = await writer.posts.keep(stepId, page, clock.now());
    costs.databaseMs += clock.monotonic() - keepingMonotonic;
    const { newMessages, updatedMessages } = kept;
    const messages = page.posts.length;
    counted.messages += messages;
    counted.newMessages += newMessages;
    counted.updatedMessages += updatedMessages;
    counted.deletedMessages += kept.deletedMessages;
    await report.add({ messages, newMessages, updatedMessages });
  };

  let end: ReadingEnd;
  try {
    end = await readChannel({
      ...task,
      requests: requestsOf(channel, reader, costs),
      record: {
        keep,
        idsHeld: (range) => parts.store.posts.idsHeld(channelId, range),
        checked: () => writer.channels.checked(channelId, clock.now()),
        async counted(subscribers) {
          visits.asked(channelId, clock.now());
          if (subscribers !== null) await writer.stats.subscribers(channelId, subscribers, clock.now());
        },
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
    end = { failure: unexpectedFailure, by: 'history', notes: [] };
  }

  report.stepEnded(accountId);
  const { failure, by, notes } = end;
  if (failure === null) {
    for (const note of notes) log.info(`${title}: ${note}`);
    await finish('succeeded', notes.length === 0 ? null : notes.join(' '));
    await writer.audit.append({
      type: 'channel.finished',
      at: clock.now(),
      runId,
      metadata: {
        accountId,
        channelId,
        title,
        ...counted,
        by,
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

function requestsOf(channel: ReachedChannel, reader: AccountReader, costs: StepCosts): ChannelRequests {
  return {
    readPage: (page) =>
      reader.ask(historyMethod, (gateway, options) => gateway.readHistory(channel, page, options), costs),
    readDifference: (pts) =>
      reader.ask(
        differenceMethod,
        (gateway, options) => gateway.readDifference(channel, pts, options),
        costs,
      ),
    readMessages: (ids) =>
      reader.ask(messagesMethod, (gateway, options) => gateway.readMessages(channel, ids, options), costs),
    readDetails: () =>
      reader.ask(detailsMethod, (gateway, options) => gateway.readChannel(channel, options), costs),
  };
}

const removedMeanwhile = 'The channel was removed while it was being read.';

const unexpectedFailure: GatewayFailure = {
  kind: 'refused',
  code: 'UNEXPECTED',
  message:
    'Tidings could not go on because of an error of its own. What was collected is kept; the log has the details.',
};
