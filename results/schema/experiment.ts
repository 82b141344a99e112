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
  /** As many threads on any number of nodes; placements that need more are left out. Goes before `threadsPerNode`. */
  readonly threads?: number;
  /** Count what kernel and processor count in a timed mode too, where it costs time. */
  readonly counters?: true;
  /** Automatic NUMA balancing off or on in these arms, whatever the run has. Only a guest switches it. */
  readonly numaBalancing?: '0' | '1';
  /** Run on the first k of the nodes, for each k here that there are enough nodes for; absent: on all of them. */
  readonly nodeCounts?: readonly number[];
  /** The targets that it is run with; absent: all targets of the run. */
  readonly targets?: readonly string[];
  /** In count mode: one pass, as much as a guest does in a few tenths of a second. */
  readonly counted: Amount;
  /** In throughput and latency mode, on hosts only. */
  readonly timed: Amount;
}

/**
 * Which machine can decide a question. `nodes`: one with real or emulated nodes; `hardware`: a real one, be it with one node;
 * `hardware-nodes`: a real one with nodes; `any`: every machine. What hardware decides is timed (mode throughput), the rest is counted (mode count).
 */
export type DecidedOn = 'nodes' | 'hardware' | 'hardware-nodes' | 'any';

/** Whether times decide it, which a guest does not have. */
export function isDecidedByTimes(decidedOn: DecidedOn): boolean {
  return decidedOn === 'hardware' || decidedOn === 'hardware-nodes';
}

/** Whether a section of a run can decide it. One node of a real machine gives times, and answers no question about nodes. */
export function canDecide(
  { machine, purpose }: { readonly machine: 'host' | 'virtual'; readonly purpose: 'nodes' | 'one-node' },
  decidedOn: DecidedOn,
): boolean {
  const possible: Record<DecidedOn, boolean> = {
    nodes: purpose === 'nodes',
    hardware: machine === 'host',
    'hardware-nodes': machine === 'host' && purpose === 'nodes',
    any: true,
  };
  return possible[decidedOn];
}

/** With fewer blocks no hypothesis gets a verdict: five values are the least whose range says something. */
export const fewestBlocksForVerdict = 5;
