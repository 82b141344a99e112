import { groupBy } from '../group-by.ts';
import type { Run } from '../run.ts';
import type { SectionMeasures } from './measure-run.ts';

/** The same of all sections together. */
export type RunMeasures = SectionMeasures;

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
  const inPlanOrder = <Row>(rowsOf: (part: SectionMeasures) => readonly Row[], armOf: (row: Row) => string) =>
    sortByArm(arms, parts.flatMap(rowsOf), armOf);
  return {
    estimates: inPlanOrder(
      (part) => part.estimates,
      ({ arm }) => arm,
    ),
    comparisons: inPlanOrder(
      (part) => part.comparisons,
      ({ firstArm }) => firstArm,
    ),
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
