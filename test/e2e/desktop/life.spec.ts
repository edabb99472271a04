import { expect } from '@playwright/test';
import { runForDocument } from '../../support/command.ts';
import { historyCalls, type RunDocument } from '../../support/tidings-fixture.ts';
import { test } from './fixture.ts';

interface StartedRun extends RunDocument {
  readonly trigger: string;
}

const hourMs = 3_600_000;

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
