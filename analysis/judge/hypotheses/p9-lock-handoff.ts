import type { Estimate } from '../../../results/schema/estimate.ts';
import { makeEstimate } from '../../estimate/estimate.ts';
import { threadCount } from '../../load/run.ts';
import { fairHandoff, remoteHandoff } from '../../metrics/lock-handoff.ts';
import type { ArmTrial, HypothesisData } from './data.ts';
import { type Hypothesis, type Judgement, notRun } from './hypothesis.ts';
import { type Banded, judgeBands } from './judge-bands.ts';

/** Iterations of an empty loop with the lock held: up to about 2 us. */
const criticals = ['0', '500', '2000'];
const threadCounts = [4, 8];

const thresholds = { preferred: 1.2, aboutFair: 1.1 };

const amount = { samples: 5, warmupSamples: 1, operationsPerThread: 20_000 };

export const lockHandoff: Hypothesis = {
  id: 'P9',
  statement:
    'a contended mutex of musl goes to a thread of the same node more often than if the next owner were drawn evenly from the other threads',
  decidedOn: 'hardware-nodes',
  needs: 'a host with two nodes of two CPUs',
  experiment: threadCounts.map((threads) => ({
    workload: 'mutex',
    levels: { critical: criticals, think: ['100'] },
    placements: ['spread'],
    threads,
    counted: amount,
    timed: amount,
  })),
  rule:
    'Share of the handoffs to another thread that stay on the node, over the share if the next owner were drawn evenly, for every length of ' +
    'the critical section and number of threads, half of them on each node: supported where it is wholly at least `preferred` in all, refuted ' +
    'where wholly at most `aboutFair` in all, else unsettled.',
  thresholds,
  judge,
};

function judge(data: HypothesisData): Judgement {
  const trials = data.trials({ workload: 'mutex', target: 'musl', placement: 'spread' });
  if (trials.length === 0) return notRun;
  const bands = criticals
    .flatMap((critical) => threadCounts.flatMap((threads) => readBand(trials, critical, threads)))
    // The first is the one that is named: the least preferred.
    .sort((a, b) => a.evidence.measured.lower - b.evidence.measured.lower);
  if (bands.length === 0)
    return {
      verdict: 'unsettled',
      because: 'no trial has enough handoffs to another thread',
      evidence: [],
    };
  const judged = judgeBands(bands, []);
  const isFair = bands.every(({ evidence }) => evidence.measured.upper <= thresholds.aboutFair);
  return judged.verdict === 'refuted' && !isFair ? { ...judged, verdict: 'unsettled' } : judged;
}

function readBand(trials: readonly ArmTrial[], critical: string, threads: number): readonly Banded[] {
  const ofCell = trials.filter(
    ({ arm }) => arm.parameters.critical === critical && threadCount(arm) === threads,
  );
  const measured: Estimate | null = makeEstimate(ofCell.flatMap(preferenceOf), 'count');
  if (measured === null) return [];
  const label = `same node over fair, critical ${critical}, ${threads} threads`;
  return [
    {
      evidence: { label, unit: '1', predicted: null, measured },
      supporting: { from: thresholds.preferred, to: Number.POSITIVE_INFINITY },
      refutedAt: thresholds.aboutFair,
    },
  ];
}

/** K1 gives the shares that change node; what is left of them stays. None where too few handoffs were seen. */
function preferenceOf({ trial, arm }: ArmTrial): readonly number[] {
  const [remote] = remoteHandoff.read(trial, arm);
  const [fair] = fairHandoff.read(trial, arm);
  if (remote === undefined || fair === undefined || !('value' in remote) || !('value' in fair)) return [];
  return fair.value < 1 ? [(1 - remote.value) / (1 - fair.value)] : [];
}
