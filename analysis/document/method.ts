import type { Fact } from '../../results/schema/environment.ts';
import { counted } from '../../results/text/counted.ts';
import type { Report, SectionSummary } from '../report.ts';
import { describeSettings } from '../validity/kernel-settings.ts';
import type { Block } from './block.ts';
import { comparedRows } from './run-facts.ts';

/** How it was measured: machine, settings, design, what the numbers are, the control, and what was compared. */
export function makeMethod(report: Report): readonly Block[] {
  const rows = [
    ['Setup', report.sections.map((section) => describeMachine(report, section)).join('; ')],
    ['Settings', report.sections.map((section) => settingsText(report, section)).join('; ')],
    ['Design', designText(report)],
    ['Numbers', numbersText(report)],
    ['Control', controlText(report)],
    ...comparedRows(report),
  ] as const;
  return [{ type: 'facts', rows }];
}

function describeMachine({ environment }: Report, section: SectionSummary): string {
  const { host, virtual } = environment;
  if (section.guest !== null) {
    const { nodes, cpusPerNode } = section.guest;
    const software =
      virtual === null
        ? 'not described'
        : `Linux ${virtual.kernel}, QEMU ${shortVersion(virtual.qemu)} ${virtual.accelerator.toUpperCase()}`;
    return `virtual machine, ${counted(nodes, 'node')} x ${counted(cpusPerNode, 'CPU')}, ${software}`;
  }
  const what =
    section.purpose === 'one-node' ? 'times on one node of' : `nodes ${section.nodes.join(', ')} of`;
  const note = host.virtualization === 'none' ? '' : `, itself virtual (${host.virtualization})`;
  return `${what} ${host.cpuModel}, Linux ${host.kernel}${note}`;
}

/** `7.2.22 (Debian 1:7.2+dfsg-7)` → `7.2.22`; environment.json has all of it. */
function shortVersion(version: string): string {
  return version.replace(/ \(.*$/, '');
}

function settingsText({ environment: { host } }: Report, { guest }: SectionSummary): string {
  if (guest !== null) return describeSettings(guest.settings);
  const value = (fact: Fact) => ('value' in fact ? fact.value : 'unknown');
  return `host: numa_balancing ${value(host.numaBalancing)}, THP ${value(host.transparentHugepage)}, governor ${value(host.governor)}`;
}

/** Which machine, where a run has two. */
function machineWord({ sections }: Report, section: SectionSummary | undefined): string {
  if (sections.length === 1) return '';
  return section?.machine === 'virtual' ? 'guest' : 'host';
}

function designText(report: Report): string {
  const blocks = report.sections.map((section) => {
    const machine = machineWord(report, section);
    const where = machine === '' ? '' : ` (${machine})`;
    return `${counted(section.blocks, 'block')} of ${counted(section.arms, 'arm')}${where}`;
  });
  const guest = report.sections.find((section) => section.guest !== null)?.guest ?? null;
  const fresh =
    guest === null
      ? ''
      : `; guest restored per ${guest.freshGuest}, ${guest.perturb ? 'its free memory shuffled per trial' : 'not perturbed'}`;
  return `${blocks.join(', ')} in random order (seed ${report.run.seed}), a process per trial${fresh}`;
}

/** What a guest can and cannot show; the sentence that stands in every post about one. */
function numbersText({ sections, estimates }: Report): string {
  const isVirtual = sections.some((section) => section.machine === 'virtual');
  const host = sections.find((section) => section.machine === 'host');
  const racing = estimates.some((row) => row.scheduleDependent && row.machine === 'virtual');
  const note = racing ? '; where threads race (*) a count is a sign, not a magnitude' : '';
  if (host === undefined) return `counts are exact; no times are reported${note}`;
  if (isVirtual) {
    return `counts are exact; no times of the guest are reported; times are from one node of the host, where nothing is remote${note}`;
  }
  return host.purpose === 'one-node'
    ? 'times and counts of one node, where nothing is remote'
    : 'times and counts of real nodes; each thread was pinned and verified';
}

function controlText(report: Report): string {
  const facts = report.validity.filter(({ id }) => id === 'control-arm');
  if (facts.length === 0) return 'none: no A/A control was run';
  return facts
    .map(({ section, seen }) => {
      const machine = machineWord(report, report.sections[section]);
      return machine === '' ? seen : `${machine}: ${seen}`;
    })
    .join('; ');
}
