import { expect, test } from 'vitest';
import { startDailyBackUp } from '../../electron/daily-back-up.ts';
import type { Run } from '../../shared/domain.ts';
import { initialState, reduce, type SnapshotChange, snapshotOf } from '../../shared/snapshot.ts';
import { silentLog } from '../support/collection.ts';
import { scriptedFeed } from '../support/event-feed.ts';

const run: Run = {
  id: 7,
  trigger: 'schedule',
  status: 'succeeded',
  policy: 'adaptive',
  intervalMs: 600_000,
  startedAt: 0,
  endedAt: 4000,
  durationMs: 4000,
  reason: null,
  worker: 'here',
  token: 1,
  channelsDone: 1,
  channelsTotal: 1,
  messages: 50,
  newMessages: 0,
  updatedMessages: 0,
  errors: 0,
};

function backUpsDuring(changes: readonly SnapshotChange[]): number {
  const feed = scriptedFeed();
  let backUps = 0;
  startDailyBackUp({
    file: 'tidings.db',
    events: feed,
    log: silentLog,
    backUp: async () => {
      backUps += 1;
    },
  });
  let state = initialState;
  for (const change of changes) {
    state = reduce(state, change);
    feed.emit({ event: 'snapshot', payload: snapshotOf(state, { now: 0, monotonic: 0 }) });
  }
  return backUps;
}

const holding: SnapshotChange = { type: 'lease', lease: { kind: 'holding' } };
const finished: SnapshotChange = { type: 'run-finished', run };

test('a run that ends brings on a back-up, once', () => {
  expect(backUpsDuring([holding, finished, finished])).toBe(1);
});

test('a run that a shutdown ended brings on none: the process would wait for it', () => {
  expect(backUpsDuring([holding, { type: 'stopping' }, finished])).toBe(0);
});

test('a process that stands by backs nothing up', () => {
  expect(backUpsDuring([{ type: 'lease', lease: { kind: 'standby', holder: 'another' } }, finished])).toBe(0);
});
