import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { type ConformanceLine, conformanceLine } from '../../../results/schema/conformance.ts';
import { folder, hasMusl, native, objectsOf, programOf, targets } from './targets.ts';

const threaded = ['threads-exchange', 'threads-exit', 'fork-among-threads'];
const exhaustion = ['exhaustion-small', 'exhaustion-large'];

interface Fault {
  readonly name: string;
  /** Checks that must fail with it. */
  readonly found: readonly string[];
  /** Checks that may fail too, because the fault is in their way as well. */
  readonly touched?: readonly string[];
}

/**
 * The faults of test/broken/faults.h. A block that reaches into the next one spoils whatever lies there, a race strikes now and
 * then, and glibc frees NULL when a thread ends.
 */
const faults: readonly Fault[] = [
  { name: 'MALLOC_MISALIGNS', found: ['malloc-aligns'] },
  { name: 'ALIGNED_ALLOC_IGNORES', found: ['aligned-alloc-aligns'] },
  { name: 'POSIX_MEMALIGN_IGNORES', found: ['posix-memalign-aligns'] },
  { name: 'MEMALIGN_IGNORES', found: ['memalign-aligns'] },
  { name: 'POSIX_MEMALIGN_ACCEPTS', found: ['posix-memalign-refuses'] },
  { name: 'CALLOC_TRUSTS', found: ['calloc-zeroes-fresh', 'calloc-zeroes-reused'] },
  { name: 'CALLOC_KEEPS', found: ['calloc-zeroes-reused'] },
  { name: 'CALLOC_WRAPS', found: ['calloc-overflow'] },
  { name: 'REALLOCARRAY_WRAPS', found: ['reallocarray-overflow'] },
  { name: 'SIZES_WRAP', found: ['huge-sizes', 'realloc-refuses', 'realloc-says-enomem'] },
  { name: 'REALLOC_LOSES_TAIL', found: ['realloc-keeps-content'] },
  { name: 'REALLOC_FREES', found: ['realloc-refuses', ...exhaustion] },
  { name: 'REALLOC_SILENT', found: ['realloc-says-enomem'] },
  { name: 'REALLOC_REFUSES_NULL', found: ['realloc-of-null'] },
  { name: 'ZERO_SHARED', found: ['size-zero'] },
  { name: 'FREE_READS_NULL', found: ['free-null'], touched: threaded },
  { name: 'FREE_SETS_ERRNO', found: ['errno-kept-by-free'] },
  { name: 'USABLE_TOO_LARGE', found: ['usable-size'] },
  {
    name: 'BLOCKS_OVERLAP',
    found: ['no-overlap', 'usable-size', 'realloc-keeps-content'],
    touched: ['calloc-zeroes-reused', 'realloc-of-null', 'errno-kept-by-free', ...threaded],
  },
  { name: 'UNLOCKED', found: ['threads-exchange'], touched: threaded },
  { name: 'FORK_KEEPS_LOCK', found: ['fork-among-threads'] },
  { name: 'THREAD_TAKES_ALONG', found: ['threads-exit'], touched: threaded },
  { name: 'EXHAUSTED_ABORTS', found: exhaustion },
  { name: 'EXHAUSTED_SILENT', found: exhaustion },
  { name: 'EXHAUSTED_FOR_EVER', found: exhaustion },
];

interface Suite {
  readonly checks: readonly string[];
  readonly failed: readonly string[];
}

type Result = Extract<ConformanceLine, { readonly type: 'conformance' }>;

/** Runs the suite; throws when what it prints does not agree with itself. */
async function runSuite(program: string): Promise<Suite> {
  const { status, stdout } = await promisify(execFile)(program, ['--conformance']).then(
    (output) => ({ status: 0, stdout: output.stdout }),
    (error) => ({ status: error.code, stdout: String(error.stdout) }),
  );
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => conformanceLine.parse(JSON.parse(line)));
  const results = lines.filter((line): line is Result => line.type === 'conformance');
  const failed = results.filter(({ state }) => state === 'failed').map(({ check }) => check);
  const end = { type: 'conformance-end', passed: results.length - failed.length, failed: failed.length };
  expect([lines[0]?.type, lines.length, lines.at(-1)]).toEqual(['about', results.length + 2, end]);
  expect(status).toBe(failed.length > 0 ? 1 : 0);
  return { checks: results.map(({ check }) => check), failed };
}

/** The target's program with the allocator of test/broken, which has this fault. */
async function linkBroken(
  target: string,
  cc: string,
  flags: readonly string[],
  fault: string,
): Promise<string> {
  const built = join(folder, 'broken', `${target}-${fault}`);
  mkdirSync(built, { recursive: true });
  const program = join(built, `numa-bench-${target}`);
  const broken = join(native, 'test', 'broken');
  const sources = readdirSync(broken)
    .filter((name) => name.endsWith('.c'))
    .map((name) => join(broken, name));
  const warnings = [
    '-std=c11',
    '-D_GNU_SOURCE',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-O2',
    '-g',
    '-fno-builtin',
    '-pthread',
  ];
  await promisify(execFile)(cc, [
    ...warnings,
    `-DFAULT=${fault}`,
    ...flags,
    '-o',
    program,
    ...objectsOf(target),
    ...sources,
  ]);
  return program;
}

// jemalloc 5.3.0 returns NULL from realloc without errno, which later ones fixed.
function knownFailures(program: string): readonly string[] {
  const about = JSON.parse(spawnSync(program, ['--about'], { encoding: 'utf8' }).stdout);
  const { name, version } = about.allocator;
  return name === 'jemalloc' && version.startsWith('5.3.0-') ? ['realloc-says-enomem'] : [];
}

test.each(targets)('%s does what it must', async (target) => {
  const { failed } = await runSuite(programOf(target));
  expect(failed).toEqual(knownFailures(programOf(target)));
});

test('the allocator that the faults are put into has none without them', async () => {
  expect((await runSuite(await linkBroken('glibc', 'gcc', [], 'NONE'))).failed).toEqual([]);
});

test.skipIf(!hasMusl)('nor has it with musl', async () => {
  expect((await runSuite(await linkBroken('musl', 'musl-gcc', ['-static'], 'NONE'))).failed).toEqual([]);
});

// Two at a time: a fault that hangs costs its time limit and no processor.
test.concurrent.each(faults)(
  '$name is found by the checks that are meant for it',
  async ({ name, found, touched = [] }) => {
    const { failed } = await runSuite(await linkBroken('glibc', 'gcc', [], name));
    expect(failed).toEqual(expect.arrayContaining([...found]));
    expect([...found, ...touched]).toEqual(expect.arrayContaining([...failed]));
  },
);

test('no check is without a fault that it must find', async () => {
  const { checks } = await runSuite(programOf('glibc'));
  expect(checks.length).toBeGreaterThan(20);
  expect(checks.filter((check) => !faults.some(({ found }) => found.includes(check)))).toEqual([]);
});
