import { makeEstimate } from '../estimate.ts';
import { groupBy } from '../group-by.ts';
import { median } from '../stats/median.ts';
import { type Changes, type CycleCount, findChanges } from './cycle-changes.ts';
import type { Evidence, Hypothesis, Judgement } from './hypothesis.ts';
import { notRun } from './hypothesis.ts';
import { predictReuse } from './models/mallocng/predict.ts';
import { onePair, type PairTrial, pairTrials } from './one-pair.ts';
import { placedBytes } from './placed-bytes.ts';

const row = { workload: 'reuse', levels: { cycles: ['0', '50', '90', '100', '110', '200', '300'] } } as const;

/**
 * M10. mallocng stops unmapping the last empty group of a class that bounced about a hundred times. A batch fits into one group, because no
 * more than one is kept. Groups of 60,000-byte blocks are not watched for bounces: they are the control.
 */
export const bouncesHypothesis: Hypothesis = {
  id: 'M10',
  statement: 'bounce retention trades faults for locality',
  decidedOn: 'nodes',
  experiment: [
    { ...row, ...onePair(4), levels: { ...row.levels, sizes: ['fixed:500'] } },
    { ...row, ...onePair(1), levels: { ...row.levels, sizes: ['fixed:4000', 'fixed:20000'] } },
    { ...row, ...onePair(1), levels: { cycles: ['0', '50', '300'], sizes: ['fixed:60000'] } },
  ],
  rule: 'per size and block: the remote ratio of the taken-over batch jumps where it passes `jumpRatio`, minor faults per cycle drop where they pass `dropRatio` of those of the first cycles; coupled if both happen, at most `apartCycles` cycles apart, or neither. Supported if all are coupled and some jump; refuted if something jumps or drops and nothing does both within that distance; else unsettled',
  thresholds: { jumpRatio: 0.5, dropRatio: 0.5, apartCycles: 10 },
  judge(data) {
    const trials = pairTrials(data, { workload: 'reuse', parameters: { survivors: '0' } });
    const series = listSeries(trials, this.thresholds);
    return series.length === 0 ? notRun : judgeSeries(series, this.thresholds);
  },
};

interface Series {
  readonly bytes: number;
  readonly measured: Changes;
  readonly predicted: Changes;
}

/** One for each size and block. */
function listSeries(trials: readonly PairTrial[], thresholds: Hypothesis['thresholds']): Series[] {
  const groups = groupBy(trials, ({ bytes, blocks, trial }) => `${bytes} ${blocks} ${trial.block}`);
  return [...groups.values()].flatMap((group) => {
    const [one] = group;
    const measured = findChanges(group.flatMap(readCount), thresholds);
    if (one === undefined || measured === null) return [];
    const modelled = group.map((trial) => modelCount(trial));
    return [{ bytes: one.bytes, measured, predicted: findChanges(modelled, thresholds) ?? neither }];
  });
}

const neither: Changes = { jumpAt: null, dropAt: null };

function cyclesOf({ arm }: PairTrial): number {
  return Number(arm.parameters.cycles);
}

function readCount(one: PairTrial): CycleCount[] {
  const placed = placedBytes(one.trial, {
    subject: 'taken-over',
    checkpoint: 'taken-over',
    owner: 'allocator',
  });
  const events = one.trial.processes.flatMap(({ counts }) => counts.events ?? []);
  if (placed === null || events.length === 0 || placed.own + placed.other === 0) return [];
  return [
    {
      cycles: cyclesOf(one),
      remoteRatio: placed.other / (placed.own + placed.other),
      faults: events.reduce((sum, event) => sum + event.minorFaults, 0),
    },
  ];
}

function modelCount(one: PairTrial): CycleCount {
  const { remoteShare, faults } = predictReuse(one.bytes, one.blocks, cyclesOf(one));
  return { cycles: cyclesOf(one), remoteRatio: remoteShare, faults };
}

function judgeSeries(
  series: readonly Series[],
  { apartCycles = Number.NaN }: Hypothesis['thresholds'],
): Judgement {
  const changed = series.filter(({ measured }) => measured.jumpAt !== null || measured.dropAt !== null);
  const coupled = changed.filter(({ measured: { jumpAt, dropAt } }) => {
    return jumpAt !== null && dropAt !== null && Math.abs(jumpAt - dropAt) <= apartCycles;
  });
  const sizes = groupBy(series, ({ bytes }) => bytes);
  return {
    verdict: verdictOf(changed.length, coupled.length),
    because:
      changed.length === 0
        ? 'neither ratio nor faults change over the cycles'
        : `${coupled.length} of ${changed.length} series that change are coupled; ${[...sizes.values()].map(describeSize).join('; ')}`,
    evidence: [...sizes.values()].flatMap(describeEvidence),
  };
}

function verdictOf(changed: number, coupled: number): Judgement['verdict'] {
  if (changed === 0) return 'unsettled';
  if (coupled === changed) return 'supported';
  return coupled === 0 ? 'refuted' : 'unsettled';
}

function describeSize(series: readonly Series[]): string {
  const at = (change: keyof Changes) => {
    const cycles = series.map(({ measured }) => measured[change]);
    const known = cycles.filter((one) => one !== null);
    if (known.length === 0) return 'nowhere';
    const from = Math.min(...known);
    const to = Math.max(...known);
    return `at ${from === to ? from : `${from} to ${to}`} cycles`;
  };
  return `${series[0]?.bytes} B: ratio jumps ${at('jumpAt')}, faults drop ${at('dropAt')}`;
}

function describeEvidence(series: readonly Series[]): Evidence[] {
  const what = { jumpAt: 'remote ratio jumps after', dropAt: 'faults per cycle drop after' } as const;
  return (['jumpAt', 'dropAt'] as const).flatMap((change) => {
    const measured = makeEstimate(
      series.flatMap((one) => one.measured[change] ?? []),
      'count',
    );
    const predicted = series.flatMap((one) => one.predicted[change] ?? []);
    if (measured === null) return [];
    return [
      {
        label: `${what[change]}, ${series[0]?.bytes} B`,
        unit: 'cycles',
        predicted: predicted.length === 0 ? null : median(predicted),
        measured,
      },
    ];
  });
}
