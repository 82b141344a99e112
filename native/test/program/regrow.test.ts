import { expect, test } from 'vitest';
import { first, isSingle, pair } from './cpus.ts';
import { expectRefusal, expectSameWork, expectSeedsToDiffer, readLines, sum } from './run.ts';
import { programOf, targets } from './targets.ts';

const threads = pair('owner', 'writer');
const regrow = ['regrow', '--threads', threads];
const base = ['regrow', '--seed', '1', '--mode', 'count', '--threads'];

test('needs two threads', () => expectRefusal(2, 'at least 2 threads', [...base, first]));

test.skipIf(isSingle).each([
  ['2 owners and 0 writers', [...base, pair()]],
  ['"0"', [...base, threads, '--resize', '0']],
  ['"used"', [...base, threads, '--memory', 'used']],
  ['--operations', [...base, threads, '--samples', '5', '--warmup', '1', '--operations', '1000000']],
  ['throughput', ['regrow', '--seed', '1', '--mode', 'throughput', '--threads', threads]],
])('refuses with %s: %j', (word, arguments_) => expectRefusal(2, word, arguments_));

/** Bytes by what they are, of 3 samples. */
function bytesOf(target: string, arguments_: readonly string[]): Record<string, number> {
  const samples = ['--seed', '7', '--samples', '3', '--warmup', '1', '--operations', '20'];
  const lines = readLines(programOf(target), 'count', [...regrow, ...samples, ...arguments_]);
  expect(lines.one('end').operations).toBe(80);
  const groups: Record<string, number> = {};
  for (const line of lines.of('placement')) {
    // Which blocks move is the business of the allocator; that parts add up is ours.
    const subject = line.subject.replace(/^(kept|moved)-.*/, 'parts');
    const name = `${subject} ${line.owner} ${line.checkpoint}`;
    const bytes = sum([line.bytes.flat(), line.absentBytes, line.zeroPageBytes, line.unknownBytes].flat());
    groups[name] = (groups[name] ?? 0) + bytes;
  }
  return groups;
}

const parts = (written: number, resized: number) => ({
  'written allocator written': written,
  'parts allocator resized': resized,
  'parts allocator rewritten': resized,
});

test
  .skipIf(isSingle)
  .each(targets.flatMap((target) => ['fresh', 'reused'].map((memory) => [target, memory] as const)))(
  '%s: parts add up in %s memory',
  (target, memory) => {
    const bytes = (...more: readonly string[]) => bytesOf(target, [...more, '--memory', memory]);
    expect(bytes('--sizes', 'fixed:5000')).toEqual({
      'allocated allocator allocated': 300_000,
      'written allocator written': 300_000,
      'written receiver written': 300_000,
    });
    expect(bytes('--call', 'realloc', '--sizes', 'fixed:200000', '--resize', '150')).toEqual(
      parts(12e6, 18e6),
    );
    expect(bytes('--call', 'realloc', '--sizes', 'fixed:5000', '--resize', '50')).toEqual(
      parts(300_000, 150_000),
    );
  },
);

test.skipIf(isSingle)('every target does the same work', () => {
  const seeded = [...regrow, '--seed', '7'];
  expectSameWork([...seeded, '--operations', '100', '--sizes', 'mix:small', '--memory', 'reused']);
  const resized = ['--sizes', 'loguniform:100-300000', '--call', 'realloc', '--resize', '133'];
  expectSameWork([...seeded, '--operations', '50', ...resized]);
  expectSeedsToDiffer([...regrow, '--operations', '50', '--sizes', 'mix:small']);
});
