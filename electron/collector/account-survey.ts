import type { ChannelState, GatewayFailure } from '../ports/gateway.ts';
import { LeaseLostError, type ReachedChannel, StoreError } from '../ports/store.ts';
import { type AccountReader, detailsMethod, noCosts, statesMethod } from './account-reader.ts';
import { readStates } from './channel-states.ts';
import type { CollectorParts } from './collector.ts';
import type { DailyVisits, Visit } from './daily-visits.ts';
import type { StepContext } from './step-record.ts';

/** What a run knows of the channels before any account begins. */
export interface RunFacts {
  /** Posts to be read again, by channel. */
  readonly due: ReadonlyMap<number, readonly number[]>;
  /** Channels whose latest step failed: read whether they moved or not, so that their failure is seen to be over. */
  readonly troubled: ReadonlySet<number>;
}

export interface SurveyContext extends StepContext {
  readonly parts: CollectorParts & StepContext['parts'];
  readonly facts: RunFacts;
  readonly visits: DailyVisits;
}

export interface Survey {
  readonly states: ReadonlyMap<number, ChannelState>;
  readonly visits: ReadonlyMap<number, Visit>;
  /** Left alone in this run, and recorded as that. */
  readonly unmoved: ReadonlySet<number>;
  /** What kept the account from asking at all. */
  readonly trouble: GatewayFailure | null;
}

export interface SurveyTask {
  readonly account: { readonly id: number; readonly name: string };
  readonly channels: readonly ReachedChannel[];
  readonly reader: AccountReader;
  readonly visitBudget: number;
  /** Channels that another account could not read in this run. */
  readonly isRetried: (channelId: number) => boolean;
}

/**
 * Asks which of an account's channels have moved, a request for a hundred of them, chooses whose daily visit it is,
 * and records those that can be left alone. Channels with a failure behind them are not asked about: one of them
 * would make Telegram refuse the whole request.
 */
export async function survey(context: SurveyContext, task: SurveyTask): Promise<Survey> {
  const { request, clock, log, facts, parts } = context;
  const { account, channels, reader } = task;
  const asked = channels.filter(
    ({ channelId }) => !facts.troubled.has(channelId) && !task.isRetried(channelId),
  );
  const visits = context.visits.choose({
    channels,
    now: clock.now(),
    mayCount: parts.floods.remainingMs(account.id, detailsMethod) === 0,
    budget: task.visitBudget,
  });
  const costs = noCosts();
  const { states, trouble } = await readStates({
    accountName: account.name,
    channels: asked,
    ask: (batch) => reader.ask(statesMethod, (gateway, options) => gateway.readStates(batch, options), costs),
    log,
  }).catch((error: unknown) => {
    if (error instanceof LeaseLostError || error instanceof StoreError) throw error;
    log.error(`Asking which channels of ${account.name} have moved failed, so all are read.`, error);
    return { states: new Map<number, ChannelState>(), trouble: null };
  });
  const none = { states, visits, unmoved: new Set<number>() };
  if (trouble !== null) return { ...none, trouble };
  if (states.size === 0) return { ...none, trouble: null };

  const unmoved = asked.filter(
    (channel) =>
      !visits.has(channel.channelId) &&
      !facts.due.has(channel.channelId) &&
      isUnmoved(channel, states.get(channel.channelId)),
  );
  await request.writer.runs.skipSteps(request.runId, {
    accountId: account.id,
    moved: channels.length - unmoved.length,
    requests: costs.requests,
    skipped: unmoved.map(({ channelId, title }) => ({ channelId, title })),
    at: clock.now(),
  });
  return {
    states,
    visits,
    unmoved: new Set(unmoved.map(({ channelId }) => channelId)),
    trouble: null,
  };
}

/** Whether all that could be read of the channel is held, and nothing has happened in it since. */
function isUnmoved(
  { pts, checkedAt, covered, backfill, reread }: ReachedChannel,
  state: ChannelState | undefined,
): boolean {
  const isWhole = covered.length === 1 && (!backfill || covered[0]?.fromId === 0);
  return pts !== null && pts === state?.pts && checkedAt !== null && !reread && isWhole;
}
