import { expect, test } from 'vitest';
import { first, isSingle, pair } from './cpus.ts';
import { expectNotToEndWell } from './preload.ts';
import { expectRefusal, expectSameWork, expectSeedsToDiffer, readLines, sum } from './run.ts';
import { programOf, targets } from './targets.ts';

const condvar = ['condvar', '--threads', pair()];

test('needs two threads', () =>
  expectRefusal(2, '--threads', ['condvar', '--threads', first, '--seed', '1', '--mode', 'count']));

test.skipIf(isSingle).each(targets)('%s: counts add up', (target) => {
  const more = ['--operations', '200', '--seed', '7', '--samples', '2', '--warmup', '1'];
  const lines = readLines(programOf(target), 'count', [...condvar, ...more]);
  const { threads: owners, matrix, lockNode } = lines.one('lock-handoffs');
  expect(sum(owners.map(({ acquisitions }) => acquisitions))).toBe(800);
  // The first of each sample comes after nobody, and no thread takes the token twice running.
  expect(sum(matrix.flat())).toBe(798);
  expect(matrix.map((row, i) => row[i])).toEqual([0, 0]);
  expect(lockNode).toBeTypeOf('number');
  const { object, threads } = lines.one('sync-object');
  expect(object).toBe('condvar');
  expect(threads[0]?.stackNode).toBeUndefined();
  expect(threads[1]?.stackNode).toBeTypeOf('number');
  // With two threads whoever wakes gets the token, or no thread ever would.
  expect(threads.map(({ counts }) => counts.overtook)).toEqual([0, 0]);
  // In musl a waiting thread is a record on its own stack, in glibc it is a number.
  expect(threads[1]?.recordNode).toBeTypeOf(target.startsWith('musl') ? 'number' : 'undefined');
});

test.skipIf(isSingle)('every target does the same work', () => {
  expectSameWork([...condvar, '--operations', '100', '--seed', '7']);
  const other = ['--wake', 'broadcast', '--hold', '50', '--think', '50', '--depth', '8192'];
  expectSameWork([...condvar, '--operations', '100', '--seed', '7', ...other]);
  expectSeedsToDiffer([...condvar, '--operations', '50']);
});

// Two threads that take turns can only collide where a pass begins, which one pass in two gets past, so there are many of them.
test.skipIf(isSingle)('a mutex that all threads hold at once is found', () => {
  const code = `
    int pthread_mutex_lock(void *m) { return m == 0; }
    int pthread_mutex_unlock(void *m) { return m == 0; }
    int pthread_cond_wait(void *c, void *m) { return c == m; }`;
  expectNotToEndWell(code, [...condvar, '--operations', '10', '--samples', '1000']);
});

test.skipIf(isSingle)('a condition variable that wakes nobody is found', () => {
  const code = 'int pthread_cond_signal(void *c) { return c == 0; }';
  expectNotToEndWell(code, [...condvar, '--operations', '100']);
});
