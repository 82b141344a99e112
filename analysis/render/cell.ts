import type { Bootstrap, Estimate } from '../estimate.ts';
import { formatEnds, formatScaled, type Scale } from '../format/number.ts';

export interface CellStyle {
  readonly showN: boolean;
  readonly showInterval: boolean;
}

/** Lines of a table cell: the point, then what is around it, then n where the table does not give one n for all. */
export function renderCell(estimate: Estimate | null, scale: Scale, style: CellStyle): readonly string[] {
  if (estimate === null) return ['-'];
  const n = style.showN ? [`n=${estimate.n}`] : [];
  const interval = style.showInterval ? renderInterval(estimate, scale) : [];
  return [formatScaled(estimate.point, scale), ...interval, ...n];
}

/** `[a, b]` is a confidence interval, `a..b` a range; nothing is drawn around what was the same every time. */
function renderInterval(estimate: Estimate, scale: Scale): readonly string[] {
  const [lower, upper] = formatEnds(estimate.lower, estimate.upper, scale);
  if (estimate.n < 2) return [];
  if (isSame(estimate)) return ['same'];
  const { intervalKind } = estimate;
  return [
    intervalKind === 'confidence' || intervalKind === 'bootstrap'
      ? `[${lower}, ${upper}]`
      : `${lower}..${upper}`,
  ];
}

/** Equal in all blocks: an exact count, or a time that its clock or histogram is too coarse to tell apart. */
function isSame(estimate: Estimate): boolean {
  return estimate.intervalKind !== 'bootstrap' && estimate.n > 1 && estimate.lower === estimate.upper;
}

/** What the points and the intervals of a table are, where they are not medians with intervals of their own coverage. */
export interface CellWords {
  readonly centre: string;
  readonly interval?: string;
}

/** How to read a table's cells: its n, and the coverage of its intervals. */
export function describeEstimates(
  estimates: readonly Estimate[],
  machine: 'host' | 'virtual',
  { centre, interval }: CellWords = { centre: 'median' },
): string {
  const ns = [...new Set(estimates.map((estimate) => estimate.n))].sort((a, b) => a - b);
  const unit = machine === 'virtual' ? 'states' : 'trials';
  if (estimates.length > 0 && estimates.every((estimate) => estimate.intervalKind === 'exact')) {
    return `exact (same in ${ns.join(' or ')} ${unit})`;
  }
  const coverages = estimates.flatMap(({ coverage }) => (coverage === null ? [] : [coverage]));
  const bootstraps = estimates.flatMap(({ bootstrap }) => bootstrap ?? []);
  const words = [
    ...(coverages.length > 0
      ? [`[${interval ?? `${formatCoverage(Math.min(...coverages))} % interval`}]`]
      : []),
    ...describeBootstraps(bootstraps, estimates.length),
    ...(estimates.some((e) => e.intervalKind === 'range' && e.n > 1 && !isSame(e))
      ? ['lowest..highest']
      : []),
    ...(estimates.some(isSame) ? ['same = equal in all'] : []),
  ];
  const n = ns.length === 1 ? `n = ${ns[0]} ${ns[0] === 1 ? 'block' : 'blocks'}` : 'n as shown';
  if (estimates.length > 0 && bootstraps.length === estimates.length)
    return `of all blocks together, ${[...words, n].join(', ')}`;
  // Below the blocks of an interval a median is all there is.
  const point = estimates.some((e) => e.intervalKind === 'confidence') ? centre : 'median';
  return `${point}, ${[...words, n].join(', ')}`;
}

/** `all`: of how many estimates. Where the others are medians, those that are not are told apart. */
function describeBootstraps(bootstraps: readonly Bootstrap[], all: number): readonly string[] {
  const [first] = bootstraps;
  if (first === undefined) return [];
  const { confidence, resamples, seed } = first;
  const which = bootstraps.length < all ? 'far quantiles of all blocks together: ' : '';
  return [
    `${which}[${100 * confidence} % bootstrap over blocks, B = ${resamples.toLocaleString('en-US')}, seed ${seed}]`,
  ];
}

/** Rounded down: a coverage must not look better than it is. */
function formatCoverage(coverage: number): string {
  return (Math.floor(coverage * 1000) / 10).toFixed(1);
}
