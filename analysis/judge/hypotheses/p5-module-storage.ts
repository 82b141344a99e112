import type { Evidence } from '../../../results/schema/report.ts';
import type { CompletedTrial } from '../../../results/schema/trial.ts';
import type { HypothesisData } from './data.ts';
import { type Hypothesis, notRun } from './hypothesis.ts';
import { cellsOf, estimateOf, valuesOf } from './thread-pages.ts';

const nodeCounts = [2, 4, 8];
const amount = { samples: 1, warmupSamples: 0, operationsPerThread: 1 };

/** P5. Storage of zeros and glibc are shown beside it: nobody copies zeros, and glibc leaves the copying to the thread. */
export const moduleStorageHypothesis: Hypothesis = {
  id: 'P5',
  statement:
    'in musl, initialised thread-local storage of a module that is opened later lies on the node of the thread that calls dlopen, for all threads',
  decidedOn: 'nodes',
  experiment: [
    {
      workload: 'tls-dlopen',
      levels: { when: ['threads-exist'], bytes: ['65536'] },
      placements: ['spread'],
      threadsPerNode: 1,
      nodeCounts,
      targets: ['musl-dynamic', 'glibc'],
      counted: amount,
      timed: amount,
    },
  ],
  rule: "remote bytes of the threads' initialised storage in musl-dynamic: supported if their share is that of threads off the opener's node within `tolerance` on every number of nodes, refuted if on some number it is off by more in all blocks",
  thresholds: { tolerance: 0.01 },
  judge(data) {
    const { tolerance = Number.NaN } = this.thresholds;
    const decisive = readShares(data, 'musl-dynamic', 'tls-initialised');
    const evidence = [
      ...decisive,
      ...readShares(data, 'musl-dynamic', 'tls-zeroed'),
      ...readShares(data, 'glibc', 'tls-initialised'),
    ];
    if (decisive.length === 0) return notRun;
    const off = decisive.filter(
      ({ predicted, measured }) =>
        measured.upper < (predicted ?? 0) - tolerance || measured.lower > (predicted ?? 0) + tolerance,
    );
    const within = decisive.filter(
      ({ predicted, measured }) =>
        measured.lower >= (predicted ?? 0) - tolerance && measured.upper <= (predicted ?? 0) + tolerance,
    );
    const because = decisive
      .map(
        ({ label, predicted, measured }) =>
          `${label}: ${measured.lower} to ${measured.upper}, predicted ${predicted}`,
      )
      .join('; ');
    if (off.length > 0) return { verdict: 'refuted', because, evidence };
    return { verdict: within.length === decisive.length ? 'supported' : 'unsettled', because, evidence };
  },
};

/** One for each number of nodes that there are trials of. */
function readShares(data: HypothesisData, target: string, subject: string): Evidence[] {
  const isPredicted = target === 'musl-dynamic' && subject === 'tls-initialised';
  return nodeCounts.flatMap((nodeCount) => {
    const parameters = { when: 'threads-exist', bytes: '65536' };
    const filter = { workload: 'tls-dlopen', target, placement: 'spread', parameters, nodeCount } as const;
    const trials = data.trials(filter);
    const [opener, ...others] = trials[0]?.arm.processes[0]?.threads ?? [];
    const measured = estimateOf(valuesOf(trials, (trial) => remoteShare(trial, subject)));
    if (measured === null || opener === undefined) return [];
    const away = others.filter(({ node }) => node !== opener.node).length / (others.length + 1);
    const label = `${target}, ${subject}, ${nodeCount} nodes`;
    return [{ label, unit: '1', predicted: isPredicted ? away : null, measured }];
  });
}

function remoteShare(trial: CompletedTrial, subject: string): number | null {
  const cells = trial.processes
    .flatMap(({ counts }) => counts.placement)
    .filter((placement) => placement.subject === subject)
    .flatMap(cellsOf);
  const all = cells.reduce((sum, { bytes }) => sum + bytes, 0);
  const remote = cells.reduce((sum, { owner, page, bytes }) => sum + (owner === page ? 0 : bytes), 0);
  return all === 0 ? null : remote / all;
}
