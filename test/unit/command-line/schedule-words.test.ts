import { describe, expect, it } from 'vitest';
import { pause, resume } from '../../../electron/command-line/commands/schedule.ts';
import { channelsText, statusText } from '../../../electron/command-line/documents.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import { channelOf } from '../../support/channel-samples.ts';
import { clientWith, recordedOutput } from '../../support/command-line-stubs.ts';
import { snapshotOf } from '../../support/screen-builders.ts';

const hour = 3_600_000;
const at = new Date(2026, 10, 24, 12).getTime();

const asking = (mode: 'serve' | 'command', snapshot: Snapshot) =>
  clientWith({
    'schedule.pause': () => ({ accepted: true }),
    'schedule.resume': () => ({ accepted: true }),
    'snapshot.get': () => snapshot,
    'system.get': () => ({
      version: '0',
      mode,
      demo: false,
      dataFolder: '/data',
      launchAtLogin: null,
      canOpenFolders: false,
      canStartDemo: false,
    }),
  });

describe('resume', () => {
  it('says when the next run is where a process will make it', async () => {
    const output = recordedOutput();
    await resume(asking('serve', snapshotOf()), output);
    expect(output.answers).toMatchObject([
      { text: 'Next run in 10m 00s: the first run.', document: { nextRunAt: 1_610_000 } },
    ]);
  });

  it('promises no run where no process is there to make it', async () => {
    const output = recordedOutput();
    await resume(asking('command', snapshotOf()), output);
    expect(output.answers[0]?.text).toMatch(/^The pause is over\. No Tidings is running now: start one/);
    expect(output.answers[0]?.document).toMatchObject({ state: 'stopped', nextRunAt: null });
  });
});

it('a pause that nobody keeps yet says that it is kept for the next', async () => {
  const output = recordedOutput();
  const paused = snapshotOf({ state: 'paused', sentence: 'Paused until 15:00.' });
  await pause(asking('command', paused), output, { for: '3h' });
  expect(output.answers[0]?.text).toBe(
    'Paused until 15:00. No Tidings is running now; one that is started keeps to it.',
  );
});

describe('status', () => {
  const paused = (until: number | null, change: Partial<Snapshot> = {}) =>
    statusText(snapshotOf({ at, pause: { since: at, until, remainingMs: null }, ...change }));
  const stopped = { state: 'stopped', sentence: 'Not running: start Tidings to collect.' } as const;

  it('says until when the schedule is paused, also where nothing runs', () => {
    expect(paused(at + 3 * hour, stopped)).toContain('The schedule is paused until 15:00; "tidings resume"');
    expect(paused(null, stopped)).toContain('The schedule is paused until it is resumed;');
    expect(paused(at + 24 * hour, { state: 'collecting', sentence: 'Collecting.' })).toContain(
      'paused until tomorrow 12:00;',
    );
  });

  it('does not say it twice where the sentence says it', () => {
    const said = paused(at + 3 * hour, { state: 'paused', sentence: 'Paused until 15:00.' });
    expect(said.match(/15:00/g)).toHaveLength(1);
    expect(said).toContain('"tidings resume" ends the pause.');
  });
});

it('the list of channels tells what is re-read when, and how long posts are kept', () => {
  const [, line] = channelsText([channelOf({ limit: 200, reread: true, keepDays: 90 })]).split('\n');
  expect(line).toMatch(/ on +200 a run +off +90 d +9,871 /);
  expect(channelsText([channelOf()])).toMatch(/ 50 a day /);
});

it('the list of channels tells whose history is fetched', () => {
  const lines = channelsText([channelOf({ backfill: true }), channelOf({ backfill: false })]).split('\n');
  expect(lines[0]).toMatch(/Re-read +Backfill +Keep +Held/);
  expect(lines.slice(1).map((line) => /(on|off) +ever +9,871/.exec(line)?.[1])).toEqual(['on', 'off']);
});
