import { expect, test } from 'vitest';
import type { TrialRecord } from '../results/schema/trial.ts';
import { mostlyRemote } from '../test/fixtures/hypotheses.ts';
import { exampleRun } from '../test/fixtures/runs/example-run.ts';
import { hypothesesRun } from '../test/fixtures/runs/hypotheses-run.ts';
import { makeRun, type RunFiles } from '../test/fixtures/runs/make-run.ts';
import { buildReport } from './build-report.ts';
import type { ValidityFact } from './report.ts';

const files = exampleRun();
const report = buildReport(makeRun(files));

type Completed = Extract<TrialRecord, { state: 'completed' }>;

/** The example with its n-th completed trial changed. */
function withTrial(change: (trial: Completed) => void, n = 5): RunFiles {
  const copy = structuredClone(files);
  const completed = copy.trials.filter((trial) => trial.state === 'completed');
  const trial = completed[n];
  if (trial === undefined) throw new Error('the fixture is too small');
  change(trial);
  return copy;
}

function verdictOf(changed: RunFiles, id: ValidityFact['id']): string | undefined {
  return buildReport(makeRun(changed)).validity.find((fact) => fact.id === id)?.verdict;
}

test('no estimate is without its n, and none of a guest is a time', () => {
  for (const row of report.estimates) {
    if (row.estimate === null) expect(row.missing).not.toBeNull();
    else expect(row.estimate.n).toBeGreaterThan(0);
    if (row.machine === 'virtual') expect(['B', '1', '1/op']).toContain(row.unit);
  }
  expect(report.estimates.some((row) => row.machine === 'host' && row.unit === 's')).toBe(true);
  expect(report.estimates.some((row) => row.machine === 'virtual')).toBe(true);
});

test('counts that were the same in every state are exact', () => {
  const split = report.estimates.find(
    (row) =>
      row.placement === 'split' && row.target === 'musl' && row.metric === 'allocation_remote_byte_ratio',
  );
  expect(split?.estimate).toMatchObject({ point: 0, intervalKind: 'exact', n: 3 });
});

test('targets are compared with the baseline within blocks, and the control against it', () => {
  const rows = report.comparisons.filter((row) => row.metric === 'operation_cost_seconds');
  expect(
    rows.map(({ target, control, contrast, confounded }) => [target, control, contrast, confounded]),
  ).toEqual([
    ['glibc', false, null, 'confounded: libc with its allocator, link mode differ'],
    ['glibc+jemalloc', false, null, 'confounded: libc, link mode, allocator differ'],
    ['lsum', true, 'control', null],
  ]);
  expect(rows[0]?.effect.estimate).toMatchObject({ n: 8, intervalKind: 'confidence' });
  expect(rows[0]?.effect.estimate.point).toBeLessThan(0.5);
});

test('a failed trial costs its arm a block and is listed with its reason', () => {
  expect(report.failed).toMatchObject([
    { machine: 'virtual', workload: 'mutex', target: 'glibc+jemalloc', block: 2, reason: 'timeout' },
  ]);
  expect(report.skipped).toMatchObject([{ reason: 'the guest has too few CPUs', target: 'glibc' }]);
  const row = report.estimates.find((r) => r.metricId === 'K1' && r.target === 'glibc+jemalloc');
  expect(row?.estimate?.n).toBe(2);
});

test('a healthy run passes every check but the one of its failed trial and those that it is too short for', () => {
  const notPassed = report.validity.filter((fact) => fact.verdict !== 'pass');
  expect(notPassed.map((fact) => [fact.id, fact.verdict, fact.section])).toEqual([
    ['trials', 'warn', 0],
    ['steady-state', 'unknown', 1],
    ['modality', 'unknown', 1],
  ]);
});

test('a time in a record of the guest fails the check, and times of a host under a hypervisor are doubted', () => {
  const timed = withTrial((trial) => Object.assign(trial.processes[0] ?? {}, { times: {} }));
  expect(verdictOf(timed, 'no-guest-time')).toBe('fail');
  const nested = structuredClone(files);
  nested.environment.host.virtualization = 'KVM';
  const facts = buildReport(makeRun(nested)).validity.filter((fact) => fact.id === 'no-guest-time');
  expect(facts.map(({ verdict }) => verdict)).toEqual(['pass', 'warn']);
});

test('an arm with a single block left is too few even for a range', () => {
  const lost = structuredClone(files);
  const arm = lost.plan.sections[0]?.arms[1]?.id;
  const trials = lost.trials.filter((trial) => trial.arm !== arm || trial.block === 1);
  const fact = buildReport(makeRun({ ...lost, trials })).validity.find(({ id }) => id === 'blocks-per-arm');
  expect(fact).toMatchObject({ verdict: 'warn', seen: expect.stringContaining('too few in 1 arm') });
});

