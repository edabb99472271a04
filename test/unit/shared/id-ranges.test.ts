import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addRange, type IdRange } from '../../../shared/id-ranges.ts';

test('ranges that overlap or touch become one, others stay apart', () => {
  const ranges = [
    { fromId: 1, toId: 5 },
    { fromId: 10, toId: 20 },
    { fromId: 40, toId: 50 },
  ];
  expect(addRange(ranges, { fromId: 21, toId: 30 })).toEqual([
    { fromId: 1, toId: 5 },
    { fromId: 10, toId: 30 },
    { fromId: 40, toId: 50 },
  ]);
  expect(addRange(ranges, { fromId: 6, toId: 39 })).toEqual([{ fromId: 1, toId: 50 }]);
  expect(addRange([], { fromId: 7, toId: 7 })).toEqual([{ fromId: 7, toId: 7 }]);
});

test('the ranges hold exactly the ids that were added, ascending and with room between them', () => {
  const range = fc
    .tuple(fc.nat(60), fc.nat(8))
    .map(([fromId, length]): IdRange => ({ fromId, toId: fromId + length }));
  fc.assert(
    fc.property(fc.array(range, { maxLength: 12 }), (added) => {
      const ranges = added.reduce<readonly IdRange[]>(addRange, []);
      const idsOf = (all: readonly IdRange[]) =>
        [...Array(80).keys()].filter((id) => all.some(({ fromId, toId }) => fromId <= id && id <= toId));
      expect(idsOf(ranges)).toEqual(idsOf(added));
      for (const [index, { fromId }] of ranges.slice(1).entries()) {
        expect(fromId).toBeGreaterThan((ranges[index]?.toId ?? 0) + 1);
      }
    }),
  );
});
