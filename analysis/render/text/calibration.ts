import { chooseScale, formatEnds, formatScaled } from '../../format/number.ts';
import { calibrationHypothesis } from '../../hypotheses/c1-calibration.ts';
import type { EstimateRow, Report } from '../../report.ts';
import { describeEstimates } from '../cell.ts';
import { wrap } from '../wrap.ts';
import { sectionName, targetName } from './names.ts';

/** C1, then what the harness and the clock themselves cost, and the latency between nodes. */
export function renderCalibration(report: Report): readonly string[] {
  return [
    'C1 calibration: does first touch decide where a page lies?',
    ...report.findings.filter(isCalibration).flatMap((finding) => {
      const section = report.sections[finding.section];
      const name = section === undefined ? '' : sectionName(section);
      return wrap(`${name}: ${verdictWord(finding.verdict)}: ${finding.because}`, '  ', '    ');
    }),
    ...renderCosts(report),
  ];
}

export function isCalibration({ id }: Report['findings'][number]): boolean {
  return id === calibrationHypothesis.id;
}

/** C1 has three verdicts only. */
function verdictWord(verdict: Report['findings'][number]['verdict']): string {
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

function renderCosts(report: Report): readonly string[] {
  return costMetrics.flatMap(({ metric, words }) =>
    report.estimates
      .filter((row) => row.metric === metric && row.workload === 'calibrate' && !row.control)
      .flatMap((row) => renderCost(report, row, words)),
  );
}

function renderCost(report: Report, row: EstimateRow, words: string): readonly string[] {
  const { estimate } = row;
  if (estimate === null) return [];
  const scale = chooseScale(row.unit, [estimate.point]);
  const unit = row.unit === 's' ? ` ${scale.label}` : '';
  const what = row.subject === '' ? words : `${words} ${row.subject}`;
  const around =
    estimate.n === 1
      ? 'n = 1'
      : `${formatEnds(estimate.lower, estimate.upper, scale).join(' to ')}; ${describeEstimates([estimate], row.machine)}`;
  const text = `${targetName(report, row.target)}: ${what} ${formatScaled(estimate.point, scale)}${unit} (${around})`;
  return wrap(text, '  ', '    ');
}
