import { groupBy } from '../group-by.ts';
import { subjectKey } from '../observe.ts';
import type { Run } from '../run.ts';
import type { SectionMeasures } from './measure-run.ts';

/** Measures of a whole run. */
export type RunMeasures = Omit<SectionMeasures, 'silent' | 'spoken'>;

/** Puts together what was measured of parts of a run that have no arm in common: the answer does not depend on how it was divided. */
export function mergeMeasures(run: Run, parts: readonly (readonly SectionMeasures[])[]): RunMeasures {
  const sections = run.sections.map(({ arms }, index) =>
    mergeSection(
      [...arms.keys()],
      parts.flatMap((part) => part[index] ?? []),
    ),
  );
  return {
    estimates: sections.flatMap(({ estimates }) => estimates),
    comparisons: sections.flatMap(({ comparisons }) => comparisons),
    blowUps: sections.flatMap(({ blowUps }) => blowUps),
    threadMaps: sections.flatMap(({ threadMaps }) => threadMaps),
    memorySeries: sections.flatMap(({ memorySeries }) => memorySeries),
    handOverMaps: sections.flatMap(({ handOverMaps }) => handOverMaps),
  };
}

function mergeSection(arms: readonly string[], parts: readonly SectionMeasures[]): RunMeasures {
  const spoken = new Set(parts.flatMap((part) => [...part.spoken]));
  const silent = new Set(parts.flatMap((part) => [...part.silent]).filter((key) => !spoken.has(key)));
  const isTold = (row: { readonly metric: string; readonly subject: string }) =>
    silent.size === 0 || !silent.has(subjectKey(row.metric, row.subject));
  const inPlanOrder = <Row>(rowsOf: (part: SectionMeasures) => readonly Row[], armOf: (row: Row) => string) =>
    sortByArm(arms, parts.flatMap(rowsOf), armOf);
  return {
    estimates: inPlanOrder(
      (part) => part.estimates,
      ({ arm }) => arm,
    ).filter(isTold),
    comparisons: inPlanOrder(
      (part) => part.comparisons,
      ({ firstArm }) => firstArm,
    ).filter(({ row }) => isTold(row)),
    blowUps: inPlanOrder(
      (part) => part.blowUps,
      ({ arm }) => arm,
    ),
    threadMaps: inPlanOrder(
      (part) => part.threadMaps,
      ({ arm }) => arm,
    ),
    memorySeries: inPlanOrder(
      (part) => part.memorySeries,
      ({ arm }) => arm,
    ),
    handOverMaps: inPlanOrder(
      (part) => part.handOverMaps,
      ({ arm }) => arm,
    ),
  };
}

/** Rows of one arm come from one part, which has them in their order. */
function sortByArm<Row>(
  arms: readonly string[],
  rows: readonly Row[],
  armOf: (row: Row) => string,
): readonly Row[] {
  const byArm = groupBy(rows, armOf);
  return arms.flatMap((arm) => byArm.get(arm) ?? []);
}
