import { expect, test } from 'vitest';
import type { Arm } from '../../results/schema/plan.ts';
import { makeArm } from '../../test/fixtures/runs/make-run.ts';
import { readings } from '../../test/fixtures/runs/readings.ts';

const sample = (index: number, wallNs: number, warmup = false) => ({
  measure: 'churn',
  index,
  warmup,
  operations: 1000,
  beginNs: 500,
  threads: [
    { thread: 0, operations: 500, endNs: 500 + wallNs / 2 },
    { thread: 1, operations: 500, endNs: 500 + wallNs },
  ],
});

test('throughput runs to the last thread, leaves warm-up out and takes the median sample', () => {
  const samples = [sample(0, 99_000, true), sample(1, 1000), sample(2, 2000), sample(3, 8000)];
  expect(readings([{}], [{ samples }])).toMatchObject({
    'throughput_operations_per_second churn': 1000 / 2e-6,
    'operation_cost_seconds churn': 4e-9,
  });
});

test('threads that take turns are not counted as if they worked side by side', () => {
  const costOf = (arm: Partial<Arm>) =>
    readings([{}], [{ samples: [sample(0, 1000)] }], arm)['operation_cost_seconds churn'];
  expect(costOf({ workload: 'threads', parameters: { style: 'serial' } })).toBeCloseTo(1e-9, 15);
  expect(costOf({ workload: 'threads', parameters: { style: 'concurrent' } })).toBeCloseTo(2e-9, 15);
});

test('processes side by side add their rates, and each operation costs what it costs in one of them', () => {
  const found = readings([{}, {}], [{ samples: [sample(0, 1000)] }, { samples: [sample(0, 1000)] }]);
  expect(found['throughput_operations_per_second churn']).toBe(2 * 1e9);
  expect(found['operation_cost_seconds churn']).toBeCloseTo(2e-9, 15);
});

test('a sample shorter than the clock can tell has no rate', () => {
  const found = readings([{}], [{ samples: [sample(0, 0)] }]);
  expect(found['operation_cost_seconds churn']).toBe('a sample took no time by the clock');
  expect(found).not.toHaveProperty('thread_rate_fairness_ratio');
});

test('the speed of threads is compared among those that work side by side', () => {
  const even = [{ samples: [sample(100, 200)] }];
  expect(readings([{}], even)).toMatchObject({
    thread_rate_fairness_ratio: 0.9,
    thread_rate_busier_half_ratio: 2 / 3,
  });
  const inTurn = readings([{}], even, { workload: 'threads', parameters: { style: 'serial' } });
  expect(inTurn).not.toHaveProperty('thread_rate_fairness_ratio');
  const together = readings([{}], even, { workload: 'threads', parameters: { style: 'concurrent' } });
  expect(together).toHaveProperty('thread_rate_fairness_ratio');
});

test('a role that does no operation by design is not starved, a thread that got none is', () => {
  const idle = sample(100, 200);
  const samples = [
    { ...idle, threads: idle.threads.map((t) => (t.thread === 0 ? { ...t, operations: 0 } : t)) },
  ];
  const [process] = makeArm({ id: 'a', workload: 'w', target: 'musl' }).processes;
  if (process === undefined) throw new Error('no process');
  const roles = process.threads.map((t, i) => ({ ...t, role: i === 0 ? 'producer' : 'consumer' }));
  const pair = readings([{}], [{ samples }], { processes: [{ ...process, threads: roles }] });
  expect(pair).not.toHaveProperty('thread_rate_fairness_ratio');
  expect(readings([{}], [{ samples }]).thread_rate_fairness_ratio).toBe(0.5);
});

test('latency between nodes is a multiple of that of the own node', () => {
  const chase = (fromNode: number, toNode: number, durationNs: number, index = 0) => ({
    fromNode,
    toNode,
    index,
    bytes: 1,
    loads: 10,
    durationNs,
  });
  const pointerChases = [chase(0, 0, 1000), chase(0, 1, 1500), chase(1, 0, 1600), chase(0, 0, 1000, 1)];
  const found = readings([{}], [{ pointerChases }]);
  expect(found['load_latency_seconds 0 to 0']).toBeCloseTo(1e-7, 15);
  expect(found['node_latency_ratio 0 to 1']).toBe(1.5);
  expect(found['node_latency_ratio 1 to 0']).toBe('no latency of node 1 to itself');
});

test('histograms of several processes are read as one, and a wrong count is not read at all', () => {
  const histogram = (bucket: number, count: number) => ({
    measure: 'malloc',
    precisionBits: 5,
    count,
    minNs: bucket,
    maxNs: bucket,
    sumNs: 0,
    buckets: [[bucket, 1] as [number, number]],
  });
  const two = readings([{}, {}], [{ histograms: [histogram(3, 1)] }, { histograms: [histogram(9, 1)] }]);
  expect(two['latency_p50_seconds malloc']).toBe(3e-9);
  expect(two['latency_max_seconds malloc']).toBe(9e-9);
  expect(two['latency_p99_seconds malloc']).toBe('2 observations are too few for this quantile');
  expect(readings([{}], [{ histograms: [histogram(3, 2)] }])['latency_p50_seconds malloc']).toContain(
    '1 observations in buckets',
  );
});

test('the harness says what it costs itself', () => {
  const cost = { what: 'empty-operation', index: 0, repetitions: 1000, durationNs: 1900 } as const;
  expect(readings([{}], [{ harnessCosts: [cost] }]).empty_operation_seconds).toBeCloseTo(1.9e-9, 15);
});
