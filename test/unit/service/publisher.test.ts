import { beforeEach, describe, expect, test } from 'vitest';
import { createPublisher, type Publisher, type WireEvent } from '../../../electron/service/publisher.ts';
import { noCounts, type Run } from '../../../shared/domain.ts';
import { recordingLog } from '../../support/contract-stubs.ts';
import { createDrivenClock, type DrivenClock } from '../../support/driven-clock.ts';

const startedAt = Date.UTC(2026, 0, 5, 12);

const run: Run = {
  id: 7,
  trigger: 'manual',
  status: 'running',
  policy: 'adaptive',
  intervalMs: 600_000,
  startedAt,
  endedAt: null,
  durationMs: null,
  reason: null,
  worker: 'here:1',
  token: 1,
  ...noCounts,
  channelsTotal: 3,
};

const ended: Run = { ...run, status: 'succeeded', endedAt: startedAt + 20, durationMs: 20 };

function progress(messages: number) {
  const counts = { ...noCounts, channelsTotal: 3, messages };
  return {
    type: 'run-progress',
    progress: { ...counts, collecting: [], standstill: null, eta: null },
  } as const;
}

const resumed = {
  type: 'schedule',
  next: { dueAt: startedAt + 600_000, trigger: 'schedule', reason: { kind: 'resumed' } },
  pause: null,
} as const;

let clock: DrivenClock;
let log: ReturnType<typeof recordingLog>;
let publisher: Publisher;
let heard: { afterMs: number; what: string }[];

function summary(event: WireEvent): string {
  if (event.event === 'changed') return `changed ${event.payload.lists.join('+')}`;
  const { state, run: current } = event.payload;
  return current === null ? state : `${state} ${current.run.messages}`;
}

beforeEach(() => {
  clock = createDrivenClock({ now: startedAt });
  log = recordingLog();
  publisher = createPublisher({ clock, log });
  heard = [];
  publisher.on((event) => heard.push({ afterMs: clock.monotonic(), what: summary(event) }));
});

describe('pushing the state', () => {
  test('the first change after a quiet time goes out at once', async () => {
    await clock.advance(5_000);
    publisher.publish({ type: 'lease', lease: { kind: 'holding' } });
    expect(heard).toEqual([{ afterMs: 5_000, what: 'idle' }]);
  });

  test('a burst becomes one push every 100 ms, and the last change is always sent', async () => {
    publisher.publish({ type: 'run-started', run, monotonic: 0 });
    for (let messages = 1; messages <= 25; messages += 1) {
      await clock.advance(10);
      publisher.publish(progress(messages));
    }
    await clock.advance(1_000);
    expect(heard).toEqual([
      { afterMs: 0, what: 'collecting 0' },
      { afterMs: 100, what: 'collecting 9' },
      { afterMs: 200, what: 'collecting 19' },
      { afterMs: 300, what: 'collecting 25' },
    ]);
  });

  test('a run of 20 ms is seen to run and to end, even in the middle of a burst', async () => {
    publisher.publish({ type: 'lease', lease: { kind: 'holding' } });
    await clock.advance(10);
    publisher.publish({ type: 'run-started', run, monotonic: 10 });
    await clock.advance(10);
    publisher.publish(progress(50));
    await clock.advance(10);
    publisher.publish({ type: 'run-finished', run: ended });
    publisher.publish(resumed);
    await clock.advance(1_000);
    expect(heard).toEqual([
      { afterMs: 0, what: 'idle' },
      { afterMs: 10, what: 'collecting 0' },
      { afterMs: 30, what: 'idle' },
      { afterMs: 130, what: 'idle' },
    ]);
  });

  test('a change that changes nothing is not pushed', async () => {
    publisher.publish(progress(5));
    await clock.advance(1_000);
    expect(heard).toEqual([]);
  });

  test('the spans of a snapshot count from the moment it is asked for', async () => {
    publisher.publish(resumed);
    await clock.advance(60_000);
    expect(publisher.current()).toMatchObject({ at: startedAt + 60_000, next: { remainingMs: 540_000 } });
  });

  test('closing sends what was waiting, and nothing after', async () => {
    publisher.publish({ type: 'run-started', run, monotonic: 0 });
    publisher.publish({ type: 'stopping' });
    publisher.close();
    publisher.publish({ type: 'run-finished', run: ended });
    await clock.advance(1_000);
    expect(heard.map((event) => event.what)).toEqual(['collecting 0', 'stopping 0']);
  });
});

describe('telling of changed lists', () => {
  test('names are gathered over 100 ms, each once', async () => {
    publisher.changed(['runs']);
    publisher.changed(['events', 'channels']);
    publisher.changed(['events']);
    await clock.advance(1_000);
    expect(heard).toEqual([
      { afterMs: 0, what: 'changed runs' },
      { afterMs: 100, what: 'changed events+channels' },
    ]);
  });

  test('they do not delay the state', () => {
    publisher.changed(['runs']);
    publisher.publish({ type: 'lease', lease: { kind: 'holding' } });
    expect(heard.map((event) => event.what)).toEqual(['changed runs', 'idle']);
  });
});

describe('listeners', () => {
  test('one that throws is logged and keeps nobody else from hearing', () => {
    const failure = new Error('Object has been destroyed');
    publisher = createPublisher({ clock, log });
    publisher.on(() => {
      throw failure;
    });
    publisher.on((event) => heard.push({ afterMs: 0, what: summary(event) }));
    publisher.publish({ type: 'lease', lease: { kind: 'holding' } });
    expect(heard).toHaveLength(1);
    expect(log.entries).toEqual([expect.objectContaining({ level: 'error', error: failure })]);
  });

  test('what a listener publishes in its turn is heard by all in the same order', () => {
    publisher = createPublisher({ clock, log });
    publisher.on((event) => {
      if (event.event === 'snapshot' && event.payload.run !== null)
        publisher.publish({ type: 'run-finished', run: ended });
    });
    publisher.on((event) => heard.push({ afterMs: 0, what: summary(event) }));
    publisher.publish({ type: 'lease', lease: { kind: 'holding' } });
    publisher.publish({ type: 'run-started', run, monotonic: 0 });
    expect(heard.map((event) => event.what)).toEqual(['idle', 'collecting 0', 'idle']);
  });

  test('one that unsubscribed hears no more', () => {
    publisher = createPublisher({ clock, log });
    const unsubscribe = publisher.on((event) => heard.push({ afterMs: 0, what: summary(event) }));
    unsubscribe();
    publisher.publish({ type: 'lease', lease: { kind: 'holding' } });
    expect(heard).toEqual([]);
  });
});
