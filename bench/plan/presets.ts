import type { PlacementName } from '../../results/schema/workload.ts';

/** How much one trial does. */
export interface Amount {
  readonly samples: number;
  readonly warmupSamples: number;
  readonly operationsPerThread: number;
}

/** One row of a preset; a workload may have several. */
export interface WorkloadPreset {
  readonly workload: string;
  /** Levels of parameters that differ from the program's defaults or are swept. */
  readonly levels: Readonly<Record<string, readonly string[]>>;
  readonly placements: readonly PlacementName[];
  /** Absent: as many threads as fit on one node, so that all placements do equal work. */
  readonly threadsPerNode?: number;
  /** The targets of the preset that it is run with; absent: all of them. */
  readonly targets?: readonly string[];
  /** In count mode: one pass, as much as a guest does in a few tenths of a second. */
  readonly counted: Amount;
  /** In throughput and latency mode, on hosts only. */
  readonly timed: Amount;
}

export interface Preset {
  readonly targets: readonly string[];
  readonly workloads: readonly WorkloadPreset[];
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
const handover = { workload: 'handover', counted: once(2_000), timed: fiveTimes(10_000) } as const;
const threads = { workload: 'threads', counted: once(10), timed: fiveTimes(100) } as const;
const onePerLibc = ['musl', 'glibc'] as const;

/** The allocator has no part in it, so that one target of each libc will do. */
const mutex = {
  workload: 'mutex',
  targets: onePerLibc,
  counted: once(10_000),
  timed: fiveTimes(50_000),
} as const;

/**
 * What runs when flags do not say: `--quick`, and without it. Parameters not named here keep the program's default. In churn the
 * threads take turns in count mode, so that counts belong to the seed; `turn` 0 lets them race and shows what that changes.
 */
export const presets: Readonly<Record<'quick' | 'default', Preset>> = {
  quick: {
    targets: ['musl', 'glibc', 'glibc+jemalloc'],
    blocks: { virtual: 3, host: { least: 3, most: 3 } },
    budgetSeconds: 90,
    latency: false,
    workloads: [
      { ...churn, levels: { sizes: ['fixed:64', 'fixed:8000'], turn: ['16'] }, placements: ['spread'] },
      { ...handover, levels: { survivors: ['0', '100'] }, placements: ['spread'] },
      { ...threads, levels: {}, placements: ['spread'] },
      // With one thread on a node every hand-over changes node.
      { ...mutex, levels: {}, placements: ['spread'], threadsPerNode: 2 },
    ],
  },
  default: {
    targets: ['musl', 'musl-dynamic', 'musl+jemalloc', 'glibc', 'glibc+jemalloc'],
    blocks: { virtual: 6, host: { least: 6, most: 30 } },
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
      { ...handover, levels: { survivors: ['0', '10', '100'] }, placements: ['spread'] },
      { ...threads, levels: { stacks: ['fresh', 'reused'] }, placements: ['spread'] },
      { ...mutex, levels: {}, placements: ['local', 'spread'] },
      { ...mutex, levels: {}, placements: ['spread'], threadsPerNode: 2 },
    ],
  },
};

/** What a workload that no preset names does where an operation of it is dear. */
const amounts: Readonly<Record<string, Pick<WorkloadPreset, 'counted' | 'timed'>>> = {
  'thread-list': { counted: once(20), timed: fiveTimes(20) },
  'tls-dlopen': { counted: once(1), timed: fiveTimes(1) },
};

/** A workload that no preset names, asked for by --workloads: its defaults under every placement it knows. */
export function makeGenericPreset(workload: string): WorkloadPreset {
  const { counted, timed } = amounts[workload] ?? { counted: once(2_000), timed: fiveTimes(10_000) };
  return { workload, levels: {}, placements: allPlacements, counted, timed };
}
