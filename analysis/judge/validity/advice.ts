import type { ValidityFact } from '../../../results/schema/report.ts';
import { counted } from '../../../results/text/counted.ts';
import { holm } from '../../stats/holm.ts';

/**
 * How often a healthy run may raise any of the alarms of these checks, and how many checks share that: each gets its part, and within a check
 * Holm's procedure over its series. Advice only: an alarm is a warning, and no number is changed by it.
 */
const jointLevel = 0.05;
const advisoryChecks = 3;
export const adviceLevel = jointLevel / advisoryChecks;

/** Fewer blocks give medians and ranges, about which nothing is claimed that these checks could take away. */
export const fewestBlocksForAdvice = 6;

/** One thing that was tested: an arm, or all arms of a workload. */
export interface TestedSeries {
  /** As a reader would call it. */
  readonly name: string;
  readonly pValue: number;
  /** The least p that so many values can give. */
  readonly smallestP: number;
  /** What to say of it when it is an alarm. */
  readonly finding: string;
}

interface Advice {
  readonly id: string;
  readonly threshold: string;
  readonly remedy: string;
  /** What was tested, in the singular: `timed arm`. */
  readonly of: string;
}

const mostNamed = 3;

/** `warn` when a series is beyond chance; `unknown` when none of them could have been. */
export function advise(
  { id, threshold, remedy, of }: Advice,
  series: readonly TestedSeries[],
  whenUntested: string,
): Omit<ValidityFact, 'section'> {
  const base = { id, threshold, remedy };
  if (series.length === 0) return { ...base, verdict: 'unknown', seen: whenUntested };
  const adjusted = holm(series.map(({ pValue }) => pValue));
  const alarms = series.filter((_, index) => (adjusted[index] ?? 1) <= adviceLevel);
  if (alarms.length > 0) {
    const named = alarms.slice(0, mostNamed).map(({ name, finding }) => `${name}: ${finding}`);
    const more = alarms.length > mostNamed ? [`and ${alarms.length - mostNamed} more`] : [];
    return {
      ...base,
      verdict: 'warn',
      seen: `${alarms.length} of ${counted(series.length, of)}: ${[...named, ...more].join('; ')}`,
    };
  }
  const least = Math.min(...series.map(({ smallestP }) => smallestP));
  if (least * series.length > adviceLevel) {
    return {
      ...base,
      verdict: 'unknown',
      seen: `too few blocks to show anything in ${counted(series.length, of)}`,
    };
  }
  return { ...base, verdict: 'pass', seen: `nothing beyond chance in ${counted(series.length, of)}` };
}
