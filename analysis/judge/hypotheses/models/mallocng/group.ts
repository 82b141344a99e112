import { classless, pageBytes, sizeClasses, slotBytes, unitBytes } from './size-classes.ts';

/** Up to 32 slots of one size side by side: a mapping, or a slot of a group of bigger slots. */
export interface Group {
  readonly sizeClass: number;
  readonly slotCount: number;
  readonly address: number;
  /** Of its mapping; 0 for a nested group. */
  readonly mappedBytes: number;
  readonly parent: { readonly group: Group; readonly slot: number } | null;
  /** Slots from 0 to this one may be given out; the others have never been. */
  activeSlot: number;
  /** Bit i: slot i can be given out. */
  available: number;
  /** Bit i: slot i is free but not yet available. */
  freed: number;
  /** Where in its slot the last block began, in units; undefined for a slot that had none. */
  readonly offsets: (number | undefined)[];
}

/** Bits 0 to `last`, also for 31. */
export function bitsUpTo(last: number): number {
  return (2 ** (last + 1) - 1) >>> 0;
}

export function allBits(group: Group): number {
  return bitsUpTo(group.slotCount - 1);
}

export function lowestBit(mask: number): number {
  return 31 - Math.clz32(mask & -mask);
}

export function isMapped(group: Group): boolean {
  return group.mappedBytes > 0;
}

/** Distance of slots: a single slot with a mapping of its own is as long as the mapping. */
export function strideBytes(group: Group): number {
  if (group.slotCount === 1 && isMapped(group)) return group.mappedBytes - unitBytes;
  return slotBytes(group.sizeClass);
}

/** A single slot in a mapping cut to one request: no other block of its class fits, so it is always unmapped. */
export function isCutToRequest(group: Group): boolean {
  return group.sizeClass === classless || strideBytes(group) < slotBytes(group.sizeClass);
}

export function slotAddress(group: Group, slot: number): number {
  return group.address + unitBytes + strideBytes(group) * slot;
}

/** Lets freed slots be given out, those that have been active before. */
export function activate(group: Group): number {
  const active = bitsUpTo(group.activeSlot);
  group.available = (group.freed & active) >>> 0;
  group.freed = (group.freed & ~active) >>> 0;
  return group.available;
}

/** Makes more slots active, up to the next page border, so that untouched pages stay untouched. */
export function widen(group: Group): void {
  const size = (sizeClasses[group.sizeClass] ?? 0) * unitBytes;
  let count = group.activeSlot + 2;
  let span = unitBytes + size * count;
  while (Math.floor(span / pageBytes) === Math.floor((span + size - 1) / pageBytes)) {
    count++;
    span += size;
  }
  group.activeSlot = Math.min(count, group.slotCount) - 1;
}
