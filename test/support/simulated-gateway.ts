import type { Clock } from '../../electron/ports/clock.ts';
import type { AccountConnections } from '../../electron/ports/collector.ts';
import type {
  AccountGateway,
  FloodGate,
  GatewayFailure,
  GatewayResult,
  RequestOptions,
} from '../../electron/ports/gateway.ts';
import type { Post } from '../../shared/domain.ts';
import { createSimulatedChannel, type SimulatedChannel } from './simulated-channel.ts';

/** A request as the world saw it. */
export interface SentRequest {
  readonly number: number;
  readonly accountId: number;
  /** As Telegram names it. */
  readonly method: string;
  /** The first of `channelIds`. */
  readonly channelId: number;
  /** More than one only where the states of several are asked for. */
  readonly channelIds: readonly number[];
  /** 0 where no history is asked for. */
  readonly beforeId: number;
  /** Rows, events or messages that were asked for. */
  readonly limit: number;
  readonly atMonotonic: number;
}

/** What a request meets: an answer (null), a failure, or silence for ever (the process dies waiting). */
export type Fault = GatewayFailure | 'silence' | null;

export interface SimulatedWorld {
  /** What each request meets. Replaced by tests; may do other things on the way. */
  fault: (request: SentRequest) => Fault;
  /** How many rows the server gives although more were asked for. */
  rowsOf: (request: SentRequest) => number;
  /** The server ignores where a page was to begin. */
  repeats: boolean;
  /** Events after which a difference is called too long. */
  longestDifference: number;
  /** What a request takes. */
  latencyMs: number;
  readonly sent: SentRequest[];
  /** Requests that came before the end of a flood wait their account had been told of. */
  readonly forbidden: SentRequest[];
  readonly reconnects: number[];
  /** Accounts whose secrets are not kept. */
  readonly withoutSecrets: Set<number>;
  readonly forgotten: number[];
  /** Publishes posts; every id counts up by one. */
  publish(channelId: number, count: number): void;
  /** Publishes service messages, which take ids and rows but are no posts. */
  announce(channelId: number, count: number): void;
  remove(channelId: number, ids: readonly number[]): void;
  /** What else than the text changes may be given too. */
  edit(channelId: number, id: number, text: string, change?: Partial<Pick<Post, 'media' | 'links'>>): void;
  /** The ids of the posts there are, oldest first. */
  idsOf(channelId: number): readonly number[];
  readonly connections: AccountConnections;
}

