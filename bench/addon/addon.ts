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

/** The Rust addon: a window to system calls. The lab works without it. */
export interface Addon {
  /** Tries every call of SystemCallName once, harmlessly; takes well under a millisecond. */
  probeSystemCalls(): readonly SystemCallProbe[];
  /**
   * Resident bytes of a process by node, from its numa_maps, nodes ascending. Throws Error when the process is gone,
   * may not be looked at, or the kernel has no numa_maps.
   */
  readResidentBytes(pid: number): readonly NodeBytes[];
}
