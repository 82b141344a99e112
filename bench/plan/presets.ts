import type { Amount, DecidedOn, ExperimentRow } from '../../results/schema/experiment.ts';
import type { Plan } from '../../results/schema/plan.ts';

/** A row of a preset, or of the experiment of a hypothesis, which then is named. A preset may have several rows of a workload. */
export interface PlannedRow extends ExperimentRow {
  readonly hypothesis?: { readonly id: string; readonly decidedOn: DecidedOn };
  /** Values of parameters that the row is for; combinations with others are not made. Absent: all. */
  readonly only?: Readonly<Record<string, readonly string[]>>;
  /** Nothing is timed: it would be one more comparison of the family, for a question that counts answer. */
  readonly countsOnly?: true;
}

export interface Preset {
  readonly name: Plan['preset'];
  /** The first one is the baseline. */
  readonly targets: readonly string[];
  readonly workloads: readonly PlannedRow[];
  /** Which arms of the baseline are run once more as the A/A control. Where only counts decide, one for each workload is enough. */
  readonly controls: 'every-arm' | 'first-of-workload';
  readonly blocks: {
    readonly virtual: number;
    /** As many as the time allows. Thirty find a 3 % effect on a churn in 93 of 100 runs, ten in 59. */
    readonly host: { readonly least: number; readonly most: number };
  };
  /** What the whole run may take by the estimate. */
  readonly budgetSeconds: number;
  /** Latency trials cost as much again as throughput trials. */
  readonly latency: boolean;
}

const once = (operationsPerThread: number): Amount => ({ samples: 1, warmupSamples: 0, operationsPerThread });
const fiveTimes = (operationsPerThread: number): Amount => ({
  samples: 5,
  warmupSamples: 1,
  operationsPerThread,
});

const allPlacements = ['local', 'remote', 'spread', 'interleave', 'split'] as const;

const churn = { workload: 'churn', counted: once(5_000), timed: fiveTimes(10_000) } as const;
const remoteFree = { workload: 'remote-free', counted: once(2_000), timed: fiveTimes(10_000) } as const;
const regrow = { workload: 'regrow', counted: once(100), timed: once(100) } as const;
/** A batch of one block, so that an allocator that keeps one piece of memory can keep all of it. */
const reuse = { workload: 'reuse', counted: once(1), timed: once(1) } as const;
const threads = { workload: 'threads', counted: once(10), timed: fiveTimes(100) } as const;
const phases = { workload: 'phases', counted: once(2_000), timed: fiveTimes(2_000) } as const;
const onePerLibc = ['musl', 'glibc'] as const;

const mixedSizes = 'loguniform:16-4096';

/**
 * Memory over live bytes is read from these: with a thread on each of two nodes 66 MB are live at most, of which the fixed cost of an
 * allocator is little. Other sizes or numbers could be more than a guest has: they are the other rows'.
 */
const largeRows: readonly PlannedRow[] = [
  {
    ...churn,
    levels: { sizes: [mixedSizes], slots: ['45000'], turn: ['16'] },
    only: { sizes: [mixedSizes], slots: ['45000'] },
  },
  {
    ...phases,
    levels: { pattern: ['shifted'], sizes: [mixedSizes], objects: ['90000'], rounds: ['1'], turn: ['256'] },
    only: { sizes: [mixedSizes], objects: ['90000'] },
  },
].map((row) => ({
  ...row,
  placements: ['spread', 'split'],
  countsOnly: true,
  threadsPerNode: 1,
  targets: ['musl', 'glibc', 'glibc+jemalloc'],
}));

/** The allocator has no part in it, so that one target of each libc will do. */
const mutex = {
  workload: 'mutex',
  targets: onePerLibc,
  counted: once(10_000),
  timed: fiveTimes(50_000),
} as const;

/**
 * What runs when flags do not say: `--quick`, and without it. Parameters not named here keep the program's default. In churn and
 * remote-free threads take turns in count mode, so that counts belong to the seed; `turn` 0 lets them race and shows what that changes.
 */
