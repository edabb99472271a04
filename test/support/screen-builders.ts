import type { LinkHandlers } from '../../renderer/socket-bridge.ts';
import { type Bridge, type Connection, eventListeners } from '../../renderer/wire.ts';
import type { RequestName } from '../../shared/contract.ts';
import { defaultSettings, noFigures, type Run } from '../../shared/domain.ts';
import { noAlerts, type Snapshot } from '../../shared/snapshot.ts';

/** Builders and stand-ins for what a screen is fed. */

export function runOf(change: Partial<Run> = {}): Run {
  return {
    id: 1,
    trigger: 'schedule',
    status: 'succeeded',
    policy: 'adaptive',
    intervalMs: 600_000,
    startedAt: 1_000_000,
    endedAt: 1_004_000,
    durationMs: 4000,
    reason: null,
    worker: 'here:1',
    token: 1,
    channelsDone: 12,
    channelsTotal: 12,
    messages: 50,
    newMessages: 3,
    updatedMessages: 2,
    errors: 0,
    ...change,
  };
}

export function runningOf(change: Partial<Run> = {}): NonNullable<Snapshot['run']> {
  return {
    run: runOf({ status: 'running', endedAt: null, durationMs: null, channelsDone: 0, ...change }),
    elapsedMs: 0,
    collecting: [],
    standstill: null,
    eta: null,
    cancelling: false,
  };
}

export function snapshotOf(change: Partial<Snapshot> = {}): Snapshot {
  return {
    at: 1_010_000,
    state: 'idle',
    sentence: 'Next run in 10m 00s: the first run.',
    lease: { kind: 'holding' },
    run: null,
    next: {
      dueAt: 1_610_000,
      trigger: 'schedule',
      reason: { kind: 'first' },
      remainingMs: 600_000,
      because: 'the first run',
    },
    pause: null,
    lastRun: null,
    lastRunAgeMs: null,
    figures: noFigures,
    alerts: noAlerts,
    settings: defaultSettings,
    attention: [],
    ...change,
  };
}

/** The other end of a socket bridge: links as the bridge opened them, moved by the test. */
export function fakeNetwork() {
  const links: FakeLink[] = [];
  return {
    links,
    latest(): FakeLink {
      const link = links.at(-1);
      if (link === undefined) throw new Error('The bridge has opened no link yet.');
      return link;
    },
    connect(handlers: LinkHandlers) {
      const link: FakeLink = { handlers, sent: [], closedByUs: false };
      links.push(link);
      return {
        send: (text: string) => {
          link.sent.push(JSON.parse(text) as FakeLink['sent'][number]);
        },
        close: () => {
          link.closedByUs = true;
        },
      };
    },
  };
}

export interface FakeLink {
  readonly handlers: LinkHandlers;
  readonly sent: { id: number; name: string; request: unknown }[];
  closedByUs: boolean;
}

/** A bridge whose answers and pushes are the test's. `asked` counts by request name. */
export function fakeBridge(answers: Partial<Record<RequestName, (request: unknown) => unknown>>) {
  const events = eventListeners();
  const listeners = new Set<(connection: Connection) => void>();
  const asked: { name: RequestName; request: unknown }[] = [];
  let connection: Connection = { kind: 'connected' };
  const bridge: Bridge = {
    request: async (name, request) => {
      asked.push({ name, request });
      const answer = answers[name];
      if (answer === undefined) throw new Error(`The test gives no answer to ${name}.`);
      return answer(request) as never;
    },
    on: events.on,
    connection: () => connection,
    onConnection(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    bridge,
    asked,
    push: (snapshot: Snapshot) => events.tell('snapshot', snapshot),
    changed: (lists: readonly string[]) => events.tell('changed', { lists }),
    becomes(next: Connection) {
      connection = next;
      for (const listener of listeners) listener(next);
    },
  };
}
