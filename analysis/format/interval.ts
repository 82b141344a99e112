import type { Bootstrap, Estimate, Unit } from '../../results/schema/estimate.ts';
import { counted } from '../../results/text/counted.ts';
import { chooseScale, formatEnds, formatScaled, type Scale } from './number.ts';

export interface CellStyle {
  /** Of the whole table: n stands in the cells that have another one than most. */
  readonly estimates: readonly Estimate[];
  readonly showInterval: boolean;
}

/** Lines of a table cell: the point, then what is around it, then n where it is not that of most cells. */
export function cellLines(estimate: Estimate | null, scale: Scale, style: CellStyle): readonly string[] {
  if (estimate === null) return ['-'];
  const interval = style.showInterval ? intervalText(estimate, scale) : '';
  return [
    formatScaled(estimate.point, scale),
    ...(interval === '' ? [] : [interval]),
    ...(estimate.n === commonN(style.estimates) ? [] : [`n=${estimate.n}`]),
  ];
}

/** The n of most estimates; of two that are as frequent the larger one. */
export function commonN(estimates: readonly Estimate[]): number {
  const ns = estimates.map((estimate) => estimate.n);
  const count = (wanted: number) => ns.filter((one) => one === wanted).length;
  return [...new Set(ns)].sort((a, b) => count(b) - count(a) || b - a)[0] ?? 0;
}

/** `[a, b]` is a confidence interval, `a..b` a range, `same` what was the same every time; nothing around one value. */
export function intervalText(estimate: Estimate, scale: Scale): string {
  if (estimate.n < 2) return '';
  if (isSame(estimate)) return 'same';
  const [lower, upper] = formatEnds(estimate.lower, estimate.upper, scale);
  const { intervalKind } = estimate;
  return intervalKind === 'confidence' || intervalKind === 'bootstrap'
    ? `[${lower}, ${upper}]`
    : `${lower}..${upper}`;
}

/** `a to b`, for sentences. */
export function endsText({ lower, upper }: Pick<Estimate, 'lower' | 'upper'>, scale: Scale): string {
  return formatEnds(lower, upper, scale).join(' to ');
}

/** Equal in all blocks: an exact count, or a time that its clock or histogram is too coarse to tell apart. */
function isSame(estimate: Estimate): boolean {
  return estimate.intervalKind !== 'bootstrap' && estimate.n > 1 && estimate.lower === estimate.upper;
}

/** `1.23 [1.20, 1.27] us`, for a chart, whose table names the kind of its intervals; nothing in brackets where all blocks agree. */
export function estimateText({ point, lower, upper, n }: Estimate, unit: Unit): string {
  const scale = chooseScale(unit, [point]);
  const label = unit === '1' ? '' : ` ${scale.label}`;
  const ends = n < 2 || lower === upper ? '' : ` [${formatEnds(lower, upper, scale).join(', ')}]`;
  return `${formatScaled(point, scale)}${ends}${label}`;
}

/** What the interval of one estimate is. */
export function intervalName({ intervalKind, coverage, n }: Estimate): string {
  if (n < 2) return 'one value, no interval';
  if (intervalKind === 'exact') return `the same in all ${n} blocks`;
  if (intervalKind === 'bootstrap') return '95 % bootstrap over blocks, all of them together';
  return intervalKind === 'range' || coverage === null ? 'lowest to highest' : coverageText(coverage);
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
    ...(coverages.length > 0 ? [`[${interval ?? `${coverageText(Math.min(...coverages))} interval`}]`] : []),
    ...describeBootstraps(bootstraps, estimates.length),
    ...(estimates.some((e) => e.intervalKind === 'range' && e.n > 1 && !isSame(e))
      ? ['lowest..highest']
      : []),
    ...(estimates.some(isSame) ? ['same = equal in all'] : []),
  ];
  const others = ns.length < 2 ? '' : ', others as shown';
  const n = `n = ${counted(commonN(estimates), 'block')}${others}`;
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
function coverageText(coverage: number): string {
  return `${(Math.floor(coverage * 1000) / 10).toFixed(1)} %`;
}