export const presets: Readonly<Record<'quick' | 'default', Preset>> = {
  quick: {
    name: 'quick',
    controls: 'every-arm',
    targets: ['musl', 'glibc', 'glibc+jemalloc'],
    blocks: { virtual: 3, host: { least: 3, most: 3 } },
    budgetSeconds: 90,
    latency: false,
    workloads: [
      { ...churn, levels: { sizes: ['fixed:64', 'fixed:8000'], turn: ['16'] }, placements: ['spread'] },
      { ...remoteFree, levels: { survivors: ['0', '100'], turn: ['16'] }, placements: ['spread'] },
      { ...threads, levels: {}, placements: ['spread'] },
      // With one thread on a node every handoff changes node.
      { ...mutex, levels: {}, placements: ['spread'], threadsPerNode: 2 },
    ],
  },
  default: {
    name: 'default',
    controls: 'every-arm',
    targets: ['musl', 'musl-dynamic', 'musl+jemalloc', 'glibc', 'glibc+jemalloc'],
    blocks: { virtual: 6, host: { least: 19, most: 30 } },
    budgetSeconds: 540,
    latency: true,
    workloads: [
      { ...churn, levels: { sizes: ['fixed:64', 'fixed:8000'], turn: ['16'] }, placements: ['spread'] },
      {
        ...churn,
        levels: { sizes: ['fixed:64'], turn: ['1', '256', '0'] },
        placements: ['spread'],
        targets: onePerLibc,
      },
      {
        ...churn,
        levels: { turn: ['16'] },
        placements: allPlacements,
        targets: ['musl', 'glibc', 'glibc+jemalloc'],
      },
      { ...remoteFree, levels: { survivors: ['0', '10', '100'], turn: ['16'] }, placements: ['spread'] },
      { ...regrow, levels: { sizes: ['fixed:60000'] }, placements: ['spread'], targets: onePerLibc },
      { ...reuse, levels: { cycles: ['200'] }, placements: ['spread'], targets: onePerLibc },
      { ...threads, levels: { stacks: ['fresh', 'reused'] }, placements: ['spread'] },
      { ...mutex, levels: {}, placements: ['local', 'spread'] },
      { ...mutex, levels: {}, placements: ['spread'], threadsPerNode: 2 },
      // One heap against one for each node: peaks that follow one another are what divides them.
      {
        ...phases,
        levels: { pattern: ['shifted'] },
        placements: ['spread', 'split'],
        targets: ['musl', 'glibc', 'glibc+jemalloc'],
      },
      ...largeRows,
    ],
  },
};

const classic = { workload: 'classic', counted: once(1), timed: fiveTimes(1) } as const;
const singleTests = [
  'sparse',
  'bubble',
  'tiny',
  'tiny-stride',
  'big',
  'big-stride',
  'create-join',
  'create-join-batch',
  'lock',
  'lock-single-threaded',
];
/** Three scans, or as long as they take. */
const threeScans: Amount = { samples: 3, warmupSamples: 0, operationsPerThread: 256 };

const threadTests = ['slots-shared', 'slots-local'];

/** Rows of workloads that run only when asked for by --workloads and need other threads or amounts than the generic row. */
const onRequest: readonly PlannedRow[] = [
  {
    workload: 'array',
    levels: { 'cpu-ms': ['4000'] },
    placements: ['spread'],
    counted: threeScans,
    timed: threeScans,
  },
  {
    ...classic,
    levels: { test: singleTests },
    only: { test: singleTests },
    placements: ['local'],
    threads: 1,
  },
  {
    ...classic,
    levels: { test: threadTests },
    only: { test: threadTests },
    placements: ['local', 'spread'],
    threads: 2,
  },
];

/** A workload that no preset names, asked for by --workloads. */
export function rowsOnRequest(workload: string): readonly PlannedRow[] {
  const rows = onRequest.filter((row) => row.workload === workload);
  return rows.length > 0 ? rows : [makeGenericPreset(workload)];
}

/** What a workload that no preset names does where an operation of it is expensive. */
const amounts: Readonly<Record<string, Pick<ExperimentRow, 'counted' | 'timed'>>> = {
  'thread-list': { counted: once(20), timed: fiveTimes(20) },
  'tls-dlopen': { counted: once(1), timed: fiveTimes(1) },
};

/** Its defaults under every placement it knows. */
function makeGenericPreset(workload: string): ExperimentRow {
  const { counted, timed } = amounts[workload] ?? { counted: once(2_000), timed: fiveTimes(10_000) };
  return { workload, levels: {}, placements: allPlacements, counted, timed };
}
