import { metricTable } from '../../analysis/metrics/table.ts';
import { didYouMean } from '../did-you-mean.ts';
import { parsePercent } from '../request/parse-end.ts';
import { parseChoice, parseList } from '../request/parse-value.ts';
import { UserError } from '../user-error.ts';
import type { RawOptions } from './command-table.ts';

/** Verdicts that a script may want to fail on. */
const failable = [
  'slower',
  'faster',
  'more',
  'less',
  'differs',
  'differs within the margin',
  'unsettled',
] as const;

export type FailableVerdict = (typeof failable)[number];

export interface CompareOptions {
  readonly a: string;
  readonly b: string;
  readonly resultsDirectory: string | undefined;
  /** The target of A and that of B. */
  readonly targets: readonly [string, string] | undefined;
  /** Names or ids. */
  readonly metrics: readonly string[] | undefined;
  readonly margin: number | undefined;
  readonly failIf: readonly FailableVerdict[];
  readonly json: boolean;
}

/** Flags of `compare`. Throws UserError naming flag, value and remedy. */
export function parseCompareOptions(options: RawOptions): CompareOptions {
  const [a, b] = [textOf(options.a), textOf(options.b)];
  if (a === undefined || b === undefined) {
    const what = a === undefined ? 'nothing to compare' : `nothing to compare ${a} with`;
    throw new UserError(what, { hint: 'name two runs, or two arms as run#arm' });
  }
  const targets = textOf(options.targets);
  const metrics = textOf(options.metrics);
  const margin = textOf(options.margin);
  const failIf = textOf(options.failIf);
  return {
    a,
    b,
    resultsDirectory: textOf(options.results),
    targets: targets === undefined ? undefined : parseTargets(targets),
    metrics: metrics === undefined ? undefined : parseList('--metrics', metrics, 'S2,M1').map(parseMetric),
    margin: margin === undefined ? undefined : parsePercent('--margin', margin),
    failIf:
      failIf === undefined
        ? []
        : parseList('--fail-if', failIf, 'slower,more').map((word) =>
            parseChoice('--fail-if', word, failable),
          ),
    json: options.json === true,
  };
}

/** One name is that target in both. */
function parseTargets(text: string): readonly [string, string] {
  // The same target twice is no mistake here: A's and B's.
  const names = text.split(',').map((name) => name.trim());
  const [first = '', second = first] = names;
  if (names.length > 2 || names.includes('')) {
    throw new UserError(`--targets is not one target or two: '${text}'`, {
      hint: "write A's and B's, for example --targets musl,glibc",
    });
  }
  return [first, second];
}

function parseMetric(name: string): string {
  const known = metricTable.filter((metric) => metric.compareAs !== null);
  if (known.some((metric) => metric.name === name || metric.id === name)) return name;
  const names = known.map((metric) => metric.name);
  throw new UserError(`--metrics has no metric '${name}' that can be compared`, {
    hint: `${didYouMean(name, names)}; METRICS.md has them all`,
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
