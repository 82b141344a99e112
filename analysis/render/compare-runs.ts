import { escapeText } from '../../results/text/escape-text.ts';
import { describeParameters } from '../compare-runs/arm-differences.ts';
import type { RunComparison, RunComparisonRow } from '../compare-runs/run-comparison.ts';
import { chooseScale, formatEnds, formatScaled, type Scale } from '../format/number.ts';
import { groupBy } from '../group-by.ts';
import { metricNamed } from '../metrics/table.ts';
import { finishText } from './finish.ts';
import { renderTable } from './table.ts';
import { threadsText } from './text/names.ts';
import { labelled, wrap } from './wrap.ts';

const widestLabel = 24;

/** Comparison → text of at most 72 columns of plain ASCII. Ends with a newline. */
export function renderRunComparison(comparison: RunComparison): string {
  const { a, b, pairing, rows, refused, notes, alpha } = comparison;
  const tested = rows.filter(({ effect }) => effect.kind !== 'exact').length;
  const how =
    pairing === 'blocks'
      ? 'arms of one run, paired within blocks; exact signed-rank test'
      : 'unpaired: runs at different times; exact rank-sum test';
  return finishText([
    ...labelled('A', escapeText(`${a.run} (${a.timing})`)),
    ...labelled('B', escapeText(`${b.run} (${b.timing})`)),
    ...labelled('Method', `${how}; Hodges-Lehmann estimate of B beside A`),
    ...labelled(
      'Intervals',
      `[95 %, unadjusted]; verdicts by Holm at ${100 * alpha} % over ${tested} ${tested === 1 ? 'comparison' : 'comparisons'}; detectable: the effect that 8 of 10 such comparisons find`,
    ),
    ...[...groupBy(rows, tableKey).values()].flatMap(renderGroup),
    ...listLines('Not compared', refused),
    ...listLines('Mind', notes),
  ]);
}

function listLines(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return ['', title, ...lines.flatMap((line) => wrap(escapeText(line), '  - ', '    '))];
}

function tableKey({
  machine,
  workload,
  parameters,
  mode,
  threads,
  metric,
  subject,
  effect,
}: RunComparisonRow): string {
  return JSON.stringify([machine, workload, parameters, mode, threads, metric, subject, effect.kind]);
}

const effectWords = { ratio: 'B / A', difference: 'B - A', exact: 'B - A, exact' } as const;

function renderGroup(rows: readonly RunComparisonRow[]): readonly string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const { kind } = first.effect;
  const ends = rows.flatMap(({ effect: { estimate } }) => [estimate.lower, estimate.upper]);
  const scale = chooseScale(kind === 'ratio' ? '1' : first.unit, ends);
  const parameters = describeParameters(first.parameters);
  const subject = first.subject === first.workload ? '' : first.subject;
  const what = [
    `${first.workload} ${subject}`.trim(),
    ...(parameters === 'none' ? [] : [parameters]),
    threadsText(first.threads),
    first.machine === 'virtual' ? 'in the guest' : 'on the host',
    metricNamed(first.metric).title,
  ];
  // Of a ratio, and of shares, the formula says it all.
  const unit = kind === 'ratio' || first.unit === '1' ? '' : ` (${scale.label})`;
  return [
    '',
    ...wrap(escapeText(`${what.join(', ')}: ${effectWords[kind]}${unit}`), '', '  '),
    ...renderTable(
      'B : A',
      [['effect'], ['blocks'], ['verdict'], ['detectable']],
      rows.map((row) => ({ label: escapeText(labelOf(row)), cells: cellsOf(row, scale) })),
      widestLabel,
    ),
    ...rows.flatMap((row) =>
      row.notes.flatMap((note) => wrap(escapeText(`${labelOf(row)}: ${note}`), '  ', '    ')),
    ),
  ];
}

/** Only what differs between the sides is said of both. */
function labelOf({ a, b }: RunComparisonRow): string {
  const target = a.target === b.target ? a.target : `${b.target} : ${a.target}`;
  const placement = a.placement === b.placement ? a.placement : `${b.placement} : ${a.placement}`;
  return `${target} ${placement}`;
}

function cellsOf(row: RunComparisonRow, scale: Scale): readonly (readonly string[])[] {
  const { estimate } = row.effect;
  const [lower, upper] = formatEnds(estimate.lower, estimate.upper, scale);
  const around: Readonly<Record<typeof estimate.intervalKind, readonly string[]>> = {
    confidence: [`[${lower}, ${upper}]`],
    range: [`${lower}..${upper}`],
    bootstrap: [`[${lower}, ${upper}]`],
    exact: [],
  };
  return [
    [formatScaled(estimate.point, scale), ...around[estimate.intervalKind]],
    [row.b.n === row.a.n ? `${row.a.n}` : `${row.b.n} : ${row.a.n}`],
    row.verdict.split(/(?<=differs) /),
    [row.detectable === null ? '-' : `${(100 * row.detectable).toFixed(1)} %`],
  ];
}
