import { expect, test, vi } from 'vitest';
import { LeaseLostError, type StoreWriter } from '../../electron/ports/store.ts';
import { settleRollUp } from '../../electron/settle-roll-up.ts';
import { initialState, reduce, snapshotOf } from '../../shared/snapshot.ts';
import { scriptedFeed } from '../support/event-feed.ts';

const second = 1000;

/** Settles, and each time it does that comes to the next of these ends; the last one is that of all others. */
function settling(...ends: readonly (Error | null)[]) {
  const feed = scriptedFeed();
  const warn = vi.fn();
  let kind: 'holding' | 'none' = 'none';
  let monotonic = 0;
  let times = 0;
  const settleTimeZone = async () => {
    const end = ends[Math.min(times, ends.length - 1)];
    times += 1;
    if (end != null) throw end;
  };
  const chore = settleRollUp({
    events: {
      ...feed,
      current: () =>
        snapshotOf(reduce(initialState, { type: 'lease', lease: { kind } }), { now: 0, monotonic: 0 }),
    },
    writer: () => ({ stats: { settleTimeZone } }) as unknown as StoreWriter,
    log: { warn },
    monotonic: () => monotonic,
  });
  return {
    chore,
    warn,
    /** How often it settled by then. */
    at: async (ms: number, lease: 'holding' | 'none') => {
      monotonic = ms;
      kind = lease;
      feed.emit({ event: 'snapshot', payload: feed.current() });
      await new Promise((resolve) => setImmediate(resolve));
      return times;
    },
  };
}

test('what is of another time zone is made anew once this process collects, and no more while it does', async () => {
  const { at, chore } = settling(null);
  expect(await at(0, 'none')).toBe(0);
  expect(await at(0, 'holding')).toBe(1);
  expect(await at(200 * second, 'holding')).toBe(1);
  await chore.stop();
  expect(await at(500 * second, 'none')).toBe(1);
});

test('cut short by a lost lease it is begun again when this process collects again, at most once a minute', async () => {
  const { at, warn } = settling(new LeaseLostError(), null);
  expect(await at(0, 'holding')).toBe(1);
  expect(await at(second, 'none')).toBe(1);
  expect(await at(59 * second, 'holding')).toBe(1);
  expect(await at(60 * second, 'holding')).toBe(2);
  expect(await at(200 * second, 'holding')).toBe(2);
  expect(warn).not.toHaveBeenCalled();
});

test('another process had the lease meanwhile, and may be in another zone: it is looked at again', async () => {
  const { at } = settling(null);
  expect(await at(0, 'holding')).toBe(1);
  await at(100 * second, 'none');
  expect(await at(101 * second, 'holding')).toBe(2);
});

test('what fails is a warning, and is tried again a minute later', async () => {
  const { at, warn } = settling(new Error('the disk'), null);
  expect(await at(0, 'holding')).toBe(1);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining('the disk'));
  expect(await at(second, 'holding')).toBe(1);
  expect(await at(60 * second, 'holding')).toBe(2);
});
