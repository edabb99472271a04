import { describe, expect, test } from 'vitest';
import { openStage, ten } from '../../support/scheduler-stage.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const networkAway = { status: 'failed', networkAway: true, reason: 'No network.', channelsDone: 0 } as const;
describe('rule 2, one state', () => {
  test('the next run, its countdown and its sentence come from the memory alone', async () => {
    const stage = await openStage();
    const { snapshot } = await stage.started();
    await stage.machine.advance(2 * minute + 37 * second);
    expect(snapshot().next).toMatchObject({ dueAt: ten + 10 * minute, remainingMs: 443 * second });
    expect(snapshot().sentence).toBe('Next run in 7m 23s: every 10 min, and the last run took 4 s.');
  });

  test('figures are read again at the local midnight', async () => {
    const stage = await openStage({ intervalMs: 7 * 24 * hour });
    const { snapshot } = await stage.started();
    await stage.machine.advance(14 * hour - second);
    expect(snapshot().figures).toMatchObject({ runsToday: 1, dayStartedAt: ten - 10 * hour });
    await stage.machine.advance(2 * second);
    expect(snapshot().figures).toMatchObject({ runsToday: 0, dayStartedAt: ten + 14 * hour });
  });
});

describe('rule 4, restart', () => {
  test('what is due is restored exactly', async () => {
    const stage = await openStage({ jitterPercent: 10 });
    const first = await stage.started();
    await stage.machine.advance(minute);
    const { next } = first.snapshot();
    const memory = await stage.store.schedule.read();
    first.life.alive = false;
    await stage.machine.advance(minute);
    const second = await stage.started();
    expect(second.snapshot().next.dueAt).toBe(next.dueAt);
    expect(await stage.store.schedule.read()).toEqual(memory);
  });

  test('overdue, one catch-up run starts after the settle delay and carries the number missed', async () => {
    const stage = await openStage();
    const first = await stage.started();
    await stage.machine.advance(minute);
    first.life.alive = false;
    await stage.machine.advance(hour);
    await stage.started();
    await stage.machine.advance(11 * minute);
    expect(await stage.starts()).toEqual([
      [0, 'schedule'],
      [3670, 'catch-up'],
      [4270, 'schedule'],
    ]);
    const [, catchUp] = await stage.events('run.started');
    expect(catchUp?.metadata.missedRuns).toBe(6);
  });

  test('a run that was cut off is closed, and the policy counts from its end', async () => {
    const stage = await openStage({ policy: 'fixed' });
    stage.script.durationMs = 20 * minute;
    const first = await stage.started();
    await stage.machine.advance(2 * minute + second);
    first.life.alive = false;
    await stage.machine.advance(30 * second);
    stage.script.durationMs = 4 * second;
    const next = await stage.started();
    expect((await stage.runs())[0]).toMatchObject({
      status: 'interrupted',
      endedAt: ten + 2 * minute,
      durationMs: 2 * minute,
    });
    expect(next.snapshot().next.dueAt).toBe(ten + 12 * minute);
    expect((await stage.events('run.finished'))[0]?.metadata.status).toBe('interrupted');
  });

  test('"run at launch" makes it a startup run, never within the cooldown of a run', async () => {
    const stage = await openStage({ runAtLaunch: true, cooldownMs: 5 * minute });
    const first = await stage.started();
    await stage.machine.advance(minute);
    first.life.alive = false;
    await stage.started();
    await stage.machine.advance(6 * minute);
    expect(await stage.starts()).toEqual([
      [10, 'startup'],
      [314, 'startup'],
    ]);
  });
});

