import type {
  ContractClient,
  EventName,
  Events,
  RequestFailure,
  RequestName,
  ResponseOf,
} from '../shared/contract.ts';
import { RequestError } from '../shared/contract.ts';

/** Whether this screen is fed. `since`: wall clock, when the feed was lost. */
export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'disconnected'; readonly since: number }
  /** The server is there and does not know this screen's cookie any more. */
  | { readonly kind: 'refused'; readonly since: number };

/** The one client of the contract a screen has, and whether there is anything at its other end. */
export interface Bridge extends ContractClient {
  connection(): Connection;
  /** Tells of every change of the connection. Returns its unsubscribe function. */
  onConnection(listener: (connection: Connection) => void): () => void;
}

/** Subscriptions by event name. What comes in was written by our own other half, of the same build. */
export function eventListeners(): {
  readonly on: ContractClient['on'];
  tell(name: EventName, payload: unknown): void;
} {
  const listeners: { readonly [Name in EventName]: Set<(event: Events[Name]) => void> } = {
    snapshot: new Set(),
    changed: new Set(),
    open: new Set(),
  };
  return {
    on(name, listener) {
      listeners[name].add(listener);
      return () => listeners[name].delete(listener);
    },
    tell(name, payload) {
      if (name === 'snapshot')
        for (const listener of listeners.snapshot) listener(payload as Events['snapshot']);
      if (name === 'changed')
        for (const listener of listeners.changed) listener(payload as Events['changed']);
      if (name === 'open') for (const listener of listeners.open) listener(payload as Events['open']);
    },
  };
}

/** The response in an answer of the wire; throws `RequestError` when it is a failure, or no answer at all. */
export function answerOf<Name extends RequestName>(answer: unknown): ResponseOf<Name> {
  if (typeof answer === 'object' && answer !== null) {
    if ('response' in answer) return answer.response as ResponseOf<Name>;
    if ('failure' in answer) throw new RequestError(answer.failure as RequestFailure);
  }
  throw new RequestError({
    code: 'failed',
    message: 'Tidings gave an answer this screen does not understand. Reload the screen.',
  });
}
