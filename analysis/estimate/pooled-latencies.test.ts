import { expect, test } from 'vitest';
import type { LatencyHistogram } from '../../results/schema/times.ts';
import { makeArm, makeHostSection, makeRun, makeRunFiles } from '../../test/fixtures/runs/make-run.ts';
import { renderText } from '../render/text.ts';
import { buildReport } from '../report/build-report.ts';
import { drawSeed } from './pooled-latencies.ts';

/** 98 % of 30 ns, the rest of a time that differs from block to block. */
function histogramOf(block: number, count: number): LatencyHistogram {
  const slow = Math.round(count / 50);
  const buckets: [number, number][] = [
    [30, count - slow],
    [300 + block, slow],
  ];
  return { measure: 'malloc', precisionBits: 5, count, minNs: 30, maxNs: 1e7, sumNs: 1e6, buckets };
}

interface Options {
  readonly blocks?: number;
  readonly count?: number;
  readonly histogram?: typeof histogramOf;
}

function reportOf({ blocks = 8, count = 1000, histogram = histogramOf }: Options = {}) {
  const arm = makeArm({ id: 'h001', workload: 'churn', target: 'musl', mode: 'latency', placement: 'local' });
  const files = makeRunFiles([makeHostSection([arm], blocks)], (_, { block }) => ({
    state: 'completed',
    processes: [{ counts: {}, times: { histograms: [histogram(block, count)] } }],
  }));
  return buildReport(makeRun(files));
}

const rowOf = (report: ReturnType<typeof reportOf>, label: string) =>
  report.estimates.find((row) => row.metric === `latency_${label}_seconds`);

test('far quantiles are those of all blocks together, near ones and the largest are medians over blocks', () => {
  const report = reportOf();
  const estimate = rowOf(report, 'p99')?.estimate;
  expect(estimate).toMatchObject({ n: 8, intervalKind: 'bootstrap', coverage: null });
  expect(estimate?.bootstrap).toEqual({ confidence: 0.95, resamples: 10_000, seed: 7, observations: 8000 });
  expect(estimate?.lower).toBeLessThan(estimate?.point ?? 0);
  expect(estimate?.upper).toBeGreaterThan(estimate?.point ?? 0);
  expect(rowOf(report, 'p50')?.estimate?.bootstrap).toBeUndefined();
  expect(rowOf(report, 'max')?.estimate?.bootstrap).toBeUndefined();
});

test('a quantile that no trial can tell has a value where all of them together can', () => {
  const row = rowOf(reportOf({ count: 200 }), 'p999');
  expect(row?.estimate).toMatchObject({ intervalKind: 'bootstrap', bootstrap: { observations: 1600 } });
  expect(row?.missing).toBeNull();
  const few = rowOf(reportOf({ count: 200, blocks: 5 }), 'p999');
  expect(few?.estimate).toBeNull();
  expect(few?.missing).toMatchObject({ trials: 5 });
});

test('below six blocks, and where a block does not hold what it counted, the median over blocks stands', () => {
  expect(rowOf(reportOf({ blocks: 5 }), 'p99')?.estimate).toMatchObject({ n: 5, intervalKind: 'range' });
  const broken = (block: number, count: number) => ({
    ...histogramOf(block, count),
    ...(block === 2 ? { count: count + 1 } : {}),
  });
  const row = rowOf(reportOf({ histogram: broken }), 'p99');
  expect(row?.estimate).toMatchObject({ n: 7, intervalKind: 'confidence' });
  expect(row?.missing?.reason).toContain('observations in buckets');
});

test('an interval within one bucket is as wide as the bucket', () => {
  const same = rowOf(reportOf({ histogram: (_, count) => histogramOf(0, count) }), 'p99')?.estimate;
  expect(same?.upper).toBeGreaterThan(same?.lower ?? 0);
  expect((same?.upper ?? 0) / (same?.lower ?? 1)).toBeCloseTo(1 + 2 ** -5, 2);
});

test('the same data give the same interval, and the seed of the run that of the draws', () => {
  expect(reportOf()).toEqual(reportOf());
  expect(drawSeed('7')).toBe(7);
  expect(drawSeed('18446744073709551615')).toBe(2 ** 32 - 1);
});

test('the text says which interval is which', () => {
  const text = renderText(reportOf()).replace(/\s+/g, ' ');
  expect(text).toContain(
    'far quantiles of all blocks together: [95 % bootstrap over blocks, B = 10,000, seed 7]',
  );
});
