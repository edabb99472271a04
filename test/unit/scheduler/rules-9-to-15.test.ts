import { describe, expect, test } from 'vitest';
import { StoreError } from '../../../electron/ports/store.ts';
import { noCounts, type Settings } from '../../../shared/domain.ts';
import { openStage, ten } from '../../support/scheduler-stage.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const networkAway = { status: 'failed', networkAway: true, reason: 'No network.', channelsDone: 0 } as const;
const noChannel = {
  channelsTotal: 0,
  obstacle: { kind: 'no-channel', message: 'No channel is on.' },
} as const;
const readable = { channelsTotal: 1, obstacle: null };

describe('rule 9, failure', () => {
  test('a network that is away is retried at growing intervals, and the screen says so', async () => {
    const stage = await openStage({ cooldownMs: 10 * second });
    stage.script.outcome = networkAway;
    const { snapshot } = await stage.started();
    await stage.machine.advance(4 * second);
    expect(snapshot()).toMatchObject({ state: 'retrying', sentence: 'Retrying in 30 s, attempt 2.' });
    await stage.machine.advance(34 * second);
    expect(snapshot().sentence).toBe('Retrying in 1m 00s, attempt 3.');
    stage.script.outcome = {};
    await stage.machine.advance(2 * minute);
    expect(await stage.starts()).toEqual([
      [0, 'schedule'],
      [34, 'retry'],
      [98, 'retry'],
    ]);
    expect(snapshot()).toMatchObject({ state: 'idle', next: { trigger: 'schedule' } });
  });

  test('the count of failures outlives a restart', async () => {
    const stage = await openStage({ cooldownMs: 10 * second });
    stage.script.outcome = networkAway;
    const first = await stage.started();
    await stage.machine.advance(5 * second);
    first.life.alive = false;
    const next = await stage.started();
    await stage.machine.advance(33 * second);
    expect(next.snapshot().next.reason).toEqual({ kind: 'retry', attempt: 3 });
  });

  test('any other failure waits by policy', async () => {
    const stage = await openStage();
    stage.script.outcome = { status: 'failed', reason: 'Private.', errors: 1 };
    const { snapshot } = await stage.started();
    await stage.machine.advance(5 * second);
    expect(snapshot().next).toMatchObject({ trigger: 'schedule', dueAt: ten + 10 * minute });
    expect(snapshot().attention.map(({ cause }) => cause)).toEqual(['every-channel-failing']);
  });

  test('three failures in a row need a person, and a run that succeeds clears that', async () => {
    const stage = await openStage();
    stage.script.outcome = { status: 'failed', reason: 'Odd.' };
    const { snapshot } = await stage.started();
    await stage.machine.advance(21 * minute);
    expect(snapshot().attention.map(({ cause }) => cause)).toEqual(['repeated-failure']);
    stage.script.outcome = {};
    await stage.machine.advance(10 * minute);
    expect(snapshot().attention).toEqual([]);
  });

  test('with nothing to collect there is a reason and no due time; the first channel starts a run', async () => {
    const stage = await openStage();
    stage.script.plan = noChannel;
    const { scheduler, snapshot } = await stage.started();
    await stage.machine.advance(hour);
    expect(snapshot()).toMatchObject({
      state: 'blocked',
      sentence: 'No channel is on.',
      next: { dueAt: null },
    });
    expect(await stage.now(scheduler.collectNow())).toEqual({ accepted: false, reason: 'No channel is on.' });
    stage.script.plan = readable;
    await stage.now(scheduler.channelsChanged());
    await stage.machine.settle();
    expect(await stage.starts()).toEqual([[3600, 'schedule']]);
  });

  test('the last channel switched off takes the due time away; switched on, the cooldown is kept', async () => {
    const stage = await openStage();
    const { scheduler, snapshot } = await stage.started();
    await stage.machine.advance(10 * second);
    stage.script.plan = noChannel;
    await stage.now(scheduler.channelsChanged());
    expect(snapshot().next.dueAt).toBeNull();
    stage.script.plan = readable;
    await stage.now(scheduler.channelsChanged());
    await stage.machine.advance(minute);
    expect(await stage.starts()).toEqual([
      [0, 'schedule'],
      [64, 'schedule'],
    ]);
  });
});