describe('rule 5, sleep', () => {
  test('a wake is noticed within 15 s without being told, and gives one catch-up', async () => {
    const stage = await openStage();
    await stage.started();
    await stage.machine.advance(minute);
    stage.machine.sleep(8 * hour);
    await stage.machine.advance(minute);
    const starts = await stage.starts();
    expect(starts).toHaveLength(2);
    const [seconds, trigger] = starts[1] ?? [];
    expect(trigger).toBe('catch-up');
    expect(seconds).toBeGreaterThanOrEqual(8 * 3600 + 60 + 10);
    expect(seconds).toBeLessThanOrEqual(8 * 3600 + 60 + 15 + 10);
  });

  test('the catch-up waits for the network, up to 60 s', async () => {
    const stage = await openStage();
    const waits: number[] = [];
    const process = await stage.started({
      network: {
        waitUntilOnline: (timeoutMs) => {
          waits.push(timeoutMs);
          return new Promise((resolve) => {
            stage.machine
              .clockFor({ pid: 0, alive: true, frozen: false })
              .after(timeoutMs, () => resolve(false));
          });
        },
      },
    });
    await stage.machine.advance(minute);
    stage.machine.sleep(hour);
    process.scheduler.noteResume();
    await stage.machine.advance(69 * second);
    expect(await stage.starts()).toHaveLength(1);
    await stage.machine.advance(second);
    expect((await stage.starts())[1]).toEqual([3600 + 60 + 70, 'catch-up']);
    expect(waits).toEqual([minute]);
  });

  test('sleep is no part of a run, on machines whose monotonic clock counts it too', async () => {
    const stage = await openStage();
    const process = await stage.started();
    await stage.machine.advance(2 * second);
    process.scheduler.noteSuspend();
    // Such a machine's monotonic clock goes on while no timer of the process fires.
    process.life.frozen = true;
    await stage.machine.advance(hour);
    process.life.frozen = false;
    process.scheduler.noteResume();
    expect(process.snapshot().run?.elapsedMs).toBe(2 * second);
    await stage.machine.advance(2 * second);
    expect((await stage.runs())[0]).toMatchObject({ status: 'succeeded', durationMs: 2 * second });
  });

  test('a run that slept goes on when the lease is still held', async () => {
    const stage = await openStage();
    let rebuilt = 0;
    const process = await stage.started({
      onWake: async () => {
        rebuilt += 1;
      },
    });
    await stage.machine.advance(2 * second);
    process.scheduler.noteSuspend();
    stage.machine.sleep(hour);
    process.scheduler.noteResume();
    await stage.machine.advance(3 * second);
    expect(rebuilt).toBe(1);
    expect((await stage.runs())[0]).toMatchObject({ status: 'succeeded', durationMs: 4 * second });
  });
});

describe('rule 6, clock jumps', () => {
  test('set back, the next run is due after the whole wait at most', async () => {
    const stage = await openStage();
    const { snapshot } = await stage.started();
    await stage.machine.advance(minute);
    stage.machine.jump(-24 * hour);
    await stage.machine.advance(15 * second);
    expect(snapshot().next.remainingMs).toBeLessThanOrEqual(9 * minute + 56 * second);
    await stage.machine.advance(10 * minute);
    expect(await stage.starts()).toHaveLength(2);
  });

  test('set forwards, there is one catch-up at most', async () => {
    const stage = await openStage();
    await stage.started();
    await stage.machine.advance(minute);
    stage.machine.jump(24 * hour);
    await stage.machine.advance(5 * minute);
    expect((await stage.starts()).map(([, trigger]) => trigger)).toEqual(['schedule', 'catch-up']);
  });

  test('set back, a pause ends after its whole length at most', async () => {
    const stage = await openStage();
    const { scheduler, snapshot } = await stage.started();
    await stage.machine.advance(minute);
    await stage.now(scheduler.pause({ kind: 'for', durationMs: hour }));
    stage.machine.jump(-24 * hour);
    await stage.machine.advance(15 * second);
    expect(snapshot().pause?.remainingMs).toBeLessThanOrEqual(hour);
    await stage.machine.advance(hour);
    expect(snapshot().pause).toBeNull();
  });
});

describe('rule 7, collect now', () => {
  test('starts at once, ignores the cooldown, and the interval counts from it', async () => {
    const stage = await openStage();
    const { scheduler, snapshot } = await stage.started();
    await stage.machine.advance(10 * second);
    expect((await stage.now(scheduler.collectNow())).accepted).toBe(true);
    await stage.machine.advance(minute);
    expect(await stage.starts()).toEqual([
      [0, 'schedule'],
      [10, 'manual'],
    ]);
    expect(snapshot().next.dueAt).toBe(ten + 10 * second + 10 * minute);
  });

  test('is refused with a reason while a run is under way', async () => {
    const stage = await openStage();
    const { scheduler } = await stage.started();
    await stage.machine.advance(second);
    expect(await stage.now(scheduler.collectNow())).toEqual({
      accepted: false,
      reason: 'Already collecting since 10:00.',
    });
    await stage.machine.advance(minute);
    expect(await stage.starts()).toHaveLength(1);
  });

  test('leaves a pause in place and ignores a backoff', async () => {
    const stage = await openStage();
    stage.script.outcome = networkAway;
    const { scheduler, snapshot } = await stage.started();
    await stage.machine.advance(5 * second);
    await stage.now(scheduler.pause({ kind: 'until-resumed' }));
    const answer = await stage.now(scheduler.collectNow());
    expect(answer.accepted).toBe(true);
    await stage.machine.advance(10 * second);
    expect(snapshot().pause).not.toBeNull();
  });

  test('two at once give one run', async () => {
    const stage = await openStage();
    const { scheduler } = await stage.started();
    await stage.machine.advance(10 * second);
    const answers = await stage.now(Promise.all([scheduler.collectNow(), scheduler.collectNow()]));
    expect(answers.map((answer) => answer.accepted)).toEqual([true, false]);
  });
});

