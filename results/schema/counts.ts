import { z } from 'zod';
import { counted, counters, eventCounts } from './counters.ts';
import { byteCount, count, cpuId, nodeId, pageNode } from './primitives.ts';

/** Where a thread was found when it asked getcpu, against where it was pinned. */
export const pinning = z.strictObject({
  thread: count,
  role: z.string().min(1),
  node: nodeId,
  cpu: cpuId,
  seen: z
    .array(z.strictObject({ at: z.enum(['start', 'middle', 'end']), node: nodeId, cpu: cpuId }))
    .length(3),
});

/** The memory policy of a process as get_mempolicy told it before the work; the nodes are empty where the mode names none. */
export const memoryPolicy = z.strictObject({
  mode: z.enum([
    'default',
    'preferred',
    'bind',
    'interleave',
    'local',
    'preferred-many',
    'weighted-interleave',
    'unknown',
  ]),
  nodes: z.array(nodeId),
});

/**
 * Bytes of live objects by owner and by the node that holds them.
 * `bytes[o][p]` are bytes owned by threads of `nodes[o]` on pages of `nodes[p]`. Bytes without a node are
 * counted apart, by owner, and never dropped: `absentBytes[o]`, `zeroPageBytes[o]`, `unknownBytes[o]`.
 */
export const placementCount = z.strictObject({
  /** Which objects: for example `live`, `received`, `reallocated`. Each workload documents its own. */
  subject: z.string().min(1),
  /** Who owns an object: the thread that allocated it, or the one that last received it. */
  owner: z.enum(['allocator', 'receiver']),
  checkpoint: z.string().min(1),
  nodes: z.array(nodeId).min(1),
  objects: count,
  bytes: z.array(z.array(byteCount)),
  absentBytes: z.array(byteCount),
  zeroPageBytes: z.array(byteCount),
  unknownBytes: z.array(byteCount),
});

/** What shares a unit of memory with an object owned from another node: address arithmetic, whatever the pages' nodes. */
export const unitSharing = z.strictObject({
  /** 64: a cache line; the page size; 2 MiB: a huge page. */
  unitBytes: z.int().positive(),
  /** Objects that share such a unit, and all bytes they have. */
  objects: count,
  objectBytes: byteCount,
  /** Bytes of objects on the shared units themselves. */
  bytes: byteCount,
  /**
   * Whoever owns them: bytes on units into which an object at a lower address reaches. Where a heap is written upwards, these are
   * the bytes whose page somebody else touched first.
   */
  followingBytes: byteCount,
});

/** Objects of one class of requested size. */
export const censusClass = z.strictObject({
  /** The largest size of the class, twice that of the class before; absent for all above the last. */
  upToBytes: z.int().positive().optional(),
  objects: count,
  requestedBytes: byteCount,
  /** By malloc_usable_size; absent where the objects are not blocks of malloc. */
  usableBytes: byteCount.optional(),
  /** Bytes on pages of a known node, and those of them that are not their owner's. */
  placedBytes: byteCount,
  remoteBytes: byteCount,
  pageSharingObjects: count,
});

/** The same objects as in the `placement` of the same name: whom they lie beside, and how big they are. */
export const census = z.strictObject({
  ...placementCount.pick({ subject: true, owner: true, checkpoint: true, objects: true }).shape,
  /** Longest stretches of neighbours in address order whose owners are on one node. */
  runs: count,
  /** Pairs of neighbours in address order. Objects of different passes are no neighbours. */
  neighbours: z.strictObject({
    pairs: count,
    /** Owned from different nodes. */
    remotePairs: count,
    /** The distance of more than half of the pairs, from start to start; 0: no distance is that of so many. */
    strideBytes: byteCount,
    stridePairs: count,
  }),
  /** Line, page and region, in this order. */
  sharing: z.array(unitSharing).length(3),
  /** Classes without an object are left out. */
  classes: z.array(censusClass),
});

