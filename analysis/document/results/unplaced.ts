import type { Report } from '../../../results/schema/report.ts';
import { endsText } from '../../format/interval.ts';
import { chooseScale, formatRatio } from '../../format/number.ts';
import { targetName } from '../../format/target-name.ts';
import { metricNamed } from '../../metrics/table.ts';
import { type Block, capList, heading, items } from '../block.ts';

const unplaced = ['absent_byte_ratio', 'zero_page_byte_ratio', 'unknown_node_byte_ratio'];
const scale = chooseScale('1', []);
const mostRows = 12;

/** Live bytes that lie on no node: the remote byte ratios leave them out, so they are never left unsaid. */
export function makeUnplaced(report: Report, sectionIndex: number): readonly Block[] {
  const rows = report.estimates.filter(
    (row) => row.section === sectionIndex && unplaced.includes(row.metric),
  );
  // On one node there are no remote byte ratios to leave anything out of.
  if (rows.length === 0 || report.sections[sectionIndex]?.purpose === 'one-node') return [];
  const texts = rows.flatMap((row) => {
    const { estimate } = row;
    if (estimate === null || estimate.upper <= 0) return [];
    const place = `${row.workload} ${targetName(report, row.target)} ${row.placement}, ${row.subject}`;
    const amount = `${formatRatio(estimate.point)} (${endsText(estimate, scale)}, n = ${estimate.n})`;
    return [`${place}: ${metricNamed(row.metric).title.toLowerCase()} ${amount}`];
  });
  if (texts.length === 0)
    return [heading('topic', 'Bytes without a node: none; every live byte counted above lay on a node.')];
  return [
    heading('topic', 'Bytes without a node, left out of the ratios above:'),
    ...items(capList(texts, mostRows, 'rows in report --json')),
  ];
}