describe('rule 9, a full disk', () => {
  const full = new StoreError('disk-full', 'The disk is full. What was collected is kept; make room.');

  test('takes the due time away with a reason; a run starts once there is room again', async () => {
    const stage = await openStage();
    stage.script.onCollect = () => Promise.reject(full);
    const { snapshot } = await stage.started();
    expect((await stage.runs())[0]).toMatchObject({ status: 'failed', reason: full.message });
    expect(snapshot()).toMatchObject({ state: 'blocked', sentence: full.message, next: { dueAt: null } });
    expect(snapshot().attention.map(({ cause }) => cause)).toEqual(['disk-full']);
    stage.script.onCollect = () => undefined;
    await stage.machine.advance(2 * minute);
    expect(snapshot()).toMatchObject({ state: 'idle', attention: [] });
    expect(await stage.starts()).toEqual([
      [0, 'schedule'],
      [60, 'schedule'],
    ]);
  });

  test('a run whose end could not be written is closed later, with the end it had', async () => {
    const stage = await openStage();
    const process = await stage.started();
    const writer = process.lease.current()?.writer;
    if (writer === undefined) throw new Error('The lease was not taken.');
    const { finish } = writer.runs;
    Object.assign(writer.runs, { finish: () => Promise.reject(full) });
    await stage.machine.advance(minute);
    expect(process.snapshot()).toMatchObject({ state: 'blocked', lastRun: { durationMs: 4 * second } });
    expect((await stage.runs())[0]?.status).toBe('running');
    Object.assign(writer.runs, { finish });
    await stage.machine.advance(15 * second);
    expect((await stage.runs())[0]).toMatchObject({
      status: 'succeeded',
      endedAt: ten + 4 * second,
      durationMs: 4 * second,
    });
    await stage.machine.advance(10 * minute);
    expect(await stage.starts()).toHaveLength(2);
    expect(process.snapshot().attention).toEqual([]);
  });
});

describe('rules 10 and 11, flood waits and skips', () => {
  const until = ten + 2 * hour;
  const blocked = { channelsTotal: 1, obstacle: { kind: 'flood', until, message: 'Wait.' } } as const;

  test('a wait that blocks everything skips scheduled starts until its end, with one row', async () => {
    const stage = await openStage();
    const { snapshot } = await stage.started();
    await stage.machine.advance(minute);
    stage.script.plan = blocked;
    await stage.machine.advance(hour);
    expect(snapshot().next).toMatchObject({ dueAt: until, reason: { kind: 'flood', until } });
    stage.script.plan = readable;
    await stage.machine.advance(hour);
    expect(await stage.starts()).toEqual([
      [0, 'schedule'],
      [7200, 'schedule'],
    ]);
    expect((await stage.events('run.skipped')).map(({ metadata }) => metadata)).toEqual([
      { reason: 'Telegram asks for a pause until 12:00.', until },
    ]);
  });

  test('a run that could read nothing for it is followed by one at its end, with one row', async () => {
    const stage = await openStage();
    stage.script.outcome = { status: 'partial', blockedUntil: until };
    const { scheduler, snapshot } = await stage.started();
    await stage.machine.advance(minute);
    expect(snapshot().next.dueAt).toBe(until);
    stage.script.plan = blocked;
    const answer = await stage.now(scheduler.collectNow());
    expect(answer.accepted).toBe(true);
    await stage.machine.advance(minute);
    expect((await stage.runs())[1]).toMatchObject({ trigger: 'manual', status: 'partial' });
    expect(await stage.events('run.skipped')).toHaveLength(1);
  });

  test('a pause leaves one row for all the starts it skips, across a restart too', async () => {
    const stage = await openStage();
    const { scheduler, life } = await stage.started();
    await stage.machine.advance(minute);
    await stage.now(scheduler.pause({ kind: 'until-resumed' }));
    await stage.machine.advance(3 * hour);
    life.alive = false;
    await stage.started();
    await stage.machine.advance(3 * hour);
    expect((await stage.events('run.skipped')).map(({ metadata }) => metadata)).toEqual([
      { reason: 'Paused until resumed.', until: null },
    ]);
  });

  test('a pause that skips nothing leaves no row', async () => {
    const stage = await openStage();
    const { scheduler } = await stage.started();
    await stage.machine.advance(minute);
    await stage.now(scheduler.pause({ kind: 'for', durationMs: minute }));
    await stage.machine.advance(20 * minute);
    expect(await stage.events('run.skipped')).toEqual([]);
  });
});

