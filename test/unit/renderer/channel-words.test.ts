import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { floodFailure } from '../../../electron/telegram/failures.ts';
import {
  changeInWords,
  costInWords,
  costOfNew,
  costOfPlanned,
  explainCost,
  paceInWords,
} from '../../../renderer/channels/cost-words.ts';
import { coverageInWords, coverageOf } from '../../../renderer/channels/coverage.ts';
import { readKeep } from '../../../renderer/channels/keep-text.ts';
import { agoInWords, changedInWords, spanInWords, troubleOf } from '../../../renderer/channels/last-words.ts';
import { readLimit } from '../../../renderer/channels/limit-text.ts';
import { readDraft } from '../../../renderer/channels/settings-draft.ts';
import { standingOf } from '../../../renderer/channels/standing.ts';
import { asksForPause } from '../../../shared/channel-import-run.ts';
import { addRange, type IdRange } from '../../../shared/id-ranges.ts';
import { ada, at, channelOf } from '../../support/channel-samples.ts';

const minute = 60_000;
const pace = { burst: 5, intervalMs: 1500, requestMs: 300 };
const counts = { postsHeld: 0, postsDeleted: 0 };

test('a pace makes sense below a second too', () => {
  expect([0, 50, 100, 500, 501, 1000, 1500, 3000].map(paceInWords)).toEqual([
    'each as soon as the one before is answered',
    'about 20 a second',
    'about 10 a second',
    'about 2 a second',
    'one every 0.5 s',
    'one every 1 s',
    'one every 1.5 s',
    'one every 3 s',
  ]);
  expect(explainCost({ ...pace, intervalMs: 50 })).not.toContain(' 0 s');
});

test('a switch of the list says what it did, and a number that was changed says it by itself', () => {
  const channel = channelOf({ title: 'Night Desk' });
  expect(changedInWords(channel, { enabled: true })).toBe('Night Desk is on: the next run collects it.');
  expect(changedInWords(channel, { enabled: false })).toMatch(/^Night Desk is off: .*what is held is kept/);
  expect(changedInWords(channel, { backfill: false })).toBe('Backfill of Night Desk is off.');
  expect(changedInWords(channel, { limit: 5 })).toBeNull();
  expect(changedInWords(channel, { reread: true })).toBe(
    'The newest posts of Night Desk are re-read every run.',
  );
  expect(changedInWords(channel, { keepDays: 90 })).toBe('Posts of Night Desk are kept for 90 days.');
});

