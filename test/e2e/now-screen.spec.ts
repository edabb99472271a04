import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { seriousIssues } from '../support/accessibility.ts';
import { type RunningCommand, runCommand, runForDocument, startCommand } from '../support/command.ts';
import { historyCalls, type Tidings, test } from '../support/tidings-fixture.ts';

const history = 'messages.getHistory';

interface Served {
  readonly serving: RunningCommand;
  readonly address: string;
  readonly port: number;
}

async function serve(common: readonly string[], port = 0): Promise<Served> {
  const serving = startCommand(['serve', '--port', String(port), ...common]);
  const [, address = ''] = await serving.line(/(http:\/\/127\.0\.0\.1:\d+\/\?token=\S+)/);
  return { serving, address, port: Number(new URL(address).port) };
}

/** Signed in, three channels, and a rhythm that leaves the screen alone. */
async function serveThreeChannels(tidings: Tidings): Promise<Served> {
  await tidings.addThreeChannels();
  await tidings.readAnewInEveryRun();
  await runForDocument(['settings', 'set', 'interval=1h', ...tidings.common]);
  return serve(tidings.common);
}

const collection = (page: Page) => page.getByRole('region', { name: 'Collection' });
const schedule = (page: Page) => page.getByRole('region', { name: 'Schedule' });
const figure = (page: Page, region: 'Schedule' | 'Collection', label: string) =>
  page
    .getByRole('region', { name: region })
    .locator('dl > div', { has: page.locator('dt', { hasText: new RegExp(`^${label}$`) }) })
    .locator('dd')
    .last();

/** Keeps, in the page, when the collection card showed what: every change, with the wall clock. */
async function recordCollection(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: { at: number; phase: string; text: string }[] = [];
    Object.assign(window, { seen });
    const look = () => {
      const card = document.querySelector<HTMLElement>('section[aria-label=Collection]');
      const next = { phase: card?.dataset.phase ?? '', text: card?.innerText ?? '' };
      const last = seen.at(-1);
      if (last?.phase !== next.phase || last.text !== next.text) seen.push({ at: Date.now(), ...next });
    };
    look();
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  });
}

const recorded = (page: Page) =>
  page.evaluate(() => (window as unknown as { seen: { at: number; phase: string; text: string }[] }).seen);

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBe(0);
}

test('a run of 200 ms is seen while it happens, and its result stays to be read', async ({
  tidings,
  page,
}) => {
  const { serving, address } = await serveThreeChannels(tidings);
  await page.goto(address);
  await expect(collection(page)).toHaveAttribute('data-phase', 'idle', { timeout: 30_000 });
  await tidings.dataCentre.run('addFault', { fault: { kind: 'latency', method: history, delayMs: 40 } });
  await recordCollection(page);
  const run = await runForDocument<{ durationMs: number }>(['collect', ...tidings.common]);
  await expect(collection(page)).toHaveAttribute('data-phase', 'idle');

  const seen = await recorded(page);
  const first = (phase: string) => seen.find((entry) => entry.phase === phase)?.at ?? Number.NaN;
  expect(run.durationMs).toBeLessThan(600);
  expect(seen.find(({ phase }) => phase === 'collecting')?.text).toContain('Collection in progress');
  expect(first('result') - first('collecting')).toBeGreaterThan(run.durationMs / 2);
  expect(seen.find(({ phase }) => phase === 'result')?.text).toContain('Collected');
  const gone = seen.findLast(({ phase }) => phase === 'idle')?.at ?? Number.NaN;
  expect(gone - first('result')).toBeGreaterThanOrEqual(1500);
  await serving.end('SIGTERM');
});

test('progress reaches the screen within 250 ms of its happening', async ({ tidings, page }) => {
  const { serving, address } = await serveThreeChannels(tidings);
  await page.goto(address);
  await expect(collection(page)).toHaveAttribute('data-phase', 'idle', { timeout: 30_000 });
  await tidings.dataCentre.run('addFault', { fault: { kind: 'latency', method: history, delayMs: 700 } });
  await recordCollection(page);
  const { runId } = await runForDocument<{ runId: number }>(['collect', ...tidings.common]);
  await expect(collection(page)).toHaveAttribute('data-phase', 'result');

  const database = new Database(join(tidings.folder, 'tidings.sqlite'), { readonly: true });
  const happened = database
    .prepare(`SELECT at FROM audit_events WHERE run_id = ? AND type = 'channel.finished' ORDER BY id`)
    .all(runId) as { at: number }[];
  const started = database.prepare('SELECT started_at AS at FROM runs WHERE id = ?').get(runId) as {
    at: number;
  };
  database.close();

  const seen = await recorded(page);
  const lateMs = happened.slice(0, -1).map(({ at }, index) => {
    const shown = seen.find(({ phase, text }) => phase === 'collecting' && text.includes(`${index + 1} / 3`));
    return (shown?.at ?? Number.POSITIVE_INFINITY) - at;
  });
  lateMs.push(
    (seen.find(({ phase }) => phase === 'collecting')?.at ?? Number.POSITIVE_INFINITY) - started.at,
  );
  expect(lateMs).toHaveLength(3);
  for (const late of lateMs) expect(late).toBeLessThan(250);
  await serving.end('SIGTERM');
});

