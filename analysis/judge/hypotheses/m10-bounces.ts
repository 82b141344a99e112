import type { Evidence } from '../../../results/schema/report.ts';
import { makeEstimate } from '../../estimate/estimate.ts';
import { groupBy } from '../../load/group-by.ts';
import { median } from '../../stats/median.ts';
import { type Changes, type CycleCount, findChanges } from './cycle-changes.ts';
import type { HypothesisData } from './data.ts';
import type { Hypothesis, Judgement } from './hypothesis.ts';
import { notRun } from './hypothesis.ts';
import { agreementNote } from './models/agreement.ts';
import { predictReuse } from './models/mallocng/predict.ts';
import { onePair, type PairTrial, pairTrials } from './one-pair.ts';
import { placedBytes } from './placed-bytes.ts';

const row = { workload: 'reuse', levels: { cycles: ['0', '50', '90', '100', '110', '200', '300'] } } as const;

const statement = 'bounce retention trades faults for locality';
const thresholds = { jumpRatio: 0.5, dropRatio: 0.5, apartCycles: 10 };

/**
 * M10. mallocng stops unmapping the last empty group of a class that bounced about a hundred times. A batch fits into one group, because no
 * more than one is kept. Groups of 60,000-byte blocks are not watched for bounces: they are the control.
 */
export const bouncesHypothesis: Hypothesis = {
  id: 'M10',
  statement,
  decidedOn: 'nodes',
  experiment: [
    { ...row, ...onePair(4), levels: { ...row.levels, sizes: ['fixed:500'] } },
    { ...row, ...onePair(1), levels: { ...row.levels, sizes: ['fixed:4000', 'fixed:20000'] } },
    { ...row, ...onePair(1), levels: { cycles: ['0', '50', '300'], sizes: ['fixed:60000'] } },
  ],
  rule: 'per size and block: the remote ratio of the taken-over batch jumps where it passes `jumpRatio`, calls of mmap and munmap per cycle, or minor faults where calls are not counted, drop where they fall below `dropRatio` of those of the first cycles; coupled if both happen, at most `apartCycles` cycles apart, or neither. Supported if all are coupled and some jump; refuted if something jumps or drops and nothing does both within that distance; else unsettled',
  thresholds,
  judge: (data) => judgeBy('system calls', data),
  earlierRules: [
    {
      statement,
      rule: 'per size and block: the remote ratio of the taken-over batch jumps where it passes `jumpRatio`, minor faults per cycle drop where they pass `dropRatio` of those of the first cycles; coupled if both happen, at most `apartCycles` cycles apart, or neither. Supported if all are coupled and some jump; refuted if something jumps or drops and nothing does both within that distance; else unsettled',
      replaced:
        '2026-11-24 15:37 UTC, while an exploratory run was going on: system calls had come to be counted; blocks that lack a trial are left out since, by this form too',
      judge: (data) => judgeBy('faults', data),
    },
  ],
};

/** By `wanted` where every trial of a block has it, else by faults. */
function judgeBy(wanted: Cost, data: HypothesisData): Judgement {
  const trials = pairTrials(data, { workload: 'reuse', parameters: { survivors: '0' } });
  const series = listSeries(trials, wanted);
  return series.length === 0 ? notRun : judgeSeries(series, thresholds);
}

/** What keeping memory saves. */
type Cost = 'system calls' | 'faults';

interface Series {
  readonly bytes: number;
  readonly cost: Cost;
  readonly measured: Changes;
  readonly predicted: Changes;
}

/**
 * One for each size and block. A block that lacks a trial is left out: with a wider step in its series, where something changes would be
 * another number.
 */
function listSeries(trials: readonly PairTrial[], wanted: Cost): Series[] {
  const ofBatches = groupBy(trials, ({ bytes, blocks }) => `${bytes} ${blocks}`);
  const complete = [...ofBatches.values()].flatMap((ofBatch) => {
    const arms = new Set(ofBatch.map(({ arm }) => arm.id));
    return [...groupBy(ofBatch, ({ trial }) => trial.block).values()].filter(
      (one) => one.length === arms.size,
    );
  });
  return complete.flatMap((group) => {
    const [one] = group;
    const cost = group.every((trial) => readCost(trial, wanted) !== null) ? wanted : 'faults';
    const measured = findChanges(
      group.flatMap((trial) => readCount(trial, cost)),
      thresholds,
    );
    if (one === undefined || measured === null) return [];
    const modelled = group.map((trial) => modelCount(trial, cost));
    return [{ bytes: one.bytes, cost, measured, predicted: findChanges(modelled, thresholds) ?? neither }];
  });
}

const neither: Changes = { jumpAt: null, dropAt: null };

function cyclesOf({ arm }: PairTrial): number {
  return Number(arm.parameters.cycles);
}

function readCount(one: PairTrial, wanted: Cost): CycleCount[] {
  const placed = placedBytes(one.trial, {
    subject: 'taken-over',
    checkpoint: 'taken-over',
    owner: 'allocator',
  });
  const cost = readCost(one, wanted);
  if (placed === null || cost === null || placed.own + placed.other === 0) return [];
  return [{ cycles: cyclesOf(one), remoteRatio: placed.other / (placed.own + placed.other), cost }];
}

/** Null where a process counted none. */
function readCost({ trial }: PairTrial, cost: Cost): number | null {
  const counted = trial.processes.map(({ counts: { counters, events } }) => {
    if (cost === 'faults') return events?.minorFaults ?? null;
    const calls = counters?.systemCalls;
    return calls === undefined || !('other' in calls)
      ? null
      : Number(calls.mmap ?? 0) + Number(calls.munmap ?? 0);
  });
  return counted.reduce<number | null>((sum, one) => (sum === null || one === null ? null : sum + one), 0);
}

function modelCount(one: PairTrial, cost: Cost): CycleCount {
  const { remoteShare, faults, calls } = predictReuse(one.bytes, one.blocks, cyclesOf(one));
  return { cycles: cyclesOf(one), remoteRatio: remoteShare, cost: cost === 'faults' ? faults : calls };
}

function judgeSeries(series: readonly Series[], { apartCycles }: typeof thresholds): Judgement {
  const changed = series.filter(({ measured }) => measured.jumpAt !== null || measured.dropAt !== null);
  const coupled = changed.filter(({ measured: { jumpAt, dropAt } }) => {
    return jumpAt !== null && dropAt !== null && Math.abs(jumpAt - dropAt) <= apartCycles;
  });
  const sizes = groupBy(series, ({ bytes }) => bytes);
  return {
    verdict: verdictOf(changed.length, coupled.length),
    because:
      changed.length === 0
        ? 'neither ratio nor cost changes over the cycles'
        : `${coupled.length} of ${changed.length} series that change are coupled; ${[...sizes.values()].map(describeSize).join('; ')}; ${agreementNote}`,
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
  return `${series[0]?.bytes} B: ratio jumps ${at('jumpAt')}, ${series[0]?.cost} drop ${at('dropAt')}`;
}

function describeEvidence(series: readonly Series[]): Evidence[] {
  const what = { jumpAt: 'remote ratio jumps after', dropAt: `${series[0]?.cost} per cycle drop after` };
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
