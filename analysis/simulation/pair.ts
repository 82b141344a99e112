/** Logarithms of the costs of two arms, one number per process; `base[i]` and `other[i]` are of one block where there are blocks. */
export interface Pair {
  readonly base: readonly number[];
  readonly other: readonly number[];
}

export interface Interval {
  readonly lower: number;
  readonly upper: number;
}

export function pairedDifferences({ base, other }: Pair): readonly number[] {
  return other.map((x, i) => x - (base[i] ?? 0));
}