test('every figure on the screen is what the database counts', async ({ tidings, page }) => {
  const { common, channels, dataCentre, folder } = tidings;
  const { serving, address } = await serveThreeChannels(tidings);
  await page.goto(address);
  await expect(collection(page)).toHaveAttribute('data-phase', /idle|result/, { timeout: 30_000 });
  await dataCentre.run('addFault', {
    fault: { kind: 'error', method: history, error: 'CHANNEL_PRIVATE', channel: channels[1] },
  });
  await runCommand(['collect', ...common]);
  await dataCentre.run('clearFaults');
  await runCommand(['channels', 'set', channels[2] ?? '', '--off', ...common]);
  await runCommand(['collect', ...common]);
  await expect(figure(page, 'Schedule', 'Runs today')).toHaveText('3');

  const database = new Database(join(folder, 'tidings.sqlite'), { readonly: true });
  const counted = database
    .prepare(
      `SELECT (SELECT count(*) FROM posts) AS posts,
              (SELECT count(*) FROM runs) AS runs,
              (SELECT count(*) FROM run_steps WHERE status = 'failed') + (SELECT count(*) FROM runs WHERE status = 'failed') AS errors,
              (SELECT avg(messages) FROM runs) AS perRun,
              (SELECT count(*) FROM channels) AS channels,
              (SELECT count(*) FROM channels WHERE enabled = 1) AS enabled,
              (SELECT messages FROM runs ORDER BY id DESC LIMIT 1) AS lastMessages`,
    )
    .get() as Record<string, number>;
  database.close();
  const number = (value: number | undefined) => (value ?? Number.NaN).toLocaleString('en-GB');
  await expect(figure(page, 'Schedule', 'Posts held')).toHaveText(number(counted.posts));
  await expect(figure(page, 'Schedule', 'Errors today')).toHaveText(number(counted.errors));
  await expect(figure(page, 'Schedule', 'Posts per run')).toHaveText(
    number(Math.round((counted.perRun ?? 0) * 10) / 10),
  );
  await expect(figure(page, 'Schedule', 'Channels')).toHaveText(
    `${counted.enabled} of ${counted.channels} on`,
  );
  await expect(figure(page, 'Collection', 'Messages')).toHaveText(number(counted.lastMessages));
  await expect(page.getByRole('table').getByRole('button', { expanded: false })).toHaveCount(
    counted.runs ?? 0,
  );
  await serving.end('SIGTERM');
});

