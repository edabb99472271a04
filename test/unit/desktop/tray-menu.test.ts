import { describe, expect, test } from 'vitest';
import { type TrayRow, trayMenuOf } from '../../../electron/desktop/tray-menu.ts';
import type { Run, RunStatus } from '../../../shared/domain.ts';
import { defaultSettings } from '../../../shared/domain.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import { runningOf, runOf, snapshotOf } from '../../support/screen-builders.ts';

const allowed = { enabled: false, refusal: null };

function menu(change: Partial<Snapshot> = {}, launch: Parameters<typeof trayMenuOf>[1] = allowed) {
  return trayMenuOf(snapshotOf(change), launch);
}

/** A row in words: ticked, or greyed. */
function told(row: TrayRow): string {
  if (row.kind === 'separator') return '—';
  if (row.kind === 'menu') return `${row.label} > ${row.rows.map(told).join(', ')}`;
  if (row.kind === 'words') return `(${row.label})`;
  return `${row.checked === true ? '✓ ' : ''}${row.enabled === false ? `(${row.label})` : row.label}`;
}

test('between runs the menu offers to collect and to pause', () => {
  const endedAt = new Date(2026, 0, 5, 14, 3).getTime();
  expect(menu({ at: endedAt + 157_000, lastRun: runOf({ endedAt }) }).map(told)).toEqual([
    '(Next run in 10m 00s: the first run.)',
    '—',
    'Collect now',
    'Pause > For 1 hour, Until tomorrow, Until resumed',
    '(Last run at 14:03: 50 messages in 4 s)',
    '—',
    'Notifications > ✓ Errors that need you, Errors and recoveries, None',
    'Launch at login',
    '—',
    'Open Tidings',
    'Open logs',
    'Copy diagnostics',
    '—',
    'Quit',
  ]);
});

function rowFor(wanted: string, rows: readonly TrayRow[]): string | undefined {
  return rows.map(told).find((row) => row.includes(wanted));
}

test('during a run the menu offers to stop it, once', () => {
  const running = { state: 'collecting', run: runningOf() } as const;
  expect(rowFor('Stop', menu(running))).toBe('Stop');
  expect(rowFor('Collect now', menu(running))).toBeUndefined();
  const cancelling = { ...running, run: { ...runningOf(), cancelling: true } };
  expect(rowFor('Stop', menu(cancelling))).toBe('(Stop)');
});

test('during a pause the menu offers to resume', () => {
  const paused = menu({ state: 'paused', pause: { since: 1, until: null, remainingMs: null } });
  expect(rowFor('Resume', paused)).toBe('Resume');
  expect(rowFor('Pause', paused)).toBeUndefined();
});

test.each([
  ['stands by', { state: 'standby', lease: { kind: 'standby', holder: 'another' } }],
  ['is starting', { state: 'starting', lease: { kind: 'starting' } }],
  ['is stopping', { state: 'stopping' }],
] as const)('a Tidings that %s cannot be told to collect or to pause', (_what, change) => {
  expect(rowFor('Collect now', menu(change))).toBe('(Collect now)');
  expect(rowFor('Pause', menu(change))).toBe('Pause > (For 1 hour), (Until tomorrow), (Until resumed)');
});

describe('the last result', () => {
  const results: Record<RunStatus, [Partial<Run>, string]> = {
    running: [{}, 'under way'],
    succeeded: [{}, '50 messages in 4 s'],
    partial: [{ errors: 2 }, '50 messages, 2 errors'],
    failed: [{ reason: 'no network' }, 'failed: no network'],
    cancelled: [{ messages: 1 }, 'stopped after 1 message'],
    interrupted: [{ reason: null }, 'interrupted'],
  };
  test.each(Object.entries(results))('of a run that is %s is told', (status, [change, words]) => {
    const endedAt = new Date(2026, 0, 5, 14, 3).getTime();
    const lastRun = runOf({ ...change, status: status as RunStatus, endedAt });
    expect(rowFor('Last run', menu({ at: endedAt, lastRun }))).toBe(`(Last run at 14:03: ${words})`);
  });
  test('reads the same while time goes on, and has its day once that is over', () => {
    const lastRun = runOf({ endedAt: new Date(2026, 0, 5, 14, 3).getTime() });
    const rowAt = (at: Date) => rowFor('Last run', menu({ at: at.getTime(), lastRun }));
    expect(rowAt(new Date(2026, 0, 5, 23, 59))).toBe(rowAt(new Date(2026, 0, 5, 14, 3, 1)));
    expect(rowAt(new Date(2026, 0, 6, 9))).toBe('(Last run at 5 Jan 14:03: 50 messages in 4 s)');
  });
  test('is not made up before the first run', () => {
    expect(rowFor('No run yet', menu())).toBe('(No run yet)');
  });
});

test('the chosen notifications are ticked', () => {
  const rows = menu({ settings: { ...defaultSettings, notifications: 'none' } });
  expect(rowFor('Notifications', rows)).toBe(
    'Notifications > Errors that need you, Errors and recoveries, ✓ None',
  );
});

test('launch at login shows whether it is on, asks for the opposite, or says why it is not offered', () => {
  expect(menu({}, { enabled: true, refusal: null })).toContainEqual({
    kind: 'checkbox',
    label: 'Launch at login',
    command: { do: 'launch-at-login', enabled: false },
    checked: true,
  });
  expect(rowFor('a Snap', menu({}, { enabled: false, refusal: 'Not in a Snap' }))).toBe('(Not in a Snap)');
});

test('a sentence that would make the menu as wide as the screen is cut', () => {
  const [first] = menu({ sentence: 'word '.repeat(60) });
  expect(first).toMatchObject({ kind: 'words' });
  expect(first !== undefined && 'label' in first ? first.label : '').toMatch(/^(word ){20,}word…$/);
});

test('the same state makes the same menu', () => {
  expect(JSON.stringify(menu())).toBe(JSON.stringify(menu()));
});
