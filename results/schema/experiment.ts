import type { PlacementName } from './workload.ts';

/** How much one trial does. */
export interface Amount {
  readonly samples: number;
  readonly warmupSamples: number;
  readonly operationsPerThread: number;
}

/** Arms of one workload that belong together: a row of a preset, or what a hypothesis needs. */
export interface ExperimentRow {
  readonly workload: string;
  /** Levels of parameters that differ from the program's defaults or are swept. */
  readonly levels: Readonly<Record<string, readonly string[]>>;
  readonly placements: readonly PlacementName[];
  /** Absent: as many threads as fit on one node, so that all placements do equal work. */
  readonly threadsPerNode?: number;
  /** Run on the first k of the nodes, for each k here that there are enough nodes for; absent: on all of them. */
  readonly nodeCounts?: readonly number[];
  /** The targets that it is run with; absent: all targets of the run. */
  readonly targets?: readonly string[];
  /** In count mode: one pass, as much as a guest does in a few tenths of a second. */
  readonly counted: Amount;
  /** In throughput and latency mode, on hosts only. */
  readonly timed: Amount;
}
