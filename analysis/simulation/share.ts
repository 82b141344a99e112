/** A count of simulated runs, never without how many there were. */
export interface Share {
  readonly count: number;
  readonly of: number;
}

const z = 1.96;

/**
 * 95 % interval of the probability behind a share. Source: E. B. Wilson, Journal of the American Statistical
 * Association 22 (1927) 209-212, which stays within 0 and 1 and holds for rare events.
 */
export function wilsonInterval({ count, of }: Share): { readonly lower: number; readonly upper: number } {
  const p = count / of;
  const centre = (p + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half = (z / (1 + z ** 2 / of)) * Math.sqrt((p * (1 - p)) / of + z ** 2 / (4 * of ** 2));
  return { lower: Math.max(0, centre - half), upper: Math.min(1, centre + half) };
}
