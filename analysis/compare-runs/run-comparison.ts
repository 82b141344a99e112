import type { Unit } from '../../results/schema/estimate.ts';
import type { MetricName } from '../../results/schema/metric-name.ts';
import type { Arm } from '../../results/schema/plan.ts';
import type { ComparisonVerdict, Effect } from '../../results/schema/report-rows.ts';
import type { Run, RunSection } from '../load/run.ts';

/** An arm with where it comes from. */
export interface ArmOfRun {
  readonly run: Run;
  readonly section: RunSection;
  readonly sectionIndex: number;
  readonly arm: Arm;
}

export interface ArmPair {
  readonly a: ArmOfRun;
  readonly b: ArmOfRun;
}

/** What is known of one side of a row. */
export interface ComparedSide {
  readonly run: string;
  readonly arm: string;
  readonly target: string;
  readonly placement: string;
  /** Blocks with a value. */
  readonly n: number;
}

export interface RunComparisonRow {
  readonly machine: 'host' | 'virtual';
  readonly workload: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly mode: string;
  readonly threads: number;
  readonly metric: MetricName;
  readonly subject: string;
  readonly unit: Unit;
  readonly a: ComparedSide;
  readonly b: ComparedSide;
  /** Of B beside A: B / A, or B - A. */
  readonly effect: Effect;
  readonly pValue: number | null;
  readonly adjustedP: number | null;
  /** Relative; null where the effect is a difference, which is compared with none. */
  readonly margin: number | null;
  readonly detectable: number | null;
  readonly verdict: ComparisonVerdict;
  /** Why no verdict could be given, whatever the effect is; null where one could, even if it is `unsettled`. */
  readonly undecided: string | null;
  readonly notes: readonly string[];
}

/** Everything a renderer needs of `compare`; JSON-able. */
export interface RunComparison {
  readonly schema: 1;
  readonly a: { readonly run: string; readonly timing: string };
  readonly b: { readonly run: string; readonly timing: string };
  /** `blocks`: arms of one run, paired within blocks. `none`: runs at different times. */
  readonly pairing: 'blocks' | 'none';
  readonly alpha: number;
  readonly rows: readonly RunComparisonRow[];
  /** What could not be compared, and why, one line each. */
  readonly refused: readonly string[];
  /** What the reader must know, one line each. */
  readonly notes: readonly string[];
}
