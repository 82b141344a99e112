import { describe, expect, test } from 'vitest';
import { first, isSingle, pair, pairOrFirst, withoutRandomisation } from './cpus.ts';
import { checkOf, expectRefusal, expectSameWork, expectSeedsToDiffer, readLines, sum } from './run.ts';
import { programOf, targets } from './targets.ts';

const phases = ['phases', '--seed', '7', '--samples', '1', '--warmup', '0'];
const alone = [...phases, '--mode', 'count', '--threads', first];

test.each([
  ['2 groups of 1 threads', []],
  ['at most 224', ['--part', '1/64', '--groups', '64', '--rounds', '64', '--pattern', 'shifted']],
  ['not one of balanced', ['--pattern', 'square']],
  ['"3/2"', ['--part', '3/2']],
  ['"0/2"', ['--part', '0/2']],
  ['"2"', ['--part', '2']],
])('refuses with %s: %j', (word, more) => expectRefusal(2, word, [...alone, ...more]));

test('refuses to be timed', () =>
  expectRefusal(2, 'throughput', [...phases, '--groups', '1', '--mode', 'throughput', '--threads', first]));

interface Border {
  readonly checkpoint: string;
  /** Growth since the start, by statm and by numa_maps. */
  readonly residentBytes: number;
  readonly nodeBytes: number;
  readonly liveBytes: number;
  readonly operations: number | undefined;
}

function readBorders(target: string, arguments_: readonly string[]): readonly Border[] {
  const lines = readLines(programOf(target), 'count', [...phases, ...arguments_], {
    prefix: withoutRandomisation,
  });
  const memory = lines.of('memory');
  const onNodes = (line: (typeof memory)[number]) => sum(line.nodes.map(({ bytes }) => bytes));
  return memory.map((line, _, [start = line]) => ({
    checkpoint: line.checkpoint,
    residentBytes: line.anonymousBytes - start.anonymousBytes,
    nodeBytes: onNodes(line) - onNodes(start),
    liveBytes: line.liveBytes,
    operations: line.operations,
  }));
}

describe.each(targets)('%s: one thread writes 2000 blocks of 1000 bytes', (target) => {
  const blocks = ['--objects', '2000', '--sizes', 'fixed:1000', '--survivors', '100'];
  const read = () => readBorders(target, ['--threads', first, '--groups', '1', '--rounds', '1', ...blocks]);
  const at = (borders: readonly Border[], name: string) => {
    const border = borders.find(({ checkpoint }) => checkpoint === name);
    if (border === undefined) throw new Error(`no checkpoint ${name}`);
    return border;
  };

  test('what is live is resident, and little more', () => {
    const borders = read();
    const [grown, thinned, freed] = [
      at(borders, 'r1 grown'),
      at(borders, 'r1 thinned'),
      at(borders, 'freed'),
    ];
    expect(grown).toMatchObject({ liveBytes: 2000 * 1000, operations: 2000 });
    expect(grown.residentBytes).toBeGreaterThanOrEqual(grown.liveBytes);
    expect(grown.residentBytes).toBeLessThan(1.35 * grown.liveBytes + 65536);
    expect(thinned.liveBytes % 1000).toBe(0);
    expect(thinned.liveBytes).toBeGreaterThan(120e3);
    expect(thinned.liveBytes).toBeLessThan(280e3);
    expect(thinned.residentBytes).toBeGreaterThanOrEqual(thinned.liveBytes);
    expect(thinned.residentBytes).toBeLessThanOrEqual(grown.residentBytes + 16384);
    expect(freed).toMatchObject({ liveBytes: 0, operations: undefined });
    expect(freed.residentBytes).toBeLessThanOrEqual(grown.residentBytes + 65536);
  });

  test('memory is purged where the allocator can be asked', () => {
    const borders = read();
    const purged = borders.find(({ checkpoint }) => checkpoint === 'purged');
    expect(purged !== undefined).toBe(target.includes('glibc'));
    if (purged === undefined) return;
    expect(purged.residentBytes).toBeLessThanOrEqual(at(borders, 'freed').residentBytes);
    // glibc frees single pages of a heap that a later block pins, jemalloc leaves none.
    expect(purged.residentBytes).toBeLessThan(0.2 * at(borders, 'r1 grown').residentBytes);
  });

  // Where the kernel has numa_maps: the same memory, but for pages of the program that were copied.
  test('nodes hold what is resident', ({ skip }) => {
    const borders = read();
    skip(Math.max(...borders.map(({ nodeBytes }) => nodeBytes)) === 0, 'the kernel has no numa_maps');
    const { nodeBytes, residentBytes } = at(borders, 'r1 grown');
    expect(Math.abs(nodeBytes - residentBytes)).toBeLessThanOrEqual(8 * 4096);
  });
});

test.skipIf(isSingle).each(['balanced', 'shifted', 'bursty', 'sparse', 'bubble'])(
  '%s: what two processes hold at every border is what one holds there',
  (pattern) => {
    const work = ['--pattern', pattern, '--objects', '300', '--survivors', '50', '--operations', '64'];
    const live = (...more: readonly string[]) =>
      readBorders('glibc', [...work, ...more]).map(
        ({ checkpoint, liveBytes }) => [checkpoint, liveBytes] as const,
      );
    const [one, two] = ['1/2', '2/2'].map((part) => live('--threads', first, '--part', part));
    const added = one?.map(([checkpoint, bytes], i) => [checkpoint, bytes + (two?.[i]?.[1] ?? 0)]);
    expect(two?.map(([checkpoint]) => checkpoint)).toEqual(one?.map(([checkpoint]) => checkpoint));
    expect(added).toEqual(live('--threads', pair()));
  },
);

test.skipIf(isSingle).each(['balanced', 'ring'])(
  '%s: with turns memory depends on the seed only',
  (pattern) => {
    const read = () => readBorders('glibc', ['--threads', pair(), '--pattern', pattern]);
    expect(read()).toEqual(read());
  },
);

test.skipIf(isSingle).each(['balanced', 'ring'])('%s: turns do not change the work', (pattern) => {
  const work = [...phases, '--threads', pair(), '--pattern', pattern];
  const check = (turn: string) => checkOf(programOf('glibc'), 'count', [...work, '--turn', turn]);
  expect(check('16')).toBe(check('0'));
});

test.each(['balanced', 'shifted', 'ring', 'bursty', 'sparse', 'bubble'])(
  '%s: every target does the same work',
  (pattern) => {
    const work = ['--groups', '1', '--seed', '7', '--objects', '200', '--samples', '2', '--operations', '40'];
    expectSameWork(['phases', '--threads', pairOrFirst, '--pattern', pattern, ...work], ['count']);
  },
);

test('the seed decides the work', () =>
  expectSeedsToDiffer([
    'phases',
    '--threads',
    first,
    '--groups',
    '1',
    '--objects',
    '50',
    '--operations',
    '40',
  ]));
