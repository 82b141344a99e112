import type { Counted } from '../../../results/schema/counters.ts';
import type { Estimate } from '../../../results/schema/estimate.ts';
import type { Evidence } from '../../../results/schema/report.ts';
import { makeEstimate } from '../../estimate/estimate.ts';
import { sumCounted } from '../../metrics/per-operation.ts';
import { callsOf } from '../../metrics/system-calls.ts';
import type { ArmTrial, HypothesisData } from './data.ts';
import { type Hypothesis, type Judgement, notRun } from './hypothesis.ts';

const older = 'musl-1.2.3';
const newer = 'musl';
const sizes = ['fixed:9000', 'fixed:20000', 'fixed:50000'];
const parameters = { slots: '256', turn: '16' };

const thresholds = { olderAtLeast: 0.8, newerAtMost: 0, equalWithin: 0.05, fewestBlocks: 5 };

/** Calls of madvise per operation of churn, which frees one block and allocates another; only blocks that have both targets. */
interface Pair {
  readonly size: string;
  readonly older: Estimate;
  readonly newer: Estimate;
  readonly difference: Estimate;
}

export const madvisePerFree: Hypothesis = {
  id: 'M13',
  statement:
    'musl 1.2.1 to 1.2.3 calls madvise about once for every free of a slot of several pages, musl from 1.2.4 on never does',
  decidedOn: 'nodes',
  experiment: [
    {
      workload: 'churn',
      levels: { sizes, slots: [parameters.slots], turn: [parameters.turn] },
      placements: ['spread'],
      targets: [older, newer],
      counted: { samples: 1, warmupSamples: 0, operationsPerThread: 1000 },
      timed: { samples: 5, warmupSamples: 1, operationsPerThread: 1000 },
    },
  ],
  rule:
    `For every size: supported when all blocks have at least olderAtLeast calls of madvise per free in ${older} and at most ` +
    `newerAtMost in ${newer}; refuted when for some size the two differ by at most equalWithin in every block; else, and ` +
    'below fewestBlocks blocks, unsettled.',
  thresholds,
  judge,
};

function judge(data: HypothesisData): Judgement {
  const trials = [older, newer].flatMap((target) =>
    sizes.flatMap((size) =>
      data.trials({
        workload: 'churn',
        target,
        placement: 'spread',
        parameters: { ...parameters, sizes: size },
      }),
    ),
  );
  const counted = trials.filter(({ arm }) => arm.mode === 'count');
  if (counted.length === 0) return notRun;
  const lacking = counted.map(callsOfMadvise).find((calls) => typeof calls !== 'number');
  if (lacking !== undefined) {
    return { ...notRun, because: `system calls were not counted: ${lacking.unavailable}` };
  }
  const pairs = sizes.flatMap((size) => makePair(size, counted));
  if (pairs.length === 0) return { ...notRun, because: `no block has both ${older} and ${newer}` };
  return { verdict: decide(pairs), because: explain(pairs), evidence: pairs.flatMap(makeEvidence) };
}

function callsOfMadvise({ trial }: ArmTrial): Counted {
  return (
    sumCounted(trial, (counters) => callsOf(counters, 'madvise')) ?? {
      unavailable: 'the program was not asked to',
    }
  );
}

function makePair(size: string, trials: readonly ArmTrial[]): readonly Pair[] {
  const ofTarget = (target: string) => perFreeByBlock(trials, target, size);
  const [old, recent] = [ofTarget(older), ofTarget(newer)];
  const blocks = [...old.keys()].filter((block) => recent.has(block));
  const oldValues = blocks.map((block) => old.get(block) ?? 0);
  const newValues = blocks.map((block) => recent.get(block) ?? 0);
  const estimates = {
    older: makeEstimate(oldValues, 'count'),
    newer: makeEstimate(newValues, 'count'),
    difference: makeEstimate(
      oldValues.map((value, i) => Math.abs(value - (newValues[i] ?? 0))),
      'count',
    ),
  };
  const { older: o, newer: n, difference } = estimates;
  return o === null || n === null || difference === null ? [] : [{ size, older: o, newer: n, difference }];
}

function perFreeByBlock(trials: readonly ArmTrial[], target: string, size: string): Map<number, number> {
  return new Map(
    trials
      .filter(({ arm }) => arm.target === target && arm.parameters.sizes === size)
      .flatMap((one): [number, number][] => {
        const calls = callsOfMadvise(one);
        const frees = one.trial.processes.reduce((sum, { counts }) => sum + counts.operations, 0);
        return typeof calls === 'number' && frees > 0 ? [[one.trial.block, calls / frees]] : [];
      }),
  );
}

function decide(pairs: readonly Pair[]): Judgement['verdict'] {
  const { olderAtLeast, newerAtMost, equalWithin, fewestBlocks } = thresholds;
  if (pairs.length < sizes.length || pairs.some((pair) => pair.older.n < fewestBlocks)) return 'unsettled';
  if (pairs.some((pair) => pair.difference.upper <= equalWithin)) return 'refuted';
  const holds = pairs.every((pair) => pair.older.lower >= olderAtLeast && pair.newer.upper <= newerAtMost);
  return holds ? 'supported' : 'unsettled';
}

function explain(pairs: readonly Pair[]): string {
  const blocks = Math.min(...pairs.map((pair) => pair.older.n));
  const range = (which: 'older' | 'newer') =>
    `${format(Math.min(...pairs.map((pair) => pair[which].lower)))} to ${format(Math.max(...pairs.map((pair) => pair[which].upper)))}`;
  const few = blocks < thresholds.fewestBlocks ? `, fewer than the ${thresholds.fewestBlocks} needed` : '';
  return (
    `calls of madvise per free: ${range('older')} in ${older}, ${range('newer')} in ${newer}, over ` +
    `${pairs.length} of ${sizes.length} sizes and ${blocks} blocks${few}`
  );
}

function makeEvidence({ size, older: old, newer: recent }: Pair): readonly Evidence[] {
  const bytes = `${size.replace('fixed:', '')} B`;
  return [
    { label: `${older}, ${bytes}, madvise per free`, unit: '1/op', predicted: 1, measured: old },
    { label: `${newer}, ${bytes}, madvise per free`, unit: '1/op', predicted: 0, measured: recent },
  ];
}

function format(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}
