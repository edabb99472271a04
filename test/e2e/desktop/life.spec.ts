import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { runForDocument } from '../../support/command.ts';
import { historyCalls, type RunDocument, type Tidings } from '../../support/tidings-fixture.ts';
import type { DesktopApp } from './desktop-app.ts';
import { test } from './fixture.ts';

interface StartedRun extends RunDocument {
  readonly trigger: string;
}

const hourMs = 3_600_000;
const drainDeadlineMs = 12_000;
const shutdownDeadlineMs = 3_000;

/** Longer than Tidings waits for it. */
const slowMs = 15_000;

/** A run whose request in flight does not come back in time. */
async function beginSlowRequest(app: DesktopApp, { dataCentre }: Tidings): Promise<void> {
  await dataCentre.run('clearCounts');
  await dataCentre.run('addFault', {
    fault: { kind: 'latency', method: 'messages.getHistory', delayMs: slowMs },
  });
  await app.clickTrayMenu('Collect now');
  await expect.poll(() => historyCalls(dataCentre)).toBeGreaterThan(0);
}

test('quit during a run finishes the request in flight, says so, and keeps what was collected', async ({
  app,
  tidings,
}) => {
  const { common, channels, dataCentre } = tidings;
  const page = await app.window();
  await dataCentre.run('clearCounts');
  await dataCentre.run('addFault', {
    fault: { kind: 'latency', method: 'messages.getHistory', delayMs: 2500, channel: channels[1] },
  });
  await app.clickTrayMenu('Collect now');
  await expect.poll(() => historyCalls(dataCentre)).toBeGreaterThan(1);

  await app.clickTrayMenu('Quit');
  await expect
    .poll(async () => (await app.tray()).toolTip)
    .toMatch(/^Tidings: Finishing the current request/);
  await expect(page.getByText(/Finishing the current request/).first()).toBeVisible();
  expect(await app.ended).toBe(0);
  const [run] = await runForDocument<RunDocument[]>(['runs', ...common]);
  expect(run).toMatchObject({ status: 'cancelled', channelsTotal: 3 });
  expect(run?.messages).toBeGreaterThanOrEqual(50);
  expect(await runForDocument(['status', ...common])).toMatchObject({ state: 'stopped' });
});

test('a signal ends it as Quit does', async ({ app, tidings }) => {
  await app.window();
  // Windows knows no signals between processes.
  if (process.platform === 'win32') await app.clickTrayMenu('Quit');
  else app.signal('SIGTERM');
  expect(await app.ended).toBe(0);
  expect(await runForDocument(['status', ...tidings.common])).toMatchObject({ state: 'stopped' });
});

test('quit ends it also when the request in flight does not end in time, with its window open', async ({
  app,
  tidings,
}) => {
  await app.window();
  await beginSlowRequest(app, tidings);
  await app.hurry(drainDeadlineMs);
  await app.clickTrayMenu('Quit');
  expect(await app.ended).toBe(0);
});

test('a machine that goes down is held up, and not for longer than it can wait', async ({ app, tidings }) => {
  await app.window();
  await beginSlowRequest(app, tidings);
  await app.hurry(shutdownDeadlineMs);
  const heldUp = await app.evaluate(({ powerMonitor }) => {
    let prevented = false;
    const preventDefault = () => {
      prevented = true;
    };
    powerMonitor.emit('shutdown', { preventDefault });
    return prevented;
  }, null);
  expect(heldUp).toBe(true);
  expect(await app.ended).toBe(0);
});

test('started again while it ends, Tidings starts anew when it has ended', async ({
  app,
  tidings,
  openAgain,
}) => {
  await beginSlowRequest(app, tidings);
  await app.clickTrayMenu('Quit');
  await expect.poll(async () => (await app.tray()).toolTip).toMatch(/^Tidings: Finishing/);
  expect(await openAgain()).toBe(0);
  await expect
    .poll(async () => (await app.recorded()).relaunches)
    .toEqual([{ args: expect.arrayContaining([`--data=${tidings.folder}`]) }]);
});

test('an error that nobody foresaw is told once, with what it means, and the log has it', async ({
  app,
  tidings,
}) => {
  await app.evaluate(() => {
    setTimeout(() => {
      throw new Error('Thrown on purpose.');
    }, 0);
    void Promise.reject(new Error('Rejected on purpose.'));
  }, null);
  const log = join(tidings.folder, 'logs', 'tidings.log');
  await expect.poll(() => readFile(log, 'utf8')).toMatch(/Thrown on purpose/);
  await expect.poll(() => readFile(log, 'utf8')).toMatch(/Rejected on purpose/);
  expect((await app.recorded()).dialogs).toEqual(['Tidings met an error of its own.']);
  await app.clickTrayMenu('Collect now');
  await expect
    .poll(async () => (await runForDocument<RunDocument[]>(['runs', ...tidings.common]))[0]?.status)
    .toBe('succeeded');
});

test('asleep while three runs came due: one run catches up, and the schedule goes on from there', async ({
  app,
  tidings,
}) => {
  const runs = () => runForDocument<StartedRun[]>(['runs', ...tidings.common]);
  expect(await runs()).toHaveLength(1);
  await app.sleep(3 * hourMs);
  await expect.poll(async () => (await app.tray()).toolTip).toContain('catching up after 3 missed runs');
  await expect.poll(runs).toMatchObject([{ status: 'succeeded', trigger: 'catch-up' }, {}]);
  await expect.poll(async () => (await app.tray()).toolTip).toMatch(/^Tidings: Next run in (1h 00m|59m)/);
  expect(await runs()).toHaveLength(2);
});
