import { expect, test } from 'vitest';
import { makeCounters } from '../../test/fixtures/counters.ts';
import { makeArm, makeRun, makeRunFiles, makeVirtualSection } from '../../test/fixtures/runs/make-run.ts';
import { underLocalalloc, withHarnessCalls } from '../judge/older-methods.ts';
import type { Run } from '../load/run.ts';
import { compareRuns } from './compare-runs.ts';
import { matchArms } from './match-arms.ts';
import type { RunComparison } from './run-comparison.ts';

interface Method {
  readonly policy?: readonly string[];
  readonly harnessCalls?: boolean;
  readonly numaBalancing?: string;
}

function runOf({ policy = [], harnessCalls = true, numaBalancing = '0' }: Method): Run {
  const threads = [
    { role: 'worker', node: 0, cpu: 0 },
    { role: 'worker', node: 1, cpu: 2 },
  ];
  const processes = [{ threads, numactl: ['--cpunodebind=0,1', ...policy], boundNodes: [] }];
  const arm = makeArm({ id: 'v100', workload: 'churn', target: 'musl', processes });
  const counters = makeCounters({
    systemCalls: { mmap: 50, other: 3 },
    ...(harnessCalls && { harnessCalls: { other: 3 } }),
  });
  const files = makeRunFiles([makeVirtualSection([arm], 6)], () => ({
    state: 'completed',
    processes: [{ counts: { counters, operations: 100 } }],
  }));
  for (const trial of files.trials)
    if (trial.state === 'completed') trial.settings.numaBalancing = numaBalancing;
  return makeRun(files);
}

function compare(a: Run, b: Run): RunComparison {
  const metrics = ['system_calls_per_operation', 'minor_faults_per_operation'];
  return compareRuns({ a, b, matched: matchArms(a, b, undefined), metrics, margin: undefined });
}

const local = ['--localalloc'];

test('spread under localalloc beside spread without a policy is compared, and said in one line', () => {
  const { notes, refused, rows } = compare(runOf({ policy: local }), runOf({}));
  expect(notes.filter((note) => note.includes('localalloc'))).toEqual([`A: ${underLocalalloc}`]);
  expect(refused.join()).not.toContain('localalloc');
  expect(rows).not.toEqual([]);
});

test('under automatic NUMA balancing it is not compared', () => {
  const balanced = { numaBalancing: '1' };
  const { rows, refused } = compare(runOf(balanced), runOf({ ...balanced, policy: local }));
  expect(rows).toEqual([]);
  expect(refused).toEqual([`B: ${underLocalalloc}`]);
});

test('system calls with those of the harness are not compared with those without', () => {
  const { rows, refused } = compare(runOf({ harnessCalls: false }), runOf({}));
  expect(rows.map(({ metric }) => metric)).not.toContain('system_calls_per_operation');
  expect(refused).toEqual([`A: ${withHarnessCalls}`]);
  const same = compare(runOf({ harnessCalls: false }), runOf({ harnessCalls: false }));
  expect(same.rows.map(({ metric }) => metric)).toContain('system_calls_per_operation');
  expect(same.refused).toEqual([]);
});
