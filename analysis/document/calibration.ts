import type { Finding, Report } from '../../results/schema/report.ts';
import type { EstimateRow } from '../../results/schema/report-rows.ts';
import { describeEstimates, endsText } from '../format/interval.ts';
import { chooseScale, formatScaled } from '../format/number.ts';
import { targetName } from '../format/target-name.ts';
import { type Block, items } from './block.ts';
import { isCalibration } from './findings.ts';
import { sectionName } from './names.ts';

/** C1, then what the harness and the clock themselves cost, and the latency between nodes. */
export function makeCalibration(report: Report): readonly Block[] {
  const verdicts = report.findings
    .filter(isCalibration)
    .map(
      ({ section, verdict, because }) =>
        `${sectionName(report.sections[section])}: ${verdictWord(verdict)}: ${because}`,
    );
  return items([...verdicts, ...costTexts(report)]);
}

/** C1 has three verdicts only. */
function verdictWord(verdict: Finding['verdict']): string {
  if (verdict === 'supported') return 'pass';
  if (verdict === 'invalid') return 'FAIL, nothing in this section is valid';
  return 'NOT RUN, placements of this section are not calibrated';
}

const costMetrics = [
  { metric: 'empty_operation_seconds', words: "harness cost of an operation (churn's loop around nothing)" },
  { metric: 'clock_read_seconds', words: 'cost of a clock read' },
  { metric: 'load_latency_seconds', words: 'dependent load at random, page walk included, from node' },
  { metric: 'node_latency_ratio', words: 'the same over that of the own node, from node' },
] as const;

function costTexts(report: Report): readonly string[] {
  return costMetrics.flatMap(({ metric, words }) =>
    report.estimates
      .filter((row) => row.metric === metric && row.workload === 'calibrate' && !row.control)
      .flatMap((row) => costText(report, row, words)),
  );
}

function costText(report: Report, row: EstimateRow, words: string): readonly string[] {
  const { estimate } = row;
  if (estimate === null) return [];
  const scale = chooseScale(row.unit, [estimate.point]);
  const unit = row.unit === 's' ? ` ${scale.label}` : '';
  const what = row.subject === '' ? words : `${words} ${row.subject}`;
  const around =
    estimate.n === 1
      ? 'n = 1'
      : `${endsText(estimate, scale)}; ${describeEstimates([estimate], row.machine)}`;
  return [
    `${targetName(report, row.target)}: ${what} ${formatScaled(estimate.point, scale)}${unit} (${around})`,
  ];
}
