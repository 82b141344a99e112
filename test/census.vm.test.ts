import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { metricNamed } from '../analysis/metrics/table.ts';
import type { MetricName } from '../results/schema/metric-name.ts';
import type { Arm, Plan } from '../results/schema/plan.ts';
import { type CompletedTrial, trialRecord } from '../results/schema/trial.ts';
import { runLab } from './run-lab.ts';

let results: string;
beforeAll(async () => {
  results = await mkdtemp(join(tmpdir(), 'numa-lab-census-'));
});
afterAll(async () => {
  await rm(results, { recursive: true, force: true });
});

/** The calibration of a guest with so many nodes, which lays out memory by hand and counts it. */
async function countLayouts(
  nodeCount: number,
): Promise<{ readonly trial: CompletedTrial; readonly arm: Arm }> {
  const nodes = Array.from({ length: nodeCount }, (_, node) => node).join(',');
  const folder = join(results, String(nodeCount));
  const { code, stderr } = await runLab([
    ...['run', '--quick', '--machine', 'virtual', '--blocks', '1', '--seed', '5', '--nodes', nodes],
    ...['--workloads', 'calibrate', '--targets', 'musl', '--set', 'calibrate.layouts=yes'],
    ...['--results', folder],
  ]);
  expect(stderr).not.toMatch(/failed|skipped/);
  expect(code).toBe(0);
  const [run = 'none'] = await readdir(folder);
  const [line = ''] = (await readFile(join(folder, run, 'trials.ndjson'), 'utf8')).split('\n');
  const plan = JSON.parse(await readFile(join(folder, run, 'plan.json'), 'utf8')) as Plan;
  const trial = trialRecord.parse(JSON.parse(line));
  const arm = plan.sections[0]?.arms[0];
  if (trial.state !== 'completed' || arm === undefined) throw new Error('no calibration');
  return { trial, arm };
}

test.each([2, 4, 8])('on %d nodes every metric of the census says what was laid out', async (nodeCount) => {
  const { trial, arm } = await countLayouts(nodeCount);
  const values = (name: MetricName) => {
    const metric = metricNamed(name);
    if (metric.kind !== 'count') throw new Error(`${name} is a time`);
    return Object.fromEntries(
      metric
        .read(trial, arm)
        .map((reading) => [reading.subject, 'value' in reading ? reading.value : reading.unavailable]),
    );
  };
  const elsewhere = (nodeCount - 1) / nodeCount;
  const objects = nodeCount * 16 * 64;
  expect(values('allocation_remote_byte_ratio')).toEqual({
    bound: 1,
    interleaved: elsewhere,
    'one-writer': elsewhere,
    'by-hand': 7168 / 26_624,
  });
  const whole = { bound: 0, interleaved: 0, 'one-writer': 1 };
  expect(values('page_sharing_ratio')).toEqual({ ...whole, 'by-hand': 198 / 204 });
  expect(values('region_sharing_ratio')).toEqual({ ...whole, 'by-hand': 202 / 204 });
  expect(values('line_sharing_ratio')).toEqual({ ...whole, 'one-writer': 0, 'by-hand': 128 / 204 });
  expect(values('mean_run_objects')).toEqual({
    bound: objects,
    interleaved: objects,
    'one-writer': 1,
    'by-hand': 204 / 197,
  });
  expect(values('internal_fragmentation_ratio').bound).toMatch(/no usable size/);
});
