import type { Evidence } from '../../../results/schema/report.ts';
import type { Judgement } from './hypothesis.ts';

/** One number that a rule looks at, with the region that supports and the one that refutes. */
export interface Banded {
  readonly evidence: Evidence;
  readonly supporting: { readonly from: number; readonly to: number };
  /** At or below this the number refutes; null: it cannot. */
  readonly refutedAt: number | null;
}

/**
 * Supported if every whole range lies in its supporting region, refuted if one lies wholly in its refuting one, else unsettled. The
 * number farthest from its prediction is named. `others` is evidence that does not decide.
 */
export function judgeBands(deciding: readonly Banded[], others: readonly Evidence[]): Judgement {
  const evidence = [...deciding.map((one) => one.evidence), ...others];
  const inside = deciding.filter(isInside).length;
  const refuting = deciding.find(
    ({ evidence: { measured }, refutedAt }) => refutedAt !== null && measured.upper <= refutedAt,
  );
  const worst = [...deciding].sort((a, b) => distance(b) - distance(a))[0];
  const named = refuting ?? worst;
  if (named === undefined) throw new Error('a rule without a number was judged');
  const verdict = refuting !== undefined ? 'refuted' : inside === deciding.length ? 'supported' : 'unsettled';
  const because = `${inside} of ${deciding.length} arms lie wholly in the supporting region; ${describe(named.evidence)}`;
  return { verdict, because, evidence };
}

function isInside({ evidence: { measured }, supporting }: Banded): boolean {
  return measured.lower >= supporting.from && measured.upper <= supporting.to;
}

/** Of the end of the range that is farther from what was predicted. */
function distance({ evidence: { measured, predicted } }: Banded): number {
  if (predicted === null) return 0;
  return Math.max(Math.abs(measured.lower - predicted), Math.abs(measured.upper - predicted));
}

function describe({ label, predicted, measured: { point, lower, upper, n } }: Evidence): string {
  const wanted = predicted === null ? '' : `, predicted ${predicted.toFixed(3)}`;
  return `farthest off: ${label}: ${point.toFixed(3)} (${lower.toFixed(3)} to ${upper.toFixed(3)}, n = ${n})${wanted}`;
}
