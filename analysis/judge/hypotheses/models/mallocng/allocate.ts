import {
  activate,
  allBits,
  bitsUpTo,
  type Group,
  lowestBit,
  slotAddress,
  strideBytes,
  widen,
} from './group.ts';
import {
  classless,
  classOf,
  headerBytes,
  mmapThresholdBytes,
  pageBytes,
  roundUpToPage,
  slotBytes,
  slotsByUsage,
  slotsWhenLittleUsed,
  unitBytes,
} from './size-classes.ts';
import { activeGroups, type State, slotsOf } from './state.ts';

export interface Block {
  readonly address: number;
  readonly bytes: number;
  readonly group: Group;
  readonly slot: number;
}

/** malloc by a thread of `node`: the slot that mallocng gives out, with its headers written by that thread. */
export function allocate(state: State, bytes: number, node: number): Block {
  if (bytes >= mmapThresholdBytes) return placeBlock(state, mapAlone(state, bytes, node), 0, bytes, node);
  const sizeClass = coarseClass(state, classOf(bytes));
  const { group, slot } = takeSlot(state, sizeClass, bytes, node);
  return placeBlock(state, group, slot, bytes, node);
}

function mapAlone(state: State, bytes: number, node: number): Group {
  const mappedBytes = roundUpToPage(bytes + headerBytes + unitBytes);
  state.bounces.step();
  state.mappings++;
  return writeGroup(state, node, {
    sizeClass: classless,
    slotCount: 1,
    address: state.pages.map(mappedBytes),
    mappedBytes,
    parent: null,
    activeSlot: 0,
    available: 0,
    freed: 0,
    offsets: [],
  });
}

function writeGroup(state: State, node: number, group: Group): Group {
  state.pages.write(group.address, unitBytes, node);
  return group;
}

/** A class without slots lends its next bigger neighbour while that is little used: groups can be smaller there. */
function coarseClass(state: State, sizeClass: number): number {
  const even = sizeClass >= 4 && sizeClass < 32 && sizeClass !== 6 && sizeClass % 2 === 0;
  if (!even || activeGroups(state, sizeClass).length > 0 || slotsOf(state, sizeClass) > 0) return sizeClass;
  const [head] = activeGroups(state, sizeClass + 1);
  const full = head === undefined || (head.available === 0 && head.freed === 0);
  return slotsOf(state, sizeClass + 1) + (full ? 3 : 0) <= 12 ? sizeClass + 1 : sizeClass;
}

interface Slot {
  readonly group: Group;
  readonly slot: number;
}

function takeSlot(state: State, sizeClass: number, bytes: number, node: number): Slot {
  const group = findAvailable(state, sizeClass);
  if (group !== undefined) {
    const slot = lowestBit(group.available);
    group.available = (group.available & ~(1 << slot)) >>> 0;
    return { group, slot };
  }
  const made = makeGroup(state, sizeClass, bytes, node);
  made.available = (made.available & ~1) >>> 0;
  activeGroups(state, sizeClass).push(made);
  return { group: made, slot: 0 };
}

/** The group that the next slot comes from, which becomes the first of its class; undefined when a new one is needed. */
function findAvailable(state: State, sizeClass: number): Group | undefined {
  const groups = activeGroups(state, sizeClass);
  const [head] = groups;
  if (head === undefined || head.available > 0) return head;
  if (head.freed === 0) groups.shift();
  else rotate(groups);
  // An empty group may be unmapped, and untouched slots are untouched pages: any other group goes first.
  if (groups[0] !== undefined && groups[0].freed === allBits(groups[0])) rotate(groups);
  const first = groups[0];
  if (first === undefined) return undefined;
  if ((first.freed & bitsUpTo(first.activeSlot)) === 0) {
    if (groups.length > 1) rotate(groups);
    else widen(first);
  }
  const [chosen] = groups;
  if (chosen === undefined || activate(chosen) === 0) throw new Error('an active group without a free slot');
  state.bounces.decay(sizeClass);
  return chosen;
}

function rotate(groups: Group[]): void {
  groups.push(...groups.splice(0, 1));
}

