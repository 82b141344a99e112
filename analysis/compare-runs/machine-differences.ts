import type { Environment, Fact } from '../../results/schema/environment.ts';
import { isSpreadUnderLocalalloc, underLocalalloc } from '../judge/older-methods.ts';
import { describeSettings } from '../judge/validity/kernel-settings.ts';
import { completedTrials } from '../load/run.ts';
import type { ArmOfRun, ArmPair } from './run-comparison.ts';

/** Undefined where the run does not say: that is no difference. */
type Described = Readonly<Record<string, (side: ArmOfRun) => string | undefined>>;

const text = (fact: Fact): string => ('value' in fact ? fact.value : `unavailable (${fact.unavailable})`);
/** Of what older runs lack, and what only some users of a machine may read. */
const textIfKnown = (fact: Fact | undefined): string | undefined =>
  fact !== undefined && 'value' in fact ? fact.value : undefined;
const host =
  <T extends string | undefined>(read: (host: Environment['host']) => T) =>
  (side: ArmOfRun) =>
    read(side.run.environment.host);
const guest = (read: (virtual: NonNullable<Environment['virtual']>) => string) => (side: ArmOfRun) => {
  const { virtual } = side.run.environment;
  return virtual === null ? 'none' : read(virtual);
};

/** Seen right before every trial; a run may hold several where somebody changed them. */
function observedSettings({ section }: ArmOfRun): string {
  const seen = new Set(completedTrials(section).map(({ settings }) => describeSettings(settings)));
  return [...seen].sort().join(' and ');
}

const hostFacts: Described = {
  processor: host(({ cpuModel }) => cpuModel),
  CPUs: host(({ logicalCpus, physicalCores }) => `${logicalCpus} on ${physicalCores} cores`),
  memory: host(({ memoryBytes }) => `${Math.round(memoryBytes / 2 ** 20)} MiB`),
  'memory modules': host(({ memoryModules }) => textIfKnown(memoryModules)),
  board: host(({ board }) => textIfKnown(board)),
  'nodes and distances': host(({ topology }) => describeTopology(topology)),
  hypervisor: host(({ virtualization }) => virtualization),
  architecture: host(({ architecture }) => architecture),
  kernel: host(({ kernel }) => kernel),
  governor: host(({ governor }) => text(governor)),
  turbo: host(({ turbo }) => text(turbo)),
  'clock source': host(({ clocksource }) => text(clocksource)),
  cpuset: host(({ cpuset }) => text(cpuset)),
  'quota of CPU time': host(({ cpuQuota }) => cpuQuota && text(cpuQuota)),
  mitigations: host(({ mitigations }) => JSON.stringify(mitigations)),
  'kernel settings': observedSettings,
};

const guestFacts: Described = {
  'guest kernel': guest(({ kernel, kernelSha256 }) => `${kernel} (${kernelSha256.slice(0, 8)})`),
  emulator: guest(({ qemu, accelerator }) => `${qemu} under ${accelerator}`),
  'guest nodes': guest(({ topology }) => describeTopology(topology)),
  'memory of a guest node': ({ section: { section } }) =>
    section.machine === 'virtual' ? `${section.shape.memoryPerNodeBytes / 2 ** 20} MiB` : 'none',
  'guest state': ({ section: { section } }) =>
    section.machine === 'virtual' ? `fresh each ${section.freshGuest}, perturbed ${section.perturb}` : 'none',
  'kernel settings': observedSettings,
};

/** In what the machines of two sections differ, one line each: then their numbers are about the machines. Empty within one run. */
export function machineDifferences({ a, b }: ArmPair): readonly string[] {
  if (a.run === b.run) return [];
  const policies = policyDifferences({ a, b });
  const facts = a.section.section.machine === 'host' ? hostFacts : guestFacts;
  const differences = Object.entries(facts).flatMap(([name, read]) => {
    const [seenA, seenB] = [read(a), read(b)];
    if (seenA === undefined || seenB === undefined) return [];
    return seenA === seenB
      ? []
      : [`${name}: A has ${shorten(seenA) || 'none recorded'}, B has ${shorten(seenB) || 'none recorded'}`];
  });
  return [...differences, ...policies];
}

/** Under automatic NUMA balancing the policy that `spread` once had is another machine; without it, first touch all the same. */
function policyDifferences({ a, b }: ArmPair): readonly string[] {
  const balanced = [a, b].some(({ section }) =>
    completedTrials(section).some(({ settings }) => settings.numaBalancing !== '0'),
  );
  const older = olderSide(a, b, ({ arm }) => isSpreadUnderLocalalloc(arm));
  return balanced && older !== undefined ? [`${older}: ${underLocalalloc}`] : [];
}

/** The side that was measured by the older method, where the other was not. */
export function olderSide(
  a: ArmOfRun,
  b: ArmOfRun,
  isOlder: (side: ArmOfRun) => boolean,
): 'A' | 'B' | undefined {
  if (isOlder(a) === isOlder(b)) return undefined;
  return isOlder(a) ? 'A' : 'B';
}

function describeTopology({ nodes, distances }: Environment['host']['topology']): string {
  const sizes = nodes.map(
    ({ node, cpus, memoryBytes }) => `${node}: ${cpus.length} CPUs ${Math.round(memoryBytes / 2 ** 20)} MiB`,
  );
  return `${sizes.join(', ')}; ${JSON.stringify(distances)}`;
}

const longest = 120;

function shorten(value: string): string {
  return value.length > longest ? `${value.slice(0, longest)}...` : value;
}
