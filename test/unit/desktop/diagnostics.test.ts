import { expect, test } from 'vitest';
import { diagnosticsText } from '../../../electron/desktop/diagnostics.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import { runningOf, runOf, snapshotOf } from '../../support/screen-builders.ts';

function textOf(change: Partial<Snapshot> = {}, log = ''): string {
  return diagnosticsText({
    version: '0.1.0',
    versions: { ...process.versions, electron: '45.4.1', chrome: '150.0.0.0' },
    platform: 'linux',
    release: '6.1',
    architecture: 'x64',
    packaged: true,
    demo: false,
    snapshot: snapshotOf(change),
    log,
  });
}

test('versions, state and figures are there', () => {
  const text = textOf({
    run: runningOf({ channelsDone: 3 }),
    lastRun: runOf({ status: 'partial', errors: 2 }),
  });
  expect(text).toContain('Tidings 0.1.0\n');
  expect(text).toContain(`linux 6.1 x64, electron 45.4.1, chrome 150.0.0.0, node ${process.versions.node}`);
  expect(text).toContain('3/12 channels');
  expect(text).toContain('1 partial, 4000 ms, 2 errors');
});

test('neither what is collected nor who collects it is told by the state', () => {
  const text = textOf({
    run: { ...runningOf(), collecting: [{ channelId: 1, title: 'A private channel' }] },
    attention: [{ cause: 'signed-out', message: 'Signed out of Telegram: Ada.', since: 1 }],
  });
  expect(text).not.toMatch(/private|Ada/);
  expect(text).toContain('Needs a person: signed-out');
});

test('the end of the log is there, with secrets masked', () => {
  const log = Array.from({ length: 100 }, (_, line) => `line ${line + 1}`);
  const text = textOf(
    {},
    [...log, 'api_hash=0123456789abcdef0123456789abcdef', '+49 151 23456789', ''].join('\n'),
  );
  expect(text).toContain('line 43\n');
  expect(text).not.toContain('line 42\n');
  expect(text).not.toMatch(/0123456789abcdef|23456789/);
});
