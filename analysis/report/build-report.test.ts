import { expect, test } from 'vitest';
import { mostlyRemote } from '../../test/fixtures/hypotheses.ts';
import { exampleRun } from '../../test/fixtures/runs/example-run.ts';
import { hypothesesRun } from '../../test/fixtures/runs/hypotheses-run.ts';
import { makeRun } from '../../test/fixtures/runs/make-run.ts';
import { buildReport } from './build-report.ts';

const files = exampleRun();
const report = buildReport(makeRun(files));

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
