import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { waitUntilOnline, watchNetwork } from '../../../electron/desktop/network.ts';
import { scriptedFeed } from '../../support/event-feed.ts';
import { snapshotOf } from '../../support/screen-builders.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = new AbortController().signal;

test('a network that is there is not waited for', async () => {
  await expect(waitUntilOnline(() => true, 60_000, never)).resolves.toBe(true);
});

test('the wait ends when the network comes', async () => {
  let online = false;
  const waiting = waitUntilOnline(() => online, 60_000, never);
  await vi.advanceTimersByTimeAsync(10_000);
  online = true;
  await vi.advanceTimersByTimeAsync(2_000);
  await expect(waiting).resolves.toBe(true);
  expect(vi.getTimerCount()).toBe(0);
});

test('the wait ends without it at the deadline, and when it is called off', async () => {
  const late = waitUntilOnline(() => false, 60_000, never);
  const abort = new AbortController();
  const calledOff = waitUntilOnline(() => false, 60_000, abort.signal);
  abort.abort();
  await expect(calledOff).resolves.toBe(false);
  await vi.advanceTimersByTimeAsync(60_000);
  await expect(late).resolves.toBe(false);
  await expect(waitUntilOnline(() => true, 60_000, abort.signal)).resolves.toBe(false);
  expect(vi.getTimerCount()).toBe(0);
});

test('the network is watched only while the collector retries, and its return told once', async () => {
  const events = scriptedFeed();
  const onReturn = vi.fn();
  const isOnline = vi.fn(() => false);
  const stop = watchNetwork({ events, isOnline, onReturn });
  const tell = (state: 'idle' | 'retrying') =>
    events.emit({ event: 'snapshot', payload: snapshotOf({ state }) });
  tell('idle');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(isOnline).not.toHaveBeenCalled();

  tell('retrying');
  await vi.advanceTimersByTimeAsync(10_000);
  isOnline.mockReturnValue(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(onReturn).toHaveBeenCalledTimes(1);

  tell('idle');
  expect(vi.getTimerCount()).toBe(0);
  stop();
  expect(events.listeners()).toBe(0);
});