/**
 * Neighbours in address order that reach into one cache line, by request size. A pair is known by where its lower block begins in a
 * line, and the distance between the two.
 */
export const lineSharing = z.strictObject({
  lineBytes: z.int().positive(),
  /** What the blocks were aligned to; 0: by malloc alone. */
  alignBytes: byteCount,
  sizes: z.array(
    z.strictObject({
      sizeBytes: z.int().positive(),
      /** Pairs too far apart to share a line wherever they begin. */
      farPairs: count,
      /**
       * [begin of the lower block in its line, distance, pairs, pairs that share a line, pairs in which the bytes just before the upper
       * block, where an allocator may keep a header, share a line with the lower].
       */
      near: z.array(z.tuple([byteCount, byteCount, count, count, count])),
    }),
  ),
});

/** Where the pages of one thread lie, at its first instruction and at its end. `stack[k]` is k pages below the top. */
export const threadMap = z.strictObject({
  creatorNode: nodeId,
  childNode: nodeId,
  repetition: count,
  at: z.enum(['first-instruction', 'end']),
  descriptor: pageNode,
  tls: z.array(pageNode),
  errno: pageNode,
  stack: z.array(pageNode),
});

/** Lock handoffs: `matrix[i][j]` counts acquisitions by thread j directly after one by thread i. */
export const lockHandoffs = z.strictObject({
  threads: z.array(z.strictObject({ thread: count, node: nodeId, acquisitions: count })),
  matrix: z.array(z.array(count)),
  lockNode: pageNode,
});

/** A synchronisation object of the libc: what threads did at it, and where they and their records lay when it was looked at. */
export const syncObject = z.strictObject({
  object: z.enum(['condvar', 'rwlock', 'barrier']),
  objectNode: pageNode,
  threads: z.array(
    z.strictObject({
      thread: count,
      node: nodeId,
      /** In samples, by name: each workload documents its own. */
      counts: z.record(z.string(), count),
      /** Of a thread that slept at the object: the page of the frame that called the libc to wait. */
      stackNode: pageNode.optional(),
      /** Of a sleeping thread that the object points to: where on its stack its record lies. */
      recordNode: pageNode.optional(),
    }),
  ),
});

/**
 * Descriptors of sleeping threads that changed when a thread was created or had gone, by the node where they lie. `operations`
 * is how many such events were looked at, `changes` the sum over descriptors of those at which one had changed.
 */
export const descriptorChanges = z.strictObject({
  thread: count,
  node: nodeId,
  at: z.enum(['create', 'exit']),
  operations: count,
  others: z.array(z.strictObject({ node: pageNode, descriptors: count, changes: count })),
});

export const memoryCheckpoint = z.strictObject({
  /** `start` is just before the first allocation of the workload. */
  checkpoint: z.string().min(1),
  residentBytes: byteCount,
  anonymousBytes: byteCount,
  lazyFreeBytes: byteCount,
  peakResidentBytes: byteCount,
  /** Sum of requested sizes of live objects. */
  liveBytes: byteCount,
  /** Operations of the workload done by then, where the checkpoint is a point of a series over the course of the work. */
  operations: count.optional(),
  /** Anonymous resident bytes per node from /proc/self/numa_maps. */
  nodes: z.array(z.strictObject({ node: nodeId, bytes: byteCount })),
  /** Those of them in the brk heap: all metadata of mallocng and nothing else; the main arena of glibc. Absent in older records. */
  brkHeapNodes: z.array(z.strictObject({ node: nodeId, bytes: byteCount })).optional(),
});

/**
 * The memory of a process as seen from outside while it worked, from just before its first allocation to its end. Samples
 * are known by their number; when they were taken is in `times`, where there are times. Columns are equally long.
 */
