import { expect, test } from 'vitest';
import { first, isSingle, pair } from './cpus.ts';
import { expectToBeFound } from './preload.ts';
import { expectRefusal, expectSameWork, expectSeedsToDiffer, readLines, sum } from './run.ts';
import { programOf, targets } from './targets.ts';

const mutex = ['mutex', '--threads', pair()];
const base = ['--seed', '1', '--mode', 'count'];

test.each([
  ['--home', ['mutex', '--threads', first, ...base, '--home', '1']],
  ['"-1"', ['mutex', '--threads', first, ...base, '--critical', '-1']],
  ['listed twice', ['mutex', '--threads', `${first},${first}`, ...base]],
])('refuses with %s: %j', (word, arguments_) => expectRefusal(2, word, arguments_));

test.skipIf(isSingle).each(targets)('%s: counts add up', (target) => {
  const more = ['--seed', '7', '--samples', '2', '--warmup', '1', '--operations', '3000'];
  const lines = readLines(programOf(target), 'count', [...mutex, ...more]);
  const { threads, matrix, lockNode } = lines.one('lock-handoffs');
  expect(sum(threads.map(({ acquisitions }) => acquisitions))).toBe(12000);
  // The first acquisition of each sample comes after nobody.
  expect(sum(matrix.flat())).toBe(12000 - 2);
  expect(lockNode).toBeTypeOf('number');
  expect(lines.one('end').operations).toBe(18000);
});

test('every target does the same work with one thread', () =>
  expectSameWork(['mutex', '--threads', first, '--seed', '7', '--operations', '500']));

test.skipIf(isSingle)('every target does the same work with two threads', () => {
  expectSameWork([...mutex, '--seed', '7', '--operations', '500', '--critical', '20', '--think', '30']);
  expectSeedsToDiffer([...mutex, '--operations', '100']);
});

test.skipIf(isSingle)('a mutex that does not lock is found', () => {
  const code = `
    int pthread_mutex_lock(void *mutex) { return mutex == 0; }
    int pthread_mutex_unlock(void *mutex) { return mutex == 0; }`;
  expectToBeFound('two threads in at once', code, [...mutex, '--operations', '20000', '--critical', '3000']);
});
