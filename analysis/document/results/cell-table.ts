import type { Report } from '../../../results/schema/report.ts';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { cellLines, describeEstimates } from '../../format/interval.ts';
import { chooseScale } from '../../format/number.ts';
import { targetName } from '../../format/target-name.ts';
import type { Table } from '../block.ts';
import { targetNames } from '../names.ts';

/** One metric: cells down, targets across. */
export function makeCellTable(
  report: Report,
  title: string,
  cells: readonly { readonly label: string; readonly rows: readonly EstimateRow[] }[],
): Table {
  const all = cells.flatMap(({ rows }) => rows);
  const estimates = all.flatMap(({ estimate }) => estimate ?? []);
  const scale = chooseScale(
    all[0]?.unit ?? '1',
    estimates.map(({ point }) => point),
  );
  const showInterval = !estimates.every(({ intervalKind }) => intervalKind === 'exact');
  const names = targetNames(report, all);
  return {
    type: 'table',
    caption: `${title}; ${scale.label}; ${describeEstimates(estimates, all[0]?.machine ?? 'host')}`,
    corner: '',
    labelWidth: 30,
    heads: names.map((name) => [name]),
    rows: cells.map(({ label, rows }) => ({
      label,
      cells: names.map((name) => {
        const row = rows.find(({ target }) => targetName(report, target) === name);
        return row === undefined ? [''] : cellLines(row.estimate, scale, { estimates, showInterval });
      }),
    })),
  };
}
