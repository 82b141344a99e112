import type { FreshGuest, KernelSettings } from '../../results/schema/plan.ts';
import type { PlacementName } from '../../results/schema/workload.ts';

export type MachineChoice = 'auto' | 'host' | 'virtual';

/** Levels of one workload parameter, as text that its description accepts. */
export interface ParameterLevels {
  readonly workload: string;
  readonly parameter: string;
  readonly values: readonly string[];
}

/** The flags of `run` and `plan` as values. Whatever was not said is undefined: the preset decides it. */
export interface RunRequest {
  readonly preset: 'quick' | 'default';
  /** Ids of hypotheses, or `all`: their experiments are run, and the report judges them. */
  readonly hypotheses: readonly string[] | undefined;
  readonly machine: MachineChoice;
  readonly nodes: readonly number[] | undefined;
  readonly allPairs: boolean;
  readonly shape: { readonly nodes: number; readonly cpusPerNode: number } | undefined;
  readonly memoryPerNodeBytes: number | undefined;
  /** Flags that were given and are for a guest alone. */
  readonly guestFlags: readonly string[];
  readonly settings: KernelSettings;
  readonly freshGuest: FreshGuest;
  readonly perturb: boolean;
  readonly workloads: readonly string[] | undefined;
  readonly levels: readonly ParameterLevels[];
  /** The first one is the baseline. */
  readonly targets: readonly string[] | undefined;
  readonly placements: readonly PlacementName[] | undefined;
  readonly threads: readonly number[] | undefined;
  readonly cpus: readonly number[] | undefined;
  readonly blocks: number | undefined;
  /** The run ends once every ratio is known this well: half the width of its interval, 0.02 for 2 %. Undefined: it does not look. */
  readonly precision: number | undefined;
  /** What the whole run may take. Undefined: as the preset says. */
  readonly maxSeconds: number | undefined;
  /** Samples a second of the memory of every process, in trials that count; undefined: none. */
  readonly memorySampleHz: number | undefined;
  readonly seed: string;
  readonly resultsDirectory: string;
  readonly json: boolean;
}
