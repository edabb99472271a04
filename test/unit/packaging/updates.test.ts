import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  isDue,
  isRunning,
  mayInstall,
  startUpdates,
  type Updater,
} from '../../../electron/desktop/updates.ts';
import { createPublisher } from '../../../electron/service/publisher.ts';
import { defaultSettings, noCounts, type Run, type Settings } from '../../../shared/domain.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const startedAt = Date.UTC(2026, 0, 5, 12);

const run: Run = {
  id: 1,
  trigger: 'schedule',
  status: 'running',
  policy: 'adaptive',
  intervalMs: 600_000,
  startedAt,
  endedAt: null,
  durationMs: null,
  reason: null,
  worker: 'here:1',
  token: 1,
  ...noCounts,
};

interface Circumstances {
  /** What the feed answers, one after the other, the last one for ever. */
  readonly versions?: readonly (string | null | Error)[];
  readonly installs?: boolean;
  readonly download?: Error;
  readonly updater?: null;
  readonly running?: boolean;
  readonly notifications?: Settings['notifications'];
  /** Whether the system shows what is told. */
  readonly shows?: boolean;
  readonly memoryFile?: string;
  readonly now?: number;
}

async function stage(circumstances: Circumstances) {
  const { versions = [null], installs = true, now = startedAt } = circumstances;
  const memoryFile = circumstances.memoryFile ?? join(await temporaryFolder(), 'updates.json');
  const clock = createDrivenClock({ now });
  const logged: string[] = [];
  const note = (message: string): void => {
    logged.push(message);
  };
  const log = { info: note, warn: note, error: note };
  const publisher = createPublisher({ clock, log });
  if (circumstances.running) publisher.publish({ type: 'run-started', run, monotonic: 0 });
  if (circumstances.notifications !== undefined) {
    const settings = { ...defaultSettings, notifications: circumstances.notifications };
    publisher.publish({ type: 'settings', settings });
  }
  const updater = scriptedUpdater({ versions, installs, download: circumstances.download });
  const told: string[] = [];
  const stop = startUpdates({
    events: publisher,
    updater: circumstances.updater === null ? null : updater,
    memoryFile,
    clock,
    log,
    async tell(title, body) {
      told.push(`${title} ${body}`);
      return circumstances.shows ?? true;
    },
  });
  return { clock, updater, publisher, told, logged, memoryFile, stop };
}

function scriptedUpdater(script: {
  readonly versions: readonly (string | null | Error)[];
  readonly installs: boolean;
  readonly download: Error | undefined;
}): Updater & { readonly checks: number; readonly downloads: number } {
  let checks = 0;
  let downloads = 0;
  return {
    installs: script.installs,
    async check() {
      const answer = script.versions[Math.min(checks, script.versions.length - 1)] ?? null;
      checks += 1;
      if (answer instanceof Error) throw answer;
      return answer;
    },
    async download() {
      downloads += 1;
      if (script.download !== undefined) throw script.download;
    },
    get checks() {
      return checks;
    },
    get downloads() {
      return downloads;
    },
  };
}

test('looks a minute after the start, then once a day', async () => {
  const { clock, updater } = await stage({ versions: [null] });
  await clock.advance(minuteMs - 1);
  expect(updater.checks).toBe(0);
  await clock.advance(1);
  expect(updater.checks).toBe(1);
  await clock.advance(dayMs - hourMs);
  expect(updater.checks).toBe(1);
  await clock.advance(2 * hourMs);
  expect(updater.checks).toBe(2);
});

test('fetches what is found, and tells of each version once, also after a restart', async () => {
  const first = await stage({ versions: ['1.1.0', '1.1.0', '1.2.0'] });
  await first.clock.advance(minuteMs);
  expect(first.updater.downloads).toBe(1);
  expect(first.told).toEqual([expect.stringContaining('Tidings 1.1.0 is ready')]);
  await first.clock.advance(dayMs + hourMs);
  expect(first.updater.checks).toBe(2);
  expect(first.told).toHaveLength(1);
  first.stop();

  const second = await stage({
    versions: ['1.1.0', '1.2.0'],
    memoryFile: first.memoryFile,
    now: first.clock.now(),
  });
  await second.clock.advance(dayMs + hourMs);
  expect(second.updater.checks).toBeGreaterThan(0);
  expect(second.told).toEqual([]);
  await second.clock.advance(dayMs);
  expect(second.told).toEqual([expect.stringContaining('1.2.0')]);
});

