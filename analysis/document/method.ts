import type { Report, SectionSummary } from '../../results/schema/report.ts';
import { type Block, factRows } from './block.ts';
import { comparedRows, hostRows, machineRows } from './run-facts.ts';

/** How it was measured: machines, design, what the numbers are, the control, and what was compared. */
export function makeMethod(report: Report): readonly Block[] {
  const isHost = report.sections.some(({ machine }) => machine === 'host');
  const rows = [
    ...report.sections.flatMap((section) => machineRows(report, section)),
    ...(isHost ? hostRows(report) : []),
    ...factRows('Design', [`arms of a block in random order (seed ${report.run.seed}), a process per trial`]),
    ...factRows('Numbers', [numbersText(report)]),
    ...factRows('Control', [controlText(report)]),
    ...comparedRows(report),
  ];
  return [{ type: 'facts', rows }];
}

/** What a guest can and cannot show; the sentence that stands in every post about one. */
function numbersText({ sections, estimates }: Report): string {
  const isVirtual = sections.some((section) => section.machine === 'virtual');
  const host = sections.find((section) => section.machine === 'host');
  const racing = estimates.some((row) => row.scheduleDependent && row.machine === 'virtual');
  const note = racing ? '; where threads race (*) a count gives the direction only' : '';
  if (host === undefined) return `counts are exact; no times are reported${note}`;
  if (isVirtual) {
    return `counts are exact; no times of the guest are reported; times are from one node of the host, where nothing is remote${note}`;
  }
  return host.purpose === 'one-node'
    ? 'times and counts of one node, where nothing is remote'
    : 'times and counts of real nodes; each thread was pinned and verified';
}

function controlText({ validity, sections }: Report): string {
  const facts = validity.filter(({ id }) => id === 'control-arm');
  const machineOf = (section: SectionSummary | undefined) =>
    sections.length === 1 ? '' : section?.machine === 'virtual' ? 'guest: ' : 'host: ';
  return facts.length === 0
    ? 'none: no A/A control was run'
    : facts.map(({ section, seen }) => `${machineOf(sections[section])}${seen}`).join('; ');
}
