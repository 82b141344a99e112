import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bootstrapPooledQuantiles } from './bootstrap-pooled-quantiles.ts';
import { nextBelow, startWords } from './random-words.ts';

const counts = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 }));
const blocks = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40 }))
  .chain(([n, valueCount]) =>
    fc.array(
      fc
        .array(counts, { minLength: valueCount, maxLength: valueCount })
        .map((own) => (own.some((count) => count > 0) ? own : own.map(() => 1))),
      { minLength: n, maxLength: n },
    ),
  );

/** All observations of the drawn blocks written out and sorted. */
function drawPlainly(own: readonly (readonly number[])[], q: number, state: Int32Array): number {
  const pooled = own.flatMap(() => {
    const drawn = own[nextBelow(own.length, state)] ?? [];
    return drawn.flatMap((count, value) => Array.from({ length: count }, () => value));
  });
  const sorted = pooled.sort((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(q * sorted.length - 1e-9)) - 1] ?? Number.NaN;
}

test('the ends are those of resamples that are written out, wherever a quantile lies', () => {
  const [resamples, rank] = [60, 3];
  const quantile = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
  fc.assert(
    fc.property(blocks, quantile, fc.nat(), (own, q, seed) => {
      const values = Float64Array.from(own[0] ?? [], (_, value) => value);
      const ends = bootstrapPooledQuantiles({
        ...{ resamples, rank, seed, values, quantiles: Float64Array.of(q) },
        counts: Float64Array.from(own.flat()),
      });
      const state = startWords(seed, 0);
      const drawn = Array.from({ length: resamples }, () => drawPlainly(own, q, state));
      const sorted = drawn.sort((a, b) => a - b);
      expect([...ends]).toEqual([sorted[rank - 1], sorted[resamples - rank]]);
    }),
  );
});
