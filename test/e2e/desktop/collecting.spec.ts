import { expect, type Page } from '@playwright/test';
import { runForDocument } from '../../support/command.ts';
import { historyCalls, type RunDocument, type Tidings } from '../../support/tidings-fixture.ts';
import { type DesktopApp, labelsOf } from './desktop-app.ts';
import { test } from './fixture.ts';

const collection = (page: Page) => page.getByRole('region', { name: 'Collection' });
const schedule = (page: Page) => page.getByRole('region', { name: 'Schedule' });
const lastRun = async ({ common }: Tidings) => (await runForDocument<RunDocument[]>(['runs', ...common]))[0];

const slowHistory = ({ dataCentre }: Tidings, delayMs: number) =>
  dataCentre.run('addFault', { fault: { kind: 'latency', method: 'messages.getHistory', delayMs } });

/** Tooltip and first row are one sentence: the tray never shows two at a time. */
async function sentenceOf(app: DesktopApp): Promise<string> {
  const { toolTip, rows } = await app.tray();
  expect(toolTip).toBe(`Tidings: ${rows[0]?.label}`);
  return rows[0]?.label ?? '';
}

test('Collect now from the tray: banner, icon, tooltip and menu show the run at once, and its result', async ({
  app,
  tidings,
}) => {
  const page = await app.window();
  await expect(collection(page)).toHaveAttribute('data-phase', /idle|result/);
  await slowHistory(tidings, 700);
  expect((await app.recorded()).blockers).toBe(0);

  await app.clickTrayMenu('Collect now');
  await expect(collection(page)).toHaveAttribute('data-phase', 'collecting');
  // Not polled: where the banner shows the run, the tray does.
  const { image, rows } = await app.tray();
  expect(image).toMatch(/^collecting/);
  expect(labelsOf(rows)).toContain('Stop');
  expect(labelsOf(rows)).not.toContain('Collect now');
  expect((await app.recorded()).blockers).toBe(1);

  const title = await collection(page).locator('b').first().textContent();
  await expect.poll(() => sentenceOf(app)).toMatch(new RegExp(`^Collecting ${title}: \\d of 3 channels\\.$`));

  await expect(collection(page)).toHaveAttribute('data-phase', 'result');
  await expect.poll(() => sentenceOf(app)).toMatch(/^Next run in (1h 00m|59m)/);
  const after = await app.tray();
  expect(after.image).toMatch(/^idle/);
  expect(labelsOf(after.rows)).toContain('Collect now');
  expect(labelsOf(after.rows)[3]).toMatch(/^Last run .*: 150 messages in \d/);
  expect((await app.recorded()).blockers).toBe(0);
  expect(await lastRun(tidings)).toMatchObject({ status: 'succeeded', messages: 150, newMessages: 0 });
  // Never a notification for a run.
  expect((await app.recorded()).notifications).toEqual([]);
});

test('a run of a moment is shown by the tray: collecting, then the truth again', async ({ app }) => {
  const before = (await app.recorded()).trays.length;
  await app.clickTrayMenu('Collect now');
  await expect
    .poll(async () => {
      const images = (await app.recorded()).trays
        .slice(before)
        .map(({ image }) => /^[a-z]+/.exec(image)?.[0]);
      return images.filter((image, index) => image !== images[index - 1]);
    })
    .toEqual(['collecting', 'idle']);
});

test('Stop from the tray ends the run after the request in flight, and keeps what was collected', async ({
  app,
  tidings,
}) => {
  const { channels, dataCentre } = tidings;
  const page = await app.window();
  await dataCentre.run('clearCounts');
  await dataCentre.run('addFault', {
    fault: { kind: 'latency', method: 'messages.getHistory', delayMs: 2500, channel: channels[1] },
  });
  await app.clickTrayMenu('Collect now');
  await expect.poll(() => historyCalls(dataCentre)).toBeGreaterThan(1);
  await app.clickTrayMenu('Stop');
  await expect.poll(() => sentenceOf(app)).toBe('Stopping after the request in flight.');
  await expect(collection(page).getByRole('button', { name: /^Stopping after the request/ })).toBeVisible();
  await expect.poll(async () => (await app.tray()).image).toMatch(/^idle/);
  expect(await lastRun(tidings)).toMatchObject({ status: 'cancelled' });
  expect(labelsOf((await app.tray()).rows)[3]).toMatch(/^Last run .*: stopped after \d+ messages/);
});

test('Pause for an hour: the tray says until when, the schedule rests, and Resume takes it back', async ({
  app,
  tidings,
}) => {
  const page = await app.window();
  const pausedAt = Date.now();
  await app.clickTrayMenu('Pause', 'For 1 hour');
  await expect.poll(async () => (await app.tray()).image).toMatch(/^paused/);
  expect(await sentenceOf(app)).toMatch(/^Paused until /);
  expect(labelsOf((await app.tray()).rows)).toContain('Resume');
  await expect(schedule(page)).toContainText('Paused');
  const { pausedUntil } = await runForDocument<{ pausedUntil: number }>(['status', ...tidings.common]);
  expect(pausedUntil).toBeGreaterThanOrEqual(pausedAt + 3_600_000);
  expect(pausedUntil).toBeLessThan(Date.now() + 3_600_000);

  await app.clickTrayMenu('Resume');
  await expect.poll(async () => (await app.tray()).image).toMatch(/^idle/);
  expect(await sentenceOf(app)).toMatch(/^Next run in /);
});
