import type { Evidence } from '../../../results/schema/report.ts';
import { makeEstimate } from '../../estimate/estimate.ts';
import { groupBy } from '../../load/group-by.ts';
import type { HypothesisData } from './data.ts';
import type { Hypothesis, Judgement } from './hypothesis.ts';
import { notRun } from './hypothesis.ts';
import { mmapThresholdBytes } from './models/mallocng/size-classes.ts';
import { onePair, type PairTrial, pairTrials } from './one-pair.ts';
import { placedBytes } from './placed-bytes.ts';

const call = { call: ['realloc'] } as const;
const cases = [
  { sizes: ['fixed:200000', 'fixed:1000000'], resize: ['110', '200'] },
  { sizes: ['fixed:400000'], resize: ['50'] },
  // In place in its slot, or copied when the block began late in it.
  { sizes: ['fixed:900'], resize: ['111'] },
  // To another class, to a mapping of its own, and out of one: always copied.
  { sizes: ['fixed:1000', 'fixed:60000', 'fixed:100000'], resize: ['200'] },
  { sizes: ['fixed:200000'], resize: ['50'] },
];

const rule =
  'blocks written by one node and resized by another; those that kept their address, and those that were mappings of their own before and after, are kept or remapped. Supported if `stayRatio` of their bytes on pages with old content lie on the first node in every trial, with blocks of both kinds, moved ones among the remapped; refuted if less do in any trial; else unsettled. Blocks that were copied are shown and do not decide';
const thresholds = { stayRatio: 1 };

function judge(data: HypothesisData): Judgement {
  const trials = pairTrials(data, { workload: 'regrow', parameters: { call: 'realloc' } });
  const cells = [...groupBy(trials, ({ arm }) => arm.id).values()].flatMap(makeCells);
  return cells.length === 0 ? notRun : judgeCells(cells, thresholds);
}

/** M12. mremap moves page tables and not pages; only a copy writes to new pages, on the node of who calls realloc. */
export const reallocHypothesis: Hypothesis = {
  id: 'M12',
  statement:
    'pages that realloc keeps or remaps stay on their node, whoever calls it from wherever; what it copies is written anew',
  decidedOn: 'nodes',
  experiment: cases.map((levels) => ({ workload: 'regrow', ...onePair(50), levels: { ...call, ...levels } })),
  rule,
  thresholds,
  judge,
  earlierRules: [
    {
      statement:
        'realloc never re-homes: pages that it keeps or remaps stay on their node, whoever calls it from wherever',
      rule,
      replaced:
        '2026-11-29, after the run hypotheses-1, in words alone: of blocks that are copied up to 0.62 of the old content stays, and the rest is re-homed, so that never was wrong',
      judge,
    },
  ],
};

/** `kept`: same address; `remapped`: another address without a copy; `copied`. */
type Way = 'kept' | 'remapped' | 'copied';

interface Cell {
  readonly way: Way;
  readonly label: string;
  /** Of bytes on pages with old content, those on the node of who wrote it; by trial, in the stage where less stayed. */
  readonly stayed: readonly number[];
}

function makeCells(trials: readonly PairTrial[]): Cell[] {
  const [one] = trials;
  if (one === undefined) return [];
  const newBytes = Math.floor((one.bytes * Number(one.arm.parameters.resize)) / 100);
  const areMappings = Math.min(one.bytes, newBytes) >= mmapThresholdBytes;
  return (['kept-old', 'moved-old'] as const).flatMap((subject): Cell[] => {
    const way: Way = subject === 'kept-old' ? 'kept' : areMappings ? 'remapped' : 'copied';
    const stayed = trials.flatMap(({ trial }) => {
      const shares = ['resized', 'rewritten'].flatMap((checkpoint) => {
        const placed = placedBytes(trial, { subject, checkpoint, owner: 'allocator' });
        // Who resized counts as owner, so that what stayed lies on the other node.
        return placed === null ? [] : [placed.other / (placed.own + placed.other + placed.none)];
      });
      return shares.length === 0 ? [] : [Math.min(...shares)];
    });
    return stayed.length === 0 ? [] : [{ way, label: `${way}, ${one.bytes} to ${newBytes} B`, stayed }];
  });
}

function judgeCells(cells: readonly Cell[], { stayRatio }: typeof thresholds): Judgement {
  const deciding = cells.filter(({ way }) => way !== 'copied');
  const moved = deciding.filter(({ stayed }) => Math.min(...stayed) < stayRatio);
  const sawBoth = (['kept', 'remapped'] as const).every((way) => deciding.some((cell) => cell.way === way));
  const least = Math.min(...deciding.flatMap(({ stayed }) => [...stayed]));
  const copied = cells.filter(({ way }) => way === 'copied').flatMap(({ stayed }) => [...stayed]);
  const ofCopies =
    copied.length === 0 ? '' : `; of copied ones at most ${Math.max(...copied).toFixed(3)} stays`;
  return {
    verdict: moved.length > 0 ? 'refuted' : sawBoth ? 'supported' : 'unsettled',
    because:
      deciding.length === 0
        ? 'no block was kept or remapped'
        : `of blocks kept or remapped at least ${least.toFixed(3)} of the old pages stays, in ${deciding.length} cells${ofCopies}`,
    evidence: cells.flatMap((cell) => describeCell(cell, stayRatio)),
  };
}

function describeCell({ way, label, stayed }: Cell, stayRatio: number): Evidence[] {
  const measured = makeEstimate(stayed, 'count');
  return measured === null
    ? []
    : [{ label, unit: '1', predicted: way === 'copied' ? null : stayRatio, measured }];
}
