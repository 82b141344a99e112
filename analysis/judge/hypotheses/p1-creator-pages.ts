import type { ThreadMap } from '../../../results/schema/counts.ts';
import type { Evidence } from '../../../results/schema/report.ts';
import type { CompletedTrial } from '../../../results/schema/trial.ts';
import type { ArmTrial, HypothesisData } from './data.ts';
import { type Hypothesis, notRun } from './hypothesis.ts';
import { cellsOf, estimateOf, mapsOf, valuesOf } from './thread-pages.ts';

const depthsBytes = ['1024', '4096', '16384', '65536'];
const tlsBytes = ['4096', '65536'];
const kept = { samples: 1, warmupSamples: 0, operationsPerThread: 16 };

/**
 * P1. The thread-local storage that the program itself is linked with is small; storage of 4 and 64 KiB is that of a module that was
 * opened before the threads were created, which musl then treats alike.
 */
export const creatorPagesHypothesis: Hypothesis = {
  id: 'P1',
  statement:
    'of a thread of musl, exactly the pages with its descriptor, its initialised thread-local storage and the first bytes of its stack lie on the node of its creator',
  decidedOn: 'nodes',
  experiment: [
    {
      workload: 'threads',
      levels: { pin: ['self'], early: ['0'], stacks: ['fresh'], depth: depthsBytes },
      placements: ['spread'],
      threadsPerNode: 1,
      nodeCounts: [2],
      targets: ['musl'],
      counted: kept,
      timed: kept,
    },
    {
      workload: 'tls-dlopen',
      levels: { when: ['before-threads'], bytes: tlsBytes },
      placements: ['spread'],
      threadsPerNode: 1,
      nodeCounts: [2],
      targets: ['musl-dynamic'],
      counted: { ...kept, operationsPerThread: 1 },
      timed: { ...kept, operationsPerThread: 1 },
    },
  ],
  rule: "of threads created from another node, the share whose pages lie exactly so, and of initialised thread-local storage the bytes on the creator's node: supported if `exactShare` everywhere, refuted if below it somewhere in all blocks",
  thresholds: { exactShare: 1 },
  judge(data) {
    const { exactShare = Number.NaN } = this.thresholds;
    const decisive = [
      ...depthsBytes.flatMap((depth) => exactMaps(data, depth, exactShare)),
      ...tlsBytes.flatMap((bytes) => storageOfCreator(data, bytes, 'tls-initialised', exactShare)),
    ];
    const contrast = tlsBytes.flatMap((bytes) => storageOfCreator(data, bytes, 'tls-zeroed', null));
    const evidence = [...decisive, ...contrast];
    if (decisive.length === 0) return notRun;
    const below = decisive.filter(({ measured }) => measured.upper < exactShare);
    if (below.length > 0) return { verdict: 'refuted', because: `not so for ${listLabels(below)}`, evidence };
    const partly = decisive.filter(({ measured }) => measured.lower < exactShare);
    if (partly.length > 0)
      return { verdict: 'unsettled', because: `not in every block for ${listLabels(partly)}`, evidence };
    if (decisive.length < depthsBytes.length + tlsBytes.length)
      return { verdict: 'unsettled', because: `only seen for ${listLabels(decisive)}`, evidence };
    return { verdict: 'supported', because: `exactly so for ${listLabels(decisive)}`, evidence };
  },
};

function exactMaps(data: HypothesisData, depth: string, predicted: number): Evidence[] {
  const parameters = { depth, pin: 'self', early: '0', stacks: 'fresh' };
  const trials = data.trials({ workload: 'threads', target: 'musl', placement: 'spread', parameters });
  const measured = estimateOf(valuesOf(trials, shareOfExactMaps));
  return measured === null ? [] : [{ label: `stack used to ${depth} B`, unit: '1', predicted, measured }];
}

function shareOfExactMaps(trial: CompletedTrial): number | null {
  const maps = [...mapsOf(trial, 'first-instruction'), ...mapsOf(trial, 'end')].filter(
    (map) => map.creatorNode !== map.childNode,
  );
  return maps.length === 0 ? null : maps.filter(isExact).length / maps.length;
}

/** Below its first page the stack is absent at first, and the thread's own once it has been used. */
function isExact({ creatorNode, childNode, at, descriptor, errno, tls, stack }: ThreadMap): boolean {
  const [first, ...below] = stack;
  const used = at === 'end' ? childNode : 'absent';
  return (
    [descriptor, errno, first, ...tls].every((node) => node === creatorNode) &&
    below.every((node) => node === used)
  );
}

function storageOfCreator(
  data: HypothesisData,
  bytes: string,
  subject: string,
  predicted: number | null,
): Evidence[] {
  const parameters = { when: 'before-threads', bytes };
  const filter = { workload: 'tls-dlopen', target: 'musl-dynamic', placement: 'spread', parameters } as const;
  const trials = data.trials(filter);
  const measured = estimateOf(valuesOf(trials, (trial) => shareOnCreator(trials, trial, subject)));
  const part = subject === 'tls-zeroed' ? 'storage of zeros' : 'initialised storage';
  return measured === null ? [] : [{ label: `${bytes} B of ${part}`, unit: '1', predicted, measured }];
}

/** The main thread creates all others, on the node of the first. */
function shareOnCreator(trials: readonly ArmTrial[], trial: CompletedTrial, subject: string): number | null {
  const creator = trials.find((one) => one.trial === trial)?.arm.processes[0]?.threads[0]?.node;
  const cells = trial.processes
    .flatMap(({ counts }) => counts.placement)
    .filter((placement) => placement.subject === subject)
    .flatMap(cellsOf)
    .filter(({ owner }) => owner !== creator);
  const all = cells.reduce((sum, cell) => sum + cell.bytes, 0);
  const there = cells.reduce((sum, cell) => sum + (cell.page === creator ? cell.bytes : 0), 0);
  return all === 0 ? null : there / all;
}

function listLabels(evidence: readonly Evidence[]): string {
  return evidence.map(({ label }) => label).join(', ');
}
