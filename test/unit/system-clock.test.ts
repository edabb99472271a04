import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../../electron/system-clock.ts';

describe('the clock of the system', () => {
  afterEach(() => void vi.useRealTimers());

  it('calls back after delays longer than Node’s longest timer, and not before', () => {
    vi.useFakeTimers();
    const fortyDaysMs = 40 * 24 * 3_600_000;
    const callback = vi.fn();
    systemClock.after(fortyDaysMs, callback);
    vi.advanceTimersByTime(fortyDaysMs - 1);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(callback).toHaveBeenCalledOnce();
  });

  it('calls back at once for a delay that is over, and never once cancelled', () => {
    vi.useFakeTimers();
    const late = vi.fn();
    systemClock.after(-5, late);
    vi.advanceTimersByTime(0);
    expect(late).toHaveBeenCalledOnce();
    const cancelled = vi.fn();
    systemClock.after(3_000_000_000, cancelled)();
    vi.advanceTimersByTime(4_000_000_000);
    expect(cancelled).not.toHaveBeenCalled();
  });

  it('never goes back', () => {
    const before = systemClock.monotonic();
    expect(systemClock.monotonic()).toBeGreaterThanOrEqual(before);
  });
});
