import type { Fact, TargetPart } from '../../results/schema/environment.ts';
import type { Report, SectionSummary } from '../../results/schema/report.ts';
import { counted } from '../../results/text/counted.ts';
import { describeAllocator, userLibrary } from '../../results/text/describe-allocator.ts';
import { chooseScale, formatScaled } from '../format/number.ts';
import { describeSettings } from '../judge/validity/kernel-settings.ts';
import { type Block, capList, type Facts, factRows } from './block.ts';
import { lostRecords } from './doubts.ts';
import { timingRows } from './validity.ts';

/** What was run, where, and what is linked into the targets. */
export function makeRunFacts(report: Report): readonly Block[] {
  const rows = [
    ...factRows('Run', runTexts(report)),
    ...timingRows(report),
    ...report.sections.flatMap((section) => machineRows(report, section)),
    ...hostRows(report),
    ...factRows('Targets', [...targetTexts(report, true), ...controlTexts(report)]),
  ];
  return [{ type: 'facts', rows }];
}

const mostTargets = 7;

/** Which libc and allocator each target proved to be, the baseline first as planned. */
export function comparedRows(report: Report): Facts['rows'] {
  return factRows('Compared', capList(targetTexts(report, false), mostTargets, 'targets'));
}

function runTexts({ run, environment: { createdUtc, lab } }: Report): readonly string[] {
  const commit =
    'value' in lab.commit
      ? `commit ${lab.commit.value.slice(0, 12)}${lab.dirty ? ' with changes' : ''}`
      : 'no commit';
  return [
    run.id,
    `${createdUtc}, preset ${run.preset}, seed ${run.seed}`,
    `numa-lab ${lab.version}, ${commit}`,
    ...lostRecords(run),
    ...(run.resumes ?? []),
    ...(run.olderMethods ?? []),
  ];
}

/** A machine, and how far the trials on it came. */
export function machineRows(report: Report, section: SectionSummary): Facts['rows'] {
  const done = `${trialsText(section)}; a calibration and ${counted(section.blocks, 'block')} of ${counted(section.arms, 'arm')}`;
  const { guest, nodes } = section;
  if (guest !== null) return factRows('Virtual', [...guestTexts(report, guest), done]);
  return section.purpose === 'nodes'
    ? factRows('Host', [`nodes ${nodes.join(', ')} of the host`, done])
    : factRows('One node', [
        `times of the same workloads on node ${nodes.join(', ')} of this machine alone`,
        done,
      ]);
}

export function trialsText({ completed, planned, failed, skipped }: SectionSummary): string {
  return `${completed} of ${planned} trials completed, ${failed} failed, ${skipped} skipped`;
}

function guestTexts({ environment }: Report, guest: NonNullable<SectionSummary['guest']>): readonly string[] {
  const { virtual } = environment;
  const software =
    virtual === null
      ? 'guest not described'
      : `Linux ${virtual.kernel}, QEMU ${virtual.qemu} ${virtual.accelerator}`;
  const state = guest.perturb
    ? 'perturbed from the seed of each trial'
    : 'not perturbed: all begin in one state';
  return [
    `${guest.nodes} nodes x ${guest.cpusPerNode} CPUs, ${formatBytes(guest.memoryPerNodeBytes)} each, ${software}`,
    `${describeSettings(guest.settings)}; fresh guest per ${guest.freshGuest}, ${state}`,
  ];
}

export function hostRows({ environment: { host } }: Report): Facts['rows'] {
  const nodes = counted(host.topology.nodes.length, 'node');
  const isGuest = host.virtualization !== 'none';
  const facts = [
    `THP ${factText(host.transparentHugepage)}`,
    `numa_balancing ${factText(host.numaBalancing)}`,
    `ASLR ${factText(host.addressRandomisation)}`,
    `governor ${factText(host.governor)}`,
    `turbo ${factText(host.turbo)}`,
    `clocksource ${factText(host.clocksource)}`,
  ];
  return factRows('Machine', [
    `${host.cpuModel}, ${host.logicalCpus} CPUs, ${nodes}, ${formatBytes(host.memoryBytes)}`,
    `${host.distribution}, Linux ${host.kernel}${isGuest ? `, itself virtual (${host.virtualization})` : ''}`,
    facts.join(', '),
  ]);
}

/** `proven`: with what proved the allocator, and the sources that it was built from. */
function targetTexts({ run, environment: { targets } }: Report, proven: boolean): readonly string[] {
  return Object.entries(targets)
    .filter(([name]) => !run.controlLabels.includes(name))
    .map(([name, target]) => {
      const { libc, allocator } = target.proof;
      const linked = `${name}: ${libc.name} ${libc.version} ${libc.link}, ${describeAllocator(target)}`;
      if (!proven) return linked;
      // A library that is known by its hash alone has it there already.
      const shown = allocator.name === 'unknown' ? userLibrary(target) : undefined;
      const parts = target.parts.filter((part) => part !== shown).map(describePart);
      return `${linked} (${allocator.evidence})${parts.join('')}`;
    });
}

function controlTexts({ run }: Report): readonly string[] {
  return run.controlLabels.map((label) => `A/A control: ${run.baseline} once more, run as '${label}'`);
}

/** The hash tells two trees of one version apart. */
function describePart({ what, version, sourceSha256 }: TargetPart): string {
  const versioned = version === 'unknown' ? what : `${what} ${version}`;
  return `; ${versioned} has sha256 ${sourceSha256.slice(0, 12)}`;
}

function factText(fact: Fact): string {
  return 'value' in fact ? fact.value : `unknown (${fact.unavailable})`;
}

function formatBytes(bytes: number): string {
  const scale = chooseScale('B', [bytes]);
  return `${formatScaled(bytes, scale)} ${scale.label}`;
}
