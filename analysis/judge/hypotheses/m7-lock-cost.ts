import type { Evidence } from '../../../results/schema/report.ts';
import { threadCount } from '../../load/run.ts';
import type { ArmTrial, HypothesisData } from './data.ts';
import { type Hypothesis, type Judgement, needsHardware, notRun } from './hypothesis.ts';
import { type Banded, judgeBands } from './judge-bands.ts';
import { costRatio, costsOf } from './trial-costs.ts';

const sizes = ['fixed:64', 'fixed:1000', 'fixed:60000'];
/** Iterations of an empty loop between operations: up to about 10 us. */
const thinks = ['0', '1000', '10000'];
const threadCounts = [4, 8];

const thresholds = { asBad: 0.7, notAsBad: 0.3, leastSlowdown: 1.5 };

const amount = { samples: 5, warmupSamples: 1, operationsPerThread: 10_000 };
const row = { workload: 'churn', levels: { sizes, think: thinks }, counted: amount, timed: amount };

export const lockCost: Hypothesis = {
  id: 'M7',
  statement:
    'the lock, not the arena, is the first-order cost of threaded malloc in musl: threads slow each other down as much on one node as across two',
  decidedOn: 'hardware-nodes',
  needs: 'a host with two nodes, one of them with four CPUs',
  experiment: [
    { ...row, placements: ['local'], threads: 1 },
    ...threadCounts.map((threads) => ({ ...row, placements: ['local', 'spread'] as const, threads })),
  ],
  rule:
    'Slowdown: cost per operation (threads x wall time / operations) of a churn with several threads over that with one thread, ratios within ' +
    'blocks. A combination of size, think time and number of threads decides where its slowdown across two nodes is wholly at least ' +
    '`leastSlowdown`; in the others threads cost little wherever they run. Of those that decide: supported where the slowdown on one node over ' +
    'that across two is wholly at least `asBad` in each, refuted where it is wholly at most `notAsBad` in one, else, and where none decides, unsettled.',
  thresholds,
  judge,
};

function judge(data: HypothesisData): Judgement {
  const planned = data.arms({ workload: 'churn', target: 'musl' });
  const isPlanned = (placement: string, threads: number) =>
    planned.some((arm) => arm.placement === placement && threadCount(arm) === threads);
  if (!threadCounts.some((threads) => isPlanned('local', threads) && isPlanned('spread', threads)))
    return needsHardware(lockCost, 'so many threads have no CPUs of their own on one node and on two');
  const trials = data.trials({ workload: 'churn', target: 'musl' });
  if (trials.length === 0) return notRun;
  const cells = sizes.flatMap((size) =>
    thinks.flatMap((think) => threadCounts.flatMap((threads) => readCell(trials, size, think, threads))),
  );
  if (cells.length === 0)
    return {
      ...notRun,
      because: 'no block has a churn with one thread and with several on one node and two',
    };
  const deciding = cells
    .filter(({ across }) => across.measured.lower >= thresholds.leastSlowdown)
    // The first is the one that is named: the least alike.
    .sort((a, b) => a.relative.measured.lower - b.relative.measured.lower);
  const slowdowns = cells.map(({ across }) => across);
  if (deciding.length === 0) {
    const because = `in none of ${cells.length} combinations are threads across nodes wholly ${thresholds.leastSlowdown} times as dear as one thread`;
    return { verdict: 'unsettled', because, evidence: slowdowns };
  }
  const bands = deciding.map(
    ({ relative }): Banded => ({
      evidence: relative,
      supporting: { from: thresholds.asBad, to: Number.POSITIVE_INFINITY },
      refutedAt: thresholds.notAsBad,
    }),
  );
  return judgeBands(bands, slowdowns);
}

interface Cell {
  /** Threads across nodes / one thread. */
  readonly across: Evidence;
  /** Slowdown on one node / slowdown across: the cost with one thread, of the same block, cancels. */
  readonly relative: Evidence;
}

function readCell(
  trials: readonly ArmTrial[],
  size: string,
  think: string,
  threads: number,
): readonly Cell[] {
  const ofCell = trials.filter(
    ({ arm: { parameters } }) => parameters.sizes === size && parameters.think === think,
  );
  const costs = (placement: string, count: number) =>
    costsOf(ofCell.filter(({ arm }) => arm.placement === placement && threadCount(arm) === count));
  const [spread, one, serial] = [costs('spread', threads), costs('local', threads), costs('local', 1)];
  const [across, relative] = [costRatio(serial, spread), costRatio(spread, one)];
  if (across === null || relative === null) return [];
  const label = `${size.replace('fixed:', '')} B, think ${think}, ${threads} threads`;
  return [
    {
      across: { label: `across nodes / serial, ${label}`, unit: '1', predicted: null, measured: across },
      relative: { label: `one node / across, ${label}`, unit: '1', predicted: null, measured: relative },
    },
  ];
}
