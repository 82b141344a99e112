import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Fact } from '../../results/schema/environment.ts';
import { optionsOf, type Typed } from '../../test/fixtures/request.ts';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { type RunFiles, writeRun } from '../../test/fixtures/runs/make-run.ts';
import { type TimedRun, timedRun } from '../../test/fixtures/runs/timed-run.ts';
import { compareFlags } from '../request/flags.ts';
import { UserError } from '../user-error.ts';
import { runCompareCommand } from './compare.ts';

let results = '';
let printed = '';
let complained = '';
beforeEach(async () => {
  results = await mkdtemp(join(tmpdir(), 'numa-lab-compare-'));
  [printed, complained] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    complained += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(results, { recursive: true, force: true });
});

/** Flags as typed, and what is compared where it is not a with b; an empty name: nothing. */
type Asked = Typed & { readonly a?: string; readonly b?: string };

/** Writes runs `a` and `b` and compares them, or what else is named. */
async function compare(
  a: RunFiles,
  b: RunFiles,
  { a: nameA = 'a', b: nameB = 'b', ...typed }: Asked = {},
): Promise<number> {
  await writeRun(join(results, 'a'), a);
  await writeRun(join(results, 'b'), b);
  const { options } = optionsOf(compareFlags, { results, ...typed });
  return runCompareCommand({ ...options, a: nameA, ...(nameB === '' ? {} : { b: nameB }) });
}

function runWith(options: TimedRun, change: (files: RunFiles) => void = () => {}): RunFiles {
  const files = structuredClone(timedRun({ blocks: 30, ...options }));
  change(files);
  return files;
}

interface Printed {
  readonly pairing: string;
  readonly rows: readonly { readonly verdict: string; readonly a: { arm: string; n: number } }[];
  readonly notes: readonly string[];
  readonly refused: readonly string[];
}

async function verdicts(a: RunFiles, b: RunFiles, options: Asked = {}): Promise<Printed> {
  await compare(a, b, { ...options, json: true });
  return JSON.parse(printed) as Printed;
}

/** The program of a target was built again: what differs may be its doing. */
const rebuilt = ({ environment }: RunFiles) => {
  const glibc = environment.targets.glibc;
  if (glibc !== undefined) glibc.binarySha256 = '1'.repeat(64);
};

// The drift of the fixture is the same in both runs; unpaired, it widens what pairing takes out.
const slow = { seed: 2, factorOf: ({ target }: { target: string }) => (target === 'glibc' ? 2 : 1) };

test('a target that became slower between two runs is found, and fails a script that asks for it', async () => {
  const [a, b] = [runWith({}), runWith(slow, rebuilt)];
  expect(await compare(a, b, { failIf: 'slower' })).toBe(1);
  expect(printed).toMatch(/glibc local +1\.9\d\d|glibc local +2\.\d\d\d/);
  expect(printed).toContain('weaker evidence');
  for (const line of printed.split('\n')) expect(line.length).toBeLessThanOrEqual(72);
  expect(await compare(a, b, { failIf: 'more,less' })).toBe(0);
  expect(await compare(a, b)).toBe(0);
});

test('a program that differs from itself shows that the machine changed: no verdict on times is given', async () => {
  const slowMachine = { seed: 2, factorOf: () => 2 };
  const { rows, notes } = await verdicts(runWith({}), runWith(slowMachine, rebuilt));
  expect(rows.map(({ verdict }) => verdict)).toEqual(['unsettled', 'unsettled']);
  expect(notes.join()).toMatch(
    /no verdicts on times: the machine changed between the runs: .* \(churn musl local: [12]\.\d{3}\)/,
  );
});

test('runs that are not valid for timing give no verdict on times', async () => {
  const noisy = { deviation: 0.3 };
  const { rows, notes } = await verdicts(runWith(noisy), runWith({ ...noisy, ...slow }, rebuilt));
  expect(rows.map(({ verdict }) => verdict)).toEqual(['unsettled', 'unsettled']);
  expect(notes).toContain('no verdicts on times: a run is not valid for timing');
});

