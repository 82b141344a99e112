import { expect, test } from 'vitest';
import { first, isSingle, pair, withoutRandomisation } from './cpus.ts';
import { countCalls, countLocks } from './preload.ts';
import { expectRefusal, expectSameWork, expectSeedsToDiffer, readLines } from './run.ts';
import { programOf, sanitized } from './targets.ts';

const single =
  'sparse bubble tiny tiny-stride big big-stride create-join create-join-batch lock lock-single-threaded'.split(
    ' ',
  );
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

// 10,000 blocks of 4000 bytes, of which 67 are each 150th; sizes of 16 (KiB), 32, 48 and 64 in turn, of which a walk in steps of 57 from
// block 1 to block 0 frees 2807 and 807.
test.each([
  ['sparse', 'full 40000000, end 268000 6'],
  ['bubble', 'full 40000000, end 4000 6'],
  ['tiny', 'full 400000, end 0 6'],
  ['tiny-stride', `full 400000, end ${400000 - walked(10000, 16)} 6`],
  ['big', 'full 81920000, end 0 6'],
  ['big-stride', `full 81920000, end ${81920000 - walked(2000, 16384)} 6`],
  ['lock', 'end 0 6'],
])('%s holds what it promises', (name, wanted) => expect(liveAt(name)).toBe(wanted));

/** Bytes that the walk frees. */
function walked(count: number, bytes: number): number {
  let freed = 0;
  for (let i = 1; i !== 0; i = (i + 57) % count) freed += bytes * ((i % 4) + 1);
  return freed;
}

// Of two passes, by the libc's own count; what a pass has left is freed after it.
test.each([
  ['sparse', 20000],
  ['tiny-stride', 20000],
  ['big', 4000],
  ['lock-single-threaded', 0],
])('%s calls malloc and free %d times', (name, calls) => {
  const passes = ['--seed', '1', '--mode', 'throughput', '--samples', '1', '--test', name];
  expect(countCalls(['classic', '--threads', first, ...passes])).toBe(`${calls} mallocs ${calls} frees`);
});

// Of two passes; the check that a pass has left the lock open tries it and does not wait for it.
test.each([
  ['lock', '0 by the main thread, 2000000 by others'],
  ['lock-single-threaded', '2000000 by the main thread, 0 by others'],
])('%s: %s', (name, locks) => {
  const passes = ['--seed', '1', '--mode', 'throughput', '--samples', '1', '--test', name];
  expect(countLocks(['classic', '--threads', first, ...passes])).toBe(locks);
});

// A page of a block that nobody writes is not there; a libc writes beside some.
test.each([
  ['sparse', 9900],
  ['big', 0],
])('blocks of %s are written, or not', (name, pages) => {
  const passes = ['--seed', '7', '--samples', '1', '--warmup', '0', '--test', name];
  const lines = readLines(programOf('glibc'), 'count', ['classic', '--threads', first, ...passes]);
  const { minorFaults } = lines.one('events');
  expect(minorFaults).toBeGreaterThanOrEqual(pages * 0.95);
  expect(minorFaults).toBeLessThan(pages + 2500);
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