describe('rule 8, pause and stop', () => {
  test('a pause lets the run finish and keeps the due time', async () => {
    const stage = await openStage();
    const { scheduler, snapshot } = await stage.started();
    await stage.machine.advance(second);
    await stage.now(scheduler.pause({ kind: 'for', durationMs: hour }));
    await stage.machine.advance(10 * second);
    expect((await stage.runs())[0]?.status).toBe('succeeded');
    expect(snapshot()).toMatchObject({ state: 'paused', next: { dueAt: ten + 10 * minute } });
    expect(snapshot().sentence).toBe('Paused until 11:00.');
  });

  test('ended when overdue, by time or by the user, it gives one resume run', async () => {
    const stage = await openStage();
    const { scheduler } = await stage.started();
    await stage.machine.advance(minute);
    await stage.now(scheduler.pause({ kind: 'for', durationMs: hour }));
    await stage.machine.advance(hour + minute);
    await stage.now(scheduler.pause({ kind: 'until-resumed' }));
    await stage.machine.advance(hour);
    await stage.now(scheduler.resume());
    await stage.machine.advance(minute);
    expect(await stage.starts()).toEqual([
      [0, 'schedule'],
      [3660, 'resume'],
      [7320, 'resume'],
    ]);
    expect((await stage.events('schedule.resumed')).map(({ metadata }) => metadata.by)).toEqual([
      'time',
      'user',
    ]);
  });

  test('ended before anything is due, it changes nothing', async () => {
    const stage = await openStage();
    const { scheduler } = await stage.started();
    await stage.machine.advance(minute);
    await stage.now(scheduler.pause({ kind: 'until-resumed' }));
    await stage.machine.advance(minute);
    await stage.now(scheduler.resume());
    await stage.machine.advance(9 * minute);
    expect(await stage.starts()).toEqual([
      [0, 'schedule'],
      [600, 'schedule'],
    ]);
    expect(await stage.now(scheduler.resume())).toMatchObject({ accepted: false });
  });

  test('no catch-up runs while paused, across a restart too', async () => {
    const stage = await openStage();
    const { scheduler, life } = await stage.started();
    await stage.machine.advance(minute);
    await stage.now(scheduler.pause({ kind: 'until-resumed' }));
    life.alive = false;
    await stage.machine.advance(3 * hour);
    await stage.started();
    await stage.machine.advance(3 * hour);
    expect(await stage.starts()).toHaveLength(1);
  });

  test('"until tomorrow" ends at nine in the morning', async () => {
    const stage = await openStage();
    const { scheduler, snapshot } = await stage.started();
    await stage.machine.advance(minute);
    await stage.now(scheduler.pause({ kind: 'until-tomorrow' }));
    expect(snapshot().pause?.until).toBe(ten + 23 * hour);
    expect(snapshot().sentence).toBe('Paused until tomorrow 09:00.');
  });

  test('stop ends the run as cancelled, and the next follows the policy', async () => {
    const stage = await openStage({ policy: 'fixed' });
    const { scheduler, snapshot } = await stage.started();
    await stage.machine.advance(second);
    expect(scheduler.stopRun()).toEqual({ accepted: true });
    await stage.machine.settle();
    expect((await stage.runs())[0]).toMatchObject({ status: 'cancelled', durationMs: second });
    expect(snapshot().next.dueAt).toBe(ten + second + 10 * minute);
    expect(scheduler.stopRun()).toMatchObject({ accepted: false });
  });
});
