import { expect, test } from 'vitest';
import { pairOrFirst } from './cpus.ts';
import { expectRefusal, expectSameWork, readLines } from './run.ts';
import { programOf, targets } from './targets.ts';

const array = ['array', '--threads', pairOrFirst, '--operations', '20', '--cpu-ms', '1'];

test.each([
  ['"0"', ['--cpu-ms', '0']],
  ['"bind"', ['--policy', 'bind']],
  ['--operations', ['--operations', '1000000']],
])('refuses with %s: %j', (word, arguments_) =>
  expectRefusal(2, word, [
    'array',
    '--threads',
    pairOrFirst,
    '--seed',
    '1',
    '--mode',
    'count',
    ...arguments_,
  ]),
);

test.each(targets)('%s: a line for each pass and the state before them, every page counted', (target) => {
  const passes = ['--seed', '7', '--samples', '2', '--warmup', '1'];
  const lines = readLines(programOf(target), 'count', [...array, ...passes]);
  const { operations } = lines.one('end');
  const seen = lines.of('array-pass');
  expect(seen.map(({ pass }) => pass)).toEqual([0, 1, 2, 3]);
  for (const { ownPages, remotePages, otherPages } of seen) {
    expect((ownPages + remotePages + otherPages) * 3).toBe(operations);
    expect(otherPages).toBe(0);
  }
});

test('every target does the same work, under either policy', () => {
  expectSameWork([...array, '--seed', '7'], ['count']);
  expectSameWork([...array, '--seed', '7', '--policy', 'localalloc'], ['count']);
});
