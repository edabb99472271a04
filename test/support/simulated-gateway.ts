import type { Clock } from '../../electron/ports/clock.ts';
import type { AccountConnections } from '../../electron/ports/collector.ts';
import type { AccountGateway, FloodGate, GatewayFailure, HistoryPage } from '../../electron/ports/gateway.ts';
import type { Post } from '../../shared/domain.ts';

/** A request as the world saw it. */
export interface SentRequest {
  readonly number: number;
  readonly accountId: number;
  readonly channelId: number;
  readonly beforeId: number;
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
  edit(channelId: number, id: number, text: string): void;
  /** The ids of the posts there are, oldest first. */
  idsOf(channelId: number): readonly number[];
  readonly connections: AccountConnections;
}

interface SimulatedChannel {
  lastId: number;
  readonly rows: Map<number, Post | 'service'>;
}

const noText = { editedAt: null, replies: null, reactions: [], media: null, groupId: null, author: null };

/** Telegram as a script: channels with posts, and faults that tests choose. */
export function createSimulatedWorld(clock: Clock, floods: FloodGate): SimulatedWorld {
  const channels = new Map<number, SimulatedChannel>();
  const channelOf = (channelId: number): SimulatedChannel => {
    const channel = channels.get(channelId) ?? { lastId: 0, rows: new Map() };
    channels.set(channelId, channel);
    return channel;
  };

  /** By account, on the server's own clock: it forgets no wait when a process does. */
  const floodedUntilMonotonic = new Map<number, number>();

  const world: SimulatedWorld = {
    fault: () => null,
    rowsOf: (request) => request.limit,
    repeats: false,
    latencyMs: 0,
    sent: [],
    forbidden: [],
    reconnects: [],
    withoutSecrets: new Set(),
    forgotten: [],

    publish(channelId, count) {
      const channel = channelOf(channelId);
      for (let index = 0; index < count; index += 1) {
        channel.lastId += 1;
        const id = channel.lastId;
        channel.rows.set(id, {
          ...noText,
          channelId,
          id,
          postedAt: 1_700_000_000_000 + id * 60_000,
          text: `Post ${id} of channel ${channelId}`,
          views: id,
          forwards: 0,
          pinned: false,
        });
      }
    },

    announce(channelId, count) {
      const channel = channelOf(channelId);
      for (let index = 0; index < count; index += 1) {
        channel.lastId += 1;
        channel.rows.set(channel.lastId, 'service');
      }
    },

    remove(channelId, ids) {
      for (const id of ids) channelOf(channelId).rows.delete(id);
    },

    edit(channelId, id, text) {
      const { rows } = channelOf(channelId);
      const post = rows.get(id);
      if (post === undefined || post === 'service') throw new Error(`There is no post ${id} to edit.`);
      rows.set(id, { ...post, text, editedAt: post.postedAt + 1000 });
    },

    idsOf: (channelId) =>
      [...channelOf(channelId).rows].filter(([, row]) => row !== 'service').map(([id]) => id),

    connections: {
      gatewayOf: async (accountId) => (world.withoutSecrets.has(accountId) ? null : gatewayOf(accountId)),
      forget: async (accountId) => {
        world.forgotten.push(accountId);
      },
      closeAll: async () => undefined,
    },
  };

  function pageOf({ channelId, beforeId }: SentRequest, rowCount: number): HistoryPage {
    const rows = [...channelOf(channelId).rows]
      .filter(([id]) => beforeId === 0 || world.repeats || id < beforeId)
      .sort(([one], [other]) => other - one)
      .slice(0, rowCount);
    return {
      posts: rows.flatMap(([, row]) => (row === 'service' ? [] : [row])),
      rows: rows.length,
      oldestId: rows.at(-1)?.[0] ?? null,
    };
  }

  const gatewayOf = (accountId: number): AccountGateway => ({
    accountId,
    async readHistory({ channelId }, { beforeId, limit }, options = {}) {
      if (options.signal?.aborted) {
        return { ok: false, failure: { kind: 'cancelled', message: 'Stopped before it was sent.' } };
      }
      await options.beforeRequest?.();
      const number = world.sent.length + 1;
      const request = { number, accountId, channelId, beforeId, limit, atMonotonic: clock.monotonic() };
      world.sent.push(request);
      if (clock.monotonic() < (floodedUntilMonotonic.get(accountId) ?? 0)) world.forbidden.push(request);
      if (world.latencyMs > 0) {
        await new Promise<void>((resolve) => clock.after(world.latencyMs, resolve));
      }
      const fault = world.fault(request);
      if (fault === 'silence') return new Promise(() => undefined);
      if (fault?.kind === 'flood') {
        const until = clock.monotonic() + fault.waitMs;
        floodedUntilMonotonic.set(accountId, Math.max(until, floodedUntilMonotonic.get(accountId) ?? 0));
        await floods.record(accountId, fault.method, fault.waitMs);
      }
      if (fault !== null) return { ok: false, failure: fault };
      return { ok: true, value: pageOf(request, Math.max(1, Math.min(limit, world.rowsOf(request)))) };
    },
    reconnect: async () => {
      world.reconnects.push(accountId);
    },
    readDialogs: notSimulated,
    resolveChannel: notSimulated,
    readChannel: notSimulated,
    signOut: notSimulated,
    close: async () => undefined,
  });

  return world;
}

async function notSimulated(): Promise<never> {
  throw new Error('A run never asks for this.');
}
