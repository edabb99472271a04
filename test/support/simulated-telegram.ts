import type { Clock } from '../../electron/ports/clock.ts';
import type { AccountConnections } from '../../electron/ports/collector.ts';
import type {
  AccountGateway,
  ChannelDifference,
  FloodGate,
  GatewayFailure,
  GatewayResult,
  HistoryPage,
  RequestOptions,
} from '../../electron/ports/gateway.ts';
import type { Life } from './simulated-machine.ts';

/** A wait is for one method; this one alone is ever answered with one. */
export const floodedMethod = 'messages.getHistory';

/** Telegram as a few switches: how long it takes, whether it can be reached, and what it refuses. */
export interface SimulatedTelegram {
  online: boolean;
  readonly failingChannels: Set<number>;
  readonly revokedAccounts: Set<number>;
  /** The account's next request for a history is answered with a flood wait of so many milliseconds. */
  readonly nextFlood: Map<number, number>;
  connectionsOf(life: Life, clock: Clock, floods: FloodGate): AccountConnections;
}

export interface TelegramOptions {
  /** What the next request takes, in milliseconds. */
  readonly latency: () => number;
  readonly onRequest: (life: Life, accountId: number, method: string) => void;
  /** The process is told to wait. It may die before it has made a note of that, or over it. */
  readonly onFlood: (life: Life, accountId: number, waitMs: number) => void;
  /** It has made its note and lives. */
  readonly onFloodKept: (life: Life, accountId: number) => void;
}

export function createSimulatedTelegram({
  latency,
  onRequest,
  onFlood,
  onFloodKept,
}: TelegramOptions): SimulatedTelegram {
  const telegram: SimulatedTelegram = {
    online: true,
    failingChannels: new Set(),
    revokedAccounts: new Set(),
    nextFlood: new Map(),
    connectionsOf: (life, clock, floods) => ({
      gatewayOf: async (accountId) => gatewayOf(life, clock, floods, accountId),
      forget: async () => undefined,
      closeAll: async () => undefined,
    }),
  };

  function refusalOf(
    accountId: number,
    method: string,
    channelIds: readonly number[],
  ): GatewayFailure | null {
    if (!telegram.online) return { kind: 'network', message: 'No network.' };
    if (telegram.revokedAccounts.has(accountId)) return { kind: 'signed-out', message: 'Signed out.' };
    const waitMs = telegram.nextFlood.get(accountId);
    if (waitMs !== undefined && method === floodedMethod) {
      telegram.nextFlood.delete(accountId);
      return { kind: 'flood', method, waitMs, message: 'Too many requests.' };
    }
    if (channelIds.some((channelId) => telegram.failingChannels.has(channelId)))
      return { kind: 'no-access', message: 'Private.' };
    return null;
  }

  function gatewayOf(life: Life, clock: Clock, floods: FloodGate, accountId: number): AccountGateway {
    async function send<Value>(
      method: string,
      channelIds: readonly number[],
      answer: Value,
      request: RequestOptions = {},
    ): Promise<GatewayResult<Value>> {
      if (request.signal?.aborted) return failed({ kind: 'cancelled', message: 'Stopped.' });
      await request.beforeRequest?.();
      onRequest(life, accountId, method);
      await new Promise<void>((resolve) => clock.after(latency(), resolve));
      const refusal = refusalOf(accountId, method, channelIds);
      if (refusal?.kind === 'flood') {
        onFlood(life, accountId, refusal.waitMs);
        await floods.record(accountId, refusal.method, refusal.waitMs);
        onFloodKept(life, accountId);
      }
      return refusal === null ? { ok: true, value: answer } : failed(refusal);
    }

    return {
      accountId,
      readHistory: ({ channelId }, _page, request) =>
        send('messages.getHistory', [channelId], onePost(channelId), request),
      readStates: (channels, request) => {
        const channelIds = channels.map(({ channelId }) => channelId);
        return send('messages.getPeerDialogs', channelIds, [], request);
      },
      readDifference: ({ channelId }, _pts, request) =>
        send('updates.getChannelDifference', [channelId], untold, request),
      readMessages: ({ channelId }, ids, request) => {
        const posts = ids.includes(1) ? onePost(channelId).posts : [];
        const missingIds = ids.filter((id) => id !== 1);
        return send('channels.getMessages', [channelId], { posts, missingIds, serviceIds: [] }, request);
      },
      readChannel: (channel, request) =>
        send(
          'channels.getFullChannel',
          [channel.channelId],
          { ...channel, title: `Channel ${channel.channelId}`, username: null, pts: 1, subscribers: 1000 },
          request,
        ),
      readDialogs: notAsked,
      resolveChannel: notAsked,
      signOut: notAsked,
      reconnect: async () => undefined,
      close: async () => undefined,
    };
  }
  return telegram;
}

function failed(failure: GatewayFailure): GatewayResult<never> {
  return { ok: false, failure };
}

/** A channel whose whole history is one post: what is read does not matter here, only when. */
function onePost(channelId: number): HistoryPage {
  const post = {
    channelId,
    id: 1,
    postedAt: 0,
    editedAt: null,
    text: 'The only post',
    links: [],
    views: 1,
    forwards: null,
    replies: null,
    reactions: [],
    media: null,
    groupId: null,
    author: null,
    pinned: false,
  };
  return { posts: [post], rows: 1, oldestId: 1, pts: 1 };
}

/** Telegram never says what has changed: so every run reads every channel's history, whose floods block an account. */
const untold: ChannelDifference = { kind: 'too-long', pts: null };

async function notAsked(): Promise<never> {
  throw new Error('A run never asks for this.');
}
