import type { Log } from '../ports/log.ts';

export interface EventHub<Event> {
  /** Tells every listener, in the order of their coming. */
  emit(event: Event): void;
  /** Returns its unsubscribe function. */
  on(listener: (event: Event) => void): () => void;
}

/**
 * Tells many listeners of one event. A listener that throws (a window that was just destroyed) is logged and
 * keeps nobody else from hearing; an event emitted while another is being told waits for its turn, so that
 * all listeners hear the same order.
 */
export function createEventHub<Event>(log: Pick<Log, 'error'>): EventHub<Event> {
  const listeners = new Set<{ readonly tell: (event: Event) => void }>();
  const waiting: Event[] = [];
  let telling = false;

  function tellAll(event: Event): void {
    for (const listener of [...listeners]) {
      // One that unsubscribed while an earlier listener was told must not hear any more.
      if (!listeners.has(listener)) continue;
      try {
        listener.tell(event);
      } catch (error) {
        log.error('A listener failed while being told what has changed.', error);
      }
    }
  }

  return {
    emit(event) {
      waiting.push(event);
      if (telling) return;
      telling = true;
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) tellAll(next);
      telling = false;
    },
    on(tell) {
      const listener = { tell };
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
