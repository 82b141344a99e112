import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ComparisonVerdict } from '../../results/schema/report-rows.ts';
import { decideVerdict, type VerdictQuestion } from './decide-verdict.ts';

const base = { isSignificant: false, margin: 0.03, kind: 'time', mayBeEquivalent: true } as const;
const of = (lower: number, upper: number, more: Partial<VerdictQuestion> = {}) =>
  decideVerdict({ ...base, interval: { lower, upper }, ...more });

test.each<[string, ComparisonVerdict, ComparisonVerdict]>([
  ['wholly above the margin', of(1.04, 1.2, { isSignificant: true }), 'slower'],
  ['wholly below the margin', of(0.8, 0.9, { isSignificant: true }), 'faster'],
  ['of bytes, above', of(1.04, 1.2, { isSignificant: true, kind: 'count' }), 'more'],
  ['of bytes, below', of(0.8, 0.9, { isSignificant: true, kind: 'count' }), 'less'],
  [
    'inside, and a difference was found',
    of(1.01, 1.02, { isSignificant: true }),
    'differs within the margin',
  ],
  ['across the margin, and a difference was found', of(1.01, 1.2, { isSignificant: true }), 'differs'],
  ['inside, and none was found', of(0.99, 1.02), 'equivalent'],
  ['inside, but the control did not pass', of(0.99, 1.02, { mayBeEquivalent: false }), 'unsettled'],
  ['across the margin, and none was found', of(0.99, 1.04), 'unsettled'],
  ['ending at the margin', of(0.99, 1.03), 'unsettled'],
])('an interval %s: %s', (_what, verdict, expected) => expect(verdict).toBe(expected));

test('without an interval nothing is equivalent', () => {
  expect(decideVerdict({ ...base, interval: null })).toBe('unsettled');
});

test('swapping the arms swaps the verdict', () => {
  const swapped: Partial<Record<ComparisonVerdict, ComparisonVerdict>> = {
    slower: 'faster',
    faster: 'slower',
  };
  const ratio = fc.double({ min: 0.9, max: 1.1, noNaN: true });
  fc.assert(
    fc.property(ratio, ratio, fc.boolean(), (a, b, isSignificant) => {
      const [lower, upper] = [Math.min(a, b), Math.max(a, b)];
      // At the very margin rounding of the reciprocal decides.
      fc.pre([lower, upper].every((end) => Math.abs(Math.abs(Math.log(end)) - Math.log(1.03)) > 1e-9));
      const verdict = of(lower, upper, { isSignificant });
      expect(of(1 / upper, 1 / lower, { isSignificant })).toBe(swapped[verdict] ?? verdict);
    }),
  );
});
