import { escapeText } from '../../../results/text/escape-text.ts';
import type { EstimateRow, Report, SectionSummary } from '../../report.ts';

/** What a section is called wherever it is mentioned. */
export function sectionName(section: SectionSummary): string {
  if (section.machine === 'virtual') return 'virtual machine';
  return section.purpose === 'nodes' ? 'host' : 'host, one node';
}

/** The control is shown as what it is, the baseline once more; its blind label told nothing while trials ran. */
export function targetName({ run }: Report, target: string): string {
  return escapeText(run.controlLabels.includes(target) ? `${run.baseline} (A/A)` : target);
}

/** `name=value` pairs, or nothing. */
export function parameterText(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => escapeText(`${name}=${value}`))
    .join(' ');
}

/** A column of a table: the placement, with its nodes where one placement was used on several sets of nodes. */
export function placementKey(row: EstimateRow | { placement: string; nodes: readonly number[] }): string {
  return `${row.placement} ${row.nodes.join(',')}`;
}

export function threadsText(threads: number): string {
  return `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}
