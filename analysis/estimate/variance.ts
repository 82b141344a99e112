import type { VarianceRow, VarianceShares } from '../../results/schema/report-rows.ts';
import { withoutRelink } from '../../results/text/target-label.ts';
import { groupBy } from '../load/group-by.ts';
import type { RunSection } from '../load/run.ts';
import { shareBetweenProcesses } from '../stats/share-between-processes.ts';
import { varianceLevels } from '../stats/variance-levels.ts';
import { confidence, fewestBlocksForInterval } from './estimate.ts';
import { cellKey, rowKeyOf } from './row-key.ts';
import { readTimedSeries, type TimedSeries } from './timed-series.ts';

/** Empty for a guest. Throws where the journal has times that are not finite. */
export function splitVariance(
  section: RunSection,
  sectionIndex: number,
  baseline: string,
): readonly VarianceRow[] {
  const own = readTimedSeries(section).filter(({ arm }) => !arm.control && isBuildOf(arm.target, baseline));
  return [...groupBy(own, ({ arm }) => arm.workload)].map(([workload, series]) => {
    const questions = [...groupBy(series, (one) => keyOf(section, sectionIndex, one)).values()];
    const row = {
      ...{ section: sectionIndex, workload, target: baseline, series: questions.length },
      builds: Math.max(...questions.map((builds) => new Set(builds.map(({ arm }) => arm.target)).size)),
      processes: Math.max(...series.map(({ trials }) => trials.length)),
      passes: Math.max(...series.flatMap(({ trials }) => trials.map(({ costsNs }) => costsNs.length))),
    };
    const missing = findLack(row);
    const levels = missing === null ? measure(questions, series, row.passes) : null;
    return {
      ...row,
      levels,
      missing:
        missing ?? (levels === null ? 'processes, or the passes of each, do not differ by the clock' : null),
    };
  });
}

function isBuildOf(target: string, baseline: string): boolean {
  return withoutRelink(target) === withoutRelink(baseline);
}

/** Equal for the same process and measure of arms that differ in their build alone. */
function keyOf(section: RunSection, index: number, { arm, measure: name, process }: TimedSeries): string {
  const place = rowKeyOf(section, index, arm);
  return JSON.stringify([cellKey(place), place.placement, place.nodes, process, name]);
}

function findLack({ processes, passes }: Pick<VarianceRow, 'processes' | 'passes'>): string | null {
  if (processes < fewestBlocksForInterval)
    return `fewer than ${fewestBlocksForInterval} blocks: too few processes to tell how they differ`;
  return passes < 2 ? 'one pass in a process: nothing tells passes from processes' : null;
}

function measure(
  questions: readonly (readonly TimedSeries[])[],
  series: readonly TimedSeries[],
  passes: number,
): VarianceShares | null {
  const all = questions.map((builds) =>
    varianceLevels(builds.map(({ trials }) => trials.map(({ costsNs }) => costsNs.map(Math.log)))),
  );
  // A cell whose trials are lost but for one has neither.
  const perCell = all.filter((one) => one.process !== null && one.iteration !== null);
  if (perCell.length === 0) return null;
  const mean = (of: (one: (typeof perCell)[number]) => number | null) =>
    perCell.reduce((sum, one) => sum + (of(one) ?? 0), 0) / perCell.length;
  const [build, process, pass] = [
    mean((one) => one.build),
    mean((one) => one.process),
    mean((one) => one.iteration),
  ];
  const within = process + pass;
  const share = shareBetweenProcesses(series.map(blockLogs), confidence);
  if (share === null) return null;
  const gain = (part: number) => (1 - part) / passes / (part + (1 - part) / passes);
  return {
    processShare: {
      ...{ ...share, n: Math.max(...series.map(({ trials }) => trials.length)) },
      ...{ intervalKind: 'confidence', coverage: confidence },
    },
    buildShare: perCell.some((one) => one.build !== null) ? build / (build + within) : null,
    processDeviation: Math.sqrt(process),
    passDeviation: Math.sqrt(pass),
    passGain: { point: gain(share.point), lower: gain(share.upper), upper: gain(share.lower) },
  };
}

/** Logarithms of the costs of the passes, at the number of their block. */
function blockLogs({ trials }: TimedSeries): (readonly number[])[] {
  const logs: (readonly number[])[] = [];
  for (const { block, costsNs } of trials) logs[block - 1] = costsNs.map(Math.log);
  return logs;
}
