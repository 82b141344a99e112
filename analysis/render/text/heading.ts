import type { Fact, TargetPart } from '../../../results/schema/environment.ts';
import { counted } from '../../../results/text/counted.ts';
import { escapeText } from '../../../results/text/escape-text.ts';
import { chooseScale, formatScaled } from '../../format/number.ts';
import type { Report, SectionSummary } from '../../report.ts';
import { describeSettings } from '../../validity/kernel-settings.ts';
import { labelled, wrap } from '../wrap.ts';
import { renderFindings } from './findings.ts';
import { renderInShort } from './in-short.ts';
import { renderTiming } from './verdicts.ts';

/** The question, the first numbers, what was run, where, and what is linked into the targets. */
export function renderHeading(report: Report): readonly string[] {
  return [
    ...renderQuestion(report),
    ...renderFindings(report),
    ...renderInShort(report),
    '',
    ...renderRun(report),
    ...report.sections.flatMap((section) => renderMachine(report, section)),
    ...renderHost(report),
    ...renderTargets(report),
  ];
}

export function renderQuestion(report: Report): readonly string[] {
  return wrap(question(report));
}

/** The question of a run, escaped, in one line. */
export function question({ sections, run }: Report): string {
  const nodes = sections.find((section) => section.purpose === 'nodes')?.nodes;
  if (run.hypotheses.length > 0) {
    const where = nodes === undefined ? 'on one NUMA node' : `on nodes ${nodes.join(', ')}`;
    return escapeText(
      `Question: do these hypotheses about malloc and pthreads hold ${where}: ${run.hypotheses.join(', ')}?`,
    );
  }
  if (nodes === undefined) {
    return 'Question: what do malloc and pthreads of these libcs cost on one NUMA node, where nothing is remote?';
  }
  const list = nodes.length < 2 ? `node ${nodes.join()}` : `nodes ${nodes.join(', ')}`;
  return `Question: where do malloc and pthreads of these libcs put memory, thread-local storage and stacks when threads run on ${list}?`;
}

function renderRun(report: Report): readonly string[] {
  const { run, environment } = report;
  const { lab } = environment;
  const commit =
    'value' in lab.commit
      ? `commit ${lab.commit.value.slice(0, 12)}${lab.dirty ? ' with changes' : ''}`
      : 'no commit';
  const stopped = [
    ...(run.unrecorded > 0 ? [`${run.unrecorded} planned trials have no record: the run was stopped`] : []),
    ...(run.truncatedTail ? ['the last line of the journal was cut off and is not counted'] : []),
    ...(run.replacedRecords > 0 ? [`${run.replacedRecords} trials were run again`] : []),
  ];
  return [
    ...labelled('Run', escapeText(run.id)),
    ...labelled('', escapeText(`${environment.createdUtc}, preset ${run.preset}, seed ${run.seed}`)),
    ...labelled('', escapeText(`numa-lab ${lab.version}, ${commit}`)),
    ...stopped.flatMap((text) => labelled('', text)),
    ...renderTiming(report),
  ];
}

function renderMachine(report: Report, section: SectionSummary): readonly string[] {
  const what = section.machine === 'virtual' ? 'Virtual' : section.purpose === 'nodes' ? 'Host' : 'One node';
  const done = `${section.completed} of ${section.planned} trials completed, ${section.failed} failed, ${section.skipped} skipped; a calibration and ${counted(section.blocks, 'block')} of ${counted(section.arms, 'arm')}`;
  const purpose =
    section.purpose === 'one-node'
      ? [`times of the same workloads on node ${section.nodes.join(', ')} of this machine alone`]
      : [];
  return [
    ...(section.guest === null
      ? labelled(what, purpose.join() || `nodes ${section.nodes.join(', ')} of the host`)
      : renderGuest(report, section.guest)),
    ...labelled('', done),
  ];
}

function renderGuest(report: Report, guest: NonNullable<SectionSummary['guest']>): readonly string[] {
  const { virtual } = report.environment;
  const memory = formatBytes(guest.memoryPerNodeBytes);
  const software =
    virtual === null
      ? 'guest not described'
      : `Linux ${virtual.kernel}, QEMU ${virtual.qemu} ${virtual.accelerator}`;
  const state = guest.perturb
    ? `fresh guest per ${guest.freshGuest}, perturbed from the seed of each trial`
    : `fresh guest per ${guest.freshGuest}, not perturbed: all begin in one state`;
  return [
    ...labelled(
      'Virtual',
      escapeText(`${guest.nodes} nodes x ${guest.cpusPerNode} CPUs, ${memory} each, ${software}`),
    ),
    ...labelled('', escapeText(`${describeSettings(guest.settings)}; ${state}`)),
  ];
}

function renderHost({ environment: { host } }: Report): readonly string[] {
  const nodes = host.topology.nodes.length;
  const facts = [
    `THP ${factText(host.transparentHugepage)}`,
    `numa_balancing ${factText(host.numaBalancing)}`,
    `ASLR ${factText(host.addressRandomisation)}`,
    `governor ${factText(host.governor)}`,
    `turbo ${factText(host.turbo)}`,
    `clocksource ${factText(host.clocksource)}`,
  ];
  return [
    ...labelled(
      'Machine',
      escapeText(
        `${host.cpuModel}, ${host.logicalCpus} CPUs, ${nodes} ${nodes === 1 ? 'node' : 'nodes'}, ${formatBytes(host.memoryBytes)}`,
      ),
    ),
    ...labelled('', escapeText(`${host.distribution}, Linux ${host.kernel}, ${host.virtualization}`)),
    ...labelled('', escapeText(facts.join(', '))),
  ];
}

function renderTargets({ run, environment: { targets } }: Report): readonly string[] {
  const lines = Object.entries(targets)
    .filter(([name]) => !run.controlLabels.includes(name))
    .map(
      ([
        name,
        {
          proof: { libc, allocator },
          parts,
        },
      ]) => {
        const linked = `${libc.name} ${libc.version} ${libc.link}, ${allocator.name} ${allocator.version}`;
        return `${name}: ${linked} (${allocator.evidence})${parts.map(describePart).join('')}`;
      },
    );
  const controls = run.controlLabels.map(
    (label) => `A/A control: ${run.baseline} once more, run as '${label}'`,
  );
  return [...lines, ...controls].flatMap((line, index) =>
    labelled(index === 0 ? 'Targets' : '', escapeText(line)),
  );
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