test('what the system did not show is told again a day later', async () => {
  const { clock, told } = await stage({ versions: ['1.1.0'], shows: false });
  await clock.advance(minuteMs);
  expect(told).toHaveLength(1);
  await clock.advance(dayMs + hourMs);
  expect(told).toHaveLength(2);
});

test('nothing is installed under a run, nor under a Tidings that starts again', async () => {
  const idle = await stage({});
  expect(mayInstall(idle.publisher, false)).toBe(true);
  expect(mayInstall(idle.publisher, true)).toBe(false);
  const running = await stage({ running: true });
  expect(mayInstall(running.publisher, false)).toBe(false);
});

test('a restart within the day does not look again', async () => {
  const first = await stage({ versions: [null] });
  await first.clock.advance(minuteMs);
  first.stop();
  const second = await stage({ versions: [null], memoryFile: first.memoryFile, now: first.clock.now() });
  await second.clock.advance(hourMs);
  expect(second.updater.checks).toBe(0);
});

test('nothing is looked for during a run, and what was due follows at its end', async () => {
  const { clock, updater, publisher } = await stage({ versions: ['1.1.0'], running: true });
  expect(isRunning(publisher)).toBe(true);
  await clock.advance(2 * dayMs);
  expect(updater.checks).toBe(0);
  publisher.publish({
    type: 'run-finished',
    run: { ...run, status: 'succeeded', endedAt: clock.now(), durationMs: 2 * dayMs },
  });
  await clock.advance(0);
  expect(updater.checks).toBe(1);
  expect(isRunning(publisher)).toBe(false);
});

test('a feed that cannot be reached is asked again an hour later, and the log says so in one line', async () => {
  const { clock, updater, told, logged } = await stage({ versions: [new Error('HTTP 503\nheaders: …')] });
  await clock.advance(minuteMs);
  expect(updater.checks).toBe(1);
  await clock.advance(hourMs - 10 * minuteMs);
  expect(updater.checks).toBe(1);
  await clock.advance(20 * minuteMs);
  expect(updater.checks).toBe(2);
  expect(told).toEqual([]);
  expect(logged.filter((line) => line.includes('HTTP 503'))).toHaveLength(2);
  expect(logged.join()).not.toContain('headers');
});

test('a version that could not be fetched is not told of', async () => {
  const { clock, told } = await stage({ versions: ['1.1.0'], download: new Error('disk full') });
  await clock.advance(minuteMs);
  expect(told).toEqual([]);
});

test('where a package manager installs, the person is told and nothing is fetched', async () => {
  const { clock, updater, told } = await stage({ versions: ['1.1.0'], installs: false });
  await clock.advance(minuteMs);
  expect(updater.downloads).toBe(0);
  expect(told).toEqual([expect.stringContaining('There is a new Tidings, 1.1.0')]);
});

test('whoever wants no notifications gets none; the update is fetched all the same', async () => {
  const { clock, updater, told } = await stage({ versions: ['1.1.0'], notifications: 'none' });
  await clock.advance(minuteMs);
  expect(updater.downloads).toBe(1);
  expect(told).toEqual([]);
});

test('without an updater nothing happens, and the log says that updates are off', async () => {
  const { clock, told, logged } = await stage({ updater: null });
  await clock.advance(2 * dayMs);
  expect(told).toEqual([]);
  expect(logged).toEqual(['Updates are off in this copy of Tidings.']);
});

test('once stopped, nothing is looked for', async () => {
  const { clock, updater, stop } = await stage({ versions: [null] });
  stop();
  await clock.advance(2 * dayMs);
  expect(updater.checks).toBe(0);
});

test('what was remembered and cannot be read is told in the log, and replaced', async () => {
  const memoryFile = join(await temporaryFolder(), 'updates.json');
  await writeFile(memoryFile, '{"lookedAt":');
  const { clock, updater, logged } = await stage({ versions: [null], memoryFile });
  expect(logged).toEqual([expect.stringContaining('could not be read')]);
  await clock.advance(minuteMs);
  expect(updater.checks).toBe(1);
  expect(JSON.parse(await readFile(memoryFile, 'utf8'))).toEqual({
    lookedAt: clock.now(),
    toldVersion: null,
  });
});

test('a look is due after a day, or when the clock was put back', () => {
  expect(isDue(null, 0)).toBe(true);
  expect(isDue(1000, 1000 + dayMs - 1)).toBe(false);
  expect(isDue(1000, 1000 + dayMs)).toBe(true);
  expect(isDue(1000, 999)).toBe(true);
});
