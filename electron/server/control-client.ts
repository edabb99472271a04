import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import {
  type ContractClient,
  type EventName,
  type Events,
  RequestError,
  type RequestFailure,
  type RequestName,
  type RequestOf,
  type ResponseOf,
  type WireMessage,
} from '../../shared/contract.ts';
import { checkStopgapFolder, controlPathOf } from './control-path.ts';
import { createLineReader } from './json-lines.ts';

export interface ControlClient extends ContractClient {
  /** Resolves when the other side has gone, or after `close`. */
  readonly closed: Promise<void>;
  close(): void;
}

/** Far above what a page of a thousand posts takes: only a guard against something that is not Tidings. */
const mostAnswerCharacters = 256 * 1024 * 1024;

const gone: RequestFailure = {
  code: 'not-connected',
  message:
    'Tidings went away before it answered. What it had collected is kept. Start it again, or run the command again.',
};

/**
 * Reaches the process that collects into `dataFolder`; null when none does. Listen before the first `await`, and
 * no event is missed. Throws an `Error` in words when there is a socket that may not be opened.
 */
export async function connectControl(dataFolder: string): Promise<ControlClient | null> {
  try {
    const { path, stopgapFolder } = await controlPathOf(dataFolder);
    if (stopgapFolder !== null) await checkStopgapFolder(stopgapFolder);
    const socket = connect(path);
    await once(socket, 'connect');
    return createClient(socket);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // No socket, or one that a killed process left behind.
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return null;
    if (code === 'EACCES' || code === 'EPERM')
      throw new Error(
        'The Tidings that collects into this data folder runs as another user. Run the command as that user.',
        { cause: error },
      );
    throw error;
  }
}

const notUnderstood: RequestFailure = {
  code: 'not-connected',
  message: 'What answered is not this version of Tidings. Use the same version for the app and the command.',
};

interface Pending {
  readonly resolve: (response: unknown) => void;
  readonly reject: (error: RequestError) => void;
}

type Listeners = { [Name in EventName]: Set<(event: Events[Name]) => void> };

function createClient(socket: Socket): ControlClient {
  const pending = new Map<number, Pending>();
  const listeners: Listeners = { snapshot: new Set(), changed: new Set(), open: new Set() };
  let lastId = 0;
  let refusal: RequestFailure | null = null;

  function receive(line: string): void {
    const message = parseMessage(line);
    if (message === null) {
      refusal = notUnderstood;
      socket.destroy();
    } else if ('event' in message) {
      // A newer version may tell of more than this one listens to.
      if (!Object.hasOwn(listeners, message.event)) return;
      for (const listener of [...listeners[message.event]]) listener(message.payload as never);
    } else {
      const waiting = pending.get(message.id);
      pending.delete(message.id);
      if (!('failure' in message)) waiting?.resolve(message.response);
      else if (waiting !== undefined) waiting.reject(new RequestError(message.failure));
      // Not an answer to one request: the other side explains why it hangs up.
      else refusal = message.failure;
    }
  }

  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => {
      for (const { reject } of pending.values()) reject(new RequestError(refusal ?? gone));
      pending.clear();
      resolve();
    });
  });
  // 'close' follows, and tells those who wait.
  socket.on('error', () => socket.destroy());
  socket.setEncoding('utf8');
  socket.on(
    'data',
    createLineReader({
      mostCharacters: mostAnswerCharacters,
      onLine: receive,
      onOverflow: () => socket.destroy(),
    }) as (chunk: Buffer | string) => void,
  );
  // Says that this side may write, which starts the events.
  socket.write('\n');

  return {
    closed,
    close: () => socket.destroy(),
    request<Name extends RequestName>(name: Name, request: RequestOf<Name>): Promise<ResponseOf<Name>> {
      return new Promise((resolve, reject) => {
        if (!socket.writable) {
          reject(new RequestError(refusal ?? gone));
          return;
        }
        lastId += 1;
        pending.set(lastId, { resolve: resolve as Pending['resolve'], reject });
        socket.write(`${JSON.stringify({ id: lastId, name, request })}\n`);
      });
    },
    on<Name extends EventName>(name: Name, listener: (event: Events[Name]) => void) {
      listeners[name].add(listener);
      return () => {
        listeners[name].delete(listener);
      };
    },
  };
}

/** Null when it is not a message; what is in it is trusted, because only this user's Tidings can be at the other end. */
function parseMessage(line: string): WireMessage | null {
  try {
    const message: unknown = JSON.parse(line);
    return typeof message === 'object' ? (message as WireMessage | null) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
