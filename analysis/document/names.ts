import type { Report, SectionSummary } from '../../results/schema/report.ts';
import type { EstimateRow } from '../../results/schema/report-rows.ts';
import { nameValues } from '../../results/text/name-values.ts';
import { targetName } from '../format/target-name.ts';

/** What a section is called wherever it is mentioned. */
export function sectionName(section: SectionSummary | undefined): string {
  if (section === undefined) return '';
  if (section.machine === 'virtual') return 'virtual machine';
  return section.purpose === 'nodes' ? 'host' : 'host, one node';
}

/** The same where it needs saying: in a run of several sections. */
export function whereText({ sections }: Report, section: number): string {
  return sections.length < 2 ? '' : sectionName(sections[section]);
}

/** `nodes 0, 1` */
export function nodesText(nodes: readonly number[]): string {
  return `${nodes.length < 2 ? 'node' : 'nodes'} ${nodes.join(', ')}`;
}

/** Names of all targets of some rows, each once. */
export function targetNames(report: Report, rows: readonly { readonly target: string }[]): readonly string[] {
  return [...new Set(rows.map((row) => targetName(report, row.target)))];
}

/** Workload, what was measured of it where that is another thing, and parameters. */
export function workTexts(row: {
  readonly workload: string;
  readonly parameters: EstimateRow['parameters'];
  readonly subject?: string;
}): readonly string[] {
  const subject = row.subject === undefined || row.subject === row.workload ? '' : row.subject;
  return [`${row.workload} ${subject}`.trim(), nameValues(row.parameters).join(' ')].filter(
    (text) => text !== '',
  );
}

/** A column of a table: the placement, with its nodes where one placement was used on several sets of nodes. */
export function placementKey(row: { readonly placement: string; readonly nodes: readonly number[] }): string {
  return `${row.placement} ${row.nodes.join(',')}`;
}

/** Marks counts that the order of threads decides; `racingNote` explains the mark. */
export function star({ scheduleDependent }: Pick<EstimateRow, 'scheduleDependent'>): string {
  return scheduleDependent ? '*' : '';
}

/** What the mark means, where a row has it. */
export function racingNote(rows: readonly EstimateRow[]): readonly string[] {
  const starred = rows.filter((row) => row.scheduleDependent);
  if (starred.length === 0) return [];
  const emulated = starred.some(({ machine }) => machine === 'virtual')
    ? ', which in a guest is the order the emulator ran them in: direction only'
    : '';
  return [`* depends on the order in which the threads ran${emulated}.`];
}
