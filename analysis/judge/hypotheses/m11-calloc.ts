import type { Evidence } from '../../../results/schema/report.ts';
import { makeEstimate } from '../../estimate/estimate.ts';
import { groupBy } from '../../load/group-by.ts';
import type { Hypothesis, Judgement } from './hypothesis.ts';
import { notRun } from './hypothesis.ts';
import { agreementNote } from './models/agreement.ts';
import { predictCalloc } from './models/mallocng/predict.ts';
import { onePair, type PairTrial, pairTrials } from './one-pair.ts';
import { placedBytes } from './placed-bytes.ts';

const call = { call: ['calloc'] } as const;
const fixed = (...sizes: readonly number[]) => sizes.map((bytes) => `fixed:${bytes}`);

/**
 * M11. calloc writes what may not be zero: all of a small block, only the ends of a big one in untouched memory, nothing but headers of
 * a mapping made for the block. Used memory it zeroes in place, where it is.
 */
export const callocHypothesis: Hypothesis = {
  id: 'M11',
  statement: "calloc of large or single-slot blocks does not place memory on the caller's node",
  decidedOn: 'nodes',
  experiment: [
    {
      workload: 'regrow',
      ...onePair(200),
      levels: { ...call, sizes: fixed(1_000, 4_000, 8_000, 16_000), memory: ['fresh', 'reused'] },
    },
    {
      workload: 'regrow',
      ...onePair(50),
      levels: {
        ...call,
        sizes: fixed(60_000, 131_051, 131_052, 1_000_000),
        memory: ['fresh', 'reused'],
      },
    },
  ],
  rule: "the share of bytes that calloc places on its caller's node, while nobody else has written, and the share that lies there after another node's first write: supported if both are within `withinShare` of what a model of the group tree gives for size and memory, in every trial; refuted if a size is farther off than `offShare` in all its trials; else unsettled",
  thresholds: { withinShare: 0.02, offShare: 0.1 },
  judge(data) {
    const cells = [
      ...groupBy(pairTrials(data, { workload: 'regrow', parameters: { call: 'calloc' } }), (t) => t.arm.id),
    ].flatMap(([, trials]) => makeCell(trials));
    return cells.length === 0 ? notRun : judgeCells(cells, this.thresholds);
  },
};

interface Cell {
  readonly label: string;
  readonly predicted: number;
  /** By trial: of calloc alone, and after the other thread's first write. */
  readonly allocated: readonly number[];
  readonly written: readonly number[];
}

function makeCell(trials: readonly PairTrial[]): Cell[] {
  const [one] = trials;
  if (one === undefined) return [];
  const memory = one.arm.parameters.memory === 'reused' ? 'reused' : 'fresh';
  const cell = {
    label: `${one.bytes} B, ${memory}`,
    predicted: predictCalloc(one.bytes, one.blocks, memory).onCaller,
    allocated: trials.flatMap((trial) => ownShare(trial, 'allocated')),
    written: trials.flatMap((trial) => ownShare(trial, 'written')),
  };
  return cell.allocated.length > 0 && cell.written.length > 0 ? [cell] : [];
}

/** Out of all bytes, also those that lie nowhere. */
function ownShare({ trial }: PairTrial, stage: string): number[] {
  const placed = placedBytes(trial, { subject: stage, checkpoint: stage, owner: 'allocator' });
  return placed === null ? [] : [placed.own / (placed.own + placed.other + placed.none)];
}

function judgeCells(
  cells: readonly Cell[],
  { withinShare = Number.NaN, offShare = Number.NaN }: Hypothesis['thresholds'],
): Judgement {
  const offs = cells.map((cell) => {
    const off = [...cell.allocated, ...cell.written].map((share) => Math.abs(share - cell.predicted));
    return { cell, least: Math.min(...off), most: Math.max(...off) };
  });
  const farthest = offs.reduce((a, b) => (b.most > a.most ? b : a));
  const isWithin = farthest.most <= withinShare;
  const isOff = offs.some(({ least }) => least > offShare);
  const shares = cells.flatMap((cell) => [...cell.allocated]);
  return {
    verdict: isWithin ? 'supported' : isOff ? 'refuted' : 'unsettled',
    because:
      `calloc places ${Math.min(...shares).toFixed(3)} to ${Math.max(...shares).toFixed(3)} of the bytes on its caller's node; ` +
      `farthest from the model by ${farthest.most.toFixed(3)} (${farthest.cell.label}) in ${cells.length} cells; ${agreementNote}`,
    evidence: cells.flatMap(describeCell),
  };
}

function describeCell({ label, predicted, allocated, written }: Cell): Evidence[] {
  return (
    [
      [`placed by calloc, ${label}`, allocated],
      [`left there by the first write, ${label}`, written],
    ] as const
  ).flatMap(([what, shares]) => {
    const measured = makeEstimate(shares, 'count');
    return measured === null ? [] : [{ label: what, unit: '1', predicted, measured }];
  });
}
