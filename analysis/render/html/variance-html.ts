import { escapeHtml } from '../../../results/text/escape-html.ts';
import type { Report } from '../../report.ts';
import type { VarianceRow } from '../../variance.ts';
import { adviseRepeats, deviationText, shareText } from '../text/variance.ts';
import { htmlTable } from './html-table.ts';

/** On which level times vary: builds, processes, passes. Nothing where no time of a workload was taken. */
export function varianceHtml(report: Report): readonly string[] {
  const { variance, sections } = report;
  const [first] = variance;
  if (first === undefined) return [];
  const hasBuilds = variance.some(({ levels }) => levels !== null && levels.buildShare !== null);
  return [
    '<h3>Where times vary</h3>',
    `<p class="quiet">${escapeHtml(
      'Variance of the logarithm of the cost per operation. The share is what lies between processes, with a 95 % interval of a jackknife over blocks; the rest lies between the passes of one process. What changes from block to block is in the share of processes, and comparisons within blocks are free of it.',
    )}</p>`,
    htmlTable({
      prose: true,
      caption: `Levels on which the times of ${first.target} vary`,
      heads: [
        ...['workload', 'machine', 'between processes', 'deviation of processes', 'deviation of passes'],
        ...(hasBuilds ? ['between builds'] : []),
        ...['n (processes x passes)', 'series', 'what it means'],
      ],
      rows: variance.map((row) => ({
        cells: [
          ...[row.workload, sections[row.section]?.machine ?? ''],
          ...levelCells(row, hasBuilds),
          ...[`${row.processes} x ${row.passes}`, `${row.series}`],
          row.levels === null ? (row.missing ?? '') : adviseRepeats(row, row.levels),
        ],
      })),
    }),
  ];
}

function levelCells({ levels, builds }: VarianceRow, hasBuilds: boolean): readonly string[] {
  if (levels === null) return ['-', '-', '-', ...(hasBuilds ? ['-'] : [])];
  const { processShare, processDeviation, passDeviation, buildShare } = levels;
  const ends = `[${shareText(processShare.lower)}, ${shareText(processShare.upper)}]`;
  return [
    `${shareText(processShare.point)} ${ends}`,
    deviationText(processDeviation),
    deviationText(passDeviation),
    ...(hasBuilds ? [buildShare === null ? '-' : `${shareText(buildShare)} of ${builds} builds`] : []),
  ];
}