test('two targets of one run that is not valid for timing get a ratio and no verdict', async () => {
  // The control differs from the baseline, which is the same program.
  const files = runWith({
    factorOf: ({ target, control }) => (control ? 1.4 : target === 'glibc' ? 0.5 : 1),
  });
  await compare(files, files, { b: '', targets: 'musl,glibc', json: true });
  const { rows, notes } = JSON.parse(printed);
  expect(rows).toMatchObject([{ verdict: 'unsettled', undecided: 'the run is not valid for timing' }]);
  expect(notes).toContain('no verdicts on times: the run is not valid for timing');
});

describe('a script that fails on slower', () => {
  const noisy = { deviation: 0.3 };
  const failIf = 'slower';

  test('is reported by an exit status of its own that verdicts on times were withheld', async () => {
    const [a, b] = [runWith(noisy), runWith({ ...noisy, ...slow }, rebuilt)];
    expect(await compare(a, b, { failIf })).toBe(3);
    expect(complained).toContain(
      'cannot decide --fail-if slower: churn glibc local: a run is not valid for timing',
    );
    expect(await compare(a, b, { failIf: 'slower,unsettled' })).toBe(1);
    expect(await compare(a, b, { failIf: 'more' })).toBe(0);
    expect(await compare(a, b)).toBe(0);
  });

  test('passes where no difference was found by a test that could find one', async () => {
    expect(await compare(runWith({}), runWith({ seed: 2 }), { failIf })).toBe(0);
  });

  test('is not passed by an arm that has vanished, or by one whose trials all failed', async () => {
    const two = { sizes: ['fixed:64', 'fixed:8000'] };
    expect(await compare(runWith(two), runWith({ seed: 2 }), { failIf })).toBe(3);
    expect(complained).toContain(
      'not compared: churn sizes=fixed:8000 glibc local throughput: B has no such arm',
    );
    complained = '';
    const failed = { state: 'failed', reason: 'timeout', detail: '', stderrTail: '' } as const;
    const lost: TimedRun['lost'] = (arm) =>
      arm.target === 'glibc' && arm.parameters.sizes === 'fixed:8000' ? failed : null;
    expect(await compare(runWith(two), runWith({ ...two, seed: 2, lost }), { failIf })).toBe(3);
    expect(complained).toContain('B has no value of operation_cost_seconds');
  });

  test('says that there are too few blocks', async () => {
    const few = runWith({ blocks: 3 });
    expect(await compare(few, few, { b: 'a', targets: 'musl,glibc', failIf })).toBe(3);
    expect(complained).toContain('3 blocks, too few for a verdict');
  });

  test('gets no verdict out of arms of a run that was ended by hand', async () => {
    const whole = runWith(slow);
    const ended = { ...whole, trials: whole.trials.slice(0, -1) };
    expect(await compare(ended, ended, { b: 'a', targets: 'musl,glibc', failIf })).toBe(3);
    expect(complained).toContain('the run ended after 29 of 30 blocks, which its plan did not foresee');
    expect(printed).toContain('not called slower');
  });
});

test('counts that differ by difference are more or less by their sign', async () => {
  const options = { metrics: 'E1', targets: 'musl,glibc', b: 'a' };
  const example = exampleRun();
  const { rows } = await verdicts(example, example, options);
  expect(rows.some(({ verdict }) => verdict === 'differs')).toBe(true);
  expect(await compare(example, example, { ...options, failIf: 'more' })).toBe(1);
});

test('a library that was replaced makes another program, and unknown allocators are told apart by their files', async () => {
  const withLibrary =
    (sha256: string) =>
    ({ environment }: RunFiles) => {
      const { glibc } = environment.targets;
      if (glibc === undefined) throw new Error('no glibc');
      Object.assign(glibc.proof.allocator, { name: 'unknown', version: 'unknown', object: 'libmine.so' });
      glibc.proof.target = 'glibc+mine';
      glibc.libraries = [{ name: 'libmine.so', sha256 }];
    };
  const first = runWith({}, withLibrary('1'.repeat(64)));
  const { notes } = await verdicts(first, runWith(slow, withLibrary('2'.repeat(64))));
  expect(notes).toContain('musl: the same program in both runs');
  expect(notes).toContain('glibc: the same program with another libmine.so');
  expect(notes).toContain('glibc: neither allocator can be named; malloc comes from two different files');
  expect(notes.join()).not.toContain('the machine changed');
  printed = '';
  const same = await verdicts(first, runWith({ seed: 2 }, withLibrary('1'.repeat(64))));
  expect(same.notes).toContain('glibc: neither allocator can be named; both have malloc from the same file');
});

