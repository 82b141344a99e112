import type { Fact } from '../../../results/schema/environment.ts';
import { counted } from '../../../results/text/counted.ts';
import { escapeText } from '../../../results/text/escape-text.ts';
import type { Report, SectionSummary } from '../../report.ts';
import { describeSettings } from '../../validity/kernel-settings.ts';
import { labelled } from '../wrap.ts';
import { capLines } from './cap-lines.ts';

const mostLines = 4;

/** How it was measured, in five entries: machine, settings, design, what the numbers are, and the control. */
export function renderMethod(report: Report): readonly string[] {
  return describeMethod(report).flatMap(([label, text]) =>
    capLines(labelled(label, escapeText(text)), mostLines),
  );
}

/** The entries as label and unescaped text. */
export function describeMethod(report: Report): readonly (readonly [string, string])[] {
  return [
    ['Setup', report.sections.map((section) => describeMachine(report, section)).join('; ')],
    ['Settings', settingsText(report)],
    ['Design', designText(report)],
    ['Numbers', numbersText(report)],
    ['Control', controlText(report)],
  ];
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
  const isGuest = host.virtualization !== 'none';
  const what =
    section.purpose === 'one-node' ? 'times on one node of' : `nodes ${section.nodes.join(', ')} of`;
  const note = isGuest ? `, itself virtual (${host.virtualization})` : '';
  return `${what} ${host.cpuModel}, Linux ${host.kernel}${note}`;
}

/** `7.2.22 (Debian 1:7.2+dfsg-7)` → `7.2.22`; environment.json has all of it. */
function shortVersion(version: string): string {
  return version.replace(/ \(.*$/, '');
}

function settingsText({ sections, environment: { host } }: Report): string {
  return sections
    .map(({ guest }) => {
      if (guest !== null) return describeSettings(guest.settings);
      const facts = [
        `numa_balancing ${factText(host.numaBalancing)}`,
        `THP ${factText(host.transparentHugepage)}`,
        `governor ${factText(host.governor)}`,
      ];
      return `host: ${facts.join(', ')}`;
    })
    .join('; ');
}

function factText(fact: Fact): string {
  return 'value' in fact ? fact.value : 'unknown';
}

function designText({ sections, run }: Report): string {
  const blocks = sections.map((section) => {
    const where = sections.length === 1 ? '' : section.machine === 'virtual' ? ' (guest)' : ' (host)';
    return `${counted(section.blocks, 'block')} of ${counted(section.arms, 'arm')}${where}`;
  });
  const guest = sections.find((section) => section.guest !== null)?.guest ?? null;
  const fresh =
    guest === null
      ? ''
      : `; guest restored per ${guest.freshGuest}, ${guest.perturb ? 'its free memory shuffled per trial' : 'not perturbed'}`;
  return `${blocks.join(', ')} in random order (seed ${run.seed}), a process per trial${fresh}`;
}

/** What a guest can and cannot show; the sentence that stands in every post about one. */
function numbersText({ sections, estimates }: Report): string {
  const isVirtual = sections.some((section) => section.machine === 'virtual');
  const host = sections.find((section) => section.machine === 'host');
  const racing = estimates.some((row) => row.scheduleDependent && row.machine === 'virtual');
  const star = racing ? '; where threads race (*) a count is a sign, not a magnitude' : '';
  if (host === undefined) return `counts are exact; no times are reported${star}`;
  if (isVirtual) {
    return `counts are exact; no times of the guest are reported; times are from one node of the host, where nothing is remote${star}`;
  }
  return host.purpose === 'one-node'
    ? 'times and counts of one node, where nothing is remote'
    : 'times and counts of real nodes; each thread was pinned and verified';
}

function controlText({ validity, sections }: Report): string {
  const facts = validity.filter(({ id }) => id === 'control-arm');
  if (facts.length === 0) return 'none: no A/A control was run';
  return facts
    .map(({ section, seen }) => {
      const where =
        sections.length === 1 ? '' : `${sections[section]?.machine === 'virtual' ? 'guest' : 'host'}: `;
      return `${where}${seen}`;
    })
    .join('; ');
}
