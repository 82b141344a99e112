import type { Block } from './allocate.ts';
import { activate, allBits, type Group, isCutToRequest, isMapped, slotAddress } from './group.ts';
import { unitBytes } from './size-classes.ts';
import { activeGroups, type State, slotsOf } from './state.ts';

/** free: which threads free does not matter, and no page is touched that is not there. */
export function release(state: State, { group, slot }: Block): void {
  const unavailable = (group.freed | group.available) >>> 0;
  const last = unavailable + 2 ** slot === allBits(group);
  if (group.freed !== 0 && !last) group.freed = (group.freed | (1 << slot)) >>> 0;
  else releaseSlot(state, group, slot);
}

/** A slot becomes free: an empty group goes away, unless it is to be kept. */
function releaseSlot(state: State, group: Group, slot: number): void {
  const unavailable = (group.freed | group.available) >>> 0;
  if (unavailable + 2 ** slot === allBits(group) && mayGo(state, group)) {
    if (group.sizeClass < state.active.length) leaveActive(state, group);
    dissolve(state, group);
    return;
  }
  if (unavailable === 0 && activeGroups(state, group.sizeClass)[0] !== group) {
    activeGroups(state, group.sizeClass).push(group);
  }
  group.freed = (group.freed | (1 << slot)) >>> 0;
}

function mayGo(state: State, group: Group): boolean {
  if (isCutToRequest(group) || !isMapped(group)) return true;
  const groups = activeGroups(state, group.sizeClass);
  const alone = groups.length === 1 && groups[0] === group;
  if (!alone || !state.bounces.isBouncing(group.sizeClass)) return true;
  return 9 * group.slotCount <= slotsOf(state, group.sizeClass) && group.slotCount < 20;
}

/** A group that slots come from hands this over to the next one. */
function leaveActive(state: State, group: Group): void {
  const groups = activeGroups(state, group.sizeClass);
  const at = groups.indexOf(group);
  if (at < 0) return;
  groups.splice(at, 1);
  if (at === 0 && groups[0] !== undefined) activate(groups[0]);
}

function dissolve(state: State, group: Group): void {
  if (group.sizeClass < state.slotsInUse.length) {
    state.slotsInUse[group.sizeClass] = slotsOf(state, group.sizeClass) - group.slotCount;
  }
  if (group.parent === null) {
    state.bounces.step();
    state.bounces.recordUnmapping(group.sizeClass);
    state.pages.unmap(group.address, group.mappedBytes);
    return;
  }
  const { group: outer, slot } = group.parent;
  // The header of a nested group's block is left as it is: a block that began its slot is taken for one at its offset in the group.
  if (outer.offsets[slot] === 0) {
    outer.offsets[slot] = (slotAddress(outer, slot) - slotAddress(outer, 0)) / unitBytes;
  }
  releaseSlot(state, outer, slot);
}
