import { expect, test } from 'vitest';
import {
  byDay,
  eventKinds,
  eventsQuery,
  filterOfPart,
  partOfFilter,
  runsQuery,
  typesOf,
  wholeHistory,
} from '../../../renderer/history/history-filter.ts';
import { joined } from '../../../renderer/state/pages.ts';
import { dayOf } from '../../../shared/days.ts';

const filter = {
  ...wholeHistory,
  from: '2026-11-01',
  to: '2026-11-24',
  status: 'partial',
  trigger: 'catch-up',
} as const;

test('what the address says of a filter is what the filter was', () => {
  expect(filterOfPart(partOfFilter(filter))).toEqual(filter);
  expect(partOfFilter(wholeHistory)).toBeNull();
  expect(filterOfPart(null)).toEqual(wholeHistory);
});

test('an address that somebody typed narrows by what can be read of it', () => {
  expect(filterOfPart('view=dreams&from=yesterday&status=lost&trigger=manual&to=2026-02-30x')).toEqual({
    ...wholeHistory,
    trigger: 'manual',
  });
});

test('days are whole local days, the last one included', () => {
  const { from, to } = runsQuery(filter, 10);
  expect(from).toBe(new Date(2026, 10, 1).getTime());
  expect(to).toBe(new Date(2026, 10, 25).getTime());
  expect(runsQuery(wholeHistory, 10)).toEqual({ limit: 10 });
});

test('every type of event is of exactly one kind', () => {
  const types = eventKinds.flatMap(typesOf);
  expect(new Set(types).size).toBe(types.length);
  expect(types).toContain('channels.checked');
  expect(eventsQuery({ ...wholeHistory, kind: 'pauses' }, 5)).toEqual({ limit: 5, types: ['flood.waiting'] });
});

test('what happened on one local day stands together, newest day first', () => {
  const at = (day: number, hour: number) => new Date(2026, 10, day, hour).getTime();
  const days = byDay([at(24, 9), at(24, 0), at(23, 23)], (moment) => moment);
  expect(days.map(({ day, items }) => [day, items.length])).toEqual([
    ['2026-11-24', 2],
    ['2026-11-23', 1],
  ]);
  expect(dayOf(at(3, 12))).toBe('2026-11-03');
});

const item = (id: number) => ({ id });
const held = (ids: readonly number[], next: number | null) => ({
  key: 'k',
  items: ids.map(item),
  next,
  asked: 'answered' as const,
  problem: null,
});

test('a newest page that meets what is held keeps the older ones behind it', () => {
  const after = joined(held([9, 8, 7, 6], 6), 'k', { items: [item(11), item(10), item(9)], next: 9 });
  expect(after.items.map(({ id }) => id)).toEqual([11, 10, 9, 8, 7, 6]);
  expect(after.next).toBe(6);
});

test('a newest page that does not meet what is held takes its place: nothing is missing in between', () => {
  const after = joined(held([5, 4], 4), 'k', { items: [item(11), item(10)], next: 10 });
  expect(after.items.map(({ id }) => id)).toEqual([11, 10]);
  expect(after.next).toBe(10);
});

test('what was asked with another filter is never joined', () => {
  const after = joined(held([9, 8], 8), 'other', { items: [item(9)], next: 9 });
  expect(after).toMatchObject({ key: 'other', items: [item(9)], next: 9 });
});
