import type { Estimate } from '../../../results/schema/estimate.ts';
import type { Evidence } from '../../../results/schema/report.ts';
import type { CompletedTrial } from '../../../results/schema/trial.ts';
import type { HypothesisData } from './data.ts';
import { type Hypothesis, notRun } from './hypothesis.ts';
import {
  type BlockValues,
  differences,
  estimateOf,
  meanRemoteStackPages,
  mostRemoteStackPages,
  valuesOf,
} from './thread-pages.ts';

const depthsBytes = ['4096', '16384', '65536'];
const idleThreads = ['0', '64'];
const common = {
  workload: 'threads',
  placements: ['spread'],
  threadsPerNode: 1,
  nodeCounts: [2],
  counted: { samples: 1, warmupSamples: 0, operationsPerThread: 40 },
  timed: { samples: 1, warmupSamples: 0, operationsPerThread: 40 },
} as const;

/** P3, as far as counts go: remote pages and faults. What a fault costs is a question of time. */
export const stackCacheHypothesis: Hypothesis = {
  id: 'P3',
  statement:
    'without a cache of stacks threads have fewer remote stack pages and more faults: musl at most one such page, glibc more than with fresh stacks when it reuses them',
  decidedOn: 'nodes',
  experiment: [
    {
      ...common,
      levels: { stacks: ['reused'], pin: ['self'], depth: depthsBytes, idle: idleThreads },
      targets: ['musl', 'glibc'],
    },
    {
      ...common,
      levels: { stacks: ['fresh'], pin: ['self'], depth: depthsBytes, idle: ['0'] },
      targets: ['glibc'],
    },
  ],
  rule: 'remote stack pages of a thread at its end and faults per thread, means over threads: supported if no thread of musl has more than `muslPages`, glibc has more with reused stacks than with fresh ones by `leastRisePages` at every depth, and musl has more faults than glibc by `leastMoreFaults`; refuted if at some depth glibc with reused stacks has no more remote pages than musl',
  thresholds: { muslPages: 1, leastRisePages: 0.1, leastMoreFaults: 0.1 },
  judge(data) {
    const {
      muslPages = Number.NaN,
      leastRisePages = Number.NaN,
      leastMoreFaults = Number.NaN,
    } = this.thresholds;
    const cells = depthsBytes.flatMap((depth) => idleThreads.map((idle) => readCell(data, depth, idle)));
    const evidence = cells.flatMap((cell) => makeEvidence(cell, muslPages));
    if (evidence.length === 0) return notRun;
    const worse = cells.filter(({ overMusl }) => overMusl !== null && overMusl.upper <= 0);
    if (worse.length > 0) {
      const because = `glibc has no more remote pages than musl at ${worse.map(({ label }) => label).join('; ')}`;
      return { verdict: 'refuted', because, evidence };
    }
    const open = cells.filter(
      ({ most, overFresh, moreFaults }) =>
        most === null ||
        overFresh === null ||
        moreFaults === null ||
        most.upper > muslPages ||
        overFresh.lower < leastRisePages ||
        moreFaults.lower < leastMoreFaults,
    );
    if (open.length > 0) {
      const because = `not all of it at ${open.map(({ label }) => label).join('; ')}`;
      return { verdict: 'unsettled', because, evidence };
    }
    return { verdict: 'supported', because: describeAll(cells), evidence };
  },
};

interface Cell {
  readonly label: string;
  /** Of the thread of musl that has the most. */
  readonly most: Estimate | null;
  readonly musl: Estimate | null;
  readonly glibc: Estimate | null;
  /** glibc's remote pages with reused stacks less musl's, and less its own with fresh stacks. */
  readonly overMusl: Estimate | null;
  readonly overFresh: Estimate | null;
  /** musl's faults per thread less glibc's. */
  readonly moreFaults: Estimate | null;
}

function readCell(data: HypothesisData, depth: string, idle: string): Cell {
  const read = (
    target: string,
    stacks: string,
    idlers: string,
    value: (trial: CompletedTrial) => number | null,
  ) => {
    const parameters = { depth, idle: idlers, stacks, pin: 'self' };
    return valuesOf(data.trials({ workload: 'threads', target, placement: 'spread', parameters }), value);
  };
  const musl = read('musl', 'reused', idle, meanRemoteStackPages);
  const glibc = read('glibc', 'reused', idle, meanRemoteStackPages);
  // Idle threads give no stack back, so that fresh stacks are the same with and without them.
  const fresh = read('glibc', 'fresh', '0', meanRemoteStackPages);
  const faults = (target: string): BlockValues => read(target, 'reused', idle, faultsPerThread);
  return {
    label: `${depth} B, ${idle} idle threads`,
    most: estimateOf(read('musl', 'reused', idle, mostRemoteStackPages)),
    musl: estimateOf(musl),
    glibc: estimateOf(glibc),
    overMusl: estimateOf(differences(glibc, musl)),
    overFresh: estimateOf(differences(glibc, fresh)),
    moreFaults: estimateOf(differences(faults('musl'), faults('glibc'))),
  };
}

function faultsPerThread(trial: CompletedTrial): number | null {
  const all = trial.processes.map(({ counts }) => counts);
  const operations = all.reduce((sum, counts) => sum + counts.operations, 0);
  if (operations === 0 || all.some(({ events }) => events === null)) return null;
  return all.reduce((sum, { events }) => sum + (events?.minorFaults ?? 0), 0) / operations;
}

function makeEvidence({ label, most, glibc, overFresh, moreFaults }: Cell, muslPages: number): Evidence[] {
  const rows = [
    { what: 'musl, remote stack pages at most', unit: 'pages', predicted: muslPages, measured: most },
    { what: 'glibc, remote stack pages', unit: 'pages', predicted: null, measured: glibc },
    {
      what: 'glibc, more with reused than fresh stacks',
      unit: 'pages',
      predicted: null,
      measured: overFresh,
    },
    { what: 'musl, more faults per thread than glibc', unit: '1/op', predicted: null, measured: moreFaults },
  ];
  return rows.flatMap(({ what, measured, ...row }) =>
    measured === null ? [] : [{ label: `${what}, ${label}`, ...row, measured }],
  );
}

function describeAll(cells: readonly Cell[]): string {
  const range = (pick: (cell: Cell) => Estimate | null) => {
    const values = cells.flatMap((cell) => pick(cell)?.point ?? []);
    return `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;
  };
  return `remote stack pages per thread: musl ${range((cell) => cell.musl)}, glibc ${range((cell) => cell.glibc)}; musl has ${range((cell) => cell.moreFaults)} more faults`;
}
