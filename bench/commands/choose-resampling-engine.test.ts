import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type BlockCounts,
  type BlockRatios,
  bootstrapQuantileIntervals,
  bootstrapRatioIntervals,
} from '../../analysis/stats/resampling/bootstrap.ts';
import { signFlipPValues } from '../../analysis/stats/resampling/sign-flips.ts';
import { typescriptEngine } from '../../analysis/stats/resampling/typescript-engine.ts';
import { addonPath, loadAddon } from '../addon/load-addon.ts';
import { findLabRoot } from '../lab-root.ts';
import { chooseResamplingEngine } from './choose-resampling-engine.ts';

const addon = loadAddon(addonPath(findLabRoot()));
const compiled = chooseResamplingEngine(addon);

const draws = fc.record({
  resamples: fc.integer({ min: 40, max: 400 }),
  seed: fc.oneof(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.constantFrom(0, 2 ** 31, 2 ** 32 - 1)),
});
const withConfidence = draws.map((some) => ({ ...some, confidence: 0.95 }));
const blocks = fc.integer({ min: 1, max: 60 });
/** Ties, zeros of both signs, and numbers whose sums are rounded. */
const difference = fc.oneof(
  fc.constantFrom(0, -0, 0.1, -0.1, 0.3),
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  fc.double({ min: -1e-300, max: 1e-300, noNaN: true }),
);

function listOf<T>(item: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> {
  return fc.array(item, { minLength: length, maxLength: length });
}

const blockRatios: fc.Arbitrary<BlockRatios> = blocks.chain((n) =>
  fc.record({
    numerators: listOf(difference, n),
    denominators: listOf(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), n),
  }),
);

const blockCounts: fc.Arbitrary<BlockCounts> = fc
  .tuple(
    blocks,
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

test('without an addon, or with an older one, resampling is done in TypeScript', () => {
  expect(chooseResamplingEngine(undefined)).toBe(typescriptEngine);
  if (addon === undefined) return;
  expect(chooseResamplingEngine({ ...addon, resampling: undefined })).toBe(typescriptEngine);
});

test.skipIf(addon === undefined)('the addon of this lab can resample', () => {
  expect(compiled).not.toBe(typescriptEngine);
});

test.skipIf(addon === undefined)('sign flips of the addon are those of TypeScript to the last bit', () => {
  const comparisons = fc.array(
    blocks.chain((n) => listOf(difference, n)),
    { maxLength: 6 },
  );
  fc.assert(
    fc.property(comparisons, draws, (values, some) => {
      expect(signFlipPValues(values, some, compiled)).toEqual(signFlipPValues(values, some));
    }),
  );
});

test.skipIf(addon === undefined)('ratios of the addon are those of TypeScript to the last bit', () => {
  fc.assert(
    fc.property(fc.array(blockRatios, { maxLength: 6 }), withConfidence, (ratios, some) => {
      expect(bootstrapRatioIntervals(ratios, some, compiled)).toEqual(bootstrapRatioIntervals(ratios, some));
    }),
  );
});

test.skipIf(addon === undefined)('quantiles of the addon are those of TypeScript to the last bit', () => {
  const quantiles = fc.array(fc.double({ min: 0.001, max: 0.999, noNaN: true }), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(blockCounts, { maxLength: 4 }), quantiles, withConfidence, (groups, qs, some) => {
      expect(bootstrapQuantileIntervals(groups, qs, some, compiled)).toEqual(
        bootstrapQuantileIntervals(groups, qs, some),
      );
    }),
  );
});

test.skipIf(addon === undefined)(
  'the addon refuses what makes no sense instead of ending the process',
  () => {
    const one = Float64Array.of(1);
    const offsets = Uint32Array.of(0, 1);
    const resampling = addon?.resampling;
    expect(() => resampling?.countSignFlips(one, offsets, 0, 1)).toThrow('resamples must be from 1');
    expect(() => resampling?.countSignFlips(one, Uint32Array.of(1, 0), 9, 1)).toThrow('has no values');
    expect(() => resampling?.countSignFlips(Float64Array.of(NaN), offsets, 9, 1)).toThrow('the value NaN');
    expect(() => resampling?.bootstrapRatios(one, Float64Array.of(0), offsets, 9, 1, 1)).toThrow(
      'denominator 0',
    );
    expect(() => resampling?.bootstrapRatios(one, one, offsets, 9, 1, 6)).toThrow('rank 6 of 9');
  },
);
