import type { Amount } from '../../../results/schema/experiment.ts';
import type { Evidence } from '../../../results/schema/report.ts';
import { makeEstimate } from '../../estimate/estimate.ts';
import type { HypothesisData } from './data.ts';
import { type Hypothesis, type Judgement, notRun } from './hypothesis.ts';

const thresholds = { firstSizeBytes: 1, lastSizeBytes: 4096 };
const once: Amount = { samples: 1, warmupSamples: 0, operationsPerThread: 1 };

/** What one block found with one alignment, over all arms of the sweep. */
interface Sweep {
  readonly sizes: Set<number>;
  /** Sizes of which a pair is not as the formula says. */
  readonly sizesOff: Set<number>;
  payloadPairs: number;
  headerPairs: number;
}

const alignments = ['0', '64'] as const;
type Alignment = (typeof alignments)[number];

/** Do a block and its neighbour share a line? `begin` is where the lower one begins in its line. */
function sharesLine(sizeBytes: number, beginBytes: number, strideBytes: number, lineBytes: number): boolean {
  return (
    Math.floor((beginBytes + sizeBytes - 1) / lineBytes) ===
    Math.floor((beginBytes + strideBytes) / lineBytes)
  );
}

function readSweeps(data: HypothesisData, align: Alignment): readonly Sweep[] {
  const blocks = new Map<number, Sweep>();
  const trials = data.trials({ workload: 'sharing', target: 'musl', parameters: { align } });
  for (const { trial } of trials) {
    const lines = trial.processes.flatMap((process) => process.counts.lineSharing);
    if (lines.length === 0) continue;
    const sweep = blocks.get(trial.block) ?? {
      sizes: new Set(),
      sizesOff: new Set(),
      payloadPairs: 0,
      headerPairs: 0,
    };
    blocks.set(trial.block, sweep);
    for (const { lineBytes, sizes } of lines) {
      for (const size of sizes) addSize(sweep, size, lineBytes);
    }
  }
  return [...blocks.values()];
}

type SizeRow = {
  readonly sizeBytes: number;
  readonly near: readonly (readonly [number, number, number, number, number])[];
};

function addSize(sweep: Sweep, { sizeBytes, near }: SizeRow, lineBytes: number): void {
  sweep.sizes.add(sizeBytes);
  for (const [begin, stride, pairs, sharing, headerSharing] of near) {
    sweep.payloadPairs += sharing;
    sweep.headerPairs += headerSharing;
    const expected = sharesLine(sizeBytes, begin, stride, lineBytes) ? pairs : 0;
    if (sharing !== expected) sweep.sizesOff.add(sizeBytes);
  }
}

function judge(data: HypothesisData): Judgement {
  const plain = readSweeps(data, '0');
  const aligned = readSweeps(data, '64');
  const all = [...plain, ...aligned];
  if (all.length === 0) return notRun;
  const evidence = [
    ...evidenceOf('sizes off the formula, malloc', 0, plain, (sweep) => sweep.sizesOff.size),
    ...evidenceOf('sizes off the formula, aligned_alloc(64)', 0, aligned, (sweep) => sweep.sizesOff.size),
    ...evidenceOf('pairs that share a line, malloc', null, plain, (sweep) => sweep.payloadPairs),
    ...evidenceOf('pairs that share a line, aligned_alloc(64)', 0, aligned, (sweep) => sweep.payloadPairs),
    ...evidenceOf('pairs with a header on the line, aligned_alloc(64)', null, aligned, (s) => s.headerPairs),
  ];
  return { ...decide(plain, aligned), evidence };
}

function decide(plain: readonly Sweep[], aligned: readonly Sweep[]): Omit<Judgement, 'evidence'> {
  const all = [...plain, ...aligned];
  const off = [...new Set(all.flatMap((sweep) => [...sweep.sizesOff]))].sort((a, b) => a - b);
  if (off.length > 0) {
    const some = off.slice(0, 5).join(', ');
    return { verdict: 'refuted', because: `${off.length} sizes are off the formula: ${some} B` };
  }
  const shared = aligned.filter((sweep) => sweep.payloadPairs > 0).length;
  if (shared > 0) {
    return {
      verdict: 'refuted',
      because: `blocks of aligned_alloc(64) share a line in ${shared} of ${aligned.length} blocks`,
    };
  }
  const wanted = thresholds.lastSizeBytes - thresholds.firstSizeBytes + 1;
  const fewest = Math.min(
    ...[plain, aligned].map((sweeps) => Math.min(...sweeps.map((s) => s.sizes.size), wanted)),
  );
  if (plain.length === 0 || aligned.length === 0 || fewest < wanted) {
    return {
      verdict: 'unsettled',
      because: `not all of ${wanted} sizes were swept with malloc and aligned_alloc(64)`,
    };
  }
  const withoutHeaders = aligned.filter((sweep) => sweep.headerPairs === 0).length;
  if (withoutHeaders > 0) {
    return {
      verdict: withoutHeaders === aligned.length ? 'refuted' : 'unsettled',
      because: `no header shares a line with the block before in ${withoutHeaders} of ${aligned.length} blocks`,
    };
  }
  return {
    verdict: 'supported',
    because: `the formula is exact for all ${wanted} sizes; with aligned_alloc(64) no block shares a line with another, and headers do`,
  };
}

function evidenceOf(
  label: string,
  predicted: number | null,
  sweeps: readonly Sweep[],
  value: (sweep: Sweep) => number,
): readonly Evidence[] {
  const measured = makeEstimate(sweeps.map(value), 'count');
  return measured === null ? [] : [{ label, unit: '1', predicted, measured }];
}

export const lineSharing: Hypothesis = {
  id: 'M3',
  statement:
    'Line sharing of neighbouring payloads is arithmetic in (size, stride, begin in the line), not timing: with floor((begin + size - 1) / 64) ' +
    '= floor((begin + stride) / 64) they share one.',
  decidedOn: 'nodes',
  experiment: [
    {
      workload: 'sharing',
      levels: { sweep: ['1-2048', '2049-4096'], align: [...alignments], objects: ['16'], burst: ['8'] },
      placements: ['spread'],
      threadsPerNode: 1,
      nodeCounts: [2],
      targets: ['musl'],
      counted: once,
      timed: once,
    },
  ],
  rule:
    'Supported if for every size from firstSizeBytes to lastSizeBytes every pair of neighbours is as the formula says, blocks of ' +
    'aligned_alloc(64) share no line, and the bytes just before them, where mallocng keeps its header, do in every block; refuted if a size is ' +
    'off, such blocks share a line or no header ever does; else unsettled.',
  thresholds,
  judge,
};
