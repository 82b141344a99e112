import { counted } from '../../../results/text/counted.ts';
import { escapeText } from '../../../results/text/escape-text.ts';
import { chooseScale } from '../../format/number.ts';
import { groupBy } from '../../group-by.ts';
import { questionKey } from '../../place.ts';
import type { ComparisonRow, Report } from '../../report.ts';
import { describeEstimates, renderCell } from '../cell.ts';
import { renderTable } from '../table.ts';
import { wrap } from '../wrap.ts';
import { parameterText, placementKey, targetName, threadsText } from './names.ts';
import { describeEnd, percentText, verdictWords } from './verdicts.ts';

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
        `Cost per operation over that of ${baseline}, within each block; the A/A row is ${baseline} against itself and shows how far the rest can be trusted.`,
      ),
    ),
    ...renderRule(report, sectionIndex),
    ...[...groupBy(rows, (row) => `${questionKey(row)}${row.subject}`).values()].flatMap((group) =>
      renderGroup(report, group),
    ),
    ...renderContrasts(rows, baseline),
    ...renderConfounded(rows),
  ];
}

/** By which rule the verdicts stand, or that there are none. */
function renderRule({ run: { family, timing } }: Report, section: number): readonly string[] {
  if (family === null || family.section !== section || family.comparisons === 0) return wrap('No verdicts.');
  const level = percentText(family.alpha);
  const looks =
    family.looks.length === 1
      ? ''
      : `, a part of it at each of ${family.looks.length} looks (${family.looks.join(', ')} blocks)`;
  return [
    ...wrap(
      `Verdicts hold together for ${counted(family.comparisons, 'comparison')}: Holm at ${level}${looks}; intervals simultaneous (Bonferroni), but that of the A/A row, which is its own. Margin ${percentText(family.margin)}. MDE: the effect that 8 of 10 such runs would find.`,
    ),
    ...wrap(`Data: ${describeEnd(family)}; ${timing.verdict}.`),
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
        { centre: 'Hodges-Lehmann', ...wordOfIntervals(report, rows) },
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
          return row === undefined ? ['-'] : renderRatio(row, showN);
        }),
      })),
    ),
  ];
}

function wordOfIntervals({ run }: Report, rows: readonly ComparisonRow[]): { readonly interval?: string } {
  if (run.family === null || rows.every(({ effect }) => effect.simultaneous === null)) return {};
  return { interval: `${percentText(1 - run.family.alpha)} simultaneous` };
}

/** The estimate, what is around it, and what may be said of it. */
function renderRatio(row: ComparisonRow, showN: boolean): readonly string[] {
  const { estimate, simultaneous } = row.effect;
  const shown = row.control || simultaneous === null ? estimate : { ...estimate, ...simultaneous };
  return [
    ...renderCell(shown, scale, { showN, showInterval: true }),
    ...(row.verdict === null ? [] : [verdictWords[row.verdict]]),
    ...(row.detectable === null ? [] : [`MDE ${percentText(row.detectable)}`]),
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
