import { expect, test } from 'vitest';
import { first, isSingle, pair } from './cpus.ts';
import { expectRefusal, expectSameWork, expectSeedsToDiffer, readLines, sum } from './run.ts';
import { programOf, targets } from './targets.ts';

const list = ['thread-list', '--threads', pair(), '--operations', '10'];

test('refuses more idle threads than it has room for', () =>
  expectRefusal(2, '"65"', [
    'thread-list',
    '--threads',
    first,
    '--seed',
    '1',
    '--mode',
    'count',
    '--idle',
    '65',
  ]));

// Every creator's newest idle thread is its neighbour in musl; in glibc the newest of all is everybody's.
test.skipIf(isSingle).each(targets)('%s: each thread that comes or goes changes one neighbour', (target) => {
  const passes = ['--seed', '7', '--samples', '2', '--warmup', '1', '--idle', '3'];
  const changes = readLines(programOf(target), 'count', [...list, ...passes]).of('descriptor-changes');
  const seen = changes.map(({ operations, others }) => [
    operations,
    sum(others.map(({ descriptors }) => descriptors)),
    sum(others.map((other) => other.changes)),
  ]);
  expect(seen).toEqual(Array(4).fill([20, 7, 20]));
});

test.skipIf(isSingle)('every target does the same work', () => {
  expectSameWork([...list, '--seed', '7'], ['count']);
  expectSameWork([...list, '--seed', '7', '--idle', '0'], ['count']);
  expectSeedsToDiffer(['thread-list', '--threads', pair(), '--operations', '5']);
});
