import type { Stop } from '../../results/schema/family.ts';
import type { Section } from '../../results/schema/plan.ts';
import type { TrialRecord } from '../../results/schema/trial.ts';
import { trialCosts } from '../plan/estimate-plan.ts';

/** What a run had done before it was killed or stopped: the beginning of its plan. */
export interface Earlier {
  /** In the order of the plan, without gaps. */
  readonly records: readonly TrialRecord[];
  readonly stops: readonly Stop[];
  /** What that took. */
  readonly seconds: number;
}

export const nothingEarlier: Earlier = { records: [], stops: [], seconds: 0 };

/** Trials of a section that are to be run in all: without what the plan gave up when it ended the section. */
export function countToRun({ trials }: Section, stop: Stop | undefined): number {
  return stop === undefined ? trials.length : trials.filter(({ block }) => block <= stop.blocks).length;
}

/**
 * Seconds that these trials of one section took, from the times at which they began: the median between two neighbours, times their
 * number, so that a pause between two of them counts for nothing. Where too few times are known it is the estimate that the plan was made with.
 */
export function estimateSeconds(machine: Section['machine'], records: readonly TrialRecord[]): number {
  const begins = records.map((record) =>
    record.state === 'completed' && record.machine === 'host' ? Date.parse(record.startedUtc) : Number.NaN,
  );
  const gaps = begins
    .map((begin, i) => (begin - (begins[i - 1] ?? Number.NaN)) / 1000)
    .filter((seconds) => seconds >= 0)
    .sort((a, b) => a - b);
  const median = gaps[Math.floor(gaps.length / 2)] ?? trialCosts[machine].trialSeconds;
  return median * records.length;
}
