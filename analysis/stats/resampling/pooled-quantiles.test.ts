import { expect, test } from 'vitest';
import type { Histogram } from '../histogram-quantile.ts';
import { pooledQuantiles } from './pooled-quantiles.ts';

const draws = { resamples: 999, seed: 2, confidence: 0.95 };

/** 90 observations of `fastNs` and 10 of 31, below 2^precisionBits, where a bucket is one value. */
function block(fastNs: number): Histogram {
  return {
    ...{ precisionBits: 5, count: 100, minNs: fastNs, maxNs: 31 },
    buckets: [
      [fastNs, 90],
      [31, 10],
    ],
  };
}

test('blocks that differ widen the interval of the median, not that of what they have in common', () => {
  const blocks = [10, 10, 10, 12, 14, 16, 18].map(block);
  const [median, high, beyond] = pooledQuantiles(blocks, [0.5, 0.95, 0.9999], draws);
  expect(median).toMatchObject({ pointNs: 12, blocks: 7, observations: 700 });
  expect(median?.lowerNs).toBeLessThan(12);
  expect(median?.upperNs).toBeGreaterThan(12);
  expect(high).toMatchObject({ pointNs: 31, lowerNs: 31, upperNs: 31 });
  expect(beyond).toBeNull();
});

test.each([
  ['few blocks', [10, 11, 12, 13, 14].map(block)],
  ['no blocks', []],
  ['different precision', [...[1, 2, 3, 4, 5].map(block), { ...block(6), precisionBits: 6 }]],
  ['an empty block', [...[1, 2, 3, 4, 5].map(block), { ...block(6), count: 0, buckets: [] }]],
  ['a count that its buckets do not hold', [...[1, 2, 3, 4, 5].map(block), { ...block(6), count: 101 }]],
])('%s give no interval', (_, blocks) => {
  expect(pooledQuantiles(blocks, [0.5], draws)).toEqual([null]);
});
