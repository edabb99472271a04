import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newsOf, nothingTold, noticesFor, type Told } from '../../../electron/desktop/notices.ts';
import { defaultSettings, type Settings } from '../../../shared/domain.ts';
import { type AttentionCause, attentionCauses } from '../../../shared/snapshot.ts';

type Policy = Settings['notifications'];
type Step = readonly [Policy, ...AttentionCause[]];

const stateOf = ([notifications, ...causes]: Step) => ({
  settings: { ...defaultSettings, notifications },
  attention: causes.map((cause) => ({ cause, message: `What to do about ${cause}.`, since: 1 })),
});

/** What is said over a time, as `kind cause`, a list a step. */
function live(...steps: readonly Step[]): string[][] {
  let told: Told = nothingTold;
  return steps.map((step) => {
    const next = noticesFor(told, stateOf(step));
    told = next.told;
    return next.notices.map(({ kind, cause }) => `${kind} ${cause}`);
  });
}

test('an error is told once until it clears, and again when it comes back', () => {
  expect(
    live(['errors'], ['errors', 'disk-full'], ['errors', 'disk-full'], ['errors'], ['errors', 'disk-full']),
  ).toEqual([[], ['raise disk-full'], [], ['clear disk-full'], ['raise disk-full']]);
});

test('a second cause is told beside the first', () => {
  expect(
    live(['errors', 'signed-out'], ['errors', 'signed-out', 'disk-full'], ['errors', 'disk-full']),
  ).toEqual([['raise signed-out'], ['raise disk-full'], ['clear signed-out']]);
});

test('an alarm says what to do and where', () => {
  expect(noticesFor(nothingTold, stateOf(['errors', 'signed-out'])).notices).toEqual([
    {
      kind: 'raise',
      cause: 'signed-out',
      title: 'Sign in again',
      body: 'What to do about signed-out.',
      screen: 'settings',
    },
  ]);
});

test('with "all" a recovery is told too, and only after its alarm', () => {
  expect(live(['all'], ['all', 'disk-full'], ['all'])).toEqual([
    [],
    ['raise disk-full'],
    ['clear disk-full', 'recovered disk-full'],
  ]);
});

test('with "none" nothing is told, but what was told before is taken back', () => {
  expect(live(['none', 'disk-full'], ['none'])).toEqual([[], []]);
  expect(live(['all', 'disk-full'], ['none', 'disk-full'], ['none'])).toEqual([
    ['raise disk-full'],
    [],
    ['clear disk-full'],
  ]);
});

test('whoever asks to be told hears of what stands already', () => {
  expect(live(['none', 'disk-full'], ['errors', 'disk-full'])).toEqual([[], ['raise disk-full']]);
});

test('whatever happens: no recovery and no clearing without an alarm, no alarm twice in a row', () => {
  const step = fc
    .tuple(fc.constantFrom<Policy>('errors', 'all', 'none'), fc.subarray([...attentionCauses]))
    .map(([policy, causes]): Step => [policy, ...causes]);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const said = live(...steps).flat();
      for (const cause of attentionCauses) {
        const heard = said.filter((each) => each.endsWith(cause)).map((each) => each.split(' ')[0]);
        expect(heard.join(' ')).toMatch(/^(raise( clear( recovered)?)?( |$))*$/);
      }
    }),
  );
});

const alertOf = (id: number, at: number) => ({
  id,
  at,
  watchId: 1,
  channelId: 7,
  channelTitle: 'Harbourview News',
  postId: 12,
  message: `Alert ${id}`,
  seenAt: null,
});

const withAlerts = (count: number, id: number, at: number, notifications: Policy = 'errors') => ({
  settings: { ...defaultSettings, notifications },
  alerts: { count, newest: alertOf(id, at) },
});

test('what a watch has found is told once', () => {
  const first = newsOf({ toldId: 0, since: 100 }, withAlerts(1, 3, 150));
  expect(first).toEqual({ toldId: 3, news: { title: 'A watch has found something', body: 'Alert 3' } });
  expect(newsOf({ toldId: first.toldId, since: 100 }, withAlerts(1, 3, 150)).news).toBeNull();
});

test('several alerts at once are one notification', () => {
  expect(newsOf({ toldId: 3, since: 100 }, withAlerts(4, 7, 160)).news).toEqual({
    title: '4 alerts to look at',
    body: 'Alert 7',
  });
});

test('alerts from before the start are no news, and none are told where none are wanted', () => {
  expect(newsOf({ toldId: 0, since: 100 }, withAlerts(2, 9, 99))).toEqual({ toldId: 9, news: null });
  expect(newsOf({ toldId: 0, since: 100 }, withAlerts(1, 9, 120, 'none'))).toEqual({ toldId: 9, news: null });
});
