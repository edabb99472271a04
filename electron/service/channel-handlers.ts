import { setImmediate } from 'node:timers/promises';
import { usernameIn } from '../../shared/channel-reference.ts';
import type { ChannelSettings, Handlers, Refused } from '../../shared/contract.ts';
import type { Account, Channel } from '../../shared/domain.ts';
import type { Clock } from '../ports/clock.ts';
import type { AccountConnections } from '../ports/collector.ts';
import type { AccountGateway, ChannelDescription, GatewayResult } from '../ports/gateway.ts';
import type { Log } from '../ports/log.ts';
import type { StoreReader, StoreWriter } from '../ports/store.ts';
import { findChannel } from './read-handlers.ts';

/** So long the end of a process waits for accounts that have not answered yet. */
const mostPatienceMs = 5000;
/** Rows written before everything else gets its turn. */
const stepsInARow = 50;

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
  readonly log: Pick<Log, 'warn'>;
  readonly onChanged: () => Promise<void>;
  /** Nothing that is collected has changed: only what counts as new. */
  readonly onLooked: () => void;
}): ChannelHandlers & { settleChannels(): Promise<void> } {
  const { store, connections, clock, log } = options;
  /** Accounts that are still being asked for a channel that another has added. */
  const followers = new Set<Promise<void>>();

  /** Adds it as this account reaches it. One that is collected already is switched on, and set as was asked. */
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
  ): Promise<GatewayResult<ChannelDescription> | null> {
    const known = await knownTo(account, reference);
    const gateway = await connections.gatewayOf(account.id);
    if (gateway === null) return null;
    return known === null ? describe(gateway, reference) : completed(gateway, known);
  }

  function letFollow(account: Account, answer: Asked['answer']): void {
    const following = answer
      .then((later) => keepAccess(account, later))
      .catch((error: unknown) =>
        log.warn(`The way of ${account.name} to a channel was not kept: ${String(error)}`),
      )
      .finally(() => followers.delete(following));
    followers.add(following);
  }

  /** Who comes to know the channel later than the first can read it too, when that one cannot. */
  async function keepAccess(
    account: Account,
    answer: GatewayResult<ChannelDescription> | null,
  ): Promise<void> {
    if (answer?.ok !== true) return;
    const [known] = await listed([answer.value.channelId]);
    if (known === undefined) return;
    const { channels } = await options.writer();
    await channels.add(answer.value, account.id, { limit: known.limit, at: clock.now() });
  }

  async function knownTo(account: Account, reference: string): Promise<ChannelDescription | null> {
    const username = usernameIn(reference);
    return username === null ? null : store.dialogs.findByUsername(account.id, username);
  }

  async function change(channelIds: readonly number[], given: ChannelSettings): Promise<Refused | null> {
    if (Object.keys(given).length === 0) {
      return {
        accepted: false,
        reason: 'Nothing to change was given: whether it is on, its limit or its backfill.',
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
      // Each asks for itself, since hashes differ; nobody waits for an account that is slow to answer.
      const asked = accounts.map((account) => ({ account, answer: lookUp(account, reference) }));
      const found = await firstFound(asked);
      if (found === null) return notAdded(reference, asked);
      const [known] = await listed([found.description.channelId]);
      const channelId = await add(writer, found.account.id, found.description, settings, known);
      for (const { account, answer } of asked) {
        if (account.id !== found.account.id) letFollow(account, answer);
      }
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
      const known = new Map((await store.channels.list()).map((channel) => [channel.id, channel]));
      for (const [index, description] of descriptions.entries()) {
        await breathe(index);
        await add(writer, accountId, description, settings, known.get(description.channelId));
      }
      await options.onChanged();
      return { accepted: true, channels: await listed(channelIds) };
    },

    'channels.set': async ({ enabled, limit, backfill, ...reference }) => {
      const channel = findChannel(await store.channels.list(), reference);
      const refusal = await change([channel.id], givenOf({ enabled, limit, backfill }));
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

    // A command that added a channel for several accounts ends right after the first answer.
    settleChannels: async () => {
      const { promise: patience, resolve } = Promise.withResolvers<void>();
      const stopTimer = clock.after(mostPatienceMs, resolve);
      await Promise.race([Promise.all(followers), patience]);
      stopTimer();
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

interface Asked {
  readonly account: Account;
  readonly answer: Promise<GatewayResult<ChannelDescription> | null>;
}

/** The first account that knows the channel; null once all have answered that they do not. */
async function firstFound(
  asked: readonly Asked[],
): Promise<{ readonly account: Account; readonly description: ChannelDescription } | null> {
  const unknown = new Error('This account does not know it.');
  const found = asked.map(async ({ account, answer }) => {
    const result = await answer;
    if (result?.ok !== true) throw unknown;
    return { account, description: result.value };
  });
  // Rejects only when each of them did, and why is in their answers.
  return Promise.any(found).catch(() => null);
}

/** Why none of them knows it. Throws what kept all of them from being asked, such as a vault that cannot be read. */
async function notAdded(reference: string, asked: readonly Asked[]): Promise<Refused> {
  const answers = await Promise.allSettled(asked.map(({ answer }) => answer));
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
function givenOf(settings: {
  readonly enabled: boolean | undefined;
  readonly limit: number | undefined;
  readonly backfill: boolean | undefined;
}): ChannelSettings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** Resolves the reference and asks for the number of subscribers, which resolving does not always tell. */
async function describe(
  gateway: AccountGateway,
  reference: string,
): Promise<GatewayResult<ChannelDescription>> {
  const resolved = await gateway.resolveChannel(reference);
  return resolved.ok ? completed(gateway, resolved.value) : resolved;
}

async function completed(
  gateway: AccountGateway,
  known: ChannelDescription,
): Promise<GatewayResult<ChannelDescription>> {
  if (known.subscribers !== null) return { ok: true, value: known };
  const described = await gateway.readChannel(known);
  if (described.ok) return described;
  // A private channel resolves and then refuses: better said now than in every run. Anything else can wait.
  return described.failure.kind === 'no-access' ? described : { ok: true, value: known };
}