test('by keyboard alone: collect, stop, open a run to its steps and its log, pause and resume', async ({
  tidings,
  page,
}) => {
  const { channels, dataCentre } = tidings;
  const { serving, address } = await serveThreeChannels(tidings);
  await page.goto(address);
  await expect(collection(page)).toHaveAttribute('data-phase', 'idle', { timeout: 30_000 });
  await dataCentre.run('addFault', {
    fault: { kind: 'latency', method: history, delayMs: 1500, channel: channels[1] },
  });

  const collectNow = page.getByRole('button', { name: 'Collect now' });
  await collectNow.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Collection in progress' })).toBeVisible();
  await expect(schedule(page)).toContainText('Next run after this one');
  await expect(collectNow).toHaveAttribute('aria-disabled', 'true');
  const calls = await historyCalls(dataCentre);
  await expect.poll(() => historyCalls(dataCentre)).toBeGreaterThan(calls);
  await page.getByRole('button', { name: 'Stop' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Collection stopped' })).toBeVisible();

  const newest = page.getByRole('table').getByRole('button').first();
  await newest.focus();
  await page.keyboard.press('Enter');
  await expect(newest).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByRole('table').first()).toContainText('Harbourview News');

  await page.getByRole('button', { name: 'Pause' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.getByRole('menuitem', { name: 'For 1 hour' }).press('Enter');
  await expect(schedule(page)).toContainText('Paused');
  await page.getByRole('button', { name: 'Resume' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await serving.end('SIGTERM');
});

test('with nothing set up, the screen teaches what to do', async ({ tidings, page }) => {
  const { serving, address } = await serve(tidings.common);
  // Left to itself it would be the Welcome screen.
  await page.goto(`${address}#now`);
  const steps = page.getByRole('region', { name: 'First steps' });
  await expect(steps).toContainText('tidings login');
  expect(await seriousIssues(page)).toEqual([]);
  await tidings.signIn();
  await expect(steps).toContainText('tidings channels add');
  await steps.getByRole('link', { name: 'Pick channels' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Channels' })).toBeVisible();
  await serving.end('SIGTERM');
});

test('a screen left open over a restart says since when it is cut off, and how to get in again', async ({
  tidings,
  page,
}) => {
  const { serving, address, port } = await serveThreeChannels(tidings);
  await page.goto(address);
  await expect(collection(page)).toHaveAttribute('data-phase', 'idle', { timeout: 30_000 });
  serving.process.kill('SIGKILL');
  await serving.ended;
  await expect(page.getByText(/Not connected, as of \d\d:\d\d/)).toBeVisible();
  expect(await seriousIssues(page)).toEqual([]);

  const again = await serve(tidings.common, port);
  await expect(page.getByText(/no longer let in/)).toBeVisible({ timeout: 40_000 });
  await page.goto(again.address);
  await expect(collection(page)).toHaveAttribute('data-phase', /idle|result/);
  await again.serving.end('SIGTERM');
});

test('a browser without a token, a foreign Host and a foreign Origin are refused in words', async ({
  tidings,
  page,
  browser,
}) => {
  const { serving, address, port } = await serve(tidings.common);
  const bare = `http://127.0.0.1:${port}/`;
  const withoutToken = await page.goto(bare);
  expect(withoutToken?.status()).toBe(401);
  await expect(page.locator('body')).toContainText('tidings address');

  await page.goto(address);
  expect(new URL(page.url()).search).toBe('');
  const stranger = await browser.newPage();
  expect((await stranger.goto(address))?.status()).toBe(401);
  await stranger.close();

  const statusWith = (headers: Record<string, string>) =>
    new Promise<number | undefined>((resolve, reject) => {
      httpRequest({ host: '127.0.0.1', port, path: '/', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  expect(await statusWith({ host: 'evil.example' })).toBe(403);
  expect(await statusWith({ host: `127.0.0.1:${port}`, origin: 'https://evil.example' })).toBe(403);
  await serving.end('SIGTERM');
});

for (const [name, colorScheme, width] of [
  ['light and wide', 'light', 1400],
  ['dark and narrow', 'dark', 800],
] as const) {
  test(`every state is accessible and fits, ${name}`, async ({ tidings, page }) => {
    const { common, dataCentre, channels } = tidings;
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const look = async (state: string) => {
      expect(await seriousIssues(page), state).toEqual([]);
      await expectNoSidewaysScroll(page);
      const folder = process.env.TIDINGS_SCREENSHOTS;
      if (folder !== undefined)
        await page.screenshot({ path: join(folder, `${state}-${colorScheme}-${width}.png`) });
    };

    const { serving, address } = await serve(common);
    await page.goto(`${address}#now`);
    await expect(page.getByRole('region', { name: 'First steps' })).toBeVisible();
    await look('nothing-set-up');

    await tidings.signIn();
    await runForDocument(['channels', 'add', ...channels.slice(0, 3), ...common]);
    await tidings.readAnewInEveryRun();
    await expect(collection(page)).toHaveAttribute('data-phase', 'idle', { timeout: 30_000 });
    await runCommand(['collect', ...common]);
    await expect(collection(page)).toHaveAttribute('data-phase', 'result');
    await look('result');
    await expect(collection(page)).toHaveAttribute('data-phase', 'idle', { timeout: 30_000 });
    await look('idle');

    await dataCentre.run('addFault', {
      fault: { kind: 'latency', method: history, delayMs: 4000, channel: channels[1] },
    });
    const collecting = runCommand(['collect', ...common]);
    await expect(figure(page, 'Collection', 'Channels')).toHaveText(/^1 \/ 3/);
    await look('collecting');
    await collecting;
    await dataCentre.run('clearFaults');

    await dataCentre.run('addFault', { fault: { kind: 'flood', method: history, seconds: 8 } });
    const flooded = runCommand(['collect', ...common]);
    await expect(page.getByText(/Telegram asks for a pause/).first()).toBeVisible();
    await look('flood-waiting');
    await flooded;

    await runCommand(['pause', '--for', '1h', ...common]);
    await expect(schedule(page)).toContainText('Paused');
    await look('paused');
    await runCommand(['resume', ...common]);

    const standby = await serve(common);
    const other = await page.context().newPage();
    await other.emulateMedia({ colorScheme });
    await other.setViewportSize({ width, height: 900 });
    await other.goto(standby.address);
    await expect(other.getByText(/Standing by/).first()).toBeVisible();
    expect(await seriousIssues(other), 'standby').toEqual([]);
    const folder = process.env.TIDINGS_SCREENSHOTS;
    if (folder !== undefined)
      await other.screenshot({ path: join(folder, `standby-${colorScheme}-${width}.png`) });
    await other.close();
    await standby.serving.end('SIGTERM');

    await dataCentre.close();
    const failed = await runCommand(['collect', ...common]);
    expect(failed.code).toBe(1);
    await expect(page.getByRole('heading', { name: 'Collection failed' })).toBeVisible();
    await page.getByRole('table').getByRole('button').first().click();
    await look('failed');

    await serving.end('SIGTERM');
    await expect(page.getByText(/Not connected, as of/)).toBeVisible();
    await look('cut-off');
  });
}
