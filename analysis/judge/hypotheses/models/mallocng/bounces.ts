/** Mappings and unmappings after which a class is forgotten to have been unmapped. */
const recentSteps = 10;
const bouncingFrom = 100;
const whenBouncing = 150;
/** Classes that are watched: slots of 128 bytes to 26 KB. */
const firstWatched = 7;
const lastWatched = 38;

/**
 * Which classes bounce: groups of them are mapped soon after one was unmapped, a hundred times. The last empty group of a
 * bouncing class is kept; each use of a kept one makes the class bounce a little less.
 */
export interface Bounces {
  /** A mapping is made or undone. */
  step(): void;
  recordUnmapping(sizeClass: number): void;
  recordMapping(sizeClass: number): void;
  decay(sizeClass: number): void;
  isBouncing(sizeClass: number): boolean;
}

export function makeBounces(): Bounces {
  let now = 0;
  const unmappedAt = new Map<number, number>();
  const counts = new Map<number, number>();
  const countOf = (sizeClass: number) => counts.get(sizeClass) ?? 0;
  const isWatched = (sizeClass: number) => sizeClass >= firstWatched && sizeClass <= lastWatched;
  return {
    step() {
      if (now < 255) {
        now++;
        return;
      }
      unmappedAt.clear();
      now = 1;
    },
    recordUnmapping(sizeClass) {
      if (isWatched(sizeClass)) unmappedAt.set(sizeClass, now);
    },
    recordMapping(sizeClass) {
      const then = unmappedAt.get(sizeClass);
      if (then === undefined || now - then >= recentSteps) return;
      const count = countOf(sizeClass) + 1;
      counts.set(sizeClass, count < bouncingFrom ? count : whenBouncing);
    },
    decay(sizeClass) {
      if (countOf(sizeClass) > 0) counts.set(sizeClass, countOf(sizeClass) - 1);
    },
    isBouncing: (sizeClass) => countOf(sizeClass) >= bouncingFrom,
  };
}
