import { setImmediate } from 'node:timers/promises';
import { usernameIn } from '../../shared/channel-reference.ts';
import type { ChannelSettings, Handlers, Refused } from '../../shared/contract.ts';
import type { Account, Channel } from '../../shared/domain.ts';
import { createTurns } from '../../shared/in-turn.ts';
import type { Clock } from '../ports/clock.ts';
import type { AccountConnections } from '../ports/collector.ts';
import type { AccountGateway, ChannelDescription, GatewayResult } from '../ports/gateway.ts';
import type { StoreReader, StoreWriter } from '../ports/store.ts';
import { findChannel } from './read-handlers.ts';

/** So long others are waited for once one account knows the channel: they may read it where that one cannot. */
const othersPatienceMs = 2000;
/** Rows written before everything else gets its turn. */
const stepsInARow = 10;

type ChannelHandlers = Pick<
  Handlers,
  | 'channels.add'
  | 'channels.set'
  | 'channels.setMany'
  | 'channels.pick'
  | 'channels.remove'
  | 'channels.looked'
>;

/** Adds and changes what is collected. Telegram is asked once, when a channel is added, never by a run. */
export function createChannelHandlers(options: {
  readonly store: StoreReader;
  /** Throws `LeaseLostError` where this process does not hold the lease. */
  readonly writer: () => Promise<StoreWriter>;
  readonly connections: AccountConnections;
  readonly clock: Clock;
  readonly isRunning: () => boolean;
  readonly onChanged: () => Promise<void>;
  /** Nothing that is collected has changed: only what counts as new. */
  readonly onLooked: () => void;
}): ChannelHandlers {
  const { store, connections, clock } = options;
  /** One at a time: of two that add the same channel the second finds it there. */
  const inTurn = createTurns();

  /**
   * Adds it as this account reaches it. One that is collected and off is switched on, and set as was asked; one that is
   * on stays as it was set: to add it once more is no wish to change it.
   */
  async function add(
    writer: StoreWriter,
    accountId: number,
    description: ChannelDescription,
    settings: ChannelSettings,
    known: Channel | undefined,
  ): Promise<number> {
    const { limit = known?.limit ?? (await store.settings.read()).defaultLimit, ...others } = settings;
    const at = clock.now();
    const { id, title } = await writer.channels.add(description, accountId, { limit, at, ...others });
    if (known === undefined) {
      await writer.audit.append({ at, type: 'channel.added', metadata: { channelId: id, title } });
      return id;
    }
    if (known.enabled) return id;
    const wanted = { enabled: true, ...settings };
    const differs = Object.entries(wanted).some(
      ([name, value]) => known[name as keyof ChannelSettings] !== value,
    );
    if (differs) await changeAll(writer, [id], wanted);
    return id;
  }

  async function changeAll(
    writer: StoreWriter,
    channelIds: readonly number[],
    change: ChannelSettings,
  ): Promise<void> {
    await writer.channels.change(channelIds, change);
    for (const [index, channelId] of channelIds.entries()) {
      await breathe(index);
      await writer.audit.append({
        at: clock.now(),
        type: 'channel.changed',
        metadata: { channelId, ...change },
      });
    }
  }

  /** The channel as one account reaches it: from its own list of dialogs where that has it, else from Telegram. */
  async function lookUp(
    account: Account,
    reference: string,
    signal: AbortSignal,
  ): Promise<GatewayResult<ChannelDescription> | null> {
    const known = await knownTo(account, reference);
    const gateway = await connections.gatewayOf(account.id);
    if (gateway === null) return null;
    return known === null ? describe(gateway, reference, signal) : completed(gateway, known, signal);
  }

  /**
   * Each account is asked at the same time, since hashes differ. The first that knows the channel decides; the others
   * have a moment more, and what waits for its turn with Telegram then is taken back: names are rationed. What was sent
   * and is not answered by then is not waited for. Returns who knows it, in the order of answering.
   */
  async function askAll(
    reference: string,
    accounts: readonly Account[],
  ): Promise<{ readonly found: readonly Found[]; readonly answers: readonly Answer[] }> {
    const enough = new AbortController();
    const found: Found[] = [];
    const first = Promise.withResolvers<void>();
    const answers = accounts.map(async (account) => {
      const answer = await lookUp(account, reference, enough.signal);
      if (answer?.ok === true) {
        found.push({ account, description: answer.value });
        first.resolve();
      }
      return answer;
    });
    const all = Promise.allSettled(answers);
    await Promise.race([first.promise, all]);
    const moment = Promise.withResolvers<void>();
    const stopTimer = clock.after(othersPatienceMs, moment.resolve);
    await Promise.race([all, moment.promise]);
    stopTimer();
    enough.abort();
    return { found: [...found], answers };
  }

  async function knownTo(account: Account, reference: string): Promise<ChannelDescription | null> {
    const username = usernameIn(reference);
    return username === null ? null : store.dialogs.findByUsername(account.id, username);
  }

  async function change(channelIds: readonly number[], given: ChannelSettings): Promise<Refused | null> {
    if (Object.keys(given).length === 0) {
      return {
        accepted: false,
        reason:
          'Nothing to change was given: whether it is on, its limit, its backfill, whether it is re-read in every run, or how long its posts are kept.',
      };
    }
    await changeAll(await options.writer(), channelIds, given);
    await options.onChanged();
    return null;
  }

  async function listed(channelIds: readonly number[]) {
    const wanted = new Set(channelIds);
    return (await store.channels.list()).filter(({ id }) => wanted.has(id));
  }

  async function unknownAmong(channelIds: readonly number[]): Promise<Refused | null> {
    const known = new Set((await listed(channelIds)).map(({ id }) => id));
    return channelIds.every((id) => known.has(id))
      ? null
      : {
          accepted: false,
          reason: 'Some of these channels are not collected any more. Nothing was changed.',
        };
  }

  return {
    'channels.add': async ({ reference, ...settings }) => {
      const writer = await options.writer();
      const accounts = (await store.accounts.list()).filter((account) => account.state === 'signed-in');
      if (accounts.length === 0) {
        return {
          accepted: false,
          reason: 'No account is signed in, so there is nobody to read the channel. Sign in first.',
        };
      }
      const { found, answers } = await askAll(reference, accounts);
      const [first] = found;
      if (first === undefined) return notAdded(reference, answers);
      const { channelId } = first.description;
      await inTurn(async () => {
        const [known] = await listed([channelId]);
        await add(writer, first.account.id, first.description, settings, known);
        const [kept] = await listed([channelId]);
        for (const { account, description } of found.slice(1)) {
          if (description.channelId !== channelId) continue;
          if (kept === undefined) break;
          await writer.channels.add(description, account.id, { limit: kept.limit, at: clock.now() });
        }
      });
      await options.onChanged();
      return { accepted: true, channel: findChannel(await store.channels.list(), { channelId }) };
    },

    'channels.pick': async ({ accountId, channelIds, ...settings }) => {
      const writer = await options.writer();
      const descriptions = await store.dialogs.describe(accountId, channelIds);
      if (descriptions.length < new Set(channelIds).size) {
        return {
          accepted: false,
          reason:
            'Some of these channels are no longer in the list of this account. Nothing was added: read the list again.',
        };
      }
      await inTurn(async () => {
        const known = new Map((await store.channels.list()).map((channel) => [channel.id, channel]));
        for (const [index, description] of descriptions.entries()) {
          await breathe(index);
          await add(writer, accountId, description, settings, known.get(description.channelId));
        }
      });
      await options.onChanged();
      return { accepted: true, channels: await listed(channelIds) };
    },

    'channels.set': async ({ enabled, limit, backfill, reread, keepDays, ...reference }) => {
      const channel = findChannel(await store.channels.list(), reference);
      const refusal = await change([channel.id], givenOf({ enabled, limit, backfill, reread, keepDays }));
      return (
        refusal ?? {
          accepted: true,
          channel: findChannel(await store.channels.list(), { channelId: channel.id }),
        }
      );
    },

    'channels.setMany': async ({ channelIds, ...given }) =>
      (await unknownAmong(channelIds)) ??
      (await change(channelIds, given)) ?? { accepted: true, channels: await listed(channelIds) },

    'channels.remove': async ({ channelIds }) => {
      const writer = await options.writer();
      // A run that reads a channel would write posts of something that is gone.
      if (options.isRunning()) {
        return { accepted: false, reason: 'A run is under way. Wait until it ends or stop it, then remove.' };
      }
      const unknown = await unknownAmong(channelIds);
      if (unknown !== null) return unknown;
      let postsRemoved = 0;
      for (const channel of await listed(channelIds)) {
        const removed = await writer.channels.remove([channel.id]);
        postsRemoved += removed.postsRemoved;
        await writer.audit.append({
          at: clock.now(),
          type: 'channel.removed',
          metadata: { channelId: channel.id, title: channel.title, postsRemoved: removed.postsRemoved },
        });
      }
      await options.onChanged();
      return { accepted: true, postsRemoved };
    },

    'channels.looked': async ({ channelIds }) => {
      await (await options.writer()).channels.looked(channelIds);
      options.onLooked();
      return { accepted: true };
    },
  };
}

