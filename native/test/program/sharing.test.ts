import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { first, isSingle, pair, withoutRandomisation } from './cpus.ts';
import { countCalls } from './preload.ts';
import { expectRefusal, expectSameWork, expectSeedsToDiffer, readLines, run, sum } from './run.ts';
import { folder, hasMusl, native, objectsOf, programOf, targets } from './targets.ts';

const once = ['--seed', '1', '--samples', '1', '--warmup', '0'];
const base = ['sharing', ...once, '--mode', 'count', '--threads', first];
const two = ['sharing', '--threads', pair()];

test.each(['0-5', '5-4', '1-4097', '5', '1-'])('refuses to sweep %s', (sweep) =>
  expectRefusal(2, `"${sweep}"`, [...base, '--sweep', sweep]),
);

test.each([
  ['--refill', [...base, '--sweep', '1-9', '--refill', '5']],
  ['"16"', [...base, '--align', '16']],
  ['throughput', ['sharing', '--threads', first, '--seed', '1', '--mode', 'throughput']],
])('refuses with %s: %j', (word, arguments_) => expectRefusal(2, word, arguments_));

test('calibrate counts its four layouts', () => {
  const layouts = ['calibrate', '--threads', first, '--seed', '1', '--layouts', 'yes'];
  expect(readLines(programOf('glibc'), 'count', layouts).of('census')).toHaveLength(4);
});

// The census must leave musl's allocator as it was, too: its own test, linked with the objects of the target. What is compiled
// for it lies elsewhere, because others link all objects of a target.
test.skipIf(!hasMusl)('the census works with musl', () => {
  const program = join(folder, 'census_test-musl');
  const objects = objectsOf('musl').filter((path) => !path.endsWith('/main.o'));
  const flags = [
    '-static',
    '-std=c11',
    '-D_GNU_SOURCE',
    '-O2',
    '-g',
    '-fno-builtin',
    '-pthread',
    '-iquote',
    native,
  ];
  const source = join(native, 'test', 'unit', 'census_test.c');
  execFileSync('musl-gcc', [...flags, '-o', program, source, ...objects]);
  const { status, stdout } = run([program]);
  expect(stdout.split('\n').filter((line) => line !== '' && !line.startsWith('ok '))).toEqual([]);
  expect(status).toBe(0);
});

// 2 samples of 2 threads with 500 objects of 100 bytes.
test.skipIf(isSingle).each(targets)('%s: the census adds up', (target) => {
  const objects = ['--objects', '500', '--sizes', 'fixed:100', '--refill', '300'];
  const passes = ['--seed', '7', '--samples', '2', '--warmup', '1'];
  const lines = readLines(programOf(target), 'count', [...two, ...passes, ...objects]);
  const counted = lines.of('census');
  expect(counted.map(({ checkpoint }) => checkpoint)).toEqual(['allocated', 'refilled']);
  for (const { objects: count, neighbours, classes, runs } of counted) {
    expect([count, neighbours.pairs, runs - neighbours.remotePairs]).toEqual([2000, 1998, 2]);
    expect(classes).toMatchObject([{ upToBytes: 128, requestedBytes: 200_000 }]);
    expect(classes[0]?.usableBytes).toBeGreaterThanOrEqual(200_000);
  }
  expect(lines.one('end').operations).toBe(3 * 2 * 650);
});

// 2 x 8 objects of each size.
test.skipIf(isSingle).each(targets)('%s: the sweep adds up', (target) => {
  const sweep = ['--objects', '8', '--sweep', '60-70', '--align', '64'];
  const sizes = readLines(programOf(target), 'count', [...two, ...once, ...sweep])
    .of('line-sharing')
    .flatMap((line) => line.sizes);
  expect(sizes.map(({ sizeBytes }) => sizeBytes)).toEqual([60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70]);
  for (const { farPairs, near } of sizes) {
    expect(farPairs + sum(near.map(([, , pairs]) => pairs))).toBe(15);
    // Aligned blocks begin with their line, and share none.
    expect(near.filter(([begin, , , sharing]) => begin !== 0 || sharing !== 0)).toEqual([]);
  }
});

test.skipIf(isSingle)('every target does the same work', () => {
  const refilled = ['--objects', '300', '--sizes', 'mix:small', '--burst', '7', '--refill', '250'];
  expectSameWork([...two, '--seed', '7', ...refilled], ['count']);
  expectSameWork([...two, '--seed', '7', '--objects', '5', '--sweep', '1-40', '--align', '64'], ['count']);
  expectSeedsToDiffer([...two, '--objects', '50', '--sizes', 'mix:small']);
});

test.skipIf(isSingle).each(targets)('%s: who lies beside whom depends on the seed only', (target) => {
  const work = [...two, ...once, '--sizes', 'loguniform:16-4096', '--refill', '500'];
  const count = () =>
    readLines(programOf(target), 'count', work, { prefix: withoutRandomisation }).of('census');
  const expected = count();
  expect(expected).not.toEqual([]);
  expect([count(), count()]).toEqual([expected, expected]);
});

// 2 threads x (20 objects, half of them replaced).
test.skipIf(isSingle)('neither turns nor the census allocate', () => {
  const objects = ['--objects', '20', '--refill', '500'];
  expect(countCalls([...two, ...once, '--mode', 'count', ...objects])).toBe('60 mallocs 60 frees');
});