test('runs that differ by noise alone have no verdict that says so', async () => {
  const { pairing, rows } = await verdicts(runWith({}), runWith({ seed: 2 }));
  expect(pairing).toBe('none');
  expect(rows.map(({ verdict }) => verdict)).toEqual(['unsettled', 'unsettled']);
});

test('two arms of one run are paired by block, so that a small difference is found despite drift', async () => {
  const small = { factorOf: ({ target }: { target: string }) => (target === 'glibc' ? 1.08 : 1) };
  const { pairing, rows, notes } = await verdicts(runWith(small), runWith({}), { a: 'a#h100', b: 'a#h101' });
  expect(pairing).toBe('blocks');
  expect(rows).toMatchObject([{ verdict: 'slower', a: { arm: 'h100', n: 30 } }]);
  expect(notes.join()).not.toContain('weaker');
});

test('two targets are compared within a run and across runs', async () => {
  const { rows, pairing } = await verdicts(runWith(slow), runWith({}), { b: 'a', targets: 'musl,glibc' });
  expect([pairing, ...rows.map(({ verdict }) => verdict)]).toEqual(['blocks', 'slower']);
  printed = '';
  const across = await verdicts(runWith({}), runWith(slow, rebuilt), { targets: 'musl,glibc' });
  expect([across.pairing, ...across.rows.map(({ verdict }) => verdict)]).toEqual(['none', 'slower']);
});

test('counts that are the same in every state of both runs are identical', async () => {
  const { rows } = await verdicts(exampleRun(), exampleRun(), { metrics: 'allocation_remote_byte_ratio' });
  expect(rows.some(({ verdict }) => verdict === 'identical')).toBe(true);
  expect(JSON.stringify(rows)).not.toContain('null,"upper"');
});

test('a metric that was asked for and has no value is refused, also beside one that has', async () => {
  const metrics = 'use_remote_byte_ratio,allocation_remote_byte_ratio';
  expect(await compare(exampleRun(), exampleRun(), { metrics })).toBe(2);
  expect(printed).toBe('');
  expect(complained).toBe(
    'numa-lab: cannot compare: use_remote_byte_ratio: no arm has a value of it in both; choose others with --metrics\n',
  );
});

test('runs of another machine, kernel or setting are refused, each difference in a line of its own', async () => {
  const other = runWith({}, ({ environment, trials }) => {
    environment.host.cpuModel = 'Another CPU';
    environment.host.turbo = { value: 'on' };
    for (const trial of trials) if (trial.state === 'completed') trial.settings.numaBalancing = '1';
  });
  expect(await compare(runWith({}), other)).toBe(2);
  expect(printed).toBe('');
  const lines = complained.trim().split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toBe('numa-lab: cannot compare: processor: A has Example CPU 3000, B has Another CPU');
  expect(lines[2]).toContain('kernel settings: A has numa_balancing 0');
});

test('other memory modules are another machine, and modules that one run could not read are not', async () => {
  const withModules = (fact: Fact) =>
    runWith({}, ({ environment }) => {
      environment.host.memoryModules = fact;
    });
  const modules = withModules({ value: '2 × 32 GiB DDR4 at 3200 MT/s' });
  expect(await compare(modules, withModules({ value: '2 × 32 GiB DDR4 at 2400 MT/s' }))).toBe(2);
  expect(complained).toContain('memory modules: A has 2 × 32 GiB DDR4 at 3200 MT/s, B has');
  for (const other of [withModules({ unavailable: 'not root' }), runWith({})])
    expect(await compare(modules, other)).toBe(0);
});