export const memoryOverTime = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('sampled'),
    /** From statm: resident, and without pages of files or shared ones. The kernel counts in batches of some dozen pages. */
    residentBytes: z.array(byteCount).min(1),
    anonymousBytes: z.array(byteCount).min(1),
    /** From smaps_rollup and numa_maps, exact; with fewer samples, because it is slow and holds the process up. */
    walks: z.strictObject({
      /** Number of the sample it was made with. */
      sample: z.array(count),
      anonymousBytes: z.array(byteCount),
      lazyFreeBytes: z.array(byteCount),
      /** Mappings without a file, by the nodes that ever held some of them. */
      nodes: z.array(z.strictObject({ node: nodeId, bytes: z.array(byteCount) })),
    }),
    /** Moments at which no sample was taken because the sampler was late. */
    missed: count,
    /** Moments beyond the most samples that are kept: where not 0, the end of the process is not in the series. */
    dropped: count,
  }),
  z.strictObject({ state: z.literal('unavailable'), reason: z.string().min(1) }),
]);

/** Differences of getrusage(RUSAGE_SELF) over the measured part of the workload. */
export const kernelEvents = z.strictObject({
  minorFaults: count,
  majorFaults: count,
  voluntarySwitches: count,
  involuntarySwitches: count,
});

/** The first-touch check: pages written by a thread of `node` must lie there; pages it only reads must not be placed. */
export const firstTouch = z.strictObject({
  node: nodeId,
  writtenPages: count,
  writtenPagesOnNode: count,
  readPages: count,
  readPagesPlaced: count,
});

/** Where the arrays of the workload `array` lie after a pass, and what the kernel did meanwhile; pass 0 is before the first. */
export const arrayPass = z.strictObject({
  pass: count,
  /** Scans of the process by automatic NUMA balancing. */
  scans: counted,
  /** On the node of their writer, on another, and where no node is known. */
  ownPages: count,
  remotePages: count,
  otherPages: count,
  /** Of the whole system. */
  vmstat: eventCounts,
});

/** What one process counted. Nothing in here is a time. */
export const processCounts = z.strictObject({
  proof: z.string().regex(/^[0-9a-f]{64}$/),
  operations: count,
  /** Digest of the work done, as hexadecimal; equal for equal work whatever the target and the schedule. */
  check: z.string().regex(/^[0-9a-f]{16}$/),
  pinning: z.array(pinning),
  /** Absent where the kernel refuses to tell, and in runs of older versions. */
  memoryPolicy: memoryPolicy.optional(),
  placement: z.array(placementCount),
  census: z.array(census),
  lineSharing: z.array(lineSharing),
  threadMaps: z.array(threadMap),
  lockHandoffs: z.array(lockHandoffs),
  syncObjects: z.array(syncObject),
  descriptorChanges: z.array(descriptorChanges),
  memory: z.array(memoryCheckpoint),
  events: kernelEvents.nullable(),
  /** Null where the program was not asked for them: in timed modes, unless the arm has `counters`. */
  counters: counters.nullable(),
  firstTouch: z.array(firstTouch),
  /** Of the workload `array` alone. */
  arrayPasses: z.array(arrayPass).min(1).optional(),
  /** Present when the arm asks for it. */
  memoryOverTime: memoryOverTime.optional(),
});

export type PlacementCount = z.infer<typeof placementCount>;
export type ArrayPass = z.infer<typeof arrayPass>;
export type MemoryPolicy = z.infer<typeof memoryPolicy>;
export type Census = z.infer<typeof census>;
export type UnitSharing = z.infer<typeof unitSharing>;
export type ThreadMap = z.infer<typeof threadMap>;
export type LockHandoffs = z.infer<typeof lockHandoffs>;
export type MemoryCheckpoint = z.infer<typeof memoryCheckpoint>;
export type MemoryOverTime = z.infer<typeof memoryOverTime>;
export type KernelEvents = z.infer<typeof kernelEvents>;
export type FirstTouch = z.infer<typeof firstTouch>;
export type ProcessCounts = z.infer<typeof processCounts>;
