import { expect, test } from 'vitest';
import {
  chooseDrawn,
  chooseLargestDifference,
  notDrawnText,
  type TargetValue,
} from './largest-difference.ts';

type Cell = Readonly<Record<string, number>>;
const valuesOf = (cell: Cell): readonly TargetValue[] =>
  Object.entries(cell).map(([target, value]) => ({ target, value }));

test('a title reports the one cell in which targets differ most, and says so', () => {
  const largest = chooseLargestDifference([{ a: 100, b: 101 }, { a: 1, b: 3 }, {}], valuesOf, 'ratio');
  expect(largest?.values).toEqual([
    { target: 'a', value: 1 },
    { target: 'b', value: 3 },
  ]);
  expect(largest?.where('x')).toBe('in x, where targets differ most');
});

test('where no targets differ, it reports the largest number, and of one cell without a reason', () => {
  const largest = chooseLargestDifference([{ a: 0.1, b: 0.1 }, { a: 0.9 }], valuesOf, 'difference');
  expect(largest?.values).toEqual([{ target: 'a', value: 0.9 }]);
  expect(largest?.where('x')).toBe('in x, where it is largest');
  expect(chooseLargestDifference([{ a: 1 }], valuesOf, 'ratio')?.where('x')).toBe('in x');
  expect(chooseLargestDifference([{}], valuesOf, 'ratio')).toBeUndefined();
});

test('of more cells than can be drawn those are drawn that valuesOf targets apart, in their order', () => {
  const cells = Array.from({ length: 12 }, (_, index) => ({
    a: 1,
    b: index === 0 ? 50 : 1 + index / 10,
  }));
  const drawn = chooseDrawn(cells, valuesOf, 'ratio');
  expect(drawn).toEqual([cells[0], ...cells.slice(4)]);
  expect(notDrawnText(cells.length - drawn.length)).toBe('; 3 more cells not drawn');
  expect([notDrawnText(1), notDrawnText(0)]).toEqual(['; 1 more cell not drawn', '']);
});
