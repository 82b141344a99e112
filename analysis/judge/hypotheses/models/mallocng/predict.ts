import { allocate, type Block } from './allocate.ts';
import { allocateZeroed } from './calloc.ts';
import { countBytes, makePages, type PageState } from './pages.ts';
import { release } from './release.ts';
import { makeState, type State } from './state.ts';

/** The node of the thread that uses the heap first, and of the one that comes after it. */
const first = 0;
const second = 1;

/**
 * Workload `remote-free` with one pair: a producer allocates and writes `survives.length` blocks, a consumer frees those that do not
 * survive, and allocates and writes as many again. The share of their bytes on the producer's node.
 */
export function predictRemoteFree(bytes: number, survives: readonly boolean[]): number {
  const state = makeState(makePages());
  const blocks = survives.map(() => allocateAndWrite(state, bytes, first));
  const freed = blocks.filter((_, i) => survives[i] === false);
  for (const block of freed) release(state, block);
  const again = freed.map(() => allocateAndWrite(state, bytes, second));
  return shareOf(sumBytes(state, again), (page) => page === first);
}

/**
 * Workload `reuse` with one pair and no survivors: the share of the successor's bytes on the owner's node, pages that the
 * two threads made the kernel place, and calls of mmap and munmap until the batch was taken over.
 */
export function predictReuse(bytes: number, batch: number, cycles: number) {
  const state = makeState(makePages());
  for (let i = 0; i < cycles; i++) {
    const blocks = allocateBatch(state, bytes, batch, first);
    for (const block of blocks) release(state, block);
  }
  const taken = allocateBatch(state, bytes, batch, second);
  return {
    remoteShare: shareOf(sumBytes(state, taken), (page) => page === first),
    faults: state.pages.faults(),
    calls: state.pages.calls(),
  };
}

/**
 * Workload `regrow` with one pair and `call=calloc`: the shares of bytes by what calloc itself did to their pages, before anyone
 * else wrote: on the caller's node, on the node of an earlier user, or on none. With `reused` the other thread has
 * written twice as many blocks before and freed every second one.
 */
export function predictCalloc(bytes: number, count: number, memory: 'fresh' | 'reused') {
  const state = makeState(makePages());
  if (memory === 'reused') {
    const used = allocateBatch(state, bytes, 2 * count, second);
    for (const block of used.filter((_, i) => i % 2 === 0)) release(state, block);
  }
  const blocks = Array.from({ length: count }, () => allocateZeroed(state, bytes, first));
  const counts = sumBytes(state, blocks);
  return {
    onCaller: shareOf(counts, (page) => page === first),
    onEarlierUser: shareOf(counts, (page) => page === second),
    onNone: shareOf(counts, (page) => page === 'zero' || page === 'absent'),
  };
}

/**
 * Workload `sharing` with bursts of one: the share of all bytes on pages that malloc placed for another block, because that block,
 * its header or the left-over size at the end of its slot was written there first. What of them is remote depends on who owns the blocks.
 */
export function predictBoundaryShare(bytes: number, count: number): number {
  const state = makeState(makePages());
  // Every block has an owner of its own, so that its own pages can be told from all others.
  const blocks = Array.from({ length: count }, (_, owner) => allocateAndWrite(state, bytes, owner));
  const boundaryBytes = blocks.reduce((sum, block, owner) => {
    const own = countBytes(state.pages, block.address, block.bytes).get(owner) ?? 0;
    return sum + block.bytes - own;
  }, 0);
  return count === 0 ? 0 : boundaryBytes / (count * bytes);
}

function allocateAndWrite(state: State, bytes: number, node: number): Block {
  const block = allocate(state, bytes, node);
  state.pages.write(block.address, block.bytes, node);
  return block;
}

function allocateBatch(state: State, bytes: number, batch: number, node: number): Block[] {
  return Array.from({ length: batch }, () => allocateAndWrite(state, bytes, node));
}

type ByteCounts = ReadonlyMap<PageState | 'absent', number>;

function sumBytes(state: State, blocks: readonly Block[]): ByteCounts {
  const sums = new Map<PageState | 'absent', number>();
  for (const { address, bytes } of blocks) {
    for (const [page, count] of countBytes(state.pages, address, bytes)) {
      sums.set(page, (sums.get(page) ?? 0) + count);
    }
  }
  return sums;
}

function shareOf(counts: ByteCounts, isMeant: (page: PageState | 'absent') => boolean): number {
  const sum = (entries: readonly (readonly [PageState | 'absent', number])[]) =>
    entries.reduce((total, [, count]) => total + count, 0);
  const all = sum([...counts]);
  return all === 0 ? 0 : sum([...counts].filter(([page]) => isMeant(page))) / all;
}
