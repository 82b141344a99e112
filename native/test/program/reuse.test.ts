import { expect, test } from 'vitest';
import { isSingle, pair } from './cpus.ts';
import { expectRefusal, expectSameWork, expectSeedsToDiffer, readLines } from './run.ts';
import { hasMusl, programOf, targets } from './targets.ts';

const threads = pair('owner', 'successor');
const reuse = ['reuse', '--threads', threads];
const base = ['reuse', '--seed', '1', '--mode', 'count', '--threads'];

test.skipIf(isSingle).each([
  ['2 owners and 0 successors', [...base, pair()]],
  ['"-1"', [...base, threads, '--cycles', '-1']],
  ['"1001"', [...base, threads, '--survivors', '1001']],
  ['--operations', [...base, threads, '--operations', '5000000']],
])('refuses with %s: %j', (word, arguments_) => expectRefusal(2, word, arguments_));

// Of 200 blocks 5 survive: three passes of 3 cycles of the owner and one of the successor; then of none.
test
  .skipIf(isSingle)
  .each(targets.flatMap((target) => [[target, '3', 390, 2355] as const, [target, '0', 400, 600] as const]))(
  '%s: %s cycles take %d objects over in %d operations',
  (target, cycles, objects, operations) => {
    const passes = ['--seed', '7', '--samples', '2', '--warmup', '1', '--operations', '200'];
    const more = ['--cycles', cycles, '--survivors', '25'];
    const lines = readLines(programOf(target), 'count', [...reuse, ...passes, ...more]);
    expect(lines.one('placement')).toMatchObject({ subject: 'taken-over', objects });
    expect(lines.one('end').operations).toBe(operations);
  },
);

test.skipIf(isSingle)('every target does the same work', () => {
  const work = ['--operations', '50', '--cycles', '7', '--sizes', 'mix:small', '--survivors', '100'];
  expectSameWork([...reuse, '--seed', '7', ...work]);
  expectSeedsToDiffer([...reuse, '--operations', '50', '--sizes', 'mix:small']);
});

function faultsOf(cycles: number): number {
  const once = [
    '--seed',
    '7',
    '--samples',
    '1',
    '--warmup',
    '0',
    '--operations',
    '1',
    '--sizes',
    'fixed:4000',
  ];
  const lines = readLines(programOf('musl'), 'count', [...reuse, ...once, '--cycles', String(cycles)]);
  return lines.one('events').minorFaults;
}

// What mallocng does with an empty group of one page: unmapped in each of the first hundred cycles, then kept. Kernels differ in
// how many faults a page costs that is read before it is written.
test.skipIf(isSingle || !hasMusl)(
  'mallocng gives a page back in each of the first hundred cycles only',
  () => {
    const [few, many, more] = [faultsOf(20), faultsOf(90), faultsOf(140)];
    expect(many - few).toBeGreaterThanOrEqual(70);
    expect(more - many).toBeLessThanOrEqual((many - few) / 3);
  },
);
