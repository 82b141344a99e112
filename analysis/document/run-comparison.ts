import { counted } from '../../results/text/counted.ts';
import { sortedNameValues } from '../../results/text/name-values.ts';
import type { RunComparison, RunComparisonRow } from '../compare-runs/run-comparison.ts';
import { intervalText } from '../format/interval.ts';
import { chooseScale, formatScaled, type Scale } from '../format/number.ts';
import { groupBy } from '../load/group-by.ts';
import { metricNamed } from '../metrics/table.ts';
import { type Block, heading, items } from './block.ts';

/** What two runs, or two arms of one, come to beside each other. */
export function makeRunComparison(comparison: RunComparison): readonly Block[] {
  const { a, b, pairing, rows, refused, notes, alpha } = comparison;
  const tested = rows.filter(({ effect }) => effect.kind !== 'exact').length;
  const how =
    pairing === 'blocks'
      ? 'arms of one run, paired within blocks; exact signed-rank test'
      : 'unpaired: runs at different times; exact rank-sum test';
  return [
    {
      type: 'facts',
      rows: [
        ['A', `${a.run} (${a.timing})`],
        ['B', `${b.run} (${b.timing})`],
        ['Method', `${how}; Hodges-Lehmann estimate of B beside A`],
        [
          'Intervals',
          `[95 %, unadjusted]; verdicts by Holm at ${100 * alpha} % over ${counted(tested, 'comparison')}; detectable: the effect that 8 of 10 such comparisons find`,
        ],
      ],
    },
    ...[...groupBy(rows, tableKey).values()].flatMap(makeGroup),
    ...makeList('Not compared', refused),
    ...makeList('Mind', notes),
  ];
}

function makeList(title: string, texts: readonly string[]): readonly Block[] {
  return texts.length === 0 ? [] : [heading('section', title), ...items(texts, { areRemarks: true })];
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
}: RunComparisonRow) {
  return JSON.stringify([machine, workload, parameters, mode, threads, metric, subject, effect.kind]);
}

const effectWords = { ratio: 'B / A', difference: 'B - A', exact: 'B - A, exact' } as const;
const labelWidth = 24;

function makeGroup(rows: readonly RunComparisonRow[]): readonly Block[] {
  const [first] = rows;
  if (first === undefined) return [];
  const { kind } = first.effect;
  const ends = rows.flatMap(({ effect: { estimate } }) => [estimate.lower, estimate.upper]);
  const scale = chooseScale(kind === 'ratio' ? '1' : first.unit, ends);
  const subject = first.subject === first.workload ? '' : first.subject;
  const what = [
    `${first.workload} ${subject}`.trim(),
    sortedNameValues(first.parameters).join(' '),
    counted(first.threads, 'thread'),
    first.machine === 'virtual' ? 'in the guest' : 'on the host',
    metricNamed(first.metric).title,
  ].filter((text) => text !== '');
  // Of a ratio, and of shares, the formula says it all.
  const unit = kind === 'ratio' || first.unit === '1' ? '' : ` (${scale.label})`;
  return [
    heading('group', `${what.join(', ')}: ${effectWords[kind]}${unit}`),
    {
      ...{ type: 'table', caption: '', corner: 'B : A', labelWidth },
      heads: [['effect'], ['blocks'], ['verdict'], ['detectable']],
      rows: rows.map((row) => ({ label: labelOf(row), cells: cellsOf(row, scale) })),
    },
    ...items(rows.flatMap((row) => row.notes.map((note) => `${labelOf(row)}: ${note}`))),
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
  const around = estimate.intervalKind === 'exact' ? '' : intervalText(estimate, scale);
  return [
    [formatScaled(estimate.point, scale), ...(around === '' ? [] : [around])],
    [row.b.n === row.a.n ? `${row.a.n}` : `${row.b.n} : ${row.a.n}`],
    row.verdict.split(/(?<=differs) /),
    [row.detectable === null ? '-' : `${(100 * row.detectable).toFixed(1)} %`],
  ];
}
