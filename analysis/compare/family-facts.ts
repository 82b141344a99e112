import type { Family, Stop } from '../../results/schema/family.ts';
import { strictestLevel } from '../../results/schema/family.ts';
import type { FamilyFacts } from '../../results/schema/report.ts';
import { parseLabel, withoutRelink } from '../../results/text/target-label.ts';
import { groupBy } from '../load/group-by.ts';
import type { Run, RunSection } from '../load/run.ts';

export function readFamily({ plan, sections, stops }: Run): FamilyFacts | null {
  const { family } = plan;
  const section = family && sections[family.section];
  if (family === undefined || section === undefined) return null;
  const { looks, alpha } = family;
  return {
    section: family.section,
    metric: family.metric,
    alpha,
    controlAlpha: family.controlAlpha,
    lookAlpha: alpha / looks.length,
    level: strictestLevel(alpha, family.comparisons.length, looks.length),
    margin: family.margin,
    comparisons: family.comparisons.length,
    controls: family.controls.length,
    looks,
    precision: family.precision,
    ...readEnd(
      family,
      section,
      stops.find((one) => one.section === family.section),
    ),
    linkOrders: countLinkOrders(family, section),
  };
}

function readEnd(
  { looks, precision, maxSeconds }: Family,
  runSection: RunSection,
  stop: Stop | undefined,
): Pick<FamilyFacts, 'blocks' | 'look' | 'ended' | 'decides'> {
  const blocks = countWholeBlocks(runSection);
  // Records of a block that was begun are in the numbers: then they are not those of the look before it.
  const isBegun = runSection.trials.some(({ block }) => block > blocks);
  const at = isBegun ? -1 : looks.indexOf(blocks);
  const isWhole = blocks === runSection.section.blocks;
  // A stop shortens the section to the blocks before it. Only a run without a precision may stop between looks: by time.
  const byTime = isWhole && stop?.reason === 'time' && precision === null && maxSeconds !== null;
  const nameEnd = (): FamilyFacts['ended'] => {
    if (blocks === looks.at(-1)) return 'last look';
    if (hasGap(runSection)) return 'gap';
    return isWhole && stop !== undefined ? stop.reason : 'early';
  };
  return {
    blocks,
    look: at === -1 ? null : at + 1,
    ended: nameEnd(),
    decides: at !== -1 || byTime,
  };
}

/** Whether a trial without a record comes before one that has one. */
function hasGap({ section, trials }: RunSection): boolean {
  const recorded = new Set(trials.map(({ trial }) => trial));
  const hasRecord = section.trials.map(({ trial }) => recorded.has(trial));
  return hasRecord.lastIndexOf(true) > hasRecord.indexOf(false) && hasRecord.includes(false);
}

/** Why there are no verdicts, where `decides` is false. */
export function describeUndecided({ blocks, looks, ended }: FamilyFacts): string {
  if (ended === 'gap') return `lacks records from within its ${looks.at(-1)} blocks: its journal was changed`;
  return looks.length > 1
    ? `ended after ${blocks} of ${looks.at(-1)} blocks, between two looks`
    : `ended after ${blocks} of ${looks.at(-1)} blocks, which its plan did not foresee`;
}

const confidence = 0.95;

/** Of each interval in a section that may end at any of these looks: it holds for all of them together. */
export function confidenceOverLooks(looks: readonly number[]): number {
  return 1 - (1 - confidence) / looks.length;
}

/** Blocks of which every trial has a record, whatever became of it. */
function countWholeBlocks({ section, trials }: RunSection): number {
  const recorded = new Set(trials.map((trial) => trial.trial));
  const lacking = section.trials.filter(({ trial }) => !recorded.has(trial)).map(({ block }) => block);
  return Math.min(section.blocks, ...lacking.map((block) => Math.max(0, block - 1)));
}

function countLinkOrders({ comparisons }: Family, { arms }: RunSection): number {
  const labels = comparisons.flatMap(({ arm, baselineArm }) =>
    [arm, baselineArm].map((id) => arms.get(id)?.target ?? ''),
  );
  const orders = groupBy(new Set(labels), withoutRelink);
  const counts = [...orders.values()].map(
    (same) => new Set(same.map((label) => parseLabel(label).relink)).size,
  );
  return counts.length === 0 ? 0 : Math.min(...counts);
}

/** A margin below 5 % is about the size of what the layout of code does: to speak of sources, programs must be linked in several orders. */
export const fewestLinkOrders = 3;
export const leastMarginOfOneOrder = 0.05;

export function isLayoutOpen({ margin, linkOrders, comparisons }: FamilyFacts): boolean {
  return comparisons > 0 && margin < leastMarginOfOneOrder && linkOrders < fewestLinkOrders;
}