describe('coverage', () => {
  const older = [{ fromId: 1501, toId: 10_231 }];

  test('is drawn by message ids: never fetched, held, a gap, held', () => {
    const { segments, gaps, reachesFirst } = coverageOf({
      ...counts,
      covered: [
        { fromId: 21, toId: 60 },
        { fromId: 81, toId: 100 },
      ],
    });
    expect(segments).toEqual([
      { kind: 'unfetched', from: 0, share: 0.2 },
      { kind: 'held', from: 0.2, share: 0.4 },
      { kind: 'gap', from: 0.6, share: 0.2 },
      { kind: 'held', from: 0.8, share: 0.2 },
    ]);
    expect({ gaps, reachesFirst }).toEqual({ gaps: 1, reachesFirst: false });
  });

  test('from 0 has been followed to the first message, and nothing is hatched', () => {
    expect(coverageOf({ ...counts, covered: [{ fromId: 0, toId: 100 }] })).toMatchObject({
      segments: [{ kind: 'held', from: 0, share: 1 }],
      heldShare: 1,
      reachesFirst: true,
      backfillRunsLeft: 0,
    });
  });

  test('of whatever ranges fills the bar exactly, without overlap', () => {
    const range = fc
      .tuple(fc.nat(5000), fc.nat(300))
      .map(([fromId, length]): IdRange => ({ fromId, toId: fromId + length }));
    fc.assert(
      fc.property(fc.array(range, { maxLength: 8 }), (ranges) => {
        const { segments } = coverageOf({
          ...counts,
          covered: ranges.reduce<readonly IdRange[]>(addRange, []),
        });
        let end = 0;
        for (const { from, share } of segments) {
          expect(from).toBeCloseTo(end, 9);
          expect(share).toBeGreaterThan(0);
          end = from + share;
        }
        expect(end).toBeCloseTo(1, 9);
      }),
    );
  });

  test('says in words what the bar shows', () => {
    const gap = [
      { fromId: 700, toId: 9600 },
      { fromId: 9900, toId: 10_231 },
    ];
    expect(coverageInWords(channelOf({ covered: gap }))).toBe(
      '9,871 posts held, 1 gap that the next run fills, older history never fetched',
    );
    expect(coverageInWords(channelOf({ covered: gap, enabled: false }))).toContain(
      '1 gap to be filled once it is on again',
    );
    expect(coverageInWords(channelOf({ covered: older, backfill: true }))).toContain(
      'older history is being fetched, at most 3 more runs',
    );
    expect(coverageInWords(channelOf({ postsHeld: 1 }))).toBe(
      '1 post held, followed back to the first message',
    );
    expect(coverageInWords(channelOf({ covered: [] }))).toBe('Nothing fetched yet');
  });

  test('tells apart what is held, what of it is deleted at Telegram, and what was never fetched', () => {
    const channel = channelOf({ postsHeld: 12_400, postsDeleted: 31, postsSuspect: 2, covered: older });
    expect(coverageInWords(channel)).toBe(
      '12,400 posts held, 31 of them deleted at Telegram, 2 suspected to be, older history never fetched',
    );
    expect(coverageOf(channel).deletedShare).toBeCloseTo(31 / 12_400, 9);
    expect(coverageOf({ ...channel, postsDeleted: 20_000 }).deletedShare).toBe(1);
    expect(coverageInWords(channelOf({ keepDays: 90 }))).toContain('9,871 posts held, kept for 90 days, ');
  });
});

describe('cost', () => {
  test('is said as the upper bound it is', () => {
    expect(costInWords(costOfNew(12, { limit: 50, backfill: false }, pace))).toBe(
      'at most about 13 requests a run, about 12 s',
    );
    expect(costInWords(costOfNew(1, { limit: 50, backfill: false }, pace))).toBe(
      'at most about 2 requests a run, under 1 s',
    );
  });

  test('is explained as what it leaves out, too', () => {
    expect(explainCost(pace)).toContain('Channels that have not moved cost nothing of their own.');
    expect(explainCost(pace)).toContain('5 requests at once and then one every 1.5 s');
    expect(explainCost(pace)).toMatch(/daily re-reading and a pause Telegram asks for come on top\.$/);
  });

  test('of a change names what it was, unless that is the same', () => {
    const channel = channelOf({ covered: [{ fromId: 500, toId: 900 }] });
    expect(changeInWords(channel, { limit: 50, backfill: true })).toBe(
      'This channel: at most about 6 requests a run instead of 1',
    );
    expect(changeInWords(channel, { limit: 60, backfill: false })).toBe(
      'This channel: at most about 1 request a run',
    );
    expect(changeInWords(channel, { limit: 1000 })).toBe('This channel: at most about 1 request a run');
    expect(changeInWords(channel, { limit: 250, reread: true })).toBe(
      'This channel: at most about 4 requests a run instead of 1',
    );
  });

  test('of a list counts its own settings, and nothing for what stays off', () => {
    const { requests } = costOfPlanned(
      [{ settings: {} }, { settings: { enabled: false } }, { settings: { limit: 1000, backfill: true } }],
      200,
      pace,
    );
    expect(requests).toBe(1 + 2 + 15);
  });
});

test.each([
  ['50', { ok: true, limit: 50 }],
  [' 1000 ', { ok: true, limit: 1000 }],
  ['0', { ok: false, problem: 'It must be at least 1.' }],
  ['1001', { ok: false, problem: 'It must be at most 1000.' }],
  ['1.5', { ok: false, problem: 'It must be a whole number.' }],
  ['many', { ok: false, problem: 'It must be a number.' }],
  ['', { ok: false, problem: 'How many posts? A whole number from 1 to 1000.' }],
] as const)('a limit typed as “%s” is read or refused in words', (text, read) => {
  expect(readLimit(text)).toEqual(read);
});

