import { expect, test } from 'vitest';
import { first, isSingle, pair } from './cpus.ts';
import { compileCode, countCalls } from './preload.ts';
import { checkOf, expectRefusal, expectSameWork, expectSeedsToDiffer, readLines, run, sum } from './run.ts';
import { programOf, targets } from './targets.ts';

const threads = pair('producer', 'consumer');
const remoteFree = ['remote-free', '--threads', threads];
const base = ['remote-free', '--seed', '1', '--mode', 'count', '--threads'];

test('needs two threads', () => expectRefusal(2, 'at least 2 threads', [...base, first]));

test.skipIf(isSingle).each([
  ['2 producers and 0 consumers', [...base, pair()]],
  ['0 producers and 2 consumers', [...base, pair('consumer', 'consumer')]],
  ['"1001"', [...base, threads, '--survivors', '1001']],
  ['"0"', [...base, threads, '--ring', '0']],
  ['"fixed:0"', [...base, threads, '--sizes', 'fixed:0']],
  ['--operations', [...base, threads, '--operations', '5000000']],
  ['--turn', ['remote-free', '--seed', '1', '--mode', 'throughput', '--threads', threads, '--turn', '4']],
  ['"0"', [...base, threads, '--touch', '0']],
  ['"no"', [...base, threads, '--calls', 'no']],
  ['split', [...base, threads, '--split', '1']],
])('refuses with %s: %j', (word, arguments_) => expectRefusal(2, word, arguments_));

// 3 samples of 1000 blocks of 100 bytes, of which 25 per mille survive.
test.skipIf(isSingle).each(targets)('%s: placement adds up', (target) => {
  const samples = ['--seed', '7', '--samples', '3', '--warmup', '1', '--operations', '1000'];
  const blocks = ['--sizes', 'fixed:100', '--survivors', '25'];
  const lines = readLines(programOf(target), 'count', [...remoteFree, ...samples, ...blocks]);
  const placed = lines.of('placement').map((line) => {
    const bytes = sum([line.bytes.flat(), line.absentBytes, line.zeroPageBytes, line.unknownBytes].flat());
    return [line.subject, line.owner, line.checkpoint, line.objects, bytes];
  });
  expect(placed).toEqual([
    ['sent', 'allocator', 'passed-on', 3000, 300_000],
    ['received', 'receiver', 'passed-on', 3000, 300_000],
    ['reallocated', 'allocator', 'reallocated', 2925, 292_500],
  ]);
  expect(lines.of('memory').map(({ checkpoint, liveBytes }) => [checkpoint, liveBytes])).toEqual([
    ['start', 0],
    ['passed-on', 100_000],
    ['survivors', 2500],
    ['reallocated', 100_000],
    ['end', 0],
  ]);
  expect(lines.one('end').operations).toBe(4000);
});

test.skipIf(isSingle)('every target does the same work', () => {
  const work = [...remoteFree, '--seed', '7', '--operations', '700', '--sizes', 'mix:small'];
  expectSameWork([...work, '--survivors', '100'], ['count']);
  expectSameWork([...work, '--ring', '3'], ['throughput', 'latency']);
  expectSeedsToDiffer([...remoteFree, '--operations', '100']);
});

const timed = [...remoteFree, '--operations', '700', '--samples', '2', '--warmup', '1'];

test.skipIf(isSingle).each(targets)('%s: the empty ring passes the same slots', (target) => {
  const end = (seed: string, ...more: readonly string[]) => {
    const arguments_ = [...timed, '--seed', seed, '--sizes', 'mix:small', ...more];
    const { operations, check } = readLines(programOf(target), 'throughput', arguments_).one('end');
    return { operations, check };
  };
  const whole = end('7');
  expect(whole.operations).toBe(2100);
  for (const level of ['none', 'first-byte']) expect(end('7', '--touch', level)).toEqual(whole);
  expect(end('7', '--calls', 'none')).toEqual(whole);
  expect(end('8', '--calls', 'none').check).not.toBe(whole.check);
});

test.skipIf(isSingle)('each block is allocated and freed once, and none with --calls none', () => {
  const calls = (...more: readonly string[]) =>
    countCalls([...timed, '--seed', '7', '--mode', 'throughput', ...more]);
  expect(calls('--touch', 'none')).toBe('2100 mallocs 2100 frees');
  expect(calls('--calls', 'none')).toBe('0 mallocs 0 frees');
});

/** Blocks of this size that nobody may read or write. */
const untouchable = `
#include <stdlib.h>
#include <sys/mman.h>
extern void *__libc_malloc(size_t);
extern void __libc_free(void *);
static char *locked;
__attribute__((constructor)) static void lock(void)
{
	locked = mmap(0, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}
void *malloc(size_t bytes) { return bytes == 1234 ? locked : __libc_malloc(bytes); }
void free(void *block) { if (block != locked) __libc_free(block); }
`;

test.skipIf(isSingle)('a block is touched as --touch says', () => {
  const environment = { LD_PRELOAD: compileCode('untouchable', untouchable) };
  const statusOf = (...more: readonly string[]) =>
    run(
      [programOf('glibc'), ...timed, '--seed', '7', '--mode', 'throughput', '--sizes', 'fixed:1234', ...more],
      {
        environment,
      },
    ).status;
  expect(statusOf('--touch', 'none')).toBe(0);
  expect(statusOf('--touch', 'all', '--calls', 'none')).toBe(0);
  expect(statusOf('--touch', 'first-byte')).not.toBe(0);
  expect(statusOf('--touch', 'all')).not.toBe(0);
});

test.skipIf(isSingle)('turns do not change the work', () => {
  const work = [...remoteFree, '--seed', '7', '--operations', '700'];
  const check = (...more: readonly string[]) => checkOf(programOf('glibc'), 'count', [...work, ...more]);
  expect(check('--turn', '9')).toBe(check());
});
