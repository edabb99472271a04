import type {
  RequestFailure,
  RequestName,
  ResponseOf,
  WireMessage,
  WireRequest,
} from '../shared/contract.ts';
import { RequestError } from '../shared/contract.ts';
import { answerOf, type Bridge, type Connection, eventListeners } from './wire.ts';

/** A connection that may come to be open, as the bridge drives it. */
export interface Link {
  send(text: string): void;
  close(): void;
}

export interface LinkHandlers {
  opened(): void;
  received(text: string): void;
  /** Also when it never opened. */
  closed(): void;
}

export interface SocketBridgeOptions {
  readonly connect: (handlers: LinkHandlers) => Link;
  /** Whether the server still lets this screen in; `away` when it cannot be asked. */
  readonly probe: () => Promise<'let-in' | 'refused' | 'away'>;
  /** Wall clock, milliseconds since the epoch. */
  readonly now: () => number;
}

const firstRetryMs = 1000;
const mostRetryMs = 10_000;
const failuresBeforeProbe = 3;
/** Snapshots come only when something changes, so silence is normal; after this much of it we knock. */
const silenceMs = 20_000;
const knockMs = 10_000;
/** Nobody waits for the answer to a knock: that there is one is all it says. */
const knockId = 0;

const notSent: RequestFailure = {
  code: 'not-connected',
  message: 'Not connected to Tidings, so nothing was sent. Try again once this screen has reconnected.',
};
const cutOff: RequestFailure = {
  code: 'not-connected',
  message:
    'The connection was cut before Tidings answered, so it may or may not have been done. Look at the state once this screen has reconnected.',
};

/**
 * The contract over a socket that comes back by itself: after 1 s, 2 s, 4 s, … at most 10 s. Nothing is ever
 * sent a second time: what was under way when the connection was cut fails with `not-connected`.
 */
export function socketBridge({ connect, probe, now }: SocketBridgeOptions): Bridge {
  const events = eventListeners();
  const connectionListeners = new Set<(connection: Connection) => void>();
  const waiting = new Map<number, { resolve(answer: unknown): void; reject(error: RequestError): void }>();
  let connection: Connection = { kind: 'connecting' };
  let open: Link | null = null;
  let lastId = 0;
  let failures = 0;
  let knocking: ReturnType<typeof setTimeout> | undefined;

  function tell(next: Connection): void {
    connection = next;
    for (const listener of connectionListeners) listener(next);
  }

  function lost(): void {
    clearTimeout(knocking);
    open = null;
    const cut = [...waiting.values()];
    waiting.clear();
    for (const request of cut) request.reject(new RequestError(cutOff));
    if (connection.kind === 'connecting' || connection.kind === 'connected')
      tell({ kind: 'disconnected', since: now() });
    failures += 1;
    if (failures >= failuresBeforeProbe) void askWhetherLetIn();
    setTimeout(attempt, Math.min(mostRetryMs, firstRetryMs * 2 ** (failures - 1)));
  }

  /** A browser does not say why a socket was refused, so a plain request asks. */
  async function askWhetherLetIn(): Promise<void> {
    const answer = await probe();
    if (connection.kind !== 'disconnected' && connection.kind !== 'refused') return;
    const kind = answer === 'refused' ? 'refused' : 'disconnected';
    if (kind !== connection.kind) tell({ kind, since: connection.since });
  }

  function attempt(): void {
    let over = false;
    const end = (): void => {
      if (over) return;
      over = true;
      lost();
    };
    const listen = (): void => {
      clearTimeout(knocking);
      knocking = setTimeout(() => {
        // A connection cut somewhere between here and there does not always close: then no answer tells.
        link.send(JSON.stringify({ id: knockId, name: 'snapshot.get', request: {} } satisfies WireRequest));
        knocking = setTimeout(() => {
          end();
          link.close();
        }, knockMs);
      }, silenceMs);
    };
    const link = connect({
      opened() {
        if (over) return;
        failures = 0;
        open = link;
        listen();
        tell({ kind: 'connected' });
      },
      received(text) {
        if (over) return;
        listen();
        const message = parse(text);
        if (message === null) {
          end();
          link.close();
        } else take(message);
      },
      closed: end,
    });
  }

  function take(message: WireMessage): void {
    if ('event' in message) {
      events.tell(message.event, message.payload);
      return;
    }
    const request = waiting.get(message.id);
    waiting.delete(message.id);
    request?.resolve(message);
  }

  function send(name: RequestName, request: unknown): Promise<unknown> {
    const link = open;
    if (link === null) return Promise.reject(new RequestError(notSent));
    lastId += 1;
    const id = lastId;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      link.send(JSON.stringify({ id, name, request } satisfies WireRequest));
    });
  }

  attempt();
  return {
    request: async <Name extends RequestName>(name: Name, request: unknown): Promise<ResponseOf<Name>> =>
      answerOf<Name>(await send(name, request)),
    on: events.on,
    connection: () => connection,
    onConnection(listener) {
      connectionListeners.add(listener);
      return () => connectionListeners.delete(listener);
    },
  };
}

/** Null for what is no message of the contract: the other side is then not to be trusted to go on. */
function parse(text: string): WireMessage | null {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null && ('event' in message || 'id' in message)
      ? (message as WireMessage)
      : null;
  } catch {
    return null;
  }
}

/** A browser's WebSocket as a link; the session cookie goes with it by itself. */
export function openWebSocket(address: string, handlers: LinkHandlers): Link {
  const socket = new WebSocket(address);
  socket.addEventListener('open', () => handlers.opened());
  socket.addEventListener('message', (message) => handlers.received(String(message.data)));
  socket.addEventListener('close', () => handlers.closed());
  return { send: (text) => socket.send(text), close: () => socket.close() };
}

/** `GET /session`: 204 when this screen is let in, 401 or 403 when its cookie is not (or no longer) good. */
export async function probeSession(): Promise<'let-in' | 'refused' | 'away'> {
  try {
    const { status } = await fetch('/session', { cache: 'no-store' });
    return status === 401 || status === 403 ? 'refused' : 'let-in';
  } catch {
    return 'away';
  }
}
