import type { Estimate } from '../../../results/schema/estimate.ts';
import { intervalText } from '../../format/interval.ts';
import { chooseScale, formatScaled } from '../../format/number.ts';

/** What a run found of one workload, in whole sentences that need no glossary. */
export interface Headline {
  readonly section: number;
  readonly workload: string;
  /** The number, of which targets. */
  readonly lead: string;
  /** Under which conditions, and what it is at others. Empty or sentences. */
  readonly rest: string;
  /** What it is about and its numbers, for a list of what does not differ. */
  readonly alike: string;
  /** To the list, of somebody who knows such programs. */
  readonly question: string;
  /** `targets`: they differ; `levels`: of a single target, one value of a parameter from another; `nothing`: neither. */
  readonly differs: 'targets' | 'levels' | 'nothing';
  /** What it is about in few words, for the list of what has no room. */
  readonly about: string;
  readonly estimates: readonly Estimate[];
}

/** `0.494 [0.487, 0.499], n=5`: the number, what is around it unless it was the same in all blocks, and of how many. */
export function evidenceText(estimate: Estimate, unit: string): string {
  return `${aroundText(estimate, unit)}, n=${estimate.n}`;
}

/** The same without n, where all have one n that is said once. */
export function aroundText(estimate: Estimate, unit: string): string {
  const scale = chooseScale(unit, [estimate.point]);
  const label = unit === '1' || unit === '1/op' ? '' : ` ${scale.label}`;
  const around = intervalText(estimate, scale);
  const interval = around === '' || around === 'same' ? '' : ` ${around}`;
  return `${formatScaled(estimate.point, scale)}${label}${interval}`;
}

const fractions: readonly (readonly [share: number, words: string])[] = [
  [1 / 4, 'a quarter'],
  [1 / 3, 'a third'],
  [1 / 2, 'half'],
  [2 / 3, 'two thirds'],
  [3 / 4, 'three quarters'],
];
/** Closer than this a share is called by the fraction; the number stands beside it. */
const nearFraction = 0.012;

export function shareWords(share: number): string {
  if (share === 0) return 'none';
  if (share === 1) return 'all';
  if (share < 0.01) return 'under 1 %';
  if (share > 0.99) return 'over 99 %';
  const near = fractions.find(([fraction]) => Math.abs(share - fraction) < nearFraction);
  return near?.[1] ?? `${Math.round(share * 100)} %`;
}

/** `musl`; `musl and glibc`; `musl, glibc and x`. */
export function joinNames(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

export function capitalized(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
