import type { Family, Stop } from '../../results/schema/family.ts';

/** How far a section is after a whole block. */
export interface Standing {
  readonly blocks: number;
  /** Since the run began. */
  readonly seconds: number;
  /** What a block of this section has taken so far, on average. */
  readonly secondsPerBlock: number;
  /** Whether every comparison is known as well as was asked; only called at a look. */
  readonly isPrecise: () => boolean;
}

/**
 * Why the section ends after this block, or undefined where it goes on. A run with a precision is looked at after the blocks that its plan
 * names and never between: one that could end at any block would end at the luckiest. Time alone may end a run anywhere, since the
 * clock knows nothing of the ratios.
 */
export function whyEnd(family: Family, standing: Standing): Stop['reason'] | undefined {
  const { looks, precision, maxSeconds } = family;
  const { blocks, seconds, secondsPerBlock, isPrecise } = standing;
  const next = precision === null ? blocks + 1 : looks.find((look) => look > blocks);
  if (next === undefined || blocks >= (looks.at(-1) ?? 0)) return undefined;
  if (precision !== null) {
    if (!looks.includes(blocks)) return undefined;
    if (isPrecise()) return 'precision';
  }
  const wouldTake = seconds + (next - blocks) * secondsPerBlock;
  return maxSeconds !== null && wouldTake > maxSeconds ? 'time' : undefined;
}
