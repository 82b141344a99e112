import type { ArrayPass } from '../../../results/schema/counts.ts';
import type { Evidence } from '../../../results/schema/report.ts';
import { makeEstimate } from '../../estimate/estimate.ts';
import { groupBy } from '../../load/group-by.ts';
import type { ArmTrial } from './data.ts';
import { type Hypothesis, type Judgement, notRun } from './hypothesis.ts';

const twoScans = { samples: 2, warmupSamples: 0, operationsPerThread: 256 };

const row = {
  workload: 'array',
  levels: { policy: ['none', 'localalloc'], 'cpu-ms': ['4000'] },
  placements: ['spread'],
  threadsPerNode: 1,
  nodeCounts: [2],
  targets: ['musl'],
  counted: twoScans,
  timed: twoScans,
} as const;

/**
 * C2, the truth test of everything said about automatic NUMA balancing: it moves memory that one thread uses, and it is balancing that
 * does it. Its trials switch it themselves, whatever the run has.
 */
export const balancingHypothesis: Hypothesis = {
  id: 'C2',
  statement: 'NUMA balancing moves private pages to their writer; a policy of localalloc prevents it',
  decidedOn: 'nodes',
  experiment: [
    { ...row, numaBalancing: '1' },
    { ...row, numaBalancing: '0' },
  ],
  rule: 'supported if after the last pass of every trial fewer than `movedRatio` of the pages are remote with balancing and no policy, and at least `stayedRatio` without balancing, under localalloc, and under both; unsettled if one of these is lacking, if in a trial fewer than `stayedRatio` were remote at first, or if with balancing and no policy numa_pte_updates did not grow; else refuted',
  thresholds: { movedRatio: 0.05, stayedRatio: 0.95 },
  judge(data) {
    const trials = data.trials({ workload: 'array', placement: 'spread', nodeCount: 2 }).flatMap(readTrial);
    return trials.length === 0 ? notRun : judgeTrials(trials, this.thresholds);
  },
};

interface Trial {
  readonly cell: string;
  /** Balancing is on and no policy keeps it away. */
  readonly isBalanced: boolean;
  readonly before: number;
  readonly after: number;
  /** numa_pte_updates over all passes, for each page of the arrays. */
  readonly marksPerPage: number;
}

function readTrial({ arm, trial }: ArmTrial): Trial[] {
  const passes = trial.processes.flatMap(({ counts }) => counts.arrayPasses ?? []);
  const [first, last] = [passes[0], passes.at(-1)];
  if (first === undefined || last === undefined || arm.numaBalancing === undefined) return [];
  const { policy = 'none' } = arm.parameters;
  const marks = passes.reduce((sum, { vmstat }) => sum + numberOf(vmstat.numa_pte_updates), 0);
  return [
    {
      cell: `balancing ${arm.numaBalancing}, policy ${policy}`,
      isBalanced: arm.numaBalancing === '1' && policy === 'none',
      before: remoteRatio(first),
      after: remoteRatio(last),
      marksPerPage: marks / pagesOf(first),
    },
  ];
}

function numberOf(counted: ArrayPass['vmstat'][string] | undefined): number {
  return typeof counted === 'number' ? counted : Number.NaN;
}

function pagesOf({ ownPages, remotePages, otherPages }: ArrayPass): number {
  return ownPages + remotePages + otherPages;
}

function remoteRatio(pass: ArrayPass): number {
  return pass.remotePages / pagesOf(pass);
}

const cellCount = 4;

function judgeTrials(
  trials: readonly Trial[],
  { movedRatio = Number.NaN, stayedRatio = Number.NaN }: Hypothesis['thresholds'],
): Judgement {
  const cells = groupBy(trials, ({ cell }) => cell);
  const balanced = trials.filter(({ isBalanced }) => isBalanced);
  const isDecided =
    cells.size === cellCount &&
    trials.every(({ before }) => before >= stayedRatio) &&
    balanced.every(({ marksPerPage }) => marksPerPage > 0);
  const holds = trials.every(({ isBalanced, after }) =>
    isBalanced ? after < movedRatio : after >= stayedRatio,
  );
  return {
    verdict: isDecided ? (holds ? 'supported' : 'refuted') : 'unsettled',
    because: [
      describe('with balancing and no policy', balanced),
      describe(
        'otherwise',
        trials.filter(({ isBalanced }) => !isBalanced),
      ),
    ].join('; '),
    evidence: [...cells].flatMap(([cell, own]) => listEvidence(cell, own)),
  };
}

function describe(what: string, trials: readonly Trial[]): string {
  if (trials.length === 0) return `${what} no trial completed`;
  const [before, after, marks] = (['before', 'after', 'marksPerPage'] as const).map((name) =>
    range(trials.map((trial) => trial[name])),
  );
  return `${what} the remote ratio was ${before} at first and ${after} at last, numa_pte_updates ${marks} a page (n = ${trials.length})`;
}

function range(values: readonly number[]): string {
  if (!values.every(Number.isFinite)) return 'not counted';
  const [least, most] = [Math.min(...values).toFixed(3), Math.max(...values).toFixed(3)];
  return least === most ? least : `${least} to ${most}`;
}

function listEvidence(cell: string, trials: readonly Trial[]): Evidence[] {
  const predicted = trials.some(({ isBalanced }) => isBalanced) ? 0 : 1;
  const rows = [
    { label: `remote ratio at last, ${cell}`, predicted, values: trials.map(({ after }) => after) },
    {
      label: `numa_pte_updates a page, ${cell}`,
      predicted: null,
      values: trials.map(({ marksPerPage }) => marksPerPage),
    },
  ];
  return rows.flatMap(({ label, predicted, values }) => {
    const measured = makeEstimate(values.filter(Number.isFinite), 'count');
    return measured === null ? [] : [{ label, unit: '1', predicted, measured }];
  });
}
