import { expect, test } from 'vitest';
import { isSingle, pair } from './cpus.ts';
import { expectToBeFound } from './preload.ts';
import { expectSameWork, expectSeedsToDiffer, readLines, sum } from './run.ts';
import { programOf, targets } from './targets.ts';

const barrier = ['barrier', '--threads', pair()];

test.skipIf(isSingle).each(targets)('%s: every round has one serial thread', (target) => {
  const more = ['--operations', '300', '--seed', '7', '--samples', '2', '--warmup', '1'];
  const lines = readLines(programOf(target), 'count', [...barrier, ...more]);
  const { object, objectNode, threads } = lines.one('sync-object');
  expect(object).toBe('barrier');
  expect(objectNode).toBeTypeOf('number');
  expect(threads.map(({ counts }) => counts.rounds)).toEqual([600, 600]);
  expect(sum(threads.map(({ counts }) => counts.serial ?? 0))).toBe(600);
  expect(threads[1]?.stackNode).toBeTypeOf('number');
  // In musl the state of a round is a record on the stack of the first that came.
  const isMusl = lines.one('about').libc.name === 'musl';
  expect(threads[1]?.recordNode).toBeTypeOf(isMusl ? 'number' : 'undefined');
});

test.skipIf(isSingle)('every target does the same work', () => {
  expectSameWork([...barrier, '--operations', '100', '--seed', '7', '--think', '30', '--depth', '8192']);
  expectSeedsToDiffer([...barrier, '--operations', '50']);
});

test.skipIf(isSingle)('a barrier that does not hold is found', () => {
  const code = 'int pthread_barrier_wait(void *b) { return b == 0; }';
  expectToBeFound('the barrier let thread', code, [...barrier, '--operations', '20000', '--think', '100']);
});

test.skipIf(isSingle)('a barrier without a serial thread is found', () => {
  const code = `
    #define _GNU_SOURCE
    #include <dlfcn.h>
    int pthread_barrier_wait(void *b) {
      ((int (*)(void *))dlsym(RTLD_NEXT, "pthread_barrier_wait"))(b);
      return -1;
    }`;
  expectToBeFound('had a serial thread', code, [...barrier, '--operations', '50']);
});
