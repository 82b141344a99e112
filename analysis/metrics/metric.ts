import type { Unit } from '../../results/schema/estimate.ts';
import type { MetricName } from '../../results/schema/metric-name.ts';
import type { Arm } from '../../results/schema/plan.ts';
import type { CompletedTrial, HostTrial } from '../../results/schema/trial.ts';

/** A completed trial of a real machine: the only kind that has times. */
export type TimedTrial = Extract<HostTrial, { state: 'completed' }>;

/**
 * One value of a metric in one trial, or why it has none. `subject` tells values of the same metric apart: a measure
 * (`create`), a set of objects at a checkpoint (`live at end`), a pair of nodes (`0 to 1`), or nothing.
 * `at` is where in the trial a value was found that may be found elsewhere in another one: the checkpoint of a largest set.
 */
export type Reading =
  | { readonly subject: string; readonly value: number; readonly at?: string }
  | { readonly subject: string; readonly unavailable: string; readonly at?: string };

interface MetricBase {
  /** Id of the family in METHODOLOGY.md, for example `L1a`. */
  readonly id: string;
  /** OpenMetrics style: unit as suffix, ratios 0..1 as `_ratio`. */
  readonly name: MetricName;
  /** Heading of its table, without the unit. */
  readonly title: string;
  /** At most nine characters, for the head of a column. */
  readonly short: string;
  readonly unit: Unit;
  /** The formula in words, true for every row it labels. */
  readonly formula: string;
  /** `always`: direction only on an emulated machine; `racing`: only where threads of the arm race. */
  readonly scheduleDependent: 'never' | 'racing' | 'always';
  /**
   * How arms are compared within a block: by ratio (times and bytes, which are never 0) or by difference (shares, counts per operation).
   * Null: not at all, because another metric says the same or two arms cannot be compared with each other by it.
   */
  readonly compareAs: 'ratio' | 'difference' | null;
  /** What it is read from: interfaces of the kernel, and the line of the benchmark program that tells it. */
  readonly source: string;
  /** Shown in the text report; all metrics are in the JSON one. */
  readonly inText: boolean;
  /** A subject that was 0 in every arm of a section, such as a system call that nobody made, is left out of it. */
  readonly zeroIsSilent?: true;
}

/** From clocks: published from real machines only, which the type of `read` enforces. */
export interface TimeMetric extends MetricBase {
  readonly kind: 'time';
  readonly where: 'host' | 'host-nodes';
  readonly read: (trial: TimedTrial, arm: Arm) => readonly Reading[];
}

/** From counts: any machine. */
export interface CountMetric extends MetricBase {
  readonly kind: 'count';
  readonly where: 'nodes' | 'any';
  readonly read: (trial: CompletedTrial, arm: Arm) => readonly Reading[];
}

export type Metric = TimeMetric | CountMetric;

/** In which sections of a run a metric may be published. */
export function isPublishedIn(
  { where }: Metric,
  { machine, purpose }: { readonly machine: 'host' | 'virtual'; readonly purpose: 'nodes' | 'one-node' },
): boolean {
  const places: Record<Metric['where'], boolean> = {
    host: machine === 'host',
    'host-nodes': machine === 'host' && purpose === 'nodes',
    nodes: purpose === 'nodes',
    any: true,
  };
  return places[where];
}

/** numerator/denominator, or why there is no such number. Never NaN, never infinite. */
export function ratioReading(
  subject: string,
  numerator: number,
  denominator: number,
  whenZero: string,
): Reading {
  if (denominator === 0) return { subject, unavailable: whenZero };
  return { subject, value: numerator / denominator };
}
