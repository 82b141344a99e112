import type { Report, SectionSummary } from '../../../results/schema/report.ts';
import { counted } from '../../../results/text/counted.ts';
import { describeAllocator } from '../../../results/text/describe-allocator.ts';
import { isNotValidForTiming } from '../../compare/judge-timing.ts';
import { otherThanDefault } from '../../format/settings.ts';

/** What was measured, where, and under which settings that are not the kernel's defaults: every number of the run stands under it. */
export function describeWhat(report: Report): string {
  const settings = otherThanDefault(report.settings);
  const under = settings.length === 0 ? "the kernel's default settings" : settings.join(', ');
  return `${namePrograms(report)}: ${subjectText(report)}. ${report.sections.map((section) => machineText(report, section)).join('; ')}; ${under}.`;
}

/** Every libc and allocator once, by the version that it proved to be. */
export function namePrograms({ run, environment: { targets } }: Report): string {
  const names = Object.entries(targets)
    .filter(([name]) => !run.controlLabels.includes(name))
    .flatMap(([, target]) => [
      named(target.proof.libc),
      ...(isOwnAllocator(target.proof) ? [] : [nameAllocator(target)]),
    ]);
  return [...new Set(names)].join(', ');
}

/** A library of the user's that does not report its version is known by its file alone. */
function nameAllocator(target: Report['environment']['targets'][string]): string {
  const { allocator } = target.proof;
  return allocator.version === 'unknown' ? describeAllocator(target) : named(allocator);
}

/** A version without what a distribution adds to it. */
function named({ name, version }: { readonly name: string; readonly version: string }): string {
  return `${name} ${version.split('-')[0] ?? ''}`.trim();
}

function isOwnAllocator({
  libc,
  allocator,
}: {
  libc: { name: string };
  allocator: { name: string };
}): boolean {
  return allocator.name === libc.name || (libc.name === 'musl' && allocator.name === 'mallocng');
}

function subjectText({ sections, run }: Report): string {
  const isTimed = sections.some(({ machine }) => machine === 'host');
  if (!isTimed) return 'placement and memory, no times';
  return isNotValidForTiming(run)
    ? 'times, as ratios without verdicts since the run is not valid for timing'
    : 'times and memory';
}

function machineText(
  { environment: { host, virtual } }: Report,
  { guest, nodes, purpose }: SectionSummary,
): string {
  if (guest !== null) {
    const kernel = virtual === null ? '' : `Linux ${release(virtual.kernel)}, `;
    return `${kernel}${counted(guest.nodes, 'emulated node')} x ${counted(guest.cpusPerNode, 'CPU')}`;
  }
  const isGuest = host.virtualization === 'none' ? '' : ', itself a virtual machine';
  const where = purpose === 'one-node' ? 'one node, where nothing is remote' : `nodes ${nodes.join(', ')}`;
  return `Linux ${release(host.kernel)} on ${host.cpuModel}${isGuest}, ${where}`;
}

function release(kernel: string): string {
  return kernel.split('-')[0] ?? kernel;
}
