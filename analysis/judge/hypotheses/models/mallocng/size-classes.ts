/** Granularity of sizes and addresses, bytes. */
export const unitBytes = 16;
/** In-band header of a slot, bytes. */
export const headerBytes = 4;
export const pageBytes = 4096;
/** From this size on a block is a mapping of its own, outside all classes. */
export const mmapThresholdBytes = 131_052;

/** Slot sizes of the 48 classes in units. */
export const sizeClasses: readonly number[] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15],
  ...[18, 20, 25, 31, 36, 42, 50, 63, 72, 84, 102, 127],
  ...[146, 170, 204, 255, 292, 340, 409, 511, 584, 682, 818, 1023],
  ...[1169, 1364, 1637, 2047, 2340, 2730, 3276, 4095, 4680, 5460, 6552, 8191],
];

/** A class of blocks that are mappings of their own. */
export const classless = 63;

/** Slots of a group by how much the class is used, for the nine smallest classes. */
const smallCounts: readonly (readonly [number, number, number])[] = [
  [30, 30, 30],
  [31, 15, 15],
  [20, 10, 10],
  [31, 15, 7],
  [25, 12, 6],
  [21, 10, 5],
  [18, 8, 4],
  [31, 15, 7],
  [28, 14, 6],
];
/** Most slots of a group of the other classes, by class modulo 4. */
const mediumCounts = [28, 24, 20, 32] as const;
const mostGroupUnits = 65_536;

export function slotBytes(sizeClass: number): number {
  const units = sizeClasses[sizeClass];
  if (units === undefined) throw new Error(`mallocng has no size class ${sizeClass}`);
  return units * unitBytes;
}

/** The smallest class whose slots hold `bytes` and a header. */
export function classOf(bytes: number): number {
  const found = sizeClasses.findIndex((units) => units * unitBytes >= bytes + headerBytes);
  if (found < 0) throw new Error(`${bytes} bytes are in no size class of mallocng`);
  return found;
}

/** Slots of a new group before it is decided whether it is mapped: more when the class already has more slots in use. */
export function slotsByUsage(sizeClass: number, usage: number): number {
  const small = smallCounts[sizeClass];
  if (small !== undefined) return small.find((count) => 4 * count <= usage) ?? small[2];
  let count: number = mediumCounts[(sizeClass & 3) as 0 | 1 | 2 | 3];
  while (count % 2 === 0 && 4 * count > usage) count /= 2;
  while (slotBytes(sizeClass) * count >= mostGroupUnits * unitBytes) count = Math.floor(count / 2);
  if (count === 1 && slotBytes(sizeClass) + unitBytes <= pageBytes / 2) count = 2;
  return count;
}

/** Slots of a mapped group that would raise the use of its class by more than a quarter: not a power of two of pages. */
export function slotsWhenLittleUsed(sizeClass: number, count: number): number {
  const pages = (slotBytes(sizeClass) * count) / pageBytes;
  const rest = sizeClass & 3;
  if (rest === 1 && pages > 8) return 2;
  if (rest === 2 && pages > 4) return 3;
  if (rest === 0 && pages > 8) return 3;
  if (rest === 0 && pages > 2) return 5;
  return count;
}

export function roundUpToPage(bytes: number): number {
  return Math.ceil(bytes / pageBytes) * pageBytes;
}
