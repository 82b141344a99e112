import type { Evidence } from '../../../results/schema/report.ts';
import { makeEstimate } from '../../estimate/estimate.ts';
import { groupBy } from '../../load/group-by.ts';
import { median } from '../../stats/median.ts';
import type { Hypothesis, Judgement } from './hypothesis.ts';
import { notRun } from './hypothesis.ts';
import { agreementNote } from './models/agreement.ts';
import { predictRemoteFree } from './models/mallocng/predict.ts';
import { drawSurvivors } from './models/remote-free-survivors.ts';
import { onePair, type PairTrial, pairTrials } from './one-pair.ts';
import { placedBytes } from './placed-bytes.ts';

const row = {
  workload: 'remote-free',
  levels: { survivors: ['0', '1', '10', '30', '100', '500'], turn: ['16'] },
} as const;

/** Enough blocks that one in a thousand is some. */
const blocksBySize = [
  { bytes: 64, blocks: 10_000 },
  { bytes: 500, blocks: 4_000 },
  { bytes: 4_000, blocks: 2_000 },
  { bytes: 20_000, blocks: 1_000 },
];

/**
 * M9. The model (`models/mallocng`) is mallocng's tree of groups under first touch: it repeats what a trial did, with the survivors that
 * the trial drew from its seed.
 */
export const survivorsHypothesis: Hypothesis = {
  id: 'M9',
  statement: 'unmapping empty groups re-homes memory; survivors defeat it',
  decidedOn: 'nodes',
  experiment: blocksBySize.map(({ bytes, blocks }) => ({
    ...row,
    ...onePair(blocks),
    levels: { ...row.levels, sizes: [`fixed:${bytes}`] },
  })),
  rule: 'supported if in every trial the remote ratio of the blocks allocated after the remote frees is within `withinRatio` of what a model of the group tree gives for the same survivors; refuted if at no size the ratios of all trials, whatever the survivors, are farther apart than `flatRatio`; else unsettled',
  thresholds: { withinRatio: 0.1, flatRatio: 0.1 },
  judge(data) {
    const compared = pairTrials(data, { workload: 'remote-free' }).flatMap(compare);
    return compared.length === 0 ? notRun : judgeCells(compared, this.thresholds);
  },
};

interface Compared extends PairTrial {
  readonly perMille: number;
  readonly measured: number;
  readonly predicted: number;
}

function compare(one: PairTrial): Compared[] {
  const perMille = Number(one.arm.parameters.survivors);
  const placed = placedBytes(one.trial, {
    subject: 'reallocated',
    checkpoint: 'reallocated',
    owner: 'allocator',
  });
  if (placed === null || placed.own + placed.other === 0) return [];
  const measured = placed.other / (placed.own + placed.other);
  const predicted = predictRemoteFree(one.bytes, drawSurvivors(one.trial.seed, one.blocks, perMille));
  return [{ ...one, perMille, measured, predicted }];
}

function judgeCells(
  compared: readonly Compared[],
  { withinRatio = Number.NaN, flatRatio = Number.NaN }: Hypothesis['thresholds'],
): Judgement {
  const offs = compared.map(({ measured, predicted }) => Math.abs(measured - predicted));
  const farthest = Math.max(...offs);
  const spreads = listSpreads(compared);
  const isFlat = spreads.length > 0 && Math.max(...spreads) <= flatRatio;
  const cells = [...groupBy(compared, ({ arm }) => arm.id).values()];
  return {
    // A flat ratio may lie near a model that is flat too, where all survivors are alike: that supports nothing.
    verdict: isFlat ? 'refuted' : farthest <= withinRatio && spreads.length > 0 ? 'supported' : 'unsettled',
    because:
      `farthest from the model by ${farthest.toFixed(3)} in ${compared.length} trials of ${cells.length} cells; ` +
      `over the survivors of a size the ratio differs by up to ${Math.max(0, ...spreads).toFixed(3)}; ${agreementNote}`,
    evidence: cells.flatMap(describeCell),
  };
}

/** How far the ratios of a size are apart, for sizes with several shares of survivors. */
function listSpreads(compared: readonly Compared[]): number[] {
  return [...groupBy(compared, ({ bytes }) => bytes).values()].flatMap((ofSize) => {
    const ratios = ofSize.map(({ measured }) => measured);
    const shares = new Set(ofSize.map(({ perMille }) => perMille));
    return shares.size < 2 ? [] : [Math.max(...ratios) - Math.min(...ratios)];
  });
}

function describeCell(cell: readonly Compared[]): Evidence[] {
  const [one] = cell;
  const measured = makeEstimate(
    cell.map((trial) => trial.measured),
    'count',
  );
  if (one === undefined || measured === null) return [];
  return [
    {
      label: `remote ratio, ${one.bytes} B, ${one.perMille} of 1000 survive`,
      unit: '1',
      predicted: median(cell.map((trial) => trial.predicted)),
      measured,
    },
  ];
}
