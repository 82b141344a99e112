/** A system call the lab depends on, tried in this process. Containers forbid some of them. */
export type SystemCallName =
  | 'mbind'
  | 'set_mempolicy'
  | 'get_mempolicy'
  | 'move_pages'
  /** A software counter (page faults) of this thread. */
  | 'perf_event_open'
  /** A hardware counter (cycles) of this thread: absent in most virtual machines. */
  | 'perf_event_open-hardware';

export type SystemCallProbe =
  | { readonly call: SystemCallName; readonly state: 'works' }
  /** `error` is the kernel's answer by name, for example `EPERM`. */
  | { readonly call: SystemCallName; readonly state: 'refused'; readonly error: string };

export interface NodeBytes {
  readonly node: number;
  readonly residentBytes: number;
}

/** What a walk through all page tables of a process found, exact, and with which sample it was made. */
export interface WalkedMemory {
  readonly sample: number;
  readonly anonymousBytes: number;
  readonly lazyFreeBytes: number;
  /** Mappings without a file, nodes ascending. */
  readonly nodes: readonly NodeBytes[];
}

/** Samples in their order. Columns of numbers are equally long; `walks` are fewer, because they cost more. */
export interface SampledMemory {
  /** CLOCK_MONOTONIC at the first sample. */
  readonly startedNs: number;
  /** When each sample began, since the first. */
  readonly atNs: readonly number[];
  /** How long taking each took. */
  readonly tookNs: readonly number[];
  readonly residentBytes: readonly number[];
  readonly anonymousBytes: readonly number[];
  readonly walks: readonly WalkedMemory[];
  /** Moments that passed while the sampler was late. */
  readonly missed: number;
  /** Moments beyond the most samples that are kept. */
  readonly dropped: number;
  /** CPU time of the sampler's thread. */
  readonly cpuNs: number;
  /** Why sampling ended before the process did and before `stop`; absent when it did not. */
  readonly failure?: string;
}

/** A thread that samples a process until the process ends or it is stopped. */
export interface MemorySampler {
  /** Ends the thread, waiting for a sample under way. Throws Error when called twice. */
  stop(): SampledMemory;
}

/** The Rust addon: a window to system calls, and an accelerator. The lab works without it. */
export interface Addon {
  /** Tries every call of SystemCallName once, harmlessly; takes well under a millisecond. */
  probeSystemCalls(): readonly SystemCallProbe[];
  /**
   * Samples the memory of a process every `everyMs` (1 or more) from a thread of its own; the first sample is taken before
   * this returns. Throws Error when the process is gone, may not be looked at, or the kernel has no numa_maps.
   */
  sampleMemory(pid: number, everyMs: number): MemorySampler;
  /**
   * Arrays, ranks and answers are those of the analysis' own bootstrap, which gives the same bits. Throws Error for input that makes no
   * sense. Undefined where the addon was built before it had it.
   */
  readonly bootstrapPooledQuantiles:
    | ((
        values: Float64Array,
        counts: Float64Array,
        quantiles: Float64Array,
        resamples: number,
        seed: number,
        rank: number,
      ) => readonly number[])
    | undefined;
}
