import { counted } from '../../results/text/counted.ts';
import { nameValues } from '../../results/text/name-values.ts';
import { groupBy } from '../load/group-by.ts';
import { describeLevel } from './describe-level.ts';

/** Enough of a row to know which cell of the plan it is of. */
export interface Asked {
  readonly section: number;
  readonly machine: 'host' | 'virtual';
  readonly workload: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly placement: string;
  readonly mode: string;
  readonly threads: number;
  readonly nodes: readonly number[];
  readonly subject?: string;
}

/** Equal for rows that differ in nothing but the target. */
export function askedKey(row: Asked, without: readonly string[] = []): string {
  const parameters = Object.entries(row.parameters)
    .filter(([name]) => !without.includes(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const threads = without.includes('threads') ? [] : [row.threads, row.nodes.join()];
  const placement = without.includes('placement') ? [] : [row.placement];
  return JSON.stringify([
    row.section,
    row.workload,
    parameters,
    row.mode,
    row.subject ?? '',
    ...threads,
    ...placement,
  ]);
}

/** Names of cells in words: of each workload only what differs among `rows`; the whole is in the chart's table. */
export function nameCells(rows: readonly Asked[], without: readonly string[] = []): (row: Asked) => string {
  const textsOf = cellTexts(rows, without, describeLevel);
  return (row) => textsOf(row).join(', ');
}

/** The parts of such a name, with levels as flags give them unless `describe` says otherwise. */
export function cellTexts(
  rows: readonly Asked[],
  without: readonly string[] = [],
  describe = (name: string, value: string) => `${name}=${value}`,
): (row: Asked) => readonly string[] {
  const byWorkload = groupBy(rows, (row) => row.workload);
  const several = (workload: string, value: (row: Asked) => string) =>
    new Set((byWorkload.get(workload) ?? []).map(value)).size > 1;
  const sections = new Set(rows.map((row) => row.section)).size > 1;
  return (row) => {
    const has = (value: (one: Asked) => string) => several(row.workload, value);
    const parameters = Object.entries(row.parameters)
      .filter(([name]) => !without.includes(name) && has((one) => one.parameters[name] ?? ''))
      .map(([name, value]) => describe(name, value));
    const subject = row.subject !== undefined && has((one) => one.subject ?? '') ? [row.subject] : [];
    const threads = !without.includes('threads') && has((one) => String(one.threads));
    const placement = !without.includes('placement') && has((one) => one.placement);
    return [
      row.workload,
      ...subject,
      ...(placement ? [row.placement] : []),
      ...parameters,
      ...(threads ? [counted(row.threads, 'thread')] : []),
      ...(sections ? [row.machine] : []),
    ];
  };
}

/** Every parameter, for the table. */
export function wholeCell(row: Asked): string {
  const subject = row.subject === undefined || row.subject === '' ? [] : [row.subject];
  return [
    row.workload,
    ...subject,
    row.placement,
    counted(row.threads, 'thread'),
    ...nameValues(row.parameters),
  ].join(', ');
}
