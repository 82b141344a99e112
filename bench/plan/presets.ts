import type { PlacementName } from '../../results/schema/workload.ts';

/** How much one trial does. */
export interface Amount {
  readonly samples: number;
  readonly warmupSamples: number;
  readonly operationsPerThread: number;
}

export interface WorkloadPreset {
  readonly workload: string;
  /** Levels of parameters that differ from the program's defaults or are swept. */
  readonly levels: Readonly<Record<string, readonly string[]>>;
  readonly placements: readonly PlacementName[];
  /** The targets of the preset that it is run with; absent: all of them. */
  readonly targets?: readonly string[];
  /** One pass in a guest, where an operation costs some ten times as much and only counts matter. */
  readonly virtual: Amount;
  readonly host: Amount;
}

export interface Preset {
  readonly targets: readonly string[];
  readonly workloads: readonly WorkloadPreset[];
  /** Measured blocks by kind of machine. Thirty find a 3 % effect on a churn in 93 of 100 runs, ten in 59. */
  readonly blocks: { readonly virtual: number; readonly host: number };
  /** Latency trials cost as much again as throughput trials. */
  readonly latency: boolean;
}

const counted = (operationsPerThread: number): Amount => ({
  samples: 1,
  warmupSamples: 0,
  operationsPerThread,
});
const timed = (operationsPerThread: number): Amount => ({
  samples: 5,
  warmupSamples: 1,
  operationsPerThread,
});

const allPlacements = ['local', 'remote', 'spread', 'interleave', 'split'] as const;

/** For a workload in which the allocator has no part. */
const onePerLibc = ['musl', 'glibc'] as const;

/** What runs when flags do not say: `--quick`, and without it. Parameters not named here keep the program's default. */
export const presets: Readonly<Record<'quick' | 'default', Preset>> = {
  quick: {
    targets: ['musl', 'glibc', 'glibc+jemalloc'],
    blocks: { virtual: 3, host: 3 },
    latency: false,
    workloads: [
      {
        workload: 'churn',
        levels: { sizes: ['fixed:64', 'fixed:8000'] },
        placements: ['spread'],
        virtual: counted(20_000),
        host: timed(100_000),
      },
      {
        workload: 'handover',
        levels: { survivors: ['0', '100'] },
        placements: ['spread'],
        virtual: counted(5_000),
        host: timed(20_000),
      },
      {
        workload: 'threads',
        levels: {},
        placements: ['spread'],
        virtual: counted(50),
        host: timed(500),
      },
      {
        workload: 'mutex',
        levels: {},
        placements: ['spread'],
        targets: onePerLibc,
        virtual: counted(20_000),
        host: timed(100_000),
      },
    ],
  },
  default: {
    targets: ['musl', 'musl-dynamic', 'glibc', 'glibc+jemalloc'],
    blocks: { virtual: 6, host: 30 },
    latency: true,
    workloads: [
      {
        workload: 'churn',
        levels: { sizes: ['fixed:64', 'mix:small', 'fixed:8000'] },
        placements: allPlacements,
        virtual: counted(20_000),
        host: timed(100_000),
      },
      {
        workload: 'handover',
        levels: { survivors: ['0', '10', '100'] },
        placements: ['spread'],
        virtual: counted(5_000),
        host: timed(20_000),
      },
      {
        workload: 'threads',
        levels: {},
        placements: ['spread'],
        virtual: counted(50),
        host: timed(500),
      },
      {
        workload: 'mutex',
        levels: {},
        placements: ['local', 'spread'],
        targets: onePerLibc,
        virtual: counted(20_000),
        host: timed(100_000),
      },
    ],
  },
};

/** A workload that no preset names, asked for by --workloads: its defaults under every placement it knows. */
export function makeGenericPreset(workload: string): WorkloadPreset {
  return {
    workload,
    levels: {},
    placements: allPlacements,
    virtual: counted(5_000),
    host: timed(20_000),
  };
}
