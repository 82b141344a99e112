import { expect, test } from 'vitest';
import { nameValues, sortedNameValues } from './name-values.ts';

const values = { sizes: 'fixed:64', burst: '1' };

test('pairs stay in their order, and only wanted names are reported', () => {
  expect(nameValues(values)).toEqual(['sizes=fixed:64', 'burst=1']);
  expect(nameValues(values, (name) => name !== 'sizes')).toEqual(['burst=1']);
});

test('equal values give equal texts in whatever order they were written', () => {
  expect(sortedNameValues(values)).toEqual(['burst=1', 'sizes=fixed:64']);
  expect(sortedNameValues({ burst: '1', sizes: 'fixed:64' })).toEqual(sortedNameValues(values));
});
