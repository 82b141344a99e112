import { makeEstimate } from './estimate.ts';
import { groupBy } from './group-by.ts';
import { type Growth, readGrowth } from './metrics/memory-growth.ts';
import { placeOf } from './place.ts';
import type { MemorySeriesRow } from './report.ts';
import { completedByArm, type RunSection } from './run.ts';

/** M1 over the course of the work, of every arm whose workload looks at points of a series. Counted in operations, so that any machine may tell it. */
export function readMemorySeries(section: RunSection, sectionIndex: number): readonly MemorySeriesRow[] {
  return completedByArm(section).flatMap(({ arm, trials }): MemorySeriesRow[] => {
    const growths = trials.flatMap((trial) => readGrowth(trial)).filter(isOfSeries);
    const points = [...groupBy(growths, ({ operations }) => operations)].flatMap(([operations, group]) => {
      const resident = makeEstimate(
        group.flatMap((growth) => (growth.residentBytes === null ? [] : [growth.residentBytes])),
        'count',
      );
      const live = makeEstimate(
        group.map((growth) => growth.liveBytes),
        'count',
      );
      const checkpoint = group[0]?.checkpoint ?? '';
      return resident === null || live === null ? [] : [{ checkpoint, operations, resident, live }];
    });
    if (points.length < 2) return [];
    const { id, target, control } = arm;
    const inOrder = points.toSorted((a, b) => a.operations - b.operations);
    return [{ ...placeOf(section, sectionIndex, arm), arm: id, target, control, points: inOrder }];
  });
}

function isOfSeries(growth: Growth): growth is Growth & { readonly operations: number } {
  return growth.operations !== null;
}
