import type { Clock } from '../../electron/ports/clock.ts';
import type { AccountConnections } from '../../electron/ports/collector.ts';
import type {
  AccountGateway,
  FloodGate,
  GatewayFailure,
  GatewayResult,
  HistoryPage,
} from '../../electron/ports/gateway.ts';
import type { Life } from './simulated-machine.ts';

/** Telegram as a few switches: how long it takes, whether it can be reached, and what it refuses. */
export interface SimulatedTelegram {
  online: boolean;
  readonly failingChannels: Set<number>;
  readonly revokedAccounts: Set<number>;
  /** The next request of the account is answered with a flood wait of so many milliseconds. */
  readonly nextFlood: Map<number, number>;
  connectionsOf(life: Life, clock: Clock, floods: FloodGate): AccountConnections;
}

export interface TelegramOptions {
  /** What the next request takes, in milliseconds. */
  readonly latency: () => number;
  readonly onRequest: (life: Life, accountId: number) => void;
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

  function refusalOf(accountId: number, channelId: number): GatewayFailure | null {
    if (!telegram.online) return { kind: 'network', message: 'No network.' };
    if (telegram.revokedAccounts.has(accountId)) return { kind: 'signed-out', message: 'Signed out.' };
    const waitMs = telegram.nextFlood.get(accountId);
    if (waitMs !== undefined) {
      telegram.nextFlood.delete(accountId);
      return { kind: 'flood', method: 'messages.getHistory', waitMs, message: 'Too many requests.' };
    }
    if (telegram.failingChannels.has(channelId)) return { kind: 'no-access', message: 'Private.' };
    return null;
  }

  function gatewayOf(life: Life, clock: Clock, floods: FloodGate, accountId: number): AccountGateway {
    return {
      accountId,
      async readHistory({ channelId }, _page, request = {}): Promise<GatewayResult<HistoryPage>> {
        if (request.signal?.aborted) return failed({ kind: 'cancelled', message: 'Stopped.' });
        await request.beforeRequest?.();
        onRequest(life, accountId);
        await new Promise<void>((resolve) => clock.after(latency(), resolve));
        const refusal = refusalOf(accountId, channelId);
        if (refusal?.kind === 'flood') {
          onFlood(life, accountId, refusal.waitMs);
          await floods.record(accountId, refusal.method, refusal.waitMs);
          onFloodKept(life, accountId);
        }
        return refusal === null ? { ok: true, value: onePost(channelId) } : failed(refusal);
      },
      readDialogs: notAsked,
      resolveChannel: notAsked,
      readChannel: notAsked,
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
    views: 1,
    forwards: null,
    replies: null,
    reactions: [],
    media: null,
    groupId: null,
    author: null,
    pinned: false,
  };
  return { posts: [post], rows: 1, oldestId: 1 };
}

async function notAsked(): Promise<never> {
  throw new Error('A run never asks for this.');
}
