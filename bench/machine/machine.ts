import type { MemoryOverTime } from '../../results/schema/counts.ts';
import type { MemorySampling } from '../../results/schema/times.ts';
import type { Topology } from '../../results/schema/topology.ts';
import type { ObservedSettings, Throttling } from '../../results/schema/trial.ts';

/** One process of a trial: numactl's arguments and the benchmark program's. */
export interface ProcessCommand {
  readonly target: string;
  readonly numactl: readonly string[];
  readonly arguments: readonly string[];
}

/** One trial as a machine sees it: processes that start together, a time limit, and the seed of its perturbation. */
export interface TrialCommand {
  readonly trial: number;
  readonly block: number;
  readonly seed: string;
  /** Nodes that its threads run on or its memory is bound to, ascending; absent: any. */
  readonly nodes?: readonly number[];
  readonly processes: readonly ProcessCommand[];
  readonly timeoutMs: number;
  /** Automatic NUMA balancing, where the trial has its own; absent: as the machine is set. Guests only. */
  readonly numaBalancing?: '0' | '1';
  /** Samples a second of the memory of its processes, which must all have a gate; absent: none. */
  readonly memorySampleHz?: number;
}

export type ProcessExit =
  | { readonly state: 'exited'; readonly code: number }
  | { readonly state: 'signalled'; readonly signal: string }
  | { readonly state: 'out-of-memory' }
  | { readonly state: 'timed-out' };

/** The memory of a process from the opening of its gate on; a guest reports no times. */
export interface ProcessMemory {
  readonly counts: MemoryOverTime;
  readonly times?: MemorySampling;
}

export interface ProcessOutput {
  readonly exit: ProcessExit;
  readonly stdout: string;
  readonly stderr: string;
  /** Present when the trial asked for it. */
  readonly memory?: ProcessMemory;
}

/** What came of a trial. `broken`: the machine itself failed (guest crashed, channel lost); the next trial gets a new one. */
export type TrialOutput =
  | {
      readonly state: 'ran';
      readonly settings: ObservedSettings;
      /** What quotas of CPU time did meanwhile; only a host tells. */
      readonly throttling?: Throttling | undefined;
      readonly processes: readonly ProcessOutput[];
      /** Why machines broke before a program was started, and were replaced; absent: none did. */
      readonly lostStarts?: readonly string[];
    }
  | { readonly state: 'broken'; readonly detail: string; readonly stderr: string };

/** Where trials run. Opening may boot a guest; `close` leaves no process behind and may be called twice. */
export interface Machine {
  readonly kind: 'host' | 'virtual';
  readonly topology: Topology;
  runTrial(command: TrialCommand, signal: AbortSignal): Promise<TrialOutput>;
  close(): Promise<void>;
}