/** Telegram as a script: channels with posts, and faults that tests choose. */
export function createSimulatedWorld(clock: Clock, floods: FloodGate): SimulatedWorld {
  const channels = new Map<number, SimulatedChannel>();
  const channelOf = (channelId: number): SimulatedChannel => {
    const channel = channels.get(channelId) ?? createSimulatedChannel(channelId);
    channels.set(channelId, channel);
    return channel;
  };

  /** By account and method, on the server's own clock: it forgets no wait when a process does. */
  const floodedUntilMonotonic = new Map<string, number>();

  const world: SimulatedWorld = {
    fault: () => null,
    rowsOf: (request) => request.limit,
    repeats: false,
    longestDifference: 1000,
    latencyMs: 0,
    sent: [],
    forbidden: [],
    reconnects: [],
    withoutSecrets: new Set(),
    forgotten: [],

    publish: (channelId, count) => channelOf(channelId).publish(count),
    announce: (channelId, count) => channelOf(channelId).announce(count),
    remove: (channelId, ids) => channelOf(channelId).remove(ids),
    edit: (channelId, id, text, change = {}) => channelOf(channelId).edit(id, { ...change, text }),
    idsOf: (channelId) => channelOf(channelId).ids(),

    connections: {
      gatewayOf: async (accountId) => (world.withoutSecrets.has(accountId) ? null : gatewayOf(accountId)),
      forget: async (accountId) => {
        world.forgotten.push(accountId);
      },
      closeAll: async () => undefined,
    },
  };

  /** Sends a request, and meets what it shall meet. `answer` is only asked when nothing goes wrong. */
  async function send<Value>(
    asked: Omit<SentRequest, 'number' | 'channelId' | 'atMonotonic'>,
    options: RequestOptions,
    answer: (request: SentRequest) => Value,
  ): Promise<GatewayResult<Value>> {
    if (options.signal?.aborted) {
      return { ok: false, failure: { kind: 'cancelled', message: 'Stopped before it was sent.' } };
    }
    await options.beforeRequest?.();
    const { accountId, method } = asked;
    const atMonotonic = clock.monotonic();
    const channelId = asked.channelIds[0] ?? 0;
    const request = { ...asked, number: world.sent.length + 1, channelId, atMonotonic };
    world.sent.push(request);
    const flooded = `${accountId} ${method}`;
    if (atMonotonic < (floodedUntilMonotonic.get(flooded) ?? 0)) world.forbidden.push(request);
    if (world.latencyMs > 0) {
      await new Promise<void>((resolve) => clock.after(world.latencyMs, resolve));
    }
    const fault = world.fault(request);
    if (fault === 'silence') return new Promise(() => undefined);
    if (fault?.kind === 'flood') {
      const until = clock.monotonic() + fault.waitMs;
      floodedUntilMonotonic.set(flooded, Math.max(until, floodedUntilMonotonic.get(flooded) ?? 0));
      await floods.record(accountId, method, fault.waitMs);
      return { ok: false, failure: { ...fault, method } };
    }
    return fault === null ? { ok: true, value: answer(request) } : { ok: false, failure: fault };
  }

  const gatewayOf = (accountId: number): AccountGateway => ({
    accountId,
    readHistory: ({ channelId }, { beforeId, limit }, options = {}) =>
      send(
        { accountId, method: 'messages.getHistory', channelIds: [channelId], beforeId, limit },
        options,
        (request) => {
          const rows = Math.max(0, Math.min(limit, world.rowsOf(request)));
          return channelOf(channelId).page(world.repeats ? 0 : beforeId, rows);
        },
      ),
    async readStates(asked, options = {}) {
      checkCount(asked.length);
      if (asked.length === 0) return { ok: true, value: [] };
      const channelIds = asked.map(({ channelId }) => channelId);
      return send(
        { accountId, method: 'messages.getPeerDialogs', channelIds, beforeId: 0, limit: asked.length },
        options,
        () => channelIds.map((channelId) => channelOf(channelId).state()),
      );
    },
    readDifference: ({ channelId }, pts, options = {}) =>
      send(
        {
          accountId,
          method: 'updates.getChannelDifference',
          channelIds: [channelId],
          beforeId: 0,
          limit: 100,
        },
        options,
        () => channelOf(channelId).difference(pts, world.longestDifference),
      ),
    async readMessages({ channelId }, ids, options = {}) {
      checkCount(ids.length);
      if (ids.length === 0) return { ok: true, value: { posts: [], missingIds: [], serviceIds: [] } };
      return send(
        {
          accountId,
          method: 'channels.getMessages',
          channelIds: [channelId],
          beforeId: 0,
          limit: ids.length,
        },
        options,
        () => channelOf(channelId).messages(ids),
      );
    },
    readChannel: ({ channelId, accessHash }, options = {}) =>
      send(
        { accountId, method: 'channels.getFullChannel', channelIds: [channelId], beforeId: 0, limit: 0 },
        options,
        () => {
          const { pts, title, username } = channelOf(channelId).state();
          return { channelId, accessHash, title, username, pts, subscribers: 1000 + channelId };
        },
      ),
    reconnect: async () => {
      world.reconnects.push(accountId);
    },
    readDialogs: notSimulated,
    resolveChannel: notSimulated,
    signOut: notSimulated,
    close: async () => undefined,
  });

  return world;
}

function checkCount(count: number): void {
  if (count > 100) throw new RangeError(`At most 100 are asked for at a time, not ${count}.`);
}

async function notSimulated(): Promise<never> {
  throw new Error('A run never asks for this.');
}
