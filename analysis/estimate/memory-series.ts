import type { MemorySeriesRow } from '../../results/schema/report-rows.ts';
import { groupBy } from '../load/group-by.ts';
import { completedByArm, type RunSection } from '../load/run.ts';
import { type Growth, readGrowth } from '../metrics/memory-growth.ts';
import { median } from '../stats/median.ts';
import { makeEstimate } from './estimate.ts';
import { rowKeyOf } from './row-key.ts';

/**
 * M1 over the course of the work, of every arm whose workload looks at points of a series, in the order of the plan. A point is a
 * checkpoint by name: blocks pass it after numbers of operations that differ a little, and two checkpoints, before and after everything
 * is freed, can have the same number. Counted in operations, so that any machine may tell it.
 */
export function readMemorySeries(section: RunSection, sectionIndex: number): readonly MemorySeriesRow[] {
  return completedByArm(section).flatMap(({ arm, trials }): MemorySeriesRow[] => {
    const growths = trials.flatMap((trial) => readGrowth(trial)).filter(isOfSeries);
    const points = [...groupBy(growths, ({ checkpoint }) => checkpoint).values()].flatMap(makePoint);
    if (points.length < 2) return [];
    const { id, target, control } = arm;
    return [{ ...rowKeyOf(section, sectionIndex, arm), arm: id, target, control, points }];
  });
}

/** Of the same checkpoint in every block, one growth each. */
function makePoint(growths: readonly SeriesGrowth[]): MemorySeriesRow['points'] {
  const resident = makeEstimate(
    growths.flatMap(({ residentBytes }) => (residentBytes === null ? [] : [residentBytes])),
    'count',
  );
  const live = makeEstimate(
    growths.map(({ liveBytes }) => liveBytes),
    'count',
  );
  const [first] = growths;
  if (first === undefined || resident === null || live === null) return [];
  const operations = Math.round(median(growths.map((growth) => growth.operations)));
  return [{ checkpoint: first.checkpoint, operations, resident, live }];
}

type SeriesGrowth = Growth & { readonly operations: number };

function isOfSeries(growth: Growth): growth is SeriesGrowth {
  return growth.operations !== null;
}