test('other parameters or another amount of work are refused, and what both have is compared', async () => {
  const b = runWith({ sizes: ['fixed:64', 'fixed:9'] }, ({ plan }) => {
    for (const arm of plan.sections[0]?.arms ?? []) if (arm.target === 'glibc') arm.samples = 9;
  });
  const { rows, refused } = await verdicts(runWith({ sizes: ['fixed:64', 'fixed:8000'] }), b);
  expect(rows.map(({ a }) => a.arm)).toEqual(['h100']);
  expect(refused).toEqual([
    'churn sizes=fixed:64 glibc local throughput: passes: A has 1 after 0 for warm-up, B has 9 after 0 for warm-up',
    'churn sizes=fixed:8000 musl local throughput: B has no such arm',
    'churn sizes=fixed:8000 glibc local throughput: B has no such arm',
  ]);
});

test('two arms of one run that do other work are refused', async () => {
  const files = runWith({ sizes: ['fixed:64', 'fixed:8000'] });
  expect(await compare(files, files, { a: 'a#h100', b: 'a#h200' })).toBe(2);
  expect(complained).toBe(
    'numa-lab: cannot compare: parameters: A has sizes=fixed:64, B has sizes=fixed:8000\n',
  );
});

test('few blocks give a range and no verdict', async () => {
  const { rows } = await verdicts(runWith({ blocks: 3 }), runWith({ blocks: 3, seed: 4 }));
  expect(rows).toMatchObject([
    { verdict: 'unsettled', effect: { estimate: { intervalKind: 'range', n: 3 }, simultaneous: null } },
    { verdict: 'unsettled' },
  ]);
});

test.each([
  [{ b: '' }, 'nothing to compare a with'],
  [{ b: '', targets: 'musl' }, 'nothing to compare a with'],
  [{ b: 'nowhere' }, "no run called 'nowhere'"],
  [{ b: 'a' }, "A and B are the same run: 'a'"],
  [{ b: 'a', targets: 'musl' }, "A and B are target 'musl' of the same run"],
  [{ b: 'b#h101' }, 'one side is an arm and the other a whole run'],
  [{ a: 'a#h100', b: 'a#h100' }, "A and B are the same arm: 'h100'"],
  [{ a: 'a#h999', b: 'b#h100' }, "run a has no arm 'h999'"],
  [{ a: 'a#h000', b: 'b#h000' }, "run a has no arm 'h000'"],
  [{ a: 'a#h100', b: 'b#h100', targets: 'musl' }, '--targets has no use where both arms are named'],
  [{ targets: 'musl,glib' }, "run b has no target 'glib'"],
  [{ targets: 'musl,glibc,musl' }, "--targets is not one target or two: 'musl,glibc,musl'"],
  [{ margin: '3' }, "--margin is not a percentage from 0.1% to 50%: '3'"],
  [{ failIf: 'slow' }, "--fail-if has an unknown value: 'slow'"],
  [{ metrics: 'speed' }, "--metrics has no metric 'speed' that can be compared"],
])('wrong use %j is one clear line', async (options, message) => {
  const outcome = compare(runWith({}), runWith({}), options);
  await expect(outcome).rejects.toThrow(UserError);
  await expect(outcome).rejects.toThrow(message);
  expect(printed).toBe('');
});

test('two targets of one run need its name once', async () => {
  await compare(runWith({}), runWith({}), { b: '', targets: 'musl,glibc' });
  const once = printed;
  printed = '';
  await compare(runWith({}), runWith({}), { b: 'a', targets: 'musl,glibc' });
  expect(once).toContain('glibc : musl');
  expect(once).toBe(printed);
});

test('the same run under another path is the same run', async () => {
  await symlink(join(results, 'a'), join(results, 'link'));
  const outcome = compare(runWith({}), runWith({}), { b: join(results, 'link') });
  await expect(outcome).rejects.toThrow("A and B are the same run: 'a'");
});

test('a run of a newer schema is refused by name of file and field', async () => {
  const newer = runWith({}, ({ plan }) => Object.assign(plan, { schema: 2 }));
  await expect(compare(runWith({}), newer)).rejects.toThrow(/plan\.json/);
});
