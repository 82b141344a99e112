import { expect, test } from 'vitest';
import { first, isSingle, pair, pairOrFirst, withoutRandomisation } from './cpus.ts';
import { countCalls } from './preload.ts';
import { checkOf, expectSameWork, expectSeedsToDiffer, type Mode, readLines, run } from './run.ts';
import { programOf, targets } from './targets.ts';

const alone = ['churn', '--threads', first];
const two = ['churn', '--threads', pair()];

const small = '--seed 7 --operations 600 --slots 60'.split(' ');
const loads = '--seed 7 --operations 500 --chase-bytes 65536 --loads 100 --pages 20'.split(' ');

test.each([
  [[...alone, ...small]],
  [[...alone, ...small, '--sizes', 'mix:small', '--burst', '7', '--touch', 'first-byte']],
  [[...alone, ...small, '--touch', 'none', '--think', '3']],
  [['calibrate', '--threads', pairOrFirst, ...loads]],
])('every target does the same work in every mode: %j', (arguments_) => expectSameWork(arguments_));

test('the seed decides the work', () => expectSeedsToDiffer([...alone, '--operations', '100']));

test.skipIf(isSingle)('every target does the same work with two threads', () =>
  expectSameWork([...two, '--seed', '7', '--operations', '600', '--slots', '60']),
);

test.skipIf(isSingle)('turns do not change the work', () => {
  const work = [...two, '--seed', '7', '--operations', '600'];
  const check = (...more: readonly string[]) => checkOf(programOf('glibc'), 'count', [...work, ...more]);
  expect(check('--turn', '9')).toBe(check());
});

const gated = [
  programOf('glibc'),
  ...alone,
  '--seed',
  '1',
  '--mode',
  'count',
  '--operations',
  '10',
  '--gate',
];

test('at the gate the second line says that all is ready', () => {
  const { stdout } = run(gated, { input: 'x' });
  expect(stdout.split('\n')[1]).toBe('{"type":"ready"}');
});

test('a gate that is closed fails the trial', () => {
  const { status, stdout } = run(gated);
  expect(status).toBe(1);
  expect(stdout).not.toContain('"end"');
});

// 20 slots are filled and 100 operations done by each of two threads.
test.skipIf(isSingle).each<Mode>(['count', 'throughput', 'latency'])(
  'the harness allocates nothing of its own in mode %s',
  (mode) => {
    const more = ['--slots', '20', '--operations', '100', '--samples', '1', '--warmup', '0'];
    expect(countCalls([...two, '--seed', '1', '--mode', mode, ...more])).toBe('240 mallocs 240 frees');
  },
);

// jemalloc gives memory back by the clock.
test.skipIf(isSingle).each(targets.filter((target) => target !== 'glibc+jemalloc'))(
  '%s: with turns a shared heap depends on the seed only',
  (target) => {
    const work = [...two, '--seed', '7', '--operations', '4000', '--turn', '20'];
    const bytes = () =>
      readLines(programOf(target), 'count', work, { prefix: withoutRandomisation })
        .of('memory')
        .map(({ anonymousBytes }) => anonymousBytes);
    const expected = bytes();
    expect([bytes(), bytes()]).toEqual([expected, expected]);
  },
);

test('a slowdown of known size is done and not counted', () => {
  const read = (...more: readonly string[]) =>
    readLines(programOf('glibc'), 'throughput', [...alone, '--seed', '7', ...more]);
  const check = (...more: readonly string[]) => read(...more).one('end').check;
  const slowed = check('--operations', '1000', '--extra', '500');
  expect(slowed).toBe(check('--operations', '1500'));
  expect(slowed).not.toBe(check('--operations', '1000'));
  const counted = read('--samples', '1', '--warmup', '0', '--operations', '1000', '--extra', '500');
  expect(counted.one('sample').operations).toBe(1000);
});
