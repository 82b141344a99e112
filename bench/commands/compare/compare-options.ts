import { metricTable } from '../../../analysis/metrics/table.ts';
import { didYouMean } from '../../did-you-mean.ts';
import { UserError } from '../../user-error.ts';

/** The target of A and that of B; one name is that target in both. Throws UserError. */
export function parseTargetPair(text: string): readonly [string, string] {
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

/** The name or id of a metric that can be compared. Throws UserError for any other. */
export function checkMetric(name: string): string {
  const known = metricTable.filter((metric) => metric.compareAs !== null);
  if (known.some((metric) => metric.name === name || metric.id === name)) return name;
  const names = known.map((metric) => metric.name);
  throw new UserError(`--metrics has no metric '${name}' that can be compared`, {
    hint: `${didYouMean(name, names)}; METRICS.md has them all`,
  });
}
