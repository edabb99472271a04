import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { progressSteps, trayIconFile, trayIconOf } from '../../../electron/desktop/tray-icon.ts';
import { runningOf, snapshotOf } from '../../support/screen-builders.ts';

const rendered = fileURLToPath(new URL('../../../electron/desktop/icons/rendered', import.meta.url));
const steps = Array.from({ length: progressSteps + 1 }, (_, step) => `collecting-${step}`);
const names = ['idle', 'paused', 'attention', 'offline', ...steps];

const collecting = (channelsDone: number, channelsTotal: number) =>
  snapshotOf({ state: 'collecting', run: runningOf({ channelsDone, channelsTotal }) });

test('the ring is as full as channels are done, and full only when all are', () => {
  const drawn = [0, 1, 2, 50, 99, 100].map((done) => trayIconOf(collecting(done, 100), 'darwin'));
  expect(drawn).toEqual([
    'collecting-0',
    'collecting-0',
    'collecting-0',
    'collecting-4',
    'collecting-7',
    'collecting-8',
  ]);
  expect(trayIconOf(collecting(0, 0), 'win32')).toBe('collecting-0');
});

test('on Linux the picture of a run does not change until it ends', () => {
  const drawn = [0, 50, 100].map((done) => trayIconOf(collecting(done, 100), 'linux'));
  expect(new Set(drawn).size).toBe(1);
});

test('every state has a picture of its own', () => {
  const attention = [{ cause: 'disk-full', message: 'Full.', since: 1 }] as const;
  const drawn = [
    snapshotOf(),
    snapshotOf({ state: 'paused' }),
    snapshotOf({ state: 'retrying' }),
    snapshotOf({ attention }),
  ].map((snapshot) => trayIconOf(snapshot, 'linux'));
  expect(drawn).toEqual(['idle', 'paused', 'offline', 'attention']);
});

test.each(['darwin', 'win32', 'linux'] as const)(
  'every picture is there for %s, sharp screens included',
  (platform) => {
    const files = names.map((name) => trayIconFile(rendered, name, platform));
    const sharp = platform === 'win32' ? [] : files.map((file) => file.replace('.png', '@2x.png'));
    expect([...files, ...sharp].filter((file) => !existsSync(file))).toEqual([]);
  },
);
