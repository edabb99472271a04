import { expect, test, vi } from 'vitest';
import type { StoreReader, StoreWriter } from '../../electron/ports/store.ts';
import { startWatching } from '../../electron/watch-after-runs.ts';
import type { ChangedList } from '../../shared/contract.ts';
import {
  initialState,
  noAlerts,
  reduce,
  type SnapshotChange,
  snapshotOf,
  type UnseenAlerts,
} from '../../shared/snapshot.ts';
import { scriptedFeed } from '../support/event-feed.ts';
import { runOf } from '../support/screen-builders.ts';

const found: UnseenAlerts = { count: 2, newest: null };

function watching(check: () => Promise<readonly never[]> = async () => []) {
  const feed = scriptedFeed();
  const published: SnapshotChange[] = [];
  const changed: ChangedList[] = [];
  const warn = vi.fn();
  const checks: number[] = [];
  let unseen = noAlerts;
  const chore = startWatching({
    events: feed,
    store: { watches: { unseen: async () => unseen } } as unknown as StoreReader,
    writer: () =>
      ({
        watches: {
          check: (now: number) => {
            checks.push(now);
            unseen = found;
            return check();
          },
        },
      }) as unknown as StoreWriter,
    clock: { now: () => 42 },
    publish: (change) => published.push(change),
    changed: (lists) => changed.push(...lists),
    log: { warn },
  });
  let state = reduce(initialState, { type: 'lease', lease: { kind: 'holding' } });
  const finish = (id: number): void => {
    state = reduce(state, { type: 'run-finished', run: runOf({ id }) });
    feed.emit({ event: 'snapshot', payload: snapshotOf(state, { now: 0, monotonic: 0 }) });
  };
  return { chore, published, changed, checks, warn, finish };
}

test('what has not been seen is told at the start, and again after each run, once it was looked', async () => {
  const { chore, published, changed, checks, finish } = watching();
  await vi.waitFor(() => expect(published).toEqual([{ type: 'alerts', alerts: noAlerts }]));
  finish(1);
  await chore.stop();
  expect(checks).toEqual([42]);
  expect(published.at(-1)).toEqual({ type: 'alerts', alerts: found });
  expect(changed).toEqual(['alerts', 'alerts']);
});

test('what goes wrong is a warning, and the next run is looked at all the same', async () => {
  let fails = true;
  const { chore, published, warn, finish } = watching(async () => {
    if (fails) throw new Error('the disk');
    return [];
  });
  finish(1);
  await vi.waitFor(() => expect(warn).toHaveBeenCalledWith(expect.stringContaining('the disk')));
  fails = false;
  await vi.waitFor(() => {
    finish(2);
    expect(published.at(-1)).toEqual({ type: 'alerts', alerts: found });
  });
  await chore.stop();
});
