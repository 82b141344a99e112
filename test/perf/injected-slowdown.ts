import { observeMetrics } from '../../analysis/estimate/observe.ts';
import { loadRun } from '../../analysis/load/load-run.ts';
import type { RunSection } from '../../analysis/load/run.ts';
import { operationCost } from '../../analysis/metrics/throughput.ts';
import { detectableEffect } from '../../analysis/stats/detectable-effect.ts';
import { signedRankInterval } from '../../analysis/stats/signed-rank-interval.ts';

/**
 * Whether a slowdown of known size is found on this machine, and whether none is where there is none. The run has the parameter
 * `extra` of churn at two levels, with as many blocks as there is patience for:
 *
 *     numa-lab run --quick --machine host --nodes 0 --workloads churn --set churn.sizes=fixed:64 --set churn.extra=0,30 \
 *       --targets musl --threads 1 --placements local --blocks 1000
 *     npx tsc -p test/perf && node dist/test/perf/injected-slowdown.js <run directory> [blocks of a window: 19]
 *
 * Cuts the blocks into windows and takes each for a run of its own, at the level of one comparison among twenty (0.25 %).
 */
const [directory, windowText = '19'] = process.argv.slice(2);
const windowBlocks = Number(windowText);
if (directory === undefined || !Number.isInteger(windowBlocks) || windowBlocks < 10) {
  throw new Error('usage: injected-slowdown.js <run directory> [blocks of a window, at least 10]');
}
const confidence = 1 - 0.05 / 20;
/** What a default run with this many blocks finds in nine of ten cases, as a deviation of log ratios. */
const calmDeviation = 0.024;

const loaded = await loadRun(directory);
if (loaded.state === 'problem') throw new Error(loaded.message);
for (const section of loaded.run.sections) report(section);

type Costs = ReadonlyMap<number, number>;

function report(section: RunSection): void {
  const arms = observeMetrics(section, [operationCost]).flatMap(({ arm: id, values }) => {
    const arm = section.arms.get(id);
    return arm?.workload === 'churn' ? [{ control: arm.control, extra: arm.parameters.extra, values }] : [];
  });
  for (const base of arms.filter(({ control }) => !control)) {
    for (const other of arms) {
      const isControl = other.control && other.extra === base.extra;
      const isSlowed = !other.control && base.extra === '0' && other.extra !== '0';
      if (!isControl && !isSlowed) continue;
      const name = isControl ? `A/A, extra ${base.extra}` : `extra ${other.extra} against 0 per mille`;
      process.stdout.write(`${name}: ${describe(cutWindows(base.values, other.values))}\n`);
    }
  }
}

/** Log ratios by block, in windows that do not overlap. */
function cutWindows(base: Costs, other: Costs): readonly (readonly number[])[] {
  const ratios = [...other].flatMap(([block, cost]) => {
    const divisor = base.get(block);
    return divisor === undefined ? [] : [Math.log(cost / divisor)];
  });
  const count = Math.floor(ratios.length / windowBlocks);
  return Array.from({ length: count }, (_, k) => ratios.slice(k * windowBlocks, (k + 1) * windowBlocks));
}

function describe(windows: readonly (readonly number[])[]): string {
  const judged = windows.map((ratios) => {
    const interval = signedRankInterval(ratios, confidence);
    if (interval === null) throw new Error(`${windowBlocks} blocks reach no level of ${1 - confidence}`);
    const { point, lower, upper } = interval;
    const detectable = detectableEffect({ lower, upper, confidence, level: 1 - confidence, power: 0.8 });
    return { point, detectable, found: lower > 0 || upper < 0, calm: deviationOf(ratios) <= calmDeviation };
  });
  const calm = judged.filter((one) => one.calm);
  const restless = judged.filter((one) => !one.calm);
  const count = (all: typeof judged) => `${all.filter(({ found }) => found).length} of ${all.length}`;
  const seen = restless.filter(({ found, detectable }) => found || detectable > Math.log(1.03)).length;
  const effects = judged.map(({ point }) => 100 * Math.expm1(point)).sort((a, b) => a - b);
  return [
    `a difference in ${count(judged)} windows of ${windowBlocks} blocks`,
    `in ${count(calm)} with a deviation of at most ${100 * calmDeviation} % a block`,
    `of the ${restless.length} others ${seen} find one or say that 3 % could not be found`,
    `effect ${effects[Math.floor(effects.length / 2)]?.toFixed(2)} % (median)`,
  ].join('; ');
}

function deviationOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
