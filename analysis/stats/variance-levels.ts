import { mean, sum } from 'simple-statistics';
import { requireFinite } from './require-finite.ts';

/** Variance that each level adds, never below 0; null for a level that was not repeated. */
export interface VarianceLevels {
  readonly build: number | null;
  readonly process: number | null;
  readonly iteration: number | null;
  /** How many builds, processes and iterations there were in all. */
  readonly builds: number;
  readonly processes: number;
  readonly iterations: number;
}

interface Level {
  readonly squares: number;
  readonly freedom: number;
}

/**
 * Splits the variance of values nested as builds > processes > iterations by analysis of variance: each mean square is set equal to
 * its expectation, with the average group sizes of an unequal design; an estimate below 0 is reported as 0. Empty
 * processes and builds are left out. RangeError for a value that is not finite.
 * Source: S. R. Searle, Linear Models (1971), section 11.4. Why it matters: T. Kalibera and R. Jones, ISMM 2013 (repeat at the
 * level that varies most).
 */
export function varianceLevels(nested: readonly (readonly (readonly number[])[])[]): VarianceLevels {
  const builds = nested
    .map((processes) => processes.filter((values) => values.length > 0))
    .filter((processes) => processes.length > 0);
  const processes = builds.flat();
  const values = processes.flat();
  requireFinite('variance by level', values);
  const counts = { builds: builds.length, processes: processes.length, iterations: values.length };
  if (values.length === 0) return { build: null, process: null, iteration: null, ...counts };

  const within: Level = {
    squares: sum(processes.map((p) => spread(p, mean([...p])))),
    freedom: counts.iterations - counts.processes,
  };
  const between: Level = {
    squares: sum(builds.map((b) => weightedSpread(b, mean(b.flat())))),
    freedom: counts.processes - counts.builds,
  };
  const top: Level = {
    squares: weightedSpread(
      builds.map((b) => b.flat()),
      mean(values),
    ),
    freedom: counts.builds - 1,
  };
  const n = counts.iterations;
  const withinBuilds = sum(builds.map((b) => squaredSizes(b) / b.flat().length));
  const iteration = meanSquare(within);
  const process = component(between, iteration ?? 0, n - withinBuilds);
  const perProcess = top.freedom > 0 ? (withinBuilds - squaredSizes(processes) / n) / top.freedom : 0;
  const below = (iteration ?? 0) + perProcess * (process ?? 0);
  const build = component(top, below, n - squaredSizes(builds.map((b) => b.flat())) / n);
  return { build, process, iteration, ...counts };
}

function meanSquare({ squares, freedom }: Level): number | null {
  return freedom > 0 ? squares / freedom : null;
}

/** (MS - expected of the levels below) / average group size, which is `weight` / freedom. */
function component(level: Level, below: number, weight: number): number | null {
  const square = meanSquare(level);
  return square === null ? null : Math.max(0, ((square - below) * level.freedom) / weight);
}

function spread(values: readonly number[], centre: number): number {
  return sum(values.map((x) => (x - centre) ** 2));
}

function weightedSpread(groups: readonly (readonly number[])[], centre: number): number {
  return sum(groups.map((group) => group.length * (mean([...group]) - centre) ** 2));
}

function squaredSizes(groups: readonly (readonly number[])[]): number {
  return sum(groups.map((group) => group.length ** 2));
}