describe('rule 12, the log', () => {
  test('says after each run what it took and how long the wait is', async () => {
    const stage = await openStage();
    const { log } = await stage.started();
    await stage.machine.advance(minute);
    expect(log).toEqual(['Collection took 4 s, waiting 9m 56s until the next.']);
    expect((await stage.events('run.finished'))[0]?.metadata.sentence).toBe(log[0]);
  });
});

describe('rule 13, settings', () => {
  test('the due time is reckoned anew from the last end', async () => {
    const stage = await openStage();
    const { scheduler, snapshot } = await stage.started();
    await stage.machine.advance(5 * minute);
    await stage.now(scheduler.changeSettings({ intervalMs: 30 * minute }));
    expect(snapshot().next.dueAt).toBe(ten + 30 * minute);
    await stage.now(scheduler.changeSettings({ policy: 'fixed' }));
    expect(snapshot().next.dueAt).toBe(ten + 30 * minute + 4 * second);
  });

  test('what is past by the new settings starts now', async () => {
    const stage = await openStage();
    const { scheduler } = await stage.started();
    await stage.machine.advance(5 * minute);
    await stage.now(scheduler.changeSettings({ intervalMs: 2 * minute }));
    await stage.machine.settle();
    expect(await stage.starts()).toEqual([
      [0, 'schedule'],
      [300, 'schedule'],
    ]);
  });

  test('settings out of range are refused in words and change nothing', async () => {
    const stage = await openStage();
    const { scheduler, snapshot } = await stage.started();
    const refused = scheduler.changeSettings({ intervalMs: minute, cooldownMs: 2 * minute });
    await expect(refused).rejects.toThrow('cooldown must not be longer than the interval');
    expect(snapshot().settings.intervalMs).toBe(10 * minute);
    expect(await stage.events('settings.changed')).toEqual([]);
  });

  test('what has nothing to do with the rhythm leaves the due time alone', async () => {
    const stage = await openStage({ jitterPercent: 10 });
    const { scheduler, snapshot } = await stage.started();
    await stage.machine.advance(minute);
    const { dueAt } = snapshot().next;
    await stage.now(scheduler.changeSettings({ notifications: 'all' }));
    expect(snapshot().next.dueAt).toBe(dueAt);
  });

  test('quiet on battery: the interval counts threefold while on battery', async () => {
    const stage = await openStage({ quietOnBattery: true });
    const { scheduler, snapshot } = await stage.started();
    await stage.machine.advance(minute);
    scheduler.noteBattery(true);
    await stage.machine.settle();
    expect(snapshot().next.dueAt).toBe(ten + 30 * minute);
    scheduler.noteBattery(false);
    await stage.machine.settle();
    expect(snapshot().next.dueAt).toBe(ten + 10 * minute);
  });
});