test.each([
  ['', { ok: true, keepDays: null }],
  ['for ever', { ok: true, keepDays: null }],
  [' 90 ', { ok: true, keepDays: 90 }],
  ['0', { ok: false, problem: 'It must be at least 1 day, or nothing for ever.' }],
  ['36501', { ok: false, problem: 'It must be at most 36500 days, or nothing for ever.' }],
  ['2.5', { ok: false, problem: 'It must be a whole number of days, or nothing for ever.' }],
  ['a year', { ok: false, problem: 'It must be a number of days, or nothing for ever.' }],
] as const)('days to keep posts typed as “%s” are read or refused in words', (text, read) => {
  expect(readKeep(text)).toEqual(read);
});

test('a form sends what was changed in it and nothing else', () => {
  const channel = channelOf({ keepDays: 90 });
  expect(readDraft(channel, {}).changes).toEqual({});
  expect(readDraft(channel, { limit: '50', reread: false, backfill: false, keep: '90' }).changes).toEqual({});
  expect(readDraft(channel, { keep: '', reread: true }).changes).toEqual({ reread: true, keepDays: null });
  expect(readDraft(channel, { limit: 'x', keep: '30' })).toMatchObject({
    changes: { keepDays: 30 },
    limitProblem: 'It must be a number.',
    keepProblem: null,
  });
});

test('how long ago is as coarse as a list is read', () => {
  const words = (age: number) => agoInWords(at - age, at);
  expect([0, 2 * minute, 119 * minute, 30 * 60 * minute, 5 * 24 * 60 * minute].map(words)).toEqual([
    'just now',
    '2 min ago',
    '1 h ago',
    'yesterday',
    '5 days ago',
  ]);
  expect(agoInWords(Date.UTC(2025, 10, 3), at)).toBe('3 Nov 2025');
  expect(agoInWords(null, at)).toBe('never');
  expect(spanInWords({ firstPostAt: at, lastPostAt: at })).toBe('24 Nov 2026');
});

test('a pause is known by the very words the gateway gives it', () => {
  expect(asksForPause(floodFailure('contacts.resolveUsername', 3_900_000).message)).toBe(true);
  expect(asksForPause('There is no channel by this name.')).toBe(false);
});

test.each([
  ['Telegram asks for a pause: 1h 12m.', 'Pause', false],
  ['This channel is private, or has removed this account.', 'No access', false],
  ['This sign-in was ended from another device. Sign in to this account again.', 'Sign in', true],
  ['Telegram has a problem of its own (RPC_CALL_FAIL). It usually passes.', 'Failed', false],
])('“%s” is told with what to do', (error, label, signIn) => {
  expect(troubleOf(error)).toMatchObject({ label, signIn });
  expect(troubleOf(error).remedy).not.toBe('');
});

describe('nothing can be added', () => {
  const open = { state: 'open', protectedBy: [], sentence: '' } as const;
  const fine = {
    connection: { kind: 'connected' },
    lease: { kind: 'holding' },
    vault: open,
    accounts: [ada],
  } as const;

  test('never, where everything is well, and while it is not known yet', () => {
    expect(standingOf(fine)).toBeNull();
    expect(standingOf({ ...fine, vault: null, accounts: null })).toBeNull();
  });

  test.each([
    [{ connection: { kind: 'disconnected', since: at } }, 'cut', 'Not connected'],
    [{ lease: { kind: 'standby', holder: 'tower' } }, 'standby', 'tower collects into this database'],
    [{ lease: { kind: 'none' } }, 'standby', 'Start Tidings'],
    [
      { vault: { ...open, state: 'locked', protectedBy: ['passphrase'] } },
      'locked',
      'give its passphrase first',
    ],
    [
      { vault: { ...open, state: 'locked', sentence: 'The key file is gone.' } },
      'locked',
      'The key file is gone.',
    ],
    [{ accounts: [{ ...ada, state: 'signed-out' }] }, 'signed-out', 'Sign in first'],
  ] as const)('%j', (change, kind, words) => {
    const standing = standingOf({ ...fine, ...change });
    expect(standing?.kind).toBe(kind);
    expect(standing?.reason).toContain(words);
  });
});