/** Many at once must not hold up a heartbeat, or the screens. */
async function breathe(index: number): Promise<void> {
  if (index % stepsInARow === stepsInARow - 1) await setImmediate();
}

/** Null: the account has no session here. */
type Answer = Promise<GatewayResult<ChannelDescription> | null>;

interface Found {
  readonly account: Account;
  readonly description: ChannelDescription;
}

/** Why none of them knows it. Throws what kept all of them from being asked, such as a vault that cannot be read. */
async function notAdded(reference: string, asked: readonly Answer[]): Promise<Refused> {
  const answers = await Promise.allSettled(asked);
  for (const answer of answers) {
    if (answer.status === 'fulfilled' && answer.value?.ok === false) {
      return { accepted: false, reason: `${reference} was not added. ${answer.value.failure.message}` };
    }
  }
  for (const answer of answers) if (answer.status === 'rejected') throw answer.reason;
  return {
    accepted: false,
    reason: 'The session of your account is missing, so nobody can read the channel. Sign in again.',
  };
}

/** Only what was given: an absent setting stays as it is. */
function givenOf(
  settings: {
    readonly [Name in keyof ChannelSettings]-?: ChannelSettings[Name] | undefined;
  },
): ChannelSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** Resolves the reference and asks for the number of subscribers, which resolving does not always tell. */
async function describe(
  gateway: AccountGateway,
  reference: string,
  signal: AbortSignal,
): Promise<GatewayResult<ChannelDescription>> {
  const resolved = await gateway.resolveChannel(reference, { signal });
  return resolved.ok ? completed(gateway, resolved.value, signal) : resolved;
}

async function completed(
  gateway: AccountGateway,
  known: ChannelDescription,
  signal: AbortSignal,
): Promise<GatewayResult<ChannelDescription>> {
  if (known.subscribers !== null) return { ok: true, value: known };
  const described = await gateway.readChannel(known, { signal });
  if (described.ok) return described;
  // A private channel resolves and then refuses: better said now than in every run. Anything else can wait.
  return described.failure.kind === 'no-access' ? described : { ok: true, value: known };
}
