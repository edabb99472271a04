import type { Account } from '../../shared/domain.ts';
import type { RunRequest } from '../ports/collector.ts';
import type { AccountGateway, GatewayFailure, GatewayResult } from '../ports/gateway.ts';
import { LeaseLostError, type ReachedChannel, StoreError } from '../ports/store.ts';
import { VaultLockedError } from '../ports/vault.ts';
import { type AccountReader, createAccountReader, historyMethod } from './account-reader.ts';
import { type Survey, type SurveyContext, survey } from './account-survey.ts';
import { runStep } from './channel-step.ts';
import type { Reach } from './collection-plan.ts';
import { visitBudget } from './daily-visits.ts';
import { isTroubleOfAccount, notOpenedCode } from './failures.ts';

/** One account during one run. */
export interface AccountWorker {
  readonly account: Account;
  readonly channels: ReadonlyMap<number, ReachedChannel>;
  /** What keeps the account from reading anything more in this run; null while nothing does. */
  trouble(): GatewayFailure | null;
  /** What is left of the flood wait that is its trouble, whole milliseconds; 0 without one. */
  blockedMs(): number;
  /** Whether the account can be asked at all; opens its connection when first asked for. */
  open(): Promise<boolean>;
  /**
   * Finds out which of the channels have moved and returns those that were left alone. `isRetried`: another account
   * could not read it in this run. Open first.
   */
  survey(
    channels: readonly ReachedChannel[],
    isRetried: (channelId: number) => boolean,
  ): Promise<ReadonlySet<number>>;
  /** Reads one channel to its end as a step (null) or returns the failure that kept it from that. Survey it first. */
  read(channel: ReachedChannel): Promise<GatewayFailure | null>;
}

export interface WorkerContext extends SurveyContext {
  readonly request: RunRequest;
  readonly signal: AbortSignal;
}

export function createAccountWorker(context: WorkerContext, { account, channels }: Reach): AccountWorker {
  const { parts, request, report, clock, log, signal } = context;
  const { runId, writer } = request;
  let reader: AccountReader | null = null;
  let surveyed: Pick<Survey, 'states' | 'visits'> = { states: new Map(), visits: new Map() };
  let visitsLeft: number | null = null;
  let trouble: GatewayFailure | null = null;
  let blockedUntilMonotonic = 0;

  async function meetTrouble(failure: GatewayFailure): Promise<void> {
    trouble = failure;
    if (failure.kind === 'flood') blockedUntilMonotonic = clock.monotonic() + failure.waitMs;
    if (failure.kind !== 'signed-out' || !(await isListed())) return;
    await writer.accounts.signedOut(account.id, failure.message);
    await writer.audit.append({
      type: 'signin.lost',
      at: clock.now(),
      runId,
      metadata: { accountId: account.id, reason: failure.message },
    });
    await parts.connections.forget(account.id);
  }

  /** An account that the user has signed out meanwhile has lost nothing. */
  async function isListed(): Promise<boolean> {
    return (await parts.store.accounts.list()).some(({ id }) => id === account.id);
  }

  async function openGateway(): Promise<GatewayResult<AccountGateway>> {
    try {
      const gateway = await parts.connections.gatewayOf(account.id);
      if (gateway !== null) return { ok: true, value: gateway };
    } catch (error) {
      if (error instanceof LeaseLostError || error instanceof StoreError) throw error;
      return { ok: false, failure: notOpened(error) };
    }
    const message = `No sign-in of ${account.name} is kept on this computer: sign in again. What was collected is kept.`;
    return { ok: false, failure: { kind: 'signed-out', message } };
  }

  /** A locked vault says itself what to do; the sign-in it keeps is not lost. */
  function notOpened(error: unknown): GatewayFailure {
    if (error instanceof VaultLockedError) {
      log.info(`${account.name} cannot be asked: ${error.message}`);
      return { kind: 'refused', code: notOpenedCode, message: error.message };
    }
    log.error(`The connection of ${account.name} could not be opened.`, error);
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The connection of ${account.name} could not be opened: ${reason}`;
    return { kind: 'refused', code: notOpenedCode, message };
  }

  async function openReader(): Promise<AccountReader | null> {
    const opened = await openGateway();
    if (!opened.ok) {
      await meetTrouble(opened.failure);
      return null;
    }
    return createAccountReader({
      gateway: opened.value,
      reopen: openGateway,
      floods: parts.floods,
      clock,
      intervalMs: request.intervalMs,
      signal,
      checkLease: request.checkLease,
      onStandstill: (standstill) => report.standstill(account.id, standstill),
      onFlood: async ({ method, waitMs, waitedInRun }) => {
        const at = clock.now();
        await writer.audit.append({
          type: 'flood.waiting',
          at,
          runId,
          metadata: { accountId: account.id, method, waitMs, until: at + waitMs, waitedInRun },
        });
      },
    });
  }

  return {
    account,
    channels: new Map(channels.map((channel) => [channel.channelId, channel])),
    trouble: () => trouble,
    blockedMs: () => Math.max(0, Math.ceil(blockedUntilMonotonic - clock.monotonic())),

    async open() {
      reader ??= await openReader();
      return reader !== null;
    },

    async survey(asked, isRetried) {
      const reading = opened();
      const blockage = await reading.blocked(historyMethod);
      if (blockage !== null) {
        await meetTrouble(blockage);
        return new Set();
      }
      const { intervalMs } = request;
      visitsLeft ??= visitBudget(asked.length, intervalMs);
      report.surveyStarted(account.id);
      const result = await survey(context, {
        account,
        channels: asked,
        reader: reading,
        visitBudget: visitsLeft,
        isRetried,
      });
      report.surveyEnded(account.id);
      visitsLeft = Math.max(0, visitsLeft - result.visits.size);
      surveyed = result;
      if (result.trouble !== null) await meetTrouble(result.trouble);
      return result.unmoved;
    },

    async read(channel) {
      const { channelId } = channel;
      const task = {
        accountId: account.id,
        channel,
        state: surveyed.states.get(channelId) ?? null,
        visit: surveyed.visits.get(channelId) ?? null,
        dueIds: context.facts.due.get(channelId) ?? [],
      };
      const failure = await runStep(context, task, opened());
      if (failure !== null && isTroubleOfAccount(failure)) await meetTrouble(failure);
      return failure;
    },
  };

  function opened(): AccountReader {
    if (reader === null) throw new Error(`The account ${account.id} was not opened.`);
    return reader;
  }
}
