import { expect, onTestFinished, test } from 'vitest';
import { auditDays, startDailyRetention } from '../../electron/daily-retention.ts';
import { openStore } from '../../electron/store/open-store.ts';
import type { Run } from '../../shared/domain.ts';
import { initialState, reduce, snapshotOf } from '../../shared/snapshot.ts';
import { silentLog } from '../support/collection.ts';
import { createDrivenClock } from '../support/driven-clock.ts';
import { scriptedFeed } from '../support/event-feed.ts';
import { runOf } from '../support/screen-builders.ts';

const dayMs = 24 * 60 * 60_000;
const start = Date.UTC(2026, 10, 24, 12);

async function stage() {
  const clock = createDrivenClock({ now: start });
  const { store } = await openStore({ file: ':memory:', log: silentLog, now: clock.now });
  onTestFinished(() => store.close());
  const attempt = await store.takeLease({ host: 'here', boot: 'now', pid: 1 }, start, null);
  if (!attempt.taken) throw new Error('The lease is taken.');
  const { writer } = attempt.lease;
  const feed = scriptedFeed();
  const retention = startDailyRetention({ events: feed, store, writer: () => writer, clock, log: silentLog });
  let state = reduce(initialState, { type: 'lease', lease: { kind: 'holding' } });
  let runs = 0;
  return {
    clock,
    store,
    writer,
    /** A run ends, and what is due after it is done. */
    async afterARun(): Promise<void> {
      runs += 1;
      const run: Run = runOf({ id: runs });
      state = reduce(state, { type: 'run-finished', run });
      feed.emit({ event: 'snapshot', payload: snapshotOf(state, { now: clock.now(), monotonic: 0 }) });
      await expect.poll(async () => (await applied(store)).length).toBeGreaterThan(0);
    },
    stop: retention.stop,
  };
}

const applied = (store: Awaited<ReturnType<typeof openStore>>['store']) =>
  store.audit.list({ types: ['retention.applied'], limit: 100 });

test('what is older than the log goes back is removed after a run, once a day', async () => {
  const { clock, store, writer, afterARun, stop } = await stage();
  const old = {
    at: start - (auditDays + 1) * dayMs,
    type: 'app.stopped',
    metadata: { reason: 'old' },
  } as const;
  const young = {
    at: start - (auditDays - 1) * dayMs,
    type: 'app.stopped',
    metadata: { reason: 'young' },
  } as const;
  await writer.audit.append(old);
  await writer.audit.append(young);
  await afterARun();
  const left = await store.audit.list({ types: ['app.stopped'], limit: 10 });
  expect(left.map(({ metadata }) => metadata)).toEqual([{ reason: 'young' }]);
  await clock.advance(dayMs - 1);
  await afterARun();
  await stop();
  expect(await applied(store)).toHaveLength(1);
});

test('and again the next day', async () => {
  const { clock, store, afterARun, stop } = await stage();
  await afterARun();
  await clock.advance(dayMs);
  await afterARun();
  await stop();
  expect(await applied(store)).toHaveLength(2);
});
