import type { Handlers } from '../../shared/contract.ts';
import type { Clock } from '../ports/clock.ts';
import type { AccountConnections } from '../ports/collector.ts';
import type { AccountGateway, ChannelDescription, GatewayFailure } from '../ports/gateway.ts';
import type { StoreReader, StoreWriter } from '../ports/store.ts';
import { findChannel } from './read-handlers.ts';

type ChannelHandlers = Pick<Handlers, 'channels.add' | 'channels.set'>;

/** Adds and changes what is collected. Telegram is asked once, when a channel is added, never by a run. */
export function createChannelHandlers(options: {
  readonly store: StoreReader;
  /** Throws `LeaseLostError` where this process does not hold the lease. */
  readonly writer: () => StoreWriter;
  readonly connections: AccountConnections;
  readonly clock: Clock;
  readonly onChanged: () => Promise<void>;
}): ChannelHandlers {
  const { store, connections, clock } = options;

  return {
    'channels.add': async ({ reference, limit }) => {
      const writer = options.writer();
      const accounts = (await store.accounts.list()).filter((account) => account.state === 'signed-in');
      if (accounts.length === 0) {
        return {
          accepted: false,
          reason:
            'No account is signed in, so there is nobody to read the channel. Sign in first: tidings login --phone …',
        };
      }
      let refusal: GatewayFailure | null = null;
      for (const account of accounts) {
        const gateway = await connections.gatewayOf(account.id);
        if (gateway === null) continue;
        const resolved = await describe(gateway, reference);
        if (!resolved.ok) {
          refusal ??= resolved.failure;
          continue;
        }
        const added = await writer.channels.add(resolved.value, account.id, {
          limit: limit ?? (await store.settings.read()).defaultLimit,
          at: clock.now(),
        });
        await writer.audit.append({
          at: clock.now(),
          type: 'channel.added',
          metadata: { channelId: added.id, title: added.title },
        });
        await options.onChanged();
        return { accepted: true, channel: added };
      }
      return {
        accepted: false,
        reason:
          (refusal === null ? null : `${reference} was not added. ${refusal.message}`) ??
          'The session of your account is missing, so nobody can read the channel. Sign in again: tidings login --phone …',
      };
    },
    'channels.set': async ({ enabled, limit, ...reference }) => {
      const writer = options.writer();
      const channel = findChannel(await store.channels.list(), reference);
      const change = {
        ...(enabled === undefined ? {} : { enabled }),
        ...(limit === undefined ? {} : { limit }),
      };
      if (Object.keys(change).length === 0) {
        return { accepted: false, reason: 'Nothing to change was given: use --limit N, --on or --off.' };
      }
      await writer.channels.change(channel.id, change);
      await writer.audit.append({
        at: clock.now(),
        type: 'channel.changed',
        metadata: { channelId: channel.id, ...change },
      });
      await options.onChanged();
      return { accepted: true, channel: findChannel(await store.channels.list(), { channelId: channel.id }) };
    },
  };
}

/** Resolves the reference and asks for the number of subscribers, which resolving does not always tell. */
async function describe(
  gateway: AccountGateway,
  reference: string,
): Promise<{ ok: true; value: ChannelDescription } | { ok: false; failure: GatewayFailure }> {
  const resolved = await gateway.resolveChannel(reference);
  if (!resolved.ok || resolved.value.subscribers !== null) return resolved;
  const described = await gateway.readChannel(resolved.value);
  if (described.ok) return described;
  // A private channel resolves and then refuses: better said now than in every run. Anything else can wait.
  return described.failure.kind === 'no-access' ? described : resolved;
}
