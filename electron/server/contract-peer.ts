import { z } from 'zod';
import type { ChangedList, WireMessage } from '../../shared/contract.ts';
import type { Log } from '../ports/log.ts';
import type { Answerer } from '../service/answer.ts';
import type { EventFeed, WireEvent } from '../service/publisher.ts';

/** What carries the messages of one connected screen or command. */
export interface PeerLine {
  /** Sends one message; calls back when the system has taken it, or when the line is gone. */
  send(text: string, flushed: () => void): void;
  /** What `send` was given and the system has not taken yet. */
  bufferedBytes(): number;
  /** Ends the line because of what came over it. `words` fit the 123 bytes of a WebSocket's close frame. */
  refuse(problem: 'not-json' | 'not-a-request', words: string): void;
}

export interface Peer {
  /** One message from the other side. */
  receive(text: string): void;
  /** Starts pushing: the whole state at once, then every event. */
  greet(): void;
  /** The line is gone. */
  leave(): void;
}

/** Longest message a peer may send, in bytes. */
export const mostRequestBytes = 1024 * 1024;
/** Requests of one peer that may wait for their answer, or for the answer to be taken, at the same time. */
export const mostInFlight = 64;
/** With more than this unsent, events are held back and only the newest state is sent once there is room. */
const congestedBytes = 256 * 1024;

const wireRequest = z.object({ id: z.int().nonnegative(), name: z.string(), request: z.unknown() });

export interface PeerServices {
  readonly answer: Answerer;
  readonly events: EventFeed;
  readonly log: Log;
}

/** Speaks the contract with one peer, over whatever line. */
export function createPeer(line: PeerLine, { answer, events, log }: PeerServices): Peer {
  const heldLists = new Set<ChangedList>();
  let snapshotHeld = false;
  let inFlight = 0;
  let unsubscribe: (() => void) | null = null;

  const congested = () => line.bufferedBytes() > congestedBytes;

  function send(message: WireMessage, flushed: () => void = sendHeld): void {
    line.send(JSON.stringify(message), flushed);
  }

  function push(event: WireEvent): void {
    if (!congested() && !snapshotHeld && heldLists.size === 0) {
      send(event);
      return;
    }
    // Something unsent is ahead of it, so `sendHeld` will be called.
    if (event.event === 'snapshot') snapshotHeld = true;
    else for (const list of event.payload.lists) heldLists.add(list);
  }

  function sendHeld(): void {
    if (unsubscribe === null || congested()) return;
    if (snapshotHeld) {
      snapshotHeld = false;
      // Taken anew: the spans in a snapshot count from its making.
      send({ event: 'snapshot', payload: events.current() });
    }
    if (heldLists.size > 0) {
      const lists = [...heldLists];
      heldLists.clear();
      send({ event: 'changed', payload: { lists } });
    }
  }

  async function respond({ id, name, request }: z.infer<typeof wireRequest>): Promise<void> {
    inFlight += 1;
    const done = () => {
      inFlight -= 1;
      sendHeld();
    };
    try {
      send({ id, ...(await answer({ name, request })) }, done);
    } catch (error) {
      log.error(`The answer to “${name}” could not be sent.`, error);
      const message = 'Tidings could not send its answer. The log file has the details.';
      send({ id, failure: { code: 'failed', message } }, done);
    }
  }

  return {
    receive(text) {
      const parsed = parseJson(text);
      if (!parsed.valid) {
        line.refuse('not-json', 'That was not JSON. Reload the page, or use the same version on both sides.');
        return;
      }
      const wire = wireRequest.safeParse(parsed.value);
      if (!wire.success) {
        line.refuse('not-a-request', 'That was not a request: { id, name, request } was expected.');
        return;
      }
      if (inFlight >= mostInFlight) {
        const message = `Too many requests at once: at most ${mostInFlight} may wait for an answer. Try again in a moment.`;
        send({ id: wire.data.id, failure: { code: 'failed', message } });
        return;
      }
      void respond(wire.data);
    },
    greet() {
      if (unsubscribe !== null) return;
      unsubscribe = events.on(push);
      push({ event: 'snapshot', payload: events.current() });
    },
    leave() {
      unsubscribe?.();
      unsubscribe = null;
    },
  };
}

function parseJson(
  text: string,
): { readonly valid: true; readonly value: unknown } | { readonly valid: false } {
  try {
    return { valid: true, value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return { valid: false };
    throw error;
  }
}
