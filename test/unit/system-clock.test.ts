import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
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

  it('does not call back before the delay is over when the timer goes off early', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const now = vi.spyOn(performance, 'now').mockReturnValue(1000);
    onTestFinished(() => now.mockRestore());
    const callback = vi.fn();
    systemClock.after(50, callback);
    now.mockReturnValue(1049.5);
    vi.advanceTimersByTime(50);
    expect(callback).not.toHaveBeenCalled();
    now.mockReturnValue(1050);
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
