import { escapeText } from '../../../results/text/escape-text.ts';
import { chooseScale, formatScaled, formatSignificant, type Scale } from '../../format/number.ts';
import { groupBy } from '../../group-by.ts';
import type { Evidence } from '../../hypotheses/hypothesis.ts';
import type { Unit } from '../../metrics/metric.ts';
import type { Finding, Report, Requirement } from '../../report.ts';
import { describeEstimates, renderCell } from '../cell.ts';
import { renderTable } from '../table.ts';
import { textWidth, wrap } from '../wrap.ts';
import { isCalibration } from './calibration.ts';
import { sectionName } from './names.ts';

const title = 'Findings: verdicts by rules that were fixed before the run';

/** Every hypothesis that the run was planned for: verdict, statement, what decided, and the numbers. */
export function renderFindings(report: Report): readonly string[] {
  const findings = judged(report);
  if (findings.length === 0) return [];
  return [
    '',
    title,
    ...renderDecided(report),
    ...findings.flatMap((finding) => ['', ...renderVerdict(report, finding), ...renderEvidence(finding)]),
    ...renderRequirements(report),
  ];
}

/** The verdicts alone, with what decided them. */
export function renderVerdicts(report: Report): readonly string[] {
  const findings = judged(report);
  if (findings.length === 0) return [];
  return [
    '',
    title,
    ...renderDecided(report),
    ...findings.flatMap((finding) => renderVerdict(report, finding)),
  ];
}

/** How many of its questions the run could decide, and which of the others need another machine. A finding of any section counts. */
function renderDecided(report: Report): readonly string[] {
  const byId = groupBy(judged(report), ({ id }) => id);
  const idsWith = (isMeant: (verdict: Finding['verdict']) => boolean) =>
    [...byId].filter(([, findings]) => findings.some(({ verdict }) => isMeant(verdict))).map(([id]) => id);
  const decided = idsWith((verdict) => verdict === 'supported' || verdict === 'refuted');
  const needing = idsWith((verdict) => verdict === 'needs-hardware').filter((id) => !decided.includes(id));
  const open = [...byId.keys()].filter((id) => !decided.includes(id) && !needing.includes(id));
  const list = (ids: readonly string[]) => (ids.length === 0 ? '' : `: ${ids.join(', ')}`);
  const parts = [
    `This run could decide ${decided.length} of ${byId.size}${list(decided)}`,
    ...(needing.length === 0
      ? []
      : [`${needing.length} ${needing.length === 1 ? 'needs' : 'need'} hardware${list(needing)}`]),
    ...(open.length === 0 ? [] : [`left open${list(open)}`]),
  ];
  return wrap(escapeText(`${parts.join('; ')}.`), '  ', '    ');
}

/** The findings that the run was made for: all but the calibration, which is judged in every run. */
export function judged({ findings }: Report): readonly Finding[] {
  return findings.filter((finding) => !isCalibration(finding));
}

function renderVerdict(report: Report, finding: Finding): readonly string[] {
  const { id, verdict, statement, because } = finding;
  const section = report.sections[finding.section];
  const where = section === undefined ? '' : ` (${sectionName(section)})`;
  return [
    ...wrap(escapeText(`${id} ${verdict}${where}: ${statement}`), '  ', '    '),
    ...wrap(escapeText(`${because}.`), '    '),
  ];
}

const widestLabel = 34;

/** One table for all numbers of one unit. */
export function renderEvidence({ evidence, machine }: Finding): readonly string[] {
  return [...groupBy(evidence, ({ unit }) => unit)].flatMap(([unit, rows]) => {
    const estimates = rows.map(({ measured }) => measured);
    const scale = scaleOf(unit, rows);
    const style = { showN: false, showInterval: true };
    const isOneN = new Set(estimates.map(({ n }) => n)).size === 1;
    const hasPrediction = rows.some(({ predicted }) => predicted !== null);
    const headers = [
      ...(hasPrediction ? ['predicted'] : []),
      'measured',
      'between',
      ...(isOneN ? [] : ['n']),
    ];
    const common = commonStart(rows.map(({ label }) => label));
    const table = renderTable(
      escapeText(scale.label),
      headers.map((header) => [header]),
      rows.map(({ label, predicted, measured }) => {
        const [point = '', around = ''] = renderCell(measured, scale, style);
        const cells = [
          ...(hasPrediction ? [predicted === null ? '-' : formatScaled(predicted, scale)] : []),
          point,
          around,
          ...(isOneN ? [] : [String(measured.n)]),
        ];
        return { label: escapeText(label.slice(common.length)), cells: cells.map((cell) => [cell]) };
      }),
      widestLabel,
    );
    // A table as wide as the page has no room for the indentation of the text above it.
    const indent = table.every((line) => line.length + 2 <= textWidth) ? '  ' : '';
    return [
      ...wrap(escapeText(`${common}${describeEstimates(estimates, machine)}`), '    '),
      ...table.map((line) => `${indent}${line}`),
    ];
  });
}

/** What all labels begin with, up to a comma: said once, above the table. */
function commonStart(labels: readonly string[]): string {
  const [first = '', ...others] = labels;
  const end = others.length === 0 ? 0 : first.indexOf(', ') + 2;
  const start = end < 2 ? '' : first.slice(0, end);
  return others.every((label) => label.startsWith(start)) ? start : '';
}

const units: readonly string[] = ['s', '1/s', 'B', '1', '1/op'] satisfies readonly Unit[];

function scaleOf(unit: string, rows: readonly Evidence[]): Scale {
  const values = rows.flatMap(({ measured, predicted }) => [measured.point, predicted ?? measured.point]);
  if (isUnit(unit)) return chooseScale(unit, values);
  return { factor: 1, label: unit, format: formatSignificant };
}

function isUnit(unit: string): unit is Unit {
  return units.includes(unit);
}

/** Requirements that a hypothesis of this run bears on; the others are named in one line. */
function renderRequirements({ requirements, run }: Report): readonly string[] {
  const bears = ({ legs }: Requirement) =>
    legs.some(({ hypotheses }) => hypotheses.some((id) => run.hypotheses.includes(id)));
  const touched = requirements.filter(bears);
  const untouched = requirements.filter((one) => !bears(one)).map(({ id }) => id);
  if (touched.length === 0) return [];
  return [
    '',
    'Requirements on a NUMA-aware allocator and on pthreads, as far as these go',
    ...touched.flatMap(({ id, verdict, statement, because }) => [
      ...wrap(escapeText(`${id} ${verdict}: ${statement}`), '  ', '    '),
      ...wrap(escapeText(`${because}.`), '    '),
    ]),
    ...(untouched.length === 0
      ? []
      : wrap(`${untouched.join(', ')}: no hypothesis of this run bears on them.`, '  ', '    ')),
  ];
}
