import { expect, test } from 'vitest';
import { first, pairOrFirst } from './cpus.ts';
import { expectRefusal, expectSameWork, expectSeedsToDiffer, readLines } from './run.ts';
import { programOf, targets } from './targets.ts';

const base = ['threads', '--threads', first, '--seed', '1', '--mode', 'count'];
const threads = ['threads', '--threads', pairOrFirst];

test.each([
  ['--depth', ['--depth', '262144']],
  ['--early', ['--depth', '4096', '--early', '4097']],
  ['--children', ['--children', 'other-node']],
  ['--stacks', ['--style', 'concurrent']],
  ['--operations', ['--operations', '1000000']],
  ['--operations', ['--operations', '1000000', '--stacks', 'reused']],
  ['"16384"', ['--stack', '16384']],
  ['inherited', ['--pin', 'none']],
])('refuses with %s: %j', (word, arguments_) => expectRefusal(2, word, [...base, ...arguments_]));

// At the first instruction the top of a fresh stack is there: a page, or two where the first frame crosses a border, as with jemalloc
// under glibc 2.41. At the end all is, down to the depth; every pair as often.
test.each(targets)('%s: the map is one of fresh threads', (target) => {
  const passes = ['--seed', '7', '--samples', '2', '--warmup', '1', '--operations', '4', '--depth', '12288'];
  const lines = readLines(programOf(target), 'count', [...threads, ...passes]);
  const maps = lines.of('thread-map');
  const creators = lines.of('pinning').length;
  expect(maps).toHaveLength(creators * 2 * 4 * 2);
  for (const { at, stack, tls, descriptor, errno } of maps) {
    expect(stack).toHaveLength(4);
    expect(stack[0]).toBeTypeOf('number');
    const isThere = stack.map((node) => typeof node === 'number');
    const pages = isThere.filter(Boolean).length;
    const atFirst = target === 'glibc+jemalloc' ? [1, 2] : [1];
    expect(at === 'end' ? [4] : atFirst).toContain(pages);
    expect(isThere.lastIndexOf(true)).toBe(pages - 1);
    for (const node of [...tls, descriptor, errno]) expect(node).toBeTypeOf('number');
  }
  const repetitions = maps.map(({ repetition }) => repetition);
  expect([Math.min(...repetitions), Math.max(...repetitions)]).toEqual([0, 8 / creators - 1]);
});

test('every target does the same work', () => {
  const work = [...threads, '--seed', '7', '--operations', '20'];
  expectSameWork(work);
  for (const pin of ['creator', 'inherited'])
    expectSameWork([...work, '--pin', pin, '--early', '4096'], ['count']);
  expectSameWork([...work, '--style', 'batch', '--batch', '3', '--end', 'detached']);
  const concurrent = ['--style', 'concurrent', '--stacks', 'reused', '--pin', 'creator', '--end', 'detached'];
  expectSameWork([...work, ...concurrent]);
  expectSeedsToDiffer([...threads, '--operations', '20']);
});
