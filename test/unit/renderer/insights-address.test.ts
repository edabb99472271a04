import { describe, expect, test } from 'vitest';
import { weekday } from '../../../renderer/insights/days.ts';
import {
  firstView,
  type InsightsView,
  insightsHash,
  partOfView,
  spanBefore,
  spanOf,
  viewOfPart,
  whyNoPeriod,
} from '../../../renderer/insights/insights-address.ts';
import { anomaliesAsCsv, overviewAsCsv } from '../../../renderer/insights/insights-tables.ts';
import { nextOrder, type OverviewRow, ordered } from '../../../renderer/insights/overview-order.ts';
import { parsePlace } from '../../../renderer/state/place.ts';
import { instantsOf, isDay } from '../../../shared/days.ts';

const view: InsightsView = {
  channelId: -1_001_234,
  period: { kind: 'custom', from: '2026-10-01', to: '2026-10-31' },
  table: true,
  sort: { column: 'growth', descending: false },
};

describe('the address', () => {
  test('holds what is shown, in one part', () => {
    const place = parsePlace(insightsHash(view));
    expect(place?.screen).toBe('insights');
    expect(viewOfPart(place?.part ?? null)).toEqual(view);
  });

  test('of the first view is the screen alone', () => {
    expect(partOfView(firstView)).toBeNull();
    expect(viewOfPart(null)).toEqual(firstView);
  });

  test.each([
    'days=31',
    'from=2026-02-30&to=2026-03-01',
    'from=2026-03-02&to=2026-03-01',
    'from=1999-01-01&to=2026-01-01',
    'channel=abc&sort=colour&view=3d',
  ])('that is no view shows the first one: %s', (part) => {
    expect(viewOfPart(part)).toEqual(firstView);
  });
});

describe('periods', () => {
  test('end today, today included', () => {
    expect(spanOf({ kind: 'last', days: 7 }, '2026-11-24')).toEqual({
      from: '2026-11-18',
      to: '2026-11-24',
      days: 7,
    });
  });

  test('do not reach into days to come', () => {
    expect(spanOf({ kind: 'custom', from: '2026-11-20', to: '2026-12-31' }, '2026-11-24').to).toBe(
      '2026-11-24',
    );
  });

  test('are set against as many days before, also where the clocks change', () => {
    expect(spanBefore({ from: '2026-10-26', to: '2026-11-24', days: 30 })).toEqual({
      from: '2026-09-26',
      to: '2026-10-25',
      days: 30,
    });
  });

  test('have an end that is not earlier, and at most ten years', () => {
    expect(whyNoPeriod('2026-11-24', '2026-11-24')).toBeNull();
    expect(whyNoPeriod('2026-11-24', '2026-11-23')).toContain('must not be later');
    expect(whyNoPeriod('2016-11-17', '2026-11-24')).toBeNull();
    expect(whyNoPeriod('2016-11-16', '2026-11-24')).toContain('3660');
  });

  test('are filtered for from the first midnight to the one after the last day', () => {
    expect(instantsOf('2026-11-23', '2026-11-24')).toEqual({
      from: new Date(2026, 10, 23).getTime(),
      to: new Date(2026, 10, 25).getTime(),
    });
  });

  test('weeks begin on Monday, in this century and before', () => {
    expect(weekday('2026-11-23')).toBe(0);
    expect(weekday('2026-11-29')).toBe(6);
    expect(weekday('1999-12-31')).toBe(4);
  });

  test('only days of the calendar are days', () => {
    expect(isDay('2024-02-29')).toBe(true);
    expect(isDay('2026-02-29')).toBe(false);
    expect(isDay('2026-2-9')).toBe(false);
    expect(isDay(null)).toBe(false);
  });
});

describe('the overview', () => {
  const row = (channelId: number, title: string, reach: number | null): OverviewRow => ({
    channelId,
    title,
    username: null,
    posts: 1,
    reach,
    er: null,
    err: null,
    subscribers: null,
    growth: null,
    heldFrom: null,
    heldMark: null,
    heldWords: null,
  });
  const rows = [row(1, 'b', null), row(2, 'a', 5), row(3, 'c', 9)];
  const ids = (sorted: readonly OverviewRow[]) => sorted.map(({ channelId }) => channelId);

  test('stands in order, what has no value last whichever way', () => {
    expect(ids(ordered(rows, { column: 'reach', descending: true }))).toEqual([3, 2, 1]);
    expect(ids(ordered(rows, { column: 'reach', descending: false }))).toEqual([2, 3, 1]);
    expect(ids(ordered(rows, { column: 'title', descending: false }))).toEqual([2, 1, 3]);
    expect(ids(ordered(rows, { column: 'posts', descending: true }))).toEqual([2, 1, 3]);
  });

  test('a heading sorts numbers from the greatest, names from A, and turns round when pressed again', () => {
    const byReach = nextOrder(firstView.sort, 'reach');
    expect(byReach).toEqual({ column: 'reach', descending: true });
    expect(nextOrder(byReach, 'reach').descending).toBe(false);
    expect(nextOrder(byReach, 'title').descending).toBe(false);
  });

  test('is saved without formulas for a spreadsheet, and with nothing for what is not known', () => {
    const held = { heldFrom: '2026-11-13', heldMark: 'from 13 Nov', heldWords: 'Held from 13 Nov 2026.' };
    const [, line, part] = overviewAsCsv([
      row(7, '=HYPERLINK("x")', 1.5),
      { ...row(8, 'b', null), ...held, posts: null },
    ]).split('\r\n');
    expect(line).toBe('7,"\'=HYPERLINK(""x"")",,1,1.5,,,,,');
    expect(part).toBe('8,b,,,,,,,,2026-11-13');
  });

  test('a day worth a look is saved with its posts', () => {
    const csv = anomaliesAsCsv({
      anomalies: [
        { day: '2026-11-21', figure: 'posts', direction: 'low', value: 1, usual: 7, postIds: [3, 4] },
      ],
    });
    expect(csv.split('\r\n')[1]).toBe('2026-11-21,posts,low,1,7,3 4');
  });
});
