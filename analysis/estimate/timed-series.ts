import type { Arm } from '../../results/schema/plan.ts';
import type { TimedSample } from '../../results/schema/times.ts';
import { nameValues } from '../../results/text/name-values.ts';
import { groupBy } from '../load/group-by.ts';
import { armOf, completedTrials, type RunSection, threadCount } from '../load/run.ts';

/** Costs per operation of the passes of one process, by the clock, in time order. */
export interface TrialCosts {
  readonly block: number;
  readonly trial: number;
  readonly costsNs: readonly number[];
  readonly involuntarySwitches: number | null;
}

/** What one measure of one process of an arm cost in all trials, in the order in which they ran. */
export interface TimedSeries {
  readonly arm: Arm;
  readonly measure: string;
  /** Index of the process in its trials. */
  readonly process: number;
  readonly trials: readonly TrialCosts[];
}

const known = new WeakMap<RunSection, readonly TimedSeries[]>();

/** The throughput trials of a host section, calibration apart: what verdicts on times rest on. Empty for a guest. */
export function readTimedSeries(section: RunSection): readonly TimedSeries[] {
  const series = known.get(section) ?? findTimedSeries(section);
  // Several checks ask for the same ones.
  known.set(section, series);
  return series;
}

function findTimedSeries(section: RunSection): readonly TimedSeries[] {
  const rows = completedTrials(section).flatMap((trial) => {
    const arm = armOf(section, trial);
    if (trial.machine !== 'host' || trial.block === 0 || arm.mode !== 'throughput') return [];
    return trial.processes.flatMap(({ times, counts }, process) =>
      [
        ...groupBy(
          times.samples.filter(({ warmup }) => !warmup),
          ({ measure }) => measure,
        ),
      ].map(([measure, samples]) => ({
        key: JSON.stringify([arm.id, process, measure]),
        arm,
        measure,
        process,
        costs: {
          block: trial.block,
          trial: trial.trial,
          costsNs: [...samples].sort((a, b) => a.index - b.index).flatMap(costOf),
          involuntarySwitches: counts.events?.involuntarySwitches ?? null,
        },
      })),
    );
  });
  return [...groupBy(rows, ({ key }) => key).values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        arm: first.arm,
        measure: first.measure,
        process: first.process,
        trials: group.map(({ costs }) => costs),
      },
    ];
  });
}

/** None for a pass that did nothing or took no time by the clock: it has no logarithm. */
function costOf({ beginNs, operations, threads }: TimedSample): readonly number[] {
  const endNs = threads.reduce((last, thread) => Math.max(last, thread.endNs), beginNs);
  return operations > 0 && endNs > beginNs ? [(endNs - beginNs) / operations] : [];
}

/** An arm as a reader of the report knows it. */
export function nameSeries({ arm, measure }: Pick<TimedSeries, 'arm' | 'measure'>, baseline: string): string {
  const target = arm.control ? `${baseline} (A/A)` : arm.target;
  const what = measure === arm.workload ? arm.workload : `${arm.workload} ${measure}`;
  return [what, ...nameValues(arm.parameters), target, arm.placement, `${threadCount(arm)}t`].join(' ');
}
