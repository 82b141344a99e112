import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bootstrapPooledQuantiles } from '../../../analysis/stats/resampling/bootstrap-pooled-quantiles.ts';
import {
  type BlockCounts,
  quantileIntervals,
} from '../../../analysis/stats/resampling/quantile-intervals.ts';
import type { Addon } from '../../addon/addon.ts';
import { addonPath, loadAddon } from '../../addon/load-addon.ts';
import { findLabRoot } from '../../lab-root.ts';
import { chooseQuantileBootstrap } from './find-quantile-bootstrap.ts';

const path = addonPath(findLabRoot());

test('without an addon, or with an older one, the bootstrap is that of TypeScript', () => {
  const older: Addon = {
    probeSystemCalls: () => [],
    sampleMemory: () => expect.unreachable(),
    bootstrapPooledQuantiles: undefined,
  };
  expect(chooseQuantileBootstrap(undefined)).toBe(bootstrapPooledQuantiles);
  expect(chooseQuantileBootstrap(older)).toBe(bootstrapPooledQuantiles);
});

const draws = fc.record({
  resamples: fc.integer({ min: 40, max: 400 }),
  seed: fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(0, 2 ** 31, 2 ** 32 - 1)),
  confidence: fc.constant(0.95),
});

function listOf<T>(item: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> {
  return fc.array(item, { minLength: length, maxLength: length });
}

const blockCounts: fc.Arbitrary<BlockCounts> = fc
  .tuple(
    fc.integer({ min: 1, max: 60 }),
    fc.uniqueArray(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
      minLength: 1,
      maxLength: 12,
      comparator: (a, b) => a === b,
    }),
  )
  .chain(([n, values]) =>
    fc.record({
      values: fc.constant(values.sort((a, b) => a - b)),
      blocks: listOf(
        listOf(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1e9 })), values.length).map((counts) =>
          counts.every((count) => count === 0) ? counts.map(() => 1) : counts,
        ),
        n,
      ),
    }),
  );

// Without cargo, set-up goes on without the addon: then these count as skipped.
describe.skipIf(!existsSync(path))('the bootstrap of the addon', () => {
  function compiled() {
    const bootstrap = loadAddon(path)?.bootstrapPooledQuantiles;
    if (bootstrap === undefined) throw new Error(`${path} has no bootstrap`);
    return bootstrap;
  }

  test('gives the quantiles of TypeScript to the last bit', () => {
    const addon = chooseQuantileBootstrap(loadAddon(path));
    expect(addon).not.toBe(bootstrapPooledQuantiles);
    const quantiles = fc.array(fc.double({ min: 0.001, max: 0.999, noNaN: true }), { maxLength: 4 });
    fc.assert(
      fc.property(blockCounts, quantiles, draws, (counts, qs, some) => {
        expect(quantileIntervals(counts, qs, some, addon)).toEqual(quantileIntervals(counts, qs, some));
      }),
    );
  });

  test('refuses what makes no sense instead of ending the process', () => {
    const bootstrap = compiled();
    const [one, none, half] = [Float64Array.of(1), Float64Array.of(), Float64Array.of(0.5)];
    expect(() => bootstrap(one, one, half, 0, 1, 1)).toThrow('resamples must be from 1');
    expect(() => bootstrap(one, none, half, 9, 1, 1)).toThrow('0 counts of 1 values');
    expect(() => bootstrap(Float64Array.of(Number.NaN), one, half, 9, 1, 1)).toThrow('value or count NaN');
    expect(() => bootstrap(one, Float64Array.of(0), half, 9, 1, 1)).toThrow('no observation in block 0');
    expect(() => bootstrap(one, one, half, 9, 1, 6)).toThrow('rank 6 of 9');
  });
});
