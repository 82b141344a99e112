export interface BlockPair {
  readonly block: number;
  readonly baseline: number;
  readonly target: number;
}

/** Values of two arms by block → the blocks in which both have one, ascending. What has no partner says nothing about a difference. */
export function pairBlocks(
  baseline: ReadonlyMap<number, number>,
  target: ReadonlyMap<number, number>,
): { readonly pairs: readonly BlockPair[]; readonly unpaired: number } {
  const pairs: BlockPair[] = [];
  for (const [block, value] of target) {
    const partner = baseline.get(block);
    if (partner !== undefined) pairs.push({ block, baseline: partner, target: value });
  }
  return {
    pairs: pairs.sort((a, b) => a.block - b.block),
    unpaired: baseline.size + target.size - 2 * pairs.length,
  };
}
