import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { type RunningCommand, runCommand, runForDocument, startCommand } from '../support/command.ts';
import { historyCalls, password, type RunDocument, test } from '../support/tidings-fixture.ts';

interface Status {
  readonly state: string;
  readonly sentence: string;
  readonly reason: string;
  readonly nextRunAt: number | null;
  readonly runsToday: number;
}

interface StartedRun extends RunDocument {
  readonly trigger: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

const quickRhythm = ['interval=1m', 'cooldown=10s', 'policy=continuous'];

/** Starts `serve` and waits until it says that it is ready. */
async function serve(common: readonly string[]): Promise<RunningCommand> {
  const serving = startCommand(['serve', ...common]);
  await serving.line(/Tidings is ready \(process \d+\): http:\/\/127\.0\.0\.1:\d+\/\?token=/);
  return serving;
}

const runsOf = (common: readonly string[]) => runForDocument<StartedRun[]>(['runs', ...common]);
const statusOf = (common: readonly string[]) => runForDocument<Status>(['status', ...common]);

test('it collects on schedule, the cooldown apart, and logs each run in one sentence', async ({
  tidings,
}) => {
  const { common, folder } = tidings;
  await tidings.addThreeChannels();
  await runForDocument(['settings', 'set', ...quickRhythm, ...common]);
  const serving = await serve(common);
  await expect
    .poll(async () => (await runsOf(common)).filter(({ status }) => status !== 'running').length, {
      timeout: 60_000,
    })
    .toBe(3);
  const ended = await serving.end('SIGTERM');
  expect(ended).toMatchObject({ code: 0, stderr: '' });

  const [third, second, first] = await runsOf(common);
  expect([first?.trigger, second?.trigger, third?.trigger]).toEqual(['schedule', 'schedule', 'schedule']);
  for (const [earlier, later] of [
    [first, second],
    [second, third],
  ]) {
    const restedMs = (later?.startedAt ?? 0) - (earlier?.endedAt ?? 0);
    expect(restedMs).toBeGreaterThanOrEqual(10_000);
    expect(restedMs).toBeLessThan(11_000);
  }

  const [name = ''] = await readdir(join(folder, 'logs'));
  const log = await readFile(join(folder, 'logs', name), 'utf8');
  expect(log).toMatch(/Collection took .*, waiting 10 s until the next\./);
  for (const secret of [password, '24680', '99966', '0123456789abcdef']) expect(log).not.toContain(secret);
});

test('SIGTERM waits for the request in flight, writes the end of the run and exits 0', async ({
  tidings,
}) => {
  const { common, channels, dataCentre } = tidings;
  await tidings.addThreeChannels();
  await dataCentre.run('addFault', {
    fault: { kind: 'latency', method: 'messages.getHistory', delayMs: 1500, channel: channels[1] },
  });
  const serving = await serve(common);
  await expect.poll(() => historyCalls(dataCentre)).toBeGreaterThan(1);
  expect(await serving.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
  expect((await runsOf(common))[0]).toMatchObject({ status: 'cancelled' });
  expect((await runsOf(common))[0]?.newMessages).toBeGreaterThan(50);
});

test('killed and started again: the run is marked interrupted and exactly one run follows', async ({
  tidings,
}) => {
  const { common, channels, dataCentre } = tidings;
  await tidings.addThreeChannels();
  await runForDocument(['settings', 'set', 'interval=1h', ...common]);
  await dataCentre.run('addFault', {
    fault: { kind: 'mute', method: 'messages.getHistory', channel: channels[1] },
  });
  const killed = await serve(common);
  await expect.poll(() => historyCalls(dataCentre)).toBeGreaterThan(1);
  killed.process.kill('SIGKILL');
  await killed.ended;
  await dataCentre.run('clearFaults');

  const serving = await serve(common);
  const [interrupted] = await runsOf(common);
  expect(interrupted).toMatchObject({ status: 'interrupted', newMessages: 50 });
  // By policy the interval counts from the interrupted run's start; "Collect now" does not wait for it.
  const { nextRunAt } = await statusOf(common);
  expect(nextRunAt).toBeGreaterThan(Date.now() + 50 * 60_000);
  expect(await runForDocument(['collect', ...common])).toMatchObject({
    status: 'succeeded',
    newMessages: 100,
  });
  expect(await runsOf(common)).toHaveLength(2);
  await serving.end('SIGTERM');
});

test('two on one data folder: one collects, the other stands by, says so, and takes over', async ({
  tidings,
}) => {
  const { common } = tidings;
  await tidings.addThreeChannels();
  const first = await serve(common);
  const second = await serve(common);
  const third = await serve(common);
  const standsBy = new RegExp(`Standing by: .*process ${first.pid}.* collects`);
  await second.line(standsBy);
  await third.line(standsBy);

  // Known to be dead: taken over at the next look, not after the lease's length.
  first.process.kill('SIGKILL');
  await first.ended;
  await expect
    .poll(async () => (await statusOf(common)).state, { timeout: 20_000 })
    .toMatch(/idle|collecting/);

  // Whoever it was that took over gives the lease back; the last one takes it.
  await second.end('SIGTERM');
  await expect
    .poll(async () => (await statusOf(common)).state, { timeout: 20_000 })
    .toMatch(/idle|collecting/);
  expect(await runForDocument(['collect', ...common])).toMatchObject({ status: 'succeeded' });
  expect(await third.end('SIGTERM')).toMatchObject({ code: 0 });
  const open = (await runsOf(common)).filter(({ status }) => status === 'running');
  expect(open).toEqual([]);
});

test('one that was stopped beyond its lease writes nothing when it wakes, and says that it lost it', async ({
  tidings,
}) => {
  const { common, channels, dataCentre } = tidings;
  await tidings.addThreeChannels();
  await dataCentre.run('addFault', {
    fault: { kind: 'latency', method: 'messages.getHistory', delayMs: 3000, channel: channels[1] },
  });
  const frozen = await serve(common);
  await expect.poll(() => historyCalls(dataCentre)).toBeGreaterThan(1);
  frozen.process.kill('SIGSTOP');
  const successor = await serve(common);
  await successor.line(/Standing by/);
  await expect
    .poll(async () => (await runsOf(common))[0]?.status, { timeout: 60_000, intervals: [1000] })
    .not.toBe('running');
  await dataCentre.run('clearFaults');
  const before = await runsOf(common);
  expect(before.at(-1)).toMatchObject({ status: 'interrupted' });

  frozen.process.kill('SIGCONT');
  await frozen.line(/no longer collects/);
  expect(await frozen.end('SIGTERM')).toMatchObject({ code: 0 });
  expect((await runsOf(common)).at(-1)).toEqual(before.at(-1));
  await successor.end('SIGTERM');
});

test('commands reach the process that collects', async ({ tidings }) => {
  const { common, channels } = tidings;
  const serving = await serve(common);
  expect(await statusOf(common)).toMatchObject({ state: 'blocked', nextRunAt: null });
  await tidings.signIn();
  await runForDocument(['channels', 'add', channels[0] ?? '', ...common]);
  // The first channel starts a run by itself.
  await expect.poll(async () => (await runsOf(common))[0]?.status).toBe('succeeded');

  expect(await runForDocument(['settings', 'set', 'interval=30m', 'jitter=5', ...common])).toMatchObject({
    intervalMs: 1_800_000,
    jitterPercent: 5,
  });
  expect(await runForDocument(['settings', 'get', ...common])).toMatchObject({ intervalMs: 1_800_000 });
  expect((await statusOf(common)).reason).toMatch(/^every 30 min/);
  const tooShort = await runCommand(['settings', 'set', 'interval=10s', ...common]);
  expect(tooShort).toMatchObject({ code: 2, stdout: '' });
  expect(tooShort.stderr).toMatch(/at least 1 minute/);

  expect(await runForDocument(['pause', '--for', '1h', ...common])).toMatchObject({ state: 'paused' });
  expect(await runForDocument(['collect', ...common])).toMatchObject({ status: 'succeeded', newMessages: 0 });
  expect(await statusOf(common)).toMatchObject({ state: 'paused' });
  expect(await runForDocument(['pause', '--until', 'tomorrow', ...common])).toMatchObject({
    sentence: 'Paused until tomorrow 09:00.',
  });
  expect(await runForDocument(['resume', ...common])).toMatchObject({ state: 'idle' });
  const notPaused = await runCommand(['resume', ...common]);
  expect(notPaused).toMatchObject({ code: 1, stdout: '' });
  const nothingToStop = await runCommand(['stop', ...common]);
  expect(nothingToStop.code).toBe(1);
  expect(await runForDocument(['address', ...common])).toMatchObject({
    address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/\?token=/),
  });
  await serving.end('SIGTERM');
});

test('stop ends the run under way, and a second start meanwhile is refused with its reason', async ({
  tidings,
}) => {
  const { common, channels, dataCentre } = tidings;
  await tidings.addThreeChannels();
  await dataCentre.run('addFault', {
    fault: { kind: 'latency', method: 'messages.getHistory', delayMs: 2000, channel: channels[1] },
  });
  const serving = await serve(common);
  await expect.poll(() => historyCalls(dataCentre)).toBeGreaterThan(1);
  const refused = await runCommand(['collect', ...common]);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toMatch(/Already collecting since \d\d:\d\d/);
  expect(await runCommand(['stop', ...common])).toMatchObject({ code: 0 });
  await expect.poll(async () => (await runsOf(common))[0]?.status).toBe('cancelled');
  expect((await statusOf(common)).nextRunAt).toBeGreaterThan(Date.now());
  await serving.end('SIGTERM');
});

test('a port in use is said in words', async ({ tidings }) => {
  const { common } = tidings;
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => taken.once('listening', listening));
  const { port } = taken.address() as AddressInfo;
  const result = await runCommand(['serve', '--port', String(port), ...common]);
  taken.close();
  expect(result).toMatchObject({ code: 1, stdout: '' });
  expect(result.stderr).toContain(String(port));
  expect(result.stderr.trim().split('\n')).toHaveLength(1);
});