describe('rule 15, shutdown', () => {
  test('the run under way is ended and written, and the next is kept', async () => {
    const stage = await openStage();
    const { scheduler } = await stage.started();
    await stage.machine.advance(second);
    await stage.now(scheduler.shutdown('asked to'));
    expect((await stage.runs())[0]).toMatchObject({ status: 'cancelled', durationMs: second });
    expect((await stage.store.schedule.read())?.dueAt).toBe(ten + 10 * minute);
    expect((await stage.events('app.stopped')).map(({ metadata }) => metadata.reason)).toEqual(['asked to']);
    expect(await stage.now(scheduler.collectNow())).toMatchObject({ accepted: false });
  });

  test('a request that is not answered in time is not waited for', async () => {
    const stage = await openStage();
    stage.script.deaf = true;
    stage.script.durationMs = hour;
    const { scheduler } = await stage.started();
    await stage.machine.advance(minute);
    const done = scheduler.shutdown('asked to');
    await stage.machine.advance(5 * second);
    await done;
    expect((await stage.runs())[0]).toMatchObject({ status: 'interrupted', durationMs: 65 * second });
    await stage.machine.advance(2 * hour);
    expect(await stage.starts()).toHaveLength(1);
  });

  test('the lease is kept until connections are closed, and then given back', async () => {
    const stage = await openStage();
    const { scheduler, lease } = await stage.started();
    await stage.machine.advance(minute);
    await stage.now(scheduler.shutdown('asked to'));
    expect((await stage.store.lease.read()).holder).not.toBeNull();
    await stage.now(lease.stop());
    expect((await stage.store.lease.read()).holder).toBeNull();
  });
});

describe('a single command', () => {
  test('collects once and leaves the schedule as the next process needs it', async () => {
    const stage = await openStage();
    const command = stage.process({ mode: 'command' });
    const done = command.scheduler.runOnce();
    await stage.machine.advance(minute);
    expect(await done).toMatchObject({ trigger: 'manual', status: 'succeeded' });
    await stage.machine.advance(hour);
    expect(await stage.starts()).toEqual([[0, 'manual']]);
    await stage.now(command.scheduler.shutdown('done'));
    await stage.now(command.lease.stop());
    expect((await stage.store.schedule.read())?.dueAt).toBe(ten + 10 * minute);
  });

  test('says why it cannot', async () => {
    const stage = await openStage();
    stage.script.plan = noChannel;
    const command = stage.process({ mode: 'command' });
    await expect(command.scheduler.runOnce()).rejects.toThrow('No channel is on.');
  });
});

test('every count of a run that the collector told of is in the log, at most every 5 s', async () => {
  const stage = await openStage();
  stage.script.durationMs = 20 * second;
  stage.script.onCollect = ({ onProgress }) => {
    const clock = stage.machine.clockFor({ pid: 0, alive: true, frozen: false });
    for (let at = 1; at < 20; at += 1) {
      const progress = { ...noCounts, messages: at, collecting: [], standstill: null, eta: null };
      clock.after(at * second, () => onProgress(progress));
    }
  };
  await stage.started();
  await stage.machine.advance(minute);
  expect((await stage.events('run.progress')).map(({ metadata }) => metadata.messages)).toEqual([5, 10, 15]);
});

describe('settings kept by a process that was killed over them', () => {
  async function killedOver(change: Partial<Settings>) {
    const stage = await openStage();
    const { life } = await stage.started();
    await stage.machine.advance(minute);
    life.alive = false;
    const at = stage.machine.wall();
    const worker = { host: 'here', boot: 'now', pid: 1 };
    const taking = await stage.store.takeLease(worker, at, await stage.store.lease.read());
    if (!taking.taken) throw new Error('The lease of a dead process was not given.');
    const settings = await stage.store.settings.read();
    await taking.lease.writer.settings.write({ ...settings, ...change }, at);
    await taking.lease.release();
    return stage;
  }

  test('count for the next', async () => {
    const stage = await killedOver({ intervalMs: hour });
    const { snapshot } = await stage.started();
    expect(snapshot().next.dueAt).toBe(ten + hour);
  });

  test('make nothing that is overdue look as if it were on time', async () => {
    const stage = await killedOver({ intervalMs: 20 * minute });
    await stage.machine.advance(hour);
    await stage.started();
    await stage.machine.advance(minute);
    expect(await stage.starts()).toEqual([
      [0, 'schedule'],
      [3670, 'catch-up'],
    ]);
  });
});
