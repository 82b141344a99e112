import type { Counted } from '../../../results/schema/counters.ts';
import type { Estimate } from '../../../results/schema/estimate.ts';
import type { Evidence } from '../../../results/schema/report.ts';
import { makeEstimate } from '../../estimate/estimate.ts';
import { threadCount } from '../../load/run.ts';
import { sumCounted } from '../../metrics/per-operation.ts';
import type { ArmTrial, HypothesisData } from './data.ts';
import { type Hypothesis, type Judgement, needsHardware, notRun } from './hypothesis.ts';
import { costRatio, costsOf } from './trial-costs.ts';

const targets = ['musl', 'musl-dynamic'];
const creators = 4;

const thresholds = { leastWaits: 0.5, fewWaits: 0.1, leastSlowdown: 1.5, mostInflation: 1.5 };

const amount = { samples: 5, warmupSamples: 1, operationsPerThread: 400 };
const row = {
  workload: 'threads',
  threads: creators,
  // Detached and without stack or thread-local storage of its own, so that no join and few faults are among what is waited for.
  levels: { style: ['batch', 'concurrent'], end: ['detached'], stacks: ['reused'], depth: ['0'], tls: ['0'] },
  placements: ['local'] as const,
  targets,
  counted: amount,
  timed: amount,
};

export const creationLock: Hypothesis = {
  id: 'P4',
  statement:
    'creation and exit of threads in musl serialise on a lock of the libc that is held across work of the kernel, not on a lock in the kernel',
  decidedOn: 'hardware',
  needs: `a host with a node of ${creators} CPUs`,
  experiment: [row, { ...row, levels: { ...row.levels, style: ['concurrent'] }, counters: true }],
  rule:
    `Calls of futex that wait, refused ones included, those of the program itself left out, per thread created by ${creators} concurrent creators ` +
    'on one node, of musl linked statically and dynamically: supported where they are wholly more than `leastWaits` in both and counting them ' +
    'made creation wholly at most `mostInflation` times as dear; refuted where in one they are wholly at most `fewWaits` and a creation is ' +
    'wholly at least `leastSlowdown` times as dear as where the creators take turns: what is waited for then lies in the kernel, whose locks are no ' +
    'futexes. Else unsettled. Counters do not tell one lock of the libc from another.',
  thresholds,
  judge,
};

interface Cell {
  readonly target: string;
  readonly waits: Estimate | null;
  /** Cost of a creation with counters over that without. */
  readonly inflation: Estimate | null;
  /** Cost of a creation by creators at once over that by creators in turn. */
  readonly slowdown: Estimate | null;
}

function judge(data: HypothesisData): Judgement {
  const planned = data.arms({ workload: 'threads', placement: 'local' });
  if (!planned.some((arm) => threadCount(arm) === creators))
    return needsHardware(creationLock, `${creators} creators have no CPUs of their own here`);
  const cells = targets.map((target) => readCell(data, target));
  const counting = targets.flatMap((target) => countingTrials(data, target));
  if (counting.length === 0) return notRun;
  const lacking = counting.map(waitsOf).find((waits) => typeof waits !== 'number');
  if (lacking !== undefined)
    return { ...notRun, because: `futex calls were not counted: ${lacking.unavailable}` };
  return { verdict: decide(cells), because: explain(cells), evidence: cells.flatMap(makeEvidence) };
}

function readCell(data: HypothesisData, target: string): Cell {
  const counting = countingTrials(data, target);
  const costs = (style: string) =>
    costsOf(threadsTrials(data, target, style).filter(({ arm }) => arm.counters === undefined));
  const atOnce = costs('concurrent');
  const values = counting.flatMap((one) => {
    const waits = waitsOf(one);
    const created = one.trial.processes.reduce((sum, { counts }) => sum + counts.operations, 0);
    return typeof waits === 'number' && created > 0 ? [waits / created] : [];
  });
  return {
    target,
    waits: makeEstimate(values, 'count'),
    inflation: costRatio(atOnce, costsOf(counting)),
    slowdown: costRatio(costs('batch'), atOnce),
  };
}

function threadsTrials(data: HypothesisData, target: string, style: string): readonly ArmTrial[] {
  return data
    .trials({ workload: 'threads', target, placement: 'local', parameters: { style, end: 'detached' } })
    .filter(({ arm }) => threadCount(arm) === creators);
}

function countingTrials(data: HypothesisData, target: string): readonly ArmTrial[] {
  return threadsTrials(data, target, 'concurrent').filter(({ arm }) => arm.counters === true);
}

function waitsOf({ trial }: ArmTrial): Counted {
  const waits = sumCounted(trial, ({ futex }) => ('unavailable' in futex ? futex : futex.waits));
  return waits ?? { unavailable: 'the program was not asked to' };
}

function decide(cells: readonly Cell[]): Judgement['verdict'] {
  const { leastWaits, fewWaits, leastSlowdown, mostInflation } = thresholds;
  const refutes = ({ waits, slowdown }: Cell) =>
    waits !== null && slowdown !== null && waits.upper <= fewWaits && slowdown.lower >= leastSlowdown;
  const supports = ({ waits, inflation }: Cell) =>
    waits !== null && inflation !== null && waits.lower > leastWaits && inflation.upper <= mostInflation;
  if (cells.some(refutes)) return 'refuted';
  return cells.every(supports) ? 'supported' : 'unsettled';
}

function explain(cells: readonly Cell[]): string {
  const around = (estimate: Estimate | null) =>
    estimate === null
      ? 'not measured'
      : `${estimate.point.toFixed(2)} (${estimate.lower.toFixed(2)} to ${estimate.upper.toFixed(2)}, n = ${estimate.n})`;
  return cells
    .map(
      ({ target, waits, inflation, slowdown }) =>
        `${target}: waits per creation ${around(waits)}, dearer by counting ${around(inflation)} times, by creating at once ${around(slowdown)} times`,
    )
    .join('; ');
}

function makeEvidence({ target, waits, inflation, slowdown }: Cell): readonly Evidence[] {
  const rows = [
    { what: 'futex waits per creation', unit: '1/op', measured: waits },
    { what: 'cost with counters / without', unit: '1', measured: inflation },
    { what: `cost with ${creators} creators at once / in turn`, unit: '1', measured: slowdown },
  ];
  return rows.flatMap(({ what, unit, measured }) =>
    measured === null ? [] : [{ label: `${target}, ${what}`, unit, predicted: null, measured }],
  );
}
