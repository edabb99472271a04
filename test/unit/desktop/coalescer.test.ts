import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCoalescer } from '../../../electron/desktop/coalescer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the first of a burst is acted on at once, the rest once at the end of the interval', () => {
  const act = vi.fn();
  const { soon } = createCoalescer(250, act);
  for (let call = 0; call < 10; call += 1) soon();
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(249);
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(act).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(10_000);
  expect(act).toHaveBeenCalledTimes(2);
});

test('what must not wait does not, and starts the interval anew', () => {
  const act = vi.fn();
  const { now, soon } = createCoalescer(250, act);
  soon();
  soon();
  now();
  expect(act).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(10_000);
  expect(act).toHaveBeenCalledTimes(2);
});

test('once closed nothing is acted on, not even what was waiting', () => {
  const act = vi.fn();
  const { soon, now, close } = createCoalescer(250, act);
  soon();
  soon();
  close();
  soon();
  now();
  vi.advanceTimersByTime(10_000);
  expect(act).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});
