import { primaryMetric } from '../../results/schema/family.ts';
import type { RunFacts } from '../../results/schema/report.ts';
import type { ComparisonVerdict } from '../../results/schema/report-rows.ts';
import { describeUndecided } from '../compare/family-facts.ts';
import { isNotValidForTiming } from '../compare/judge-timing.ts';
import type { RunComparisonRow } from './run-comparison.ts';

/** What stands between times and a verdict on them; null where nothing does. */
export interface Drift {
  readonly because: string;
}

interface Evidence {
  /** Same arms of the same programs in both runs, judged: the A/A control between the runs. */
  readonly samePrograms: readonly RunComparisonRow[];
  readonly areValidForTiming: boolean;
}

const shown: readonly ComparisonVerdict[] = ['slower', 'faster', 'differs', 'differs within the margin'];

/**
 * Whether the machine was the same machine in both runs. A program that differs from itself shows that it was not; runs whose own
 * A/A control did not pass cannot show that it was.
 */
export function judgeDrift({ samePrograms, areValidForTiming }: Evidence): Drift | null {
  const [first, ...more] = samePrograms.filter(
    ({ metric, verdict }) => metric === primaryMetric && shown.includes(verdict),
  );
  if (first !== undefined) {
    const ratio = first.effect.estimate.point.toFixed(3);
    const others = more.length === 0 ? '' : `, and ${more.length} more`;
    return {
      because: `the machine changed between the runs: the same program differs from itself (${first.workload} ${first.a.target} ${first.a.placement}: ${ratio}${others})`,
    };
  }
  return areValidForTiming ? null : { because: 'a run is not valid for timing' };
}

/** Arms of one run that may not be believed, or was ended by hand: whoever ended it may have seen its numbers. */
export function judgeOneRun(run: Pick<RunFacts, 'family' | 'timing'>): Drift | null {
  const { family } = run;
  if (family !== null && !family.decides) return { because: `the run ${describeUndecided(family)}` };
  return isNotValidForTiming(run) ? { because: 'the run is not valid for timing' } : null;
}

/** Times get no verdict where drift stands against it. Counts are not the clock's. */
export function withholdVerdict(
  row: RunComparisonRow,
  isTime: boolean,
  drift: Drift | null,
): RunComparisonRow {
  if (drift === null || !isTime) return row;
  const notes = row.verdict === 'unsettled' ? [] : [`not called ${row.verdict}, see below`];
  return {
    ...row,
    verdict: 'unsettled',
    undecided: row.undecided ?? drift.because,
    notes: [...row.notes, ...notes],
  };
}
