import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../electron/ports/clock.ts';
import {
  afterAnswer,
  afterCall,
  afterFlood,
  createPacer,
  fullBucket,
  localPacing,
  type Pace,
  waitBeforeNext,
} from '../../../electron/telegram/pacing.ts';

const pace: Pace = { burst: 3, intervalMs: 1000 };

function spend(calls: number, now: number) {
  let bucket = fullBucket(pace, now);
  for (let call = 0; call < calls; call += 1) bucket = afterCall(bucket, pace, now);
  return bucket;
}

/** Time moves only when someone waits, and then at once to the end of that wait. */
function jumpingClock(): Clock & { elapsed: () => number } {
  let now = 0;
  return {
    now: () => now,
    monotonic: () => now,
    elapsed: () => now,
    after: (delayMs, callback) => {
      let cancelled = false;
      queueMicrotask(() => {
        if (cancelled) return;
        now += delayMs;
        callback();
      });
      return () => {
        cancelled = true;
      };
    },
  };
}

describe('the pace of one method', () => {
  it('lets a burst through at once and then one call an interval', () => {
    expect(waitBeforeNext(spend(2, 0), pace, 0)).toBe(0);
    expect(waitBeforeNext(spend(3, 0), pace, 0)).toBe(1000);
    expect(waitBeforeNext(spend(3, 0), pace, 400)).toBe(600);
    expect(waitBeforeNext(spend(3, 0), pace, 1000)).toBe(0);
  });

  it('gathers no more than a burst in however long a rest', () => {
    let bucket = spend(3, 0);
    for (let call = 0; call < 3; call += 1) bucket = afterCall(bucket, pace, 3_600_000);
    expect(waitBeforeNext(bucket, pace, 3_600_000)).toBe(1000);
  });

  it('waits out a flood, lets one call through and goes at half the speed from then on', () => {
    const flooded = afterFlood(spend(1, 0), 0, 7000);
    expect(waitBeforeNext(flooded, pace, 0)).toBe(7000);
    expect(waitBeforeNext(flooded, pace, 7000)).toBe(0);
    expect(waitBeforeNext(afterCall(flooded, pace, 7000), pace, 7000)).toBe(2000);
  });

  it('slows down further with every flood, to a minute a call at most', () => {
    let bucket = fullBucket(pace, 0);
    for (let flood = 0; flood < 20; flood += 1) bucket = afterFlood(bucket, 0, 1000);
    expect(bucket.intervalMs).toBe(60_000);
  });

  it('comes back to its own speed slowly, and never beyond', () => {
    let bucket = afterFlood(fullBucket(pace, 0), 0, 1000);
    bucket = afterAnswer(bucket, pace);
    expect(bucket.intervalMs).toBeGreaterThan(1900);
    for (let answer = 0; answer < 100; answer += 1) bucket = afterAnswer(bucket, pace);
    expect(bucket.intervalMs).toBe(1000);
  });
});

describe('the pacer', () => {
  const pacing = {
    otherwise: pace,
    methods: { 'contacts.resolveUsername': { burst: 1, intervalMs: 30_000 } },
  };
  const { signal } = new AbortController();

  it('takes 100 calls no faster than the pace allows', async () => {
    const clock = jumpingClock();
    const pacer = createPacer(clock, pacing);
    for (let call = 0; call < 100; call += 1) await pacer.turn(1, 'messages.getHistory', signal);
    expect(clock.elapsed()).toBeCloseTo(97_000);
  });

  it('hardly holds back readers of a data centre of one’s own', async () => {
    const clock = jumpingClock();
    const pacer = createPacer(clock, localPacing);
    for (let call = 0; call < 2000; call += 1) await pacer.turn(1, 'messages.getHistory', signal);
    expect(clock.elapsed()).toBeLessThan(1100);
  });

  it('keeps accounts and methods apart', async () => {
    const clock = jumpingClock();
    const pacer = createPacer(clock, pacing);
    for (let call = 0; call < 3; call += 1) await pacer.turn(1, 'messages.getHistory', signal);
    await pacer.turn(2, 'messages.getHistory', signal);
    await pacer.turn(1, 'contacts.resolveUsername', signal);
    expect(clock.elapsed()).toBe(0);
    await pacer.turn(1, 'contacts.resolveUsername', signal);
    expect(clock.elapsed()).toBe(30_000);
  });

  it('stops waiting for a turn when the signal is aborted, and counts nothing', async () => {
    let waits = 0;
    const clock: Clock = {
      now: () => 0,
      monotonic: () => 0,
      after: () => {
        waits += 1;
        return () => {
          waits -= 1;
        };
      },
    };
    const pacer = createPacer(clock, pacing);
    const controller = new AbortController();
    for (let call = 0; call < 3; call += 1) await pacer.turn(1, 'messages.getHistory', controller.signal);
    const turn = pacer.turn(1, 'messages.getHistory', controller.signal);
    expect(waits).toBe(1);
    controller.abort();
    expect(await turn).toBe(false);
    expect(waits).toBe(0);
  });
});