/** A new group, mapped when it fills more than half a page, else in a slot of a bigger class. */
function makeGroup(state: State, sizeClass: number, bytes: number, node: number): Group {
  const slotCount = slotsByUsage(sizeClass, slotsOf(state, sizeClass));
  const groupBytes = slotBytes(sizeClass) * slotCount + unitBytes;
  const group =
    groupBytes > pageBytes / 2
      ? mapGroup(state, sizeClass, slotCount, bytes, node)
      : nestGroup(state, sizeClass, slotCount, node);
  state.slotsInUse[sizeClass] = slotsOf(state, sizeClass) + group.slotCount;
  const active = bitsUpTo(group.activeSlot);
  group.available = active;
  group.freed = (allBits(group) & ~active) >>> 0;
  return group;
}

function mapGroup(state: State, sizeClass: number, wanted: number, bytes: number, node: number): Group {
  const kept = state.bounces.isBouncing(sizeClass);
  state.bounces.recordMapping(sizeClass);
  state.bounces.step();
  const { slotCount, mappedBytes } = sizeMapping(state, sizeClass, wanted, bytes, kept);
  state.mappings++;
  const fit = Math.floor((pageBytes - unitBytes) / slotBytes(sizeClass)) - 1;
  return writeGroup(state, node, {
    sizeClass,
    slotCount,
    address: state.pages.map(mappedBytes),
    mappedBytes,
    parent: null,
    activeSlot: Math.max(Math.min(fit, slotCount - 1), 0),
    available: 0,
    freed: 0,
    offsets: [],
  });
}

/** While a class is little used its mappings are small, down to one slot cut to the request. */
function sizeMapping(state: State, sizeClass: number, wanted: number, bytes: number, kept: boolean) {
  const coarse = sizeClass % 2 === 0 && sizeClass < 32 ? slotsOf(state, sizeClass + 1) : 0;
  const usage = slotsOf(state, sizeClass) + coarse;
  const littleUsed = 4 * wanted > usage && !kept;
  const slotCount = littleUsed ? slotsWhenLittleUsed(sizeClass, wanted) : wanted;
  const size = slotBytes(sizeClass);
  const cut = roundUpToPage(bytes + headerBytes + unitBytes);
  const isCut =
    !kept && slotCount <= 7 && (cut < size + unitBytes || (cut >= 4 * pageBytes && 2 * slotCount > usage));
  return isCut
    ? { slotCount: 1, mappedBytes: cut }
    : { slotCount, mappedBytes: roundUpToPage(size * slotCount + unitBytes) };
}

function nestGroup(state: State, sizeClass: number, slotCount: number, node: number): Group {
  const size = slotBytes(sizeClass);
  const needed = unitBytes + slotCount * size - headerBytes;
  const outerClass = classOf(needed);
  const { group: outer, slot } = takeSlot(state, outerClass, needed, node);
  const filled = slotBytes(outerClass) - headerBytes;
  const { address } = placeBlock(state, outer, slot, filled, node);
  for (let i = 0; i <= slotCount; i++)
    state.pages.write(address + unitBytes + i * size - headerBytes, 1, node);
  return writeGroup(state, node, {
    sizeClass,
    slotCount,
    address,
    mappedBytes: 0,
    parent: { group: outer, slot },
    activeSlot: slotCount - 1,
    available: 0,
    freed: 0,
    offsets: [],
  });
}

/** Writes headers and footer. A slot used before begins its next block a unit later, as far as there is room. */
function placeBlock(state: State, group: Group, slot: number, bytes: number, node: number): Block {
  const start = slotAddress(group, slot);
  const end = start + strideBytes(group) - headerBytes;
  const used = group.offsets[slot];
  const offset = wrapOffset(
    used === undefined ? state.mappings : used + 1,
    Math.floor((end - start - bytes) / unitBytes),
  );
  group.offsets[slot] = offset;
  const address = start + unitBytes * offset;
  state.pages.write(start - headerBytes, headerBytes, node);
  state.pages.write(address - headerBytes, headerBytes, node);
  if (address + bytes < end) state.pages.write(address + bytes, 1, node);
  if (end - address - bytes > headerBytes) state.pages.write(end - headerBytes - 1, headerBytes + 1, node);
  return { address, bytes, group, slot };
}

function wrapOffset(wanted: number, slack: number): number {
  let offset = wanted & 255;
  if (offset <= slack) return offset;
  let mask = slack;
  for (const shift of [1, 2, 4]) mask |= mask >> shift;
  offset &= mask;
  return offset > slack ? offset - slack - 1 : offset;
}
