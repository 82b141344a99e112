import type { Environment } from '../results/schema/environment.ts';
import type { KernelSettings, Plan } from '../results/schema/plan.ts';
import type { FailureReason } from '../results/schema/trial.ts';
import type { PlacementName, TrialMode } from '../results/schema/workload.ts';
import type { FamilyFacts } from './comparison/family-facts.ts';
import type { ContrastKind } from './contrast.ts';
import type { Estimate } from './estimate.ts';
import type { Evidence, Verdict } from './hypotheses/hypothesis.ts';
import type { Unit } from './metrics/metric.ts';
import type { VarianceRow } from './variance.ts';

/** Where a row belongs: index into `Report.sections`, and what that section is. */
interface Place {
  readonly section: number;
  readonly machine: 'host' | 'virtual';
  readonly workload: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly placement: PlacementName;
  readonly mode: TrialMode;
  /** Threads of all processes of a trial. */
  readonly threads: number;
  /** Nodes that threads run on or memory is bound to, ascending. */
  readonly nodes: readonly number[];
}

export interface EstimateRow extends Place {
  readonly arm: string;
  readonly target: string;
  /** True for the A/A control: the baseline once more. */
  readonly control: boolean;
  readonly metricId: string;
  readonly metric: string;
  /** What the metric was taken of, where it has several: a measure, objects at a checkpoint. Else empty. */
  readonly subject: string;
  readonly unit: Unit;
  readonly scheduleDependent: boolean;
  /** Null when no trial gave a value; `missing` then says why. */
  readonly estimate: Estimate | null;
  readonly missing: { readonly trials: number; readonly reason: string } | null;
  /** Where in the trials the values were found, if that is a question: checkpoints with the largest resident set. */
  readonly at: readonly string[];
}

/** M4: one heap per node, emulated by one process per node, against one process that does the same work. */
export interface BlowUpRow extends Place {
  /** That with one process per node. */
  readonly arm: string;
  readonly target: string;
  readonly control: boolean;
  readonly heaps: number;
  /** Placement of the arm with one process. */
  readonly oneProcess: PlacementName;
  /** Largest resident set with `heaps` heaps / of one process, median over blocks of the ratio within a block. */
  readonly ratio: Estimate;
}

/** What a target does to a metric, beside the baseline in the same block. */
export interface Effect {
  /**
   * `ratio`: target / baseline, for times and bytes. `difference`: target - baseline in the metric's unit, for shares, counts per
   * operation and whatever can be 0. `exact`: a count whose difference was the same number in all n blocks; it has no p-value.
   */
  readonly kind: 'ratio' | 'difference' | 'exact';
  /**
   * Hodges-Lehmann estimate (of ratios: on the log scale and taken back) and its interval, for this comparison alone: not adjusted for
   * how many there are. Below six blocks the median and the range.
   */
  readonly estimate: Estimate;
  /** The interval that covers together with those of the whole family; null outside a family, or where n is too small for it. */
  readonly simultaneous: { readonly lower: number; readonly upper: number } | null;
}

/**
 * What may be said of a comparison. `slower`, `faster` (times), `more`, `less` (else): wholly beyond the margin. `differs within the
 * margin`: a difference that is shown and is smaller than the margin. `differs`: shown, but the interval reaches across the margin; or an exact count that differs.
 * `equivalent`: no difference shown, and the interval lies inside the margin. `identical`: an exact count that agrees in all blocks.
 */
export type ComparisonVerdict =
  | 'slower'
  | 'faster'
  | 'more'
  | 'less'
  | 'differs within the margin'
  | 'differs'
  | 'equivalent'
  | 'identical'
  | 'unsettled';

export interface ComparisonRow extends Place {
  readonly arm: string;
  readonly baselineArm: string;
  readonly metricId: string;
  readonly metric: string;
  readonly subject: string;
  readonly unit: Unit;
  readonly baseline: string;
  readonly target: string;
  readonly control: boolean;
  /** What alone differs, or null when several things do and `confounded` names them. */
  readonly contrast: ContrastKind | 'control' | null;
  readonly confounded: string | null;
  readonly effect: Effect;
  /** In the family that the plan fixed: these alone have verdicts on times. Controls are a family of their own. */
  readonly primary: boolean;
  /** Of the exact paired signed-rank test, two-sided; null outside the families. */
  readonly pValue: number | null;
  /** Holm's, within the family. */
  readonly adjustedP: number | null;
  /** Relative, 0.03 is 3 %; null where nothing is held against a margin. */
  readonly margin: number | null;
  /** Smallest relative effect that such a comparison finds in 8 of 10 runs, from the width of its simultaneous interval. */
  readonly detectable: number | null;
  /** Null: the comparison is none of those that the run was planned to decide. */
  readonly verdict: ComparisonVerdict | null;
  /** What must be known to read the numbers: blocks without a partner, values equal in all blocks. */
  readonly notes: readonly string[];
  readonly method: string;
}

/** Whether the times of a run may be believed, and what speaks against it. `no timing`: the run holds no times of workloads. */
export interface TimingValidity {
  readonly verdict: 'valid for timing' | 'not valid for timing' | 'no timing';
  readonly reasons: readonly string[];
}

/** How often each answer of the kernel (node number, `absent`, `zero`, `unknown`) was given for one page. */
export type NodeCounts = Readonly<Record<string, number>>;