test('a thread that strayed from its CPU fails the pinning check', () => {
  const strayed = withTrial((trial) => {
    const seen = trial.processes[0]?.counts.pinning[0]?.seen[1];
    if (seen !== undefined) seen.cpu += 1;
  });
  expect(verdictOf(strayed, 'pinning')).toBe('fail');
});

test('another proof, other work and other kernel settings fail their checks', () => {
  const proof = withTrial((trial) => {
    for (const { counts } of trial.processes) counts.proof = 'f'.repeat(64);
  });
  expect(verdictOf(proof, 'proofs')).toBe('fail');
  const work = withTrial((trial) => {
    for (const { counts } of trial.processes) counts.check = '00000000000000ff';
  });
  expect(verdictOf(work, 'work-check')).toBe('fail');
  const settings = withTrial((trial) => {
    trial.settings.transparentHugepage = 'always';
  });
  expect(verdictOf(settings, 'kernel-settings')).toBe('fail');
});

test('live bytes off the nodes that memory is bound to, or of unknown node, fail the placement check', () => {
  const arms = new Map(files.plan.sections.flatMap((s) => s.arms).map((arm) => [arm.id, arm]));
  const bound = files.trials
    .filter((trial) => trial.state === 'completed')
    .findIndex(
      (trial) => arms.get(trial.arm)?.placement === 'split' && trial.processes[0]?.counts.placement.length,
    );
  const moved = withTrial((trial) => {
    const bytes = trial.processes[0]?.counts.placement[0]?.bytes;
    if (bytes?.[0] !== undefined) bytes[0] = [500_000, 500_000];
  }, bound);
  expect(verdictOf(moved, 'placement-bound')).toBe('fail');
  const unknown = withTrial((trial) => {
    const placement = trial.processes[0]?.counts.placement[0];
    if (placement !== undefined) placement.unknownBytes = placement.nodes.map(() => 500_000);
  }, bound);
  expect(verdictOf(unknown, 'placement-bound')).toBe('fail');
});

test('blocks that all have the same order are not randomised', () => {
  const changed = structuredClone(files);
  const section = changed.plan.sections[1];
  if (section === undefined) throw new Error('no host section');
  section.trials.sort((a, b) => a.block - b.block || (a.arm < b.arm ? -1 : 1));
  const order = new Map(section.trials.map((trial, index) => [trial.trial, index]));
  const trials = [...changed.trials].sort((a, b) => (order.get(a.trial) ?? 0) - (order.get(b.trial) ?? 0));
  const fact = buildReport(makeRun({ ...changed, trials })).validity.find(
    (f) => f.id === 'order-randomised' && f.section === 1,
  );
  expect(fact?.verdict).toBe('fail');
});

test('the thread map counts every repetition of a page and keeps what disagreed', () => {
  const changed = structuredClone(files);
  const maps = changed.trials.flatMap((trial) =>
    trial.state === 'completed' ? trial.processes.flatMap(({ counts }) => counts.threadMaps) : [],
  );
  const [first] = maps.filter((map) => map.creatorNode === 0 && map.childNode === 1 && map.at === 'end');
  if (first !== undefined) first.errno = 1;
  const rows = buildReport(makeRun(changed)).threadMaps;
  const cells = rows.flatMap((row) => row.cells).filter((cell) => Object.keys(cell.errno).length > 1);
  expect(cells).toHaveLength(1);
  expect(cells[0]).toMatchObject({
    creatorNode: 0,
    childNode: 1,
    at: 'end',
    n: 3,
    errno: { '0': 2, '1': 1 },
  });
});

test('a calibration that left a node out did not calibrate it', () => {
  const changed = structuredClone(files);
  for (const trial of changed.trials) {
    if (trial.state !== 'completed') continue;
    for (const { counts } of trial.processes)
      counts.firstTouch = counts.firstTouch.filter((t) => t.node !== 1);
  }
  expect(buildReport(makeRun(changed)).findings[0]).toMatchObject({
    verdict: 'not-run',
    because: 'nodes 1 were not calibrated',
  });
});

test('a run of 2000 trials takes less than three seconds of a processor', () => {
  const run = makeRun(hypothesesRun({ blocks: 500 }));
  expect(run.sections[0]?.trials).toHaveLength(2001);
  const before = process.cpuUsage();
  const { findings } = buildReport(run, [mostlyRemote]);
  const { user } = process.cpuUsage(before);
  expect(findings).toHaveLength(3);
  expect(user / 1e6).toBeLessThan(3);
});
