import { expect, test } from 'vitest';
import { first, isSingle, pair, withoutRandomisation } from './cpus.ts';
import { countCalls } from './preload.ts';
import { expectRefusal, expectSameWork, expectSeedsToDiffer, readLines } from './run.ts';
import { programOf, sanitized } from './targets.ts';

const single = 'sparse bubble tiny tiny-stride big big-stride create-join create-join-batch lock'.split(' ');
const double = ['slots-shared', 'slots-local'];
const base = ['classic', '--seed', '7', '--mode', 'count'];

test.each([
  ['slots-shared is for two or more', [...base, '--threads', first, '--test', 'slots-shared']],
  ['use 1', [...base, '--threads', first, '--operations', '2']],
])('refuses with %s', (word, arguments_) => expectRefusal(2, word, arguments_));

test.skipIf(isSingle)('refuses two threads for a test of one', () =>
  expectRefusal(2, 'sparse is for one', [...base, '--threads', pair()]),
);

/** Checkpoints and live bytes, and operations. */
function liveAt(name: string): string {
  const lines = readLines(programOf('glibc'), 'count', [
    'classic',
    '--threads',
    first,
    '--seed',
    '7',
    '--test',
    name,
  ]);
  const memory = lines.of('memory').slice(1);
  const live = memory.map(({ checkpoint, liveBytes }) => `${checkpoint} ${liveBytes}`).join(', ');
  return `${live} ${lines.one('end').operations}`;
}

// 10,000 blocks of 4000 bytes; 67 of them are each 150th.
test.each([
  ['sparse', /^full 40000000, end 268000 6$/],
  ['bubble', /^full 40000000, end 4000 6$/],
  ['tiny', /^full (3|4)[0-9]{5}, end 0 6$/],
  ['big-stride', /^full (7|8|9)[0-9]{7}, end 0 6$/],
  ['lock', /^end 0 6$/],
])('%s holds what it promises', (name, wanted) => expect(liveAt(name)).toMatch(wanted));

// Of two passes, by the libc's own count.
test.each([
  ['sparse', 20000],
  ['tiny-stride', 20000],
  ['big', 4000],
  ['lock', 0],
])('%s calls malloc and free %d times', (name, calls) => {
  const passes = ['--seed', '1', '--mode', 'throughput', '--samples', '1', '--test', name];
  expect(countCalls(['classic', '--threads', first, ...passes])).toBe(`${calls} mallocs ${calls} frees`);
});

test.each(single)('%s: every target does the same work', (name) =>
  expectSameWork([
    'classic',
    '--threads',
    first,
    '--seed',
    '7',
    '--samples',
    '1',
    '--warmup',
    '0',
    '--test',
    name,
  ]),
);

test.skipIf(isSingle).each(double)('%s: every target does the same work', (name) =>
  expectSameWork(
    ['classic', '--threads', pair(), '--seed', '7', '--samples', '1', '--test', name, '--steps', '2000'],
    ['count', 'throughput'],
  ),
);

const few = ['--seed', '7', '--samples', '1', '--steps', '500'];

test.each(single)('%s runs under the address sanitizer', (name) => {
  readLines(sanitized('address'), 'count', [
    'classic',
    '--threads',
    first,
    ...few,
    '--warmup',
    '0',
    '--test',
    name,
  ]);
});

test.skipIf(isSingle).each(double)('%s runs under the address sanitizer', (name) => {
  readLines(sanitized('address'), 'count', [
    'classic',
    '--threads',
    pair(),
    ...few,
    '--warmup',
    '0',
    '--test',
    name,
  ]);
});

test.skipIf(isSingle)('slots-shared runs under the thread sanitizer', () => {
  const arguments_ = ['classic', '--threads', pair(), ...few, '--test', 'slots-shared'];
  readLines(sanitized('thread'), 'count', arguments_, { prefix: withoutRandomisation });
});

test('the seed decides the work', () =>
  expectSeedsToDiffer(['classic', '--threads', first, '--test', 'tiny']));
