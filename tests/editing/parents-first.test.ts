import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parentsFirst } from '../../src/kernel/order.ts';

interface Item {
  key: string;
  parents: (string | null)[];
}

const keysOf = (items: readonly Item[]) => items.map(({ key }) => key);
const sort = (items: readonly Item[]) =>
  parentsFirst(
    items,
    ({ key }) => key,
    ({ parents }) => parents,
  );

test('every parent comes before its children, whatever order they are given in', () => {
  // An item may only have parents of a lower number, so that there is no loop; then all are shuffled.
  const forest = fc
    .array(fc.array(fc.option(fc.nat(60)), { maxLength: 3 }), { maxLength: 60 })
    .map((parents) =>
      parents.map((of, index) => ({
        key: `${index}`,
        parents: of.map((parent) => (parent !== null && parent < index ? `${parent}` : null)),
      })),
    )
    .chain((items) => fc.shuffledSubarray(items, { minLength: items.length }));
  fc.assert(
    fc.property(forest, (items) => {
      const ordered = sort(items);
      expect(keysOf(ordered).sort()).toEqual(keysOf(items).sort());
      const place = new Map(ordered.map(({ key }, index) => [key, index]));
      for (const { key, parents } of ordered)
        for (const parent of parents)
          if (parent !== null) expect(place.get(parent)).toBeLessThan(place.get(key) ?? -1);
    }),
  );
});

test('a loop loses nothing and comes last', () => {
  const items = [
    { key: 'a', parents: ['b'] },
    { key: 'b', parents: ['a'] },
    { key: 'c', parents: ['elsewhere'] },
  ];
  expect(keysOf(sort(items))).toEqual(['c', 'a', 'b']);
});
