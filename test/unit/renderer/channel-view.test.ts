import { describe, expect, test } from 'vitest';
import { nextSort, type ViewOptions, viewOf } from '../../../renderer/channels/channel-view.ts';
import { columnsAt } from '../../../renderer/channels/columns.ts';
import { nothingSelected, press, pressAll } from '../../../renderer/channels/selection.ts';
import { channelOf, sixChannels } from '../../support/channel-samples.ts';

const plain: ViewOptions = { search: '', filter: 'all', sort: null, open: new Set() };
const ids = (options: Partial<ViewOptions>) =>
  viewOf(sixChannels, { ...plain, ...options }).map(({ id }) => id);

describe('what the list shows', () => {
  test('is everything in the order it was added', () => {
    expect(ids({})).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test.each([
    ['harbour', [2]],
    ['WATCH har', [2]],
    ['город', [3]],
    ['@market', [4]],
    ['https://t.me/marketbell', [4]],
    ['@bell', []],
    ['@', [1, 2, 3, 4, 5, 6]],
  ])('finds “%s” in titles and names', (search, found) => {
    expect(ids({ search })).toEqual(found);
  });

  test.each([
    ['on', [1, 2, 3, 4, 5]],
    ['off', [6]],
    ['errors', [4, 5]],
    ['new', [2]],
  ] as const)('filters: %s', (filter, found) => {
    expect(ids({ filter })).toEqual(found);
  });

  test('keeps a row that is open, though it has just ceased to belong', () => {
    expect(ids({ filter: 'new', open: new Set([3]) })).toEqual([2, 3]);
    expect(ids({ filter: 'new', open: new Set([3]), search: 'harbour' })).toEqual([2]);
  });

  test('sorts without regard to case, and puts what is not known last, either way', () => {
    expect(ids({ sort: { key: 'title', descending: false } })).toEqual([1, 2, 4, 5, 6, 3]);
    expect(ids({ sort: { key: 'subscribers', descending: true } })).toEqual([3, 4, 1, 2, 5, 6]);
    expect(ids({ sort: { key: 'subscribers', descending: false } })).toEqual([5, 2, 1, 4, 3, 6]);
    const [first, second, third] = [null, 5, 7].map((subscribers, id) => channelOf({ id, subscribers }));
    for (const descending of [true, false]) {
      const sorted = viewOf(
        [second, first, third].filter((one) => one !== undefined),
        {
          ...plain,
          sort: { key: 'subscribers', descending },
        },
      );
      expect(sorted.at(-1)).toBe(first);
    }
    expect(ids({ sort: { key: 'coverage', descending: false } }).slice(0, 3)).toEqual([6, 3, 2]);
  });

  test('does not reorder the list it was given', () => {
    const given = [channelOf({ id: 2, title: 'b' }), channelOf({ id: 1, title: 'a' })];
    viewOf(given, { ...plain, sort: { key: 'title', descending: false } });
    expect(given.map(({ id }) => id)).toEqual([2, 1]);
  });
});

test('a heading sorts the way one looks for first, then the other, then not at all', () => {
  const first = nextSort(null, 'postsHeld');
  expect(first).toEqual({ key: 'postsHeld', descending: true });
  const second = nextSort(first, 'postsHeld');
  expect(second).toEqual({ key: 'postsHeld', descending: false });
  expect(nextSort(second, 'postsHeld')).toBeNull();
  expect(nextSort(second, 'title')).toEqual({ key: 'title', descending: false });
});

test('columns give way one after the other, never the channel, its switch and its tick', () => {
  const names = (width: number) => columnsAt(width).map(({ name }) => name);
  expect(names(1094)).toHaveLength(9);
  expect(names(732)).toEqual(['select', 'enabled', 'channel', 'postsHeld', 'coverage', 'last']);
  expect(names(300)).toEqual(['select', 'enabled', 'channel', 'postsHeld']);
});

test('whatever is shown beside it, the name of a channel has room to be read', () => {
  for (let width = 520; width <= 1600; width += 1) {
    const taken = columnsAt(width).reduce((sum, column) => sum + (column.width ?? 0), 0);
    expect(width - taken, `${width} px`).toBeGreaterThanOrEqual(160);
  }
});

describe('ticking', () => {
  const order = [5, 3, 9, 1];

  test('with Shift ticks everything between, in the order shown, and unticks it the same way', () => {
    const one = press(nothingSelected, 3, { range: false, order });
    const range = press(one, 1, { range: true, order });
    expect([...range.ids]).toEqual([3, 9, 1]);
    const without = press(range, 9, { range: true, order });
    expect([...without.ids]).toEqual([3]);
  });

  test('with Shift ticks one row where the row before is not shown any more', () => {
    const one = press(nothingSelected, 3, { range: false, order });
    expect([...press(one, 1, { range: true, order: [9, 1] }).ids]).toEqual([3, 1]);
  });

  test('all shown, and none of them where all were; what is not shown stays', () => {
    const hidden = press(nothingSelected, 77, { range: false, order });
    const all = pressAll(hidden, order);
    expect(all.ids).toEqual(new Set([77, ...order]));
    expect(pressAll(all, order).ids).toEqual(new Set([77]));
    expect(pressAll(hidden, []).ids).toEqual(new Set([77]));
  });
});
