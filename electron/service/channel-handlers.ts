import { usernameIn } from '../../shared/channel-reference.ts';
import type { ChannelSettings, Handlers, Refused } from '../../shared/contract.ts';
import type { Account, Channel } from '../../shared/domain.ts';
import type { Clock } from '../ports/clock.ts';
import type { AccountConnections } from '../ports/collector.ts';
import type { AccountGateway, ChannelDescription, GatewayResult } from '../ports/gateway.ts';
import type { StoreReader, StoreWriter } from '../ports/store.ts';
import { findChannel } from './read-handlers.ts';

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
  readonly writer: () => StoreWriter;
  readonly connections: AccountConnections;
  readonly clock: Clock;
  readonly isRunning: () => boolean;
  readonly onChanged: () => Promise<void>;
  /** Nothing that is collected has changed: only what counts as new. */
  readonly onLooked: () => void;
}): ChannelHandlers {
  const { store, connections, clock } = options;

  async function add(
    writer: StoreWriter,
    accountId: number,
    description: ChannelDescription,
    { limit, ...change }: ChannelSettings,
  ) {
    const added = await writer.channels.add(description, accountId, {
      limit: limit ?? (await store.settings.read()).defaultLimit,
      at: clock.now(),
      ...change,
    });
    await writer.audit.append({
      at: clock.now(),
      type: 'channel.added',
      metadata: { channelId: added.id, title: added.title },
    });
    return added;
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
    const writer = options.writer();
    await writer.channels.change(channelIds, given);
    for (const channelId of channelIds) {
      await writer.audit.append({
        at: clock.now(),
        type: 'channel.changed',
        metadata: { channelId, ...given },
      });
    }
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
      const writer = options.writer();
      const accounts = (await store.accounts.list()).filter((account) => account.state === 'signed-in');
      if (accounts.length === 0) {
        return {
          accepted: false,
          reason:
            'No account is signed in, so there is nobody to read the channel. Sign in first: tidings login --phone …',
        };
      }
      // Each asks for itself: hashes differ, and who knows the channel too can read it when the first cannot.
      const found = await Promise.all(accounts.map((account) => lookUp(account, reference)));
      let added: Channel | null = null;
      for (const [index, account] of accounts.entries()) {
        const answer = found[index];
        if (answer?.ok !== true) continue;
        if (added === null) added = await add(writer, account.id, answer.value, settings);
        else await writer.channels.add(answer.value, account.id, { limit: added.limit, at: clock.now() });
      }
      if (added === null) {
        const refusal = found.find((answer) => answer?.ok === false);
        return {
          accepted: false,
          reason:
            refusal?.ok === false
              ? `${reference} was not added. ${refusal.failure.message}`
              : 'The session of your account is missing, so nobody can read the channel. Sign in again: tidings login --phone …',
        };
      }
      await options.onChanged();
      return { accepted: true, channel: findChannel(await store.channels.list(), { channelId: added.id }) };
    },

    'channels.pick': async ({ accountId, channelIds, ...settings }) => {
      const writer = options.writer();
      const descriptions = await store.dialogs.describe(accountId, channelIds);
      if (descriptions.length < new Set(channelIds).size) {
        return {
          accepted: false,
          reason:
            'Some of these channels are no longer in the list of this account. Nothing was added: read the list again.',
        };
      }
      for (const description of descriptions) await add(writer, accountId, description, settings);
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
      const writer = options.writer();
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
      await options.writer().channels.looked(channelIds);
      options.onLooked();
      return { accepted: true };
    },
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
