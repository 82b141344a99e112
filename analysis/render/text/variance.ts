import { escapeText } from '../../../results/text/escape-text.ts';
import type { Report } from '../../report.ts';
import type { VarianceRow, VarianceShares } from '../../variance.ts';
import { describeEstimates } from '../cell.ts';
import { renderTable } from '../table.ts';
import { wrap } from '../wrap.ts';
import { targetName } from './names.ts';

/** On which level the times of a section vary, and what that means for the next run. Nothing for a guest. */
export function renderVariance(report: Report, section: number): readonly string[] {
  const rows = report.variance.filter((row) => row.section === section);
  const [first] = rows;
  if (first === undefined) return [];
  const known = rows.flatMap((row) => (row.levels === null ? [] : [{ row, levels: row.levels }]));
  const lacking = rows.flatMap(({ workload, missing }) =>
    missing === null ? [] : wrap(escapeText(`${workload}: ${missing}`), '  - ', '    '),
  );
  return [
    '',
    ...wrap(`Where the times of ${targetName(report, first.target)} vary`),
    ...(known.length === 0 ? [] : renderLevels(report, known)),
    ...lacking,
  ];
}

interface KnownRow {
  readonly row: VarianceRow;
  readonly levels: VarianceShares;
}

function renderLevels(report: Report, known: readonly KnownRow[]): readonly string[] {
  const machine = report.sections[known[0]?.row.section ?? 0]?.machine ?? 'host';
  const estimates = known.map(({ levels }) => levels.processShare);
  const hasBuilds = known.some(({ levels }) => levels.buildShare !== null);
  const caption = `Share of the variance of log cost per operation that lies between processes; the rest lies between passes of one process; ${describeEstimates(estimates, machine, { centre: 'analysis of variance', interval: '95 % jackknife over blocks' })}; then standard deviations`;
  return [
    ...wrap(caption, '  ', '    '),
    ...renderTable(
      'workload',
      [['processes'], ['of processes'], ['of passes'], ...(hasBuilds ? [['builds']] : []), ['n']],
      known.map(({ row, levels }) => ({
        label: escapeText(row.workload),
        cells: [
          [
            shareText(levels.processShare.point),
            `[${shareText(levels.processShare.lower)}, ${shareText(levels.processShare.upper)}]`,
          ],
          [deviationText(levels.processDeviation)],
          [deviationText(levels.passDeviation)],
          ...(hasBuilds ? [buildCell(row, levels)] : []),
          [`${row.processes} x ${row.passes}`, `in ${row.series}`],
        ],
      })),
    ),
    ...wrap(
      'n: processes x passes, and in how many series (arm, process of a trial, measure). What changes from block to block is in the share of processes; comparisons within blocks are free of it.',
      '  ',
      '    ',
    ),
    ...known.flatMap(({ row, levels }) =>
      wrap(escapeText(`${row.workload}: ${adviseRepeats(row, levels)}`), '  - ', '    '),
    ),
  ];
}

/** A few builds give a number and no interval. */
function buildCell({ builds }: VarianceRow, { buildShare }: VarianceShares): readonly string[] {
  return buildShare === null ? ['-'] : [`${shareText(buildShare)} of all`, `${builds} builds`];
}

const littleGain = 0.2;
const muchGain = 0.5;

/** Repeat at the level that varies most (Kalibera and Jones, ISMM 2013), as far as the interval of the share says which that is. */
export function adviseRepeats({ passes }: VarianceRow, { passGain }: VarianceShares): string {
  const bound = `with ${passes} passes, more of them could take at most ${shareText(passGain.point)} (${Math.round(100 * passGain.lower)} to ${shareText(passGain.upper)}) off the variance of a trial`;
  if (passGain.upper <= littleGain) return `${bound}: only more processes (--blocks) make it more precise`;
  if (passGain.lower >= muchGain) return `${bound}: more passes gain most, and cost less than more blocks`;
  return `${bound}: both more passes and more blocks help`;
}

/** A share as whole percent. */
export function shareText(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/** A standard deviation of logarithms as percent of the value. */
export function deviationText(value: number): string {
  return `${(100 * value).toFixed(1)} %`;
}