/** Where the pages of a thread lay, over all repetitions and trials of one arm. */
export interface ThreadMapCell {
  readonly creatorNode: number;
  readonly childNode: number;
  readonly at: 'first-instruction' | 'end';
  readonly n: number;
  readonly descriptor: NodeCounts;
  readonly errno: NodeCounts;
  readonly tls: readonly NodeCounts[];
  /** `stack[k]`: the page k pages below the top. */
  readonly stack: readonly NodeCounts[];
}

export interface ThreadMapRow extends Place {
  readonly arm: string;
  readonly target: string;
  readonly control: boolean;
  readonly trials: number;
  readonly cells: readonly ThreadMapCell[];
}

/** M1 over the course of the work, median over blocks at each checkpoint, in the order in which they are passed. */
export interface MemorySeriesRow extends Place {
  readonly arm: string;
  readonly target: string;
  readonly control: boolean;
  readonly points: readonly {
    readonly checkpoint: string;
    /** Done by then, by all processes of a trial; median over blocks. */
    readonly operations: number;
    /** Bytes, less those just before the first allocation. */
    readonly resident: Estimate;
    readonly live: Estimate;
  }[];
}

/** K1 by pair of threads. */
export interface HandOverMapRow extends Place {
  readonly arm: string;
  readonly target: string;
  readonly control: boolean;
  readonly cells: readonly {
    readonly from: number;
    readonly fromNode: number;
    readonly to: number;
    readonly toNode: number;
    /** Of all hand-overs to another thread in a trial, median over blocks. */
    readonly share: Estimate;
  }[];
}

/** What the data of a section say of a hypothesis. C1, the calibration, is judged in every run, others where the plan names them. */
export interface Finding {
  readonly id: string;
  readonly statement: string;
  readonly section: number;
  readonly machine: 'host' | 'virtual';
  readonly verdict: Verdict;
  readonly because: string;
  readonly evidence: readonly Evidence[];
}

/** One of the things a requirement rests on. `open`: nothing has decided it. */
export interface RequirementLeg {
  readonly leg: 'lacking' | 'costly' | 'unrepaired' | 'attainable';
  readonly state: 'holds' | 'refuted' | 'open';
  readonly hypotheses: readonly string[];
}

/** Whether a property must be asked of a NUMA-aware allocator or pthreads, as far as the findings go. */
export interface Requirement {
  readonly id: string;
  readonly statement: string;
  readonly verdict: 'required' | 'not required' | 'unsettled';
  readonly because: string;
  readonly legs: readonly RequirementLeg[];
}

export interface ValidityFact {
  readonly id: string;
  readonly section: number;
  readonly verdict: 'pass' | 'warn' | 'fail' | 'unknown';
  readonly seen: string;
  readonly threshold: string;
  readonly remedy: string;
}

interface TrialNote {
  readonly section: number;
  readonly machine: 'host' | 'virtual';
  readonly trial: number;
  readonly block: number;
  readonly arm: string;
  readonly workload: string;
  readonly target: string;
  readonly placement: PlacementName;
}

export interface FailedRow extends TrialNote {
  readonly reason: FailureReason;
  readonly detail: string;
  readonly stderrTail: string;
}

export interface SkippedRow extends TrialNote {
  readonly reason: string;
}

export interface SectionSummary {
  readonly machine: 'host' | 'virtual';
  readonly purpose: 'nodes' | 'one-node';
  readonly nodes: readonly number[];
  readonly blocks: number;
  /** Settings of the guest; null on a host, whose settings are in the environment. */
  readonly guest: {
    readonly nodes: number;
    readonly cpusPerNode: number;
    readonly memoryPerNodeBytes: number;
    readonly settings: KernelSettings;
    readonly freshGuest: 'trial' | 'block' | 'run';
    readonly perturb: boolean;
  } | null;
  /** Arms of a block; the calibration comes before the blocks. */
  readonly arms: number;
  readonly planned: number;
  readonly completed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface RunFacts {
  readonly id: string;
  readonly preset: Plan['preset'];
  /** Ids of those that the run was planned to judge. */
  readonly hypotheses: readonly string[];
  readonly seed: string;
  /** The flags after `numa-lab run`, seed included; null in runs that did not record them. */
  readonly flags: readonly string[] | null;
  readonly baseline: string;
  /** Labels under which the baseline ran once more, as the A/A control. */
  readonly controlLabels: readonly string[];
  /** Null where the plan fixed no comparisons to decide. */
  readonly family: FamilyFacts | null;
  readonly timing: TimingValidity;
  /** Planned trials without a record: the run was stopped or killed. */
  readonly unrecorded: number;
  readonly replacedRecords: number;
  readonly truncatedTail: boolean;
  /** One sentence for each time that the run went on after it had been killed or stopped; absent where there was none. */
  readonly resumes?: readonly string[];
}

/** Everything a renderer needs; JSON-able, and a pure function of the files of a run. */
export interface Report {
  readonly schema: 1;
  readonly run: RunFacts;
  readonly sections: readonly SectionSummary[];
  readonly estimates: readonly EstimateRow[];
  readonly comparisons: readonly ComparisonRow[];
  readonly blowUps: readonly BlowUpRow[];
  readonly threadMaps: readonly ThreadMapRow[];
  readonly memorySeries: readonly MemorySeriesRow[];
  readonly handOverMaps: readonly HandOverMapRow[];
  /** Of the baseline, in sections of a host. */
  readonly variance: readonly VarianceRow[];
  readonly findings: readonly Finding[];
  /** Empty where the run was not planned for hypotheses. */
  readonly requirements: readonly Requirement[];
  readonly validity: readonly ValidityFact[];
  readonly failed: readonly FailedRow[];
  readonly skipped: readonly SkippedRow[];
  readonly environment: Environment;
}
