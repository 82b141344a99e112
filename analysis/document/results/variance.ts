import type { Report } from '../../../results/schema/report.ts';
import type { VarianceRow, VarianceShares } from '../../../results/schema/report-rows.ts';
import { describeEstimates } from '../../format/interval.ts';
import { targetName } from '../../format/target-name.ts';
import { type Block, heading, items } from '../block.ts';

/** On which level the times of all sections vary. */
export function makeAllVariance(report: Report): readonly Block[] {
  return report.sections.flatMap((_, index) => makeVariance(report, index));
}

/** On which level the times of a section vary, and what that means for the next run. Nothing for a guest. */
export function makeVariance(report: Report, section: number): readonly Block[] {
  const rows = report.variance.filter((row) => row.section === section);
  const [first] = rows;
  if (first === undefined) return [];
  const known = rows.flatMap((row) => (row.levels === null ? [] : [{ row, levels: row.levels }]));
  const lacking = rows.flatMap(({ workload, missing }) =>
    missing === null ? [] : [`${workload}: ${missing}`],
  );
  const advice = known.map(({ row, levels }) => `${row.workload}: ${adviseRepeats(row, levels)}`);
  return [
    heading('section', `Where the times of ${targetName(report, first.target)} vary`),
    ...(known.length === 0 ? [] : makeLevels(report, known)),
    ...items([...advice, ...lacking], { areRemarks: true }),
  ];
}

interface KnownRow {
  readonly row: VarianceRow;
  readonly levels: VarianceShares;
}

function makeLevels(report: Report, known: readonly KnownRow[]): readonly Block[] {
  const machine = report.sections[known[0]?.row.section ?? 0]?.machine ?? 'host';
  const estimates = known.map(({ levels }) => levels.processShare);
  const hasBuilds = known.some(({ levels }) => levels.buildShare !== null);
  const words = { centre: 'analysis of variance', interval: '95 % jackknife over blocks' };
  return [
    {
      type: 'table',
      caption: `Share of the variance of log cost per operation that lies between processes; the rest lies between passes of one process; ${describeEstimates(estimates, machine, words)}; then standard deviations`,
      corner: 'workload',
      heads: [['processes'], ['of processes'], ['of passes'], ...(hasBuilds ? [['builds']] : []), ['n']],
      rows: known.map(({ row, levels }) => ({
        label: row.workload,
        cells: levelCells(row, levels, hasBuilds),
      })),
    },
    ...items([
      'n: processes x passes, and in how many series (arm, process of a trial, measure). What changes from block to block is in the share of processes; comparisons within blocks are free of it.',
    ]),
  ];
}

function levelCells(
  row: VarianceRow,
  levels: VarianceShares,
  hasBuilds: boolean,
): readonly (readonly string[])[] {
  const { processShare, processDeviation, passDeviation, buildShare } = levels;
  // A few builds give a number and no interval.
  const build = buildShare === null ? ['-'] : [`${shareText(buildShare)} of all`, `${row.builds} builds`];
  return [
    [shareText(processShare.point), `[${shareText(processShare.lower)}, ${shareText(processShare.upper)}]`],
    [deviationText(processDeviation)],
    [deviationText(passDeviation)],
    ...(hasBuilds ? [build] : []),
    [`${row.processes} x ${row.passes}`, `in ${row.series}`],
  ];
}

const littleGain = 0.2;
const muchGain = 0.5;

/** Repeat at the level that varies most (Kalibera and Jones, ISMM 2013), as far as the interval of the share says which that is. */
function adviseRepeats({ passes }: VarianceRow, { passGain }: VarianceShares): string {
  const bound = `with ${passes} passes, more of them could take at most ${shareText(passGain.point)} (${Math.round(100 * passGain.lower)} to ${shareText(passGain.upper)}) off the variance of a trial`;
  if (passGain.upper <= littleGain) return `${bound}: only more processes (--blocks) make it more precise`;
  if (passGain.lower >= muchGain) return `${bound}: more passes gain most, and cost less than more blocks`;
  return `${bound}: both more passes and more blocks help`;
}

/** A share as whole percent. */
function shareText(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** A standard deviation of logarithms as percent of the value. */
function deviationText(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}
