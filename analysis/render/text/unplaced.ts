import { escapeText } from '../../../results/text/escape-text.ts';
import { chooseScale, formatEnds, formatRatio } from '../../format/number.ts';
import { metricNamed } from '../../metrics/table.ts';
import type { Report } from '../../report.ts';
import { wrap } from '../wrap.ts';
import { targetName } from './names.ts';

const unplaced = ['absent_byte_ratio', 'zero_page_byte_ratio', 'unknown_node_byte_ratio'];
const scale = chooseScale('1', []);
const mostLines = 12;

/** Live bytes that lie on no node: the remote byte ratios leave them out, so they are never left unsaid. */
export function renderUnplaced(report: Report, sectionIndex: number): readonly string[] {
  const rows = report.estimates.filter(
    (row) => row.section === sectionIndex && unplaced.includes(row.metric),
  );
  // On one node there are no remote byte ratios to leave anything out of.
  if (rows.length === 0 || report.sections[sectionIndex]?.purpose === 'one-node') return [];
  const found = rows.filter(({ estimate }) => estimate !== null && estimate.upper > 0);
  if (found.length === 0) {
    return ['', ...wrap('Bytes without a node: none; every live byte counted above lay on a node.')];
  }
  const lines = found.slice(0, mostLines).flatMap((row) => {
    const { estimate } = row;
    if (estimate === null) return [];
    const place = `${row.workload} ${targetName(report, row.target)} ${row.placement}, ${row.subject}`;
    const amount = `${formatRatio(estimate.point)} (${formatEnds(estimate.lower, estimate.upper, scale).join(' to ')}, n = ${estimate.n})`;
    return wrap(
      `${escapeText(place)}: ${metricNamed(row.metric).title.toLowerCase()} ${amount}`,
      '  ',
      '    ',
    );
  });
  const more =
    found.length > mostLines ? [`  and ${found.length - mostLines} more rows in report --json`] : [];
  return ['', 'Bytes without a node, left out of the ratios above:', ...lines, ...more];
}
