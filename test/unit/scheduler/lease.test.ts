import { describe, expect, test } from 'vitest';
import { openStage, ten } from '../../support/scheduler-stage.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe('rule 1, no overlap', () => {
  test('a second process stands by, in a sentence, and does nothing', async () => {
    const stage = await openStage();
    await stage.started();
    const standby = await stage.started();
    await stage.machine.advance(hour);
    expect(standby.snapshot()).toMatchObject({
      state: 'standby',
      sentence: 'Standing by: process 2 on here collects into this database.',
    });
    expect((await stage.runs()).every(({ worker }) => worker === 'process 2 on here')).toBe(true);
    expect(await stage.now(standby.scheduler.collectNow())).toEqual({
      accepted: false,
      reason: 'Standing by: process 2 on here collects into this database.',
    });
    await expect(standby.scheduler.pause({ kind: 'until-resumed' })).rejects.toThrow('Standing by');
    await expect(standby.scheduler.changeSettings({ policy: 'fixed' })).rejects.toThrow('Standing by');
  });

  test('a standby shows what is kept in the database', async () => {
    const stage = await openStage();
    await stage.started();
    await stage.machine.advance(minute);
    const standby = await stage.started();
    expect(standby.snapshot()).toMatchObject({ lastRun: { id: 1 }, next: { dueAt: ten + 10 * minute } });
  });

  test('a holder known to be dead is followed at the next look, with its run repaired', async () => {
    const stage = await openStage();
    stage.script.durationMs = hour;
    const holder = await stage.started();
    const standby = await stage.started();
    await stage.machine.advance(minute);
    holder.life.alive = false;
    stage.script.durationMs = second;
    await stage.machine.advance(5 * second);
    expect(standby.snapshot().lease.kind).toBe('holding');
    expect((await stage.runs())[0]?.status).toBe('interrupted');
    expect((await stage.events('lease.taken')).map(({ metadata }) => metadata.how)).toEqual([
      'free',
      'holder-gone',
    ]);
    expect((await stage.events('lease.lost')).map(({ metadata }) => metadata.reason)).toEqual([
      'process 2 on here ended without giving the lease back.',
    ]);
  });

  test('a lease that was given back is taken at the next look, and nobody lost it', async () => {
    const stage = await openStage();
    const holder = await stage.started();
    const standby = await stage.started();
    await stage.machine.advance(minute);
    await stage.now(holder.scheduler.shutdown('done'));
    await stage.now(holder.lease.stop());
    await stage.machine.advance(5 * second);
    expect(standby.snapshot().lease.kind).toBe('holding');
    expect(await stage.events('lease.lost')).toEqual([]);
  });

  test('a holder that stands still is followed after the length of the lease, and stops when it goes on', async () => {
    const stage = await openStage();
    stage.script.durationMs = hour;
    let closed = 0;
    const holder = await stage.started({
      onLeaseLost: async () => {
        closed += 1;
      },
    });
    const standby = await stage.started();
    await stage.machine.advance(minute);
    holder.life.frozen = true;
    await stage.machine.advance(25 * second);
    expect(standby.snapshot().state).toBe('standby');
    stage.script.durationMs = second;
    await stage.machine.advance(15 * second);
    expect(standby.snapshot().lease.kind).toBe('holding');
    holder.life.frozen = false;
    await stage.machine.advance(10 * second);
    expect(holder.snapshot().lease).toEqual({
      kind: 'lost',
      reason: expect.stringContaining('process 3'),
    });
    expect(holder.snapshot()).toMatchObject({ state: 'standby', run: null });
    expect(closed).toBe(1);
    expect((await stage.runs()).map(({ status, token }) => [status, token])).toEqual([['interrupted', 2]]);
  });

  test('a stopped process whose lease nobody took goes on', async () => {
    const stage = await openStage();
    const holder = await stage.started();
    await stage.machine.advance(minute);
    holder.life.frozen = true;
    await stage.machine.advance(20 * minute);
    holder.life.frozen = false;
    await stage.machine.advance(minute);
    expect(holder.snapshot().lease.kind).toBe('holding');
    expect((await stage.starts()).map(([, trigger]) => trigger)).toEqual(['schedule', 'catch-up']);
  });

  test('no jump of the clock dethrones a holder', async () => {
    const stage = await openStage();
    await stage.started();
    const standby = await stage.started();
    for (const ms of [24 * hour, -48 * hour, 365 * 24 * hour]) {
      stage.machine.jump(ms);
      await stage.machine.advance(minute);
    }
    expect(standby.snapshot().state).toBe('standby');
    expect(await stage.events('lease.lost')).toEqual([]);
  });

  test('a standby that was itself stopped has watched nobody meanwhile', async () => {
    const stage = await openStage();
    const holder = await stage.started();
    const standby = await stage.started();
    await stage.machine.advance(minute);
    // Both stand still, as in a sleep that the monotonic clock counts, and the standby goes on first.
    holder.life.frozen = true;
    standby.life.frozen = true;
    await stage.machine.advance(hour);
    standby.life.frozen = false;
    await stage.machine.advance(5 * second);
    holder.life.frozen = false;
    await stage.machine.advance(minute);
    expect(holder.snapshot().lease.kind).toBe('holding');
    expect(standby.snapshot().state).toBe('standby');
  });

  test('a standby writes nothing before it takes over, and then one row for its whole period', async () => {
    const stage = await openStage();
    const holder = await stage.started();
    await stage.started();
    await stage.machine.advance(hour);
    expect(await stage.events('run.skipped')).toEqual([]);
    expect(await stage.events('app.started')).toHaveLength(1);
    holder.life.alive = false;
    await stage.machine.advance(5 * second);
    expect((await stage.events('run.skipped')).map(({ metadata }) => metadata.reason)).toEqual([
      'Stood by from 10:00 to 11:00 while process 2 on here held the lease.',
    ]);
    expect(await stage.events('app.started')).toHaveLength(2);
  });

  test('who cannot beat for the length of the lease stops by itself', async () => {
    const stage = await openStage();
    const holder = stage.process();
    await holder.scheduler.start();
    await stage.machine.advance(minute);
    const lease = holder.lease.current();
    if (lease === null) throw new Error('The lease was not taken.');
    Object.assign(lease, { beat: () => Promise.reject(new Error('disk I/O error')) });
    await stage.machine.advance(25 * second);
    expect(holder.snapshot().lease.kind).toBe('holding');
    await stage.machine.advance(15 * second);
    expect(holder.snapshot().lease).toEqual({
      kind: 'lost',
      reason: 'the lease could not be renewed for 30 s: disk I/O error',
    });
  });
});
