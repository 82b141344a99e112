import { groupBy } from '../../group-by.ts';
import { questionKey } from '../../place.ts';
import type { ComparisonRow, Report } from '../../report.ts';
import { escapeText } from '../ascii.ts';
import { describeEstimates, renderCell } from '../cell.ts';
import { chooseScale } from '../number.ts';
import { renderTable } from '../table.ts';
import { wrap } from '../wrap.ts';
import { parameterText, placementKey, targetName, threadsText } from './names.ts';

const scale = chooseScale('1', []);

/** Times as ratios to the baseline within a block, the A/A control among them. Other ratios are in the JSON report. */
export function renderRatios(report: Report, sectionIndex: number): readonly string[] {
  const rows = report.comparisons.filter(
    (row) => row.section === sectionIndex && row.metric === 'operation_cost_seconds',
  );
  if (rows.length === 0) return [];
  const { baseline } = report.run;
  return [
    '',
    ...wrap(
      escapeText(
        `Cost per operation over that of ${baseline}, within each block; the A/A row is ${baseline} against itself and shows how far the rest can be trusted. No verdicts.`,
      ),
    ),
    ...[...groupBy(rows, (row) => `${questionKey(row)}${row.subject}`).values()].flatMap((group) =>
      renderGroup(report, group),
    ),
    ...renderContrasts(rows, baseline),
    ...renderConfounded(rows),
  ];
}

function renderGroup(report: Report, rows: readonly ComparisonRow[]): readonly string[] {
  const [first] = rows;
  if (first === undefined) return [];
  const columns = [...groupBy(rows, placementKey).values()];
  const showN = new Set(rows.map((row) => row.effect.estimate.n)).size > 1;
  const labels = [...new Set(rows.map((row) => targetName(report, row.target)))];
  const subject = first.subject === first.workload ? '' : first.subject;
  const what = [
    escapeText(`${first.workload} ${subject}`.trim()),
    parameterText(first.parameters),
    threadsText(first.threads),
  ];
  return [
    '',
    ...wrap(
      `${what.filter((text) => text !== '').join(', ')}; ${describeEstimates(
        rows.map((row) => row.effect.estimate),
        first.machine,
      )}`,
      '  ',
      '    ',
    ),
    ...renderTable(
      'target',
      columns.map(([row]) => [row?.placement ?? '']),
      labels.map((label) => ({
        label,
        cells: columns.map((column) => {
          const row = column.find((candidate) => targetName(report, candidate.target) === label);
          return renderCell(row?.effect.estimate ?? null, scale, { showN, showInterval: true });
        }),
      })),
    ),
  ];
}

/** The targets whose ratios have a single cause, by cause. */
function renderContrasts(rows: readonly ComparisonRow[], baseline: string): readonly string[] {
  const byContrast = groupBy(
    rows.filter(({ contrast }) => contrast !== null && contrast !== 'control'),
    ({ contrast }) => contrast,
  );
  if (byContrast.size === 0) return [];
  const notes = [...byContrast].flatMap(([contrast, group]) =>
    wrap(
      escapeText(`${contrast}: ${[...new Set(group.map(({ target }) => target))].join(', ')}`),
      '  ',
      '    ',
    ),
  );
  return ['', ...wrap(escapeText(`What alone differs from ${baseline}:`)), ...notes];
}

function renderConfounded(rows: readonly ComparisonRow[]): readonly string[] {
  const pairs = new Map<string, string>();
  for (const row of rows) {
    if (row.confounded !== null) pairs.set(`${row.target} : ${row.baseline}`, row.confounded);
  }
  if (pairs.size === 0) return [];
  const notes = [...pairs].flatMap(([pair, reason]) =>
    wrap(escapeText(`${pair} is ${reason}`), '  ', '    '),
  );
  return ['', ...wrap('Ratios that no single cause explains:'), ...notes];
}
