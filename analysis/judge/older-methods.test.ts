import { expect, test } from 'vitest';
import type { Counters } from '../../results/schema/counters.ts';
import type { Arm } from '../../results/schema/plan.ts';
import { makeCounters } from '../../test/fixtures/counters.ts';
import { makeArm, makeRun, makeRunFiles, makeVirtualSection } from '../../test/fixtures/runs/make-run.ts';
import type { Run } from '../load/run.ts';
import { renderText } from '../render/text.ts';
import { buildReport } from '../report/build-report.ts';
import { describeOlderMethods, underLocalalloc, withHarnessCalls } from './older-methods.ts';

const threads = [
  { role: 'worker', node: 0, cpu: 0 },
  { role: 'worker', node: 1, cpu: 2 },
];

function spread(policy: readonly string[] = [], workload = 'churn'): Arm {
  const processes = [{ threads, numactl: ['--cpunodebind=0,1', ...policy], boundNodes: [] }];
  return makeArm({ id: 'v100', workload, target: 'musl', processes });
}

function runOf(arm: Arm, counters: Partial<Counters>): Run {
  return makeRun(
    makeRunFiles([makeVirtualSection([arm], 2)], () => ({
      state: 'completed',
      processes: [{ counts: { counters: makeCounters(counters) } }],
    })),
  );
}

const today = { harnessCalls: { other: 3 } };
const older = spread(['--localalloc']);

test('a run of today measured nothing otherwise', () => {
  const run = runOf(spread(), today);
  expect(describeOlderMethods(run)).toEqual([]);
  expect(buildReport(run).run).not.toHaveProperty('olderMethods');
});

test('spread under localalloc, and system calls with those of the harness, are a line each of the report', () => {
  expect(describeOlderMethods(runOf(older, today))).toEqual([underLocalalloc]);
  expect(describeOlderMethods(runOf(spread(), {}))).toEqual([withHarnessCalls]);
  const words = renderText(buildReport(runOf(older, {}))).replaceAll(/\s+/g, ' ');
  expect(words).toContain(underLocalalloc);
  expect(words).toContain(withHarnessCalls);
});

test('the calibration under localalloc, and calls that could not be counted, are none', () => {
  expect(describeOlderMethods(runOf(spread(['--localalloc'], 'calibrate'), today))).toEqual([]);
  const lacking = { systemCalls: { unavailable: 'not permitted' } };
  expect(describeOlderMethods(runOf(spread(), lacking))).toEqual([]);
});
