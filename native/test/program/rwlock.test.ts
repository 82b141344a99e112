import { expect, test } from 'vitest';
import { first, isSingle, pair } from './cpus.ts';
import { expectToBeFound } from './preload.ts';
import { expectRefusal, expectSameWork, expectSeedsToDiffer, readLines, sum } from './run.ts';
import { programOf, targets } from './targets.ts';

const rwlock = ['rwlock', '--threads', pair()];

test('refuses more writes than acquisitions', () =>
  expectRefusal(2, '"101"', [
    'rwlock',
    '--threads',
    first,
    '--seed',
    '1',
    '--mode',
    'count',
    '--writes',
    '101',
  ]));

test.skipIf(isSingle).each(targets)('%s: counts add up', (target) => {
  const more = ['--operations', '500', '--writes', '25', '--seed', '7', '--samples', '2', '--warmup', '1'];
  const lines = readLines(programOf(target), 'count', [...rwlock, ...more]);
  const counts = lines.one('sync-object').threads.map((thread) => thread.counts);
  // Each thread counts its own acquisitions: a counter of all threads would be as hot as the lock.
  expect(counts.map(({ reads = 0, writes = 0 }) => reads + writes)).toEqual([1000, 1000]);
  const writes = sum(counts.map((count) => count.writes ?? 0));
  expect(writes).toBeGreaterThanOrEqual(400);
  expect(writes).toBeLessThanOrEqual(600);
  const { threads, matrix } = lines.one('lock-handoffs');
  expect(sum(threads.map(({ acquisitions }) => acquisitions))).toBe(writes);
  // The first write of each sample comes after nobody.
  expect(sum(matrix.flat())).toBe(writes - 2);
});

test.skipIf(isSingle)('every target does the same work', () => {
  expectSameWork([...rwlock, '--operations', '200', '--seed', '7']);
  expectSameWork([...rwlock, '--operations', '200', '--seed', '7', '--writes', '100'], ['count']);
  expectSameWork([...rwlock, '--operations', '200', '--seed', '7', '--writes', '0'], ['count']);
  expectSeedsToDiffer([...rwlock, '--operations', '100']);
});

const long = ['--operations', '20000', '--critical', '3000'];
const unlocked =
  'int pthread_rwlock_unlock(void *l) { return l == 0; } int pthread_rwlock_wrlock(void *l) { return l == 0; }';

test.skipIf(isSingle)('a lock that lets threads read while another writes is found', () => {
  const code = `${unlocked} int pthread_rwlock_rdlock(void *l) { return l == 0; }`;
  expectToBeFound('read while another wrote', code, [...rwlock, ...long]);
});

test.skipIf(isSingle)('a lock that lets two threads write is found', () =>
  expectToBeFound('two threads write at once', unlocked, [...rwlock, ...long, '--writes', '100']),
);
