import type { Environment } from '../../results/schema/environment.ts';
import { describeDifference, type FieldDifference, listDifferences } from './list-differences.ts';

/** A thing that must be the same when a run goes on, as it was recorded and as it is. */
interface Subject {
  /** What it is called before the names of its fields. */
  readonly name: string;
  readonly of: (environment: Environment) => unknown;
}

type Host = Environment['host'];

const machine = [
  ...(['cpuModel', 'cpuVendor', 'logicalCpus', 'physicalCores', 'memoryBytes', 'architecture'] as const),
  ...(['virtualization', 'container', 'topology', 'distribution'] as const),
] as const satisfies readonly (keyof Host)[];

const settings = [
  ...(['cpuset', 'memoryLimit', 'governor', 'turbo', 'clocksource', 'transparentHugepage'] as const),
  ...(['numaBalancing', 'zoneReclaim', 'addressRandomisation', 'mitigations'] as const),
] as const satisfies readonly (keyof Host)[];

/** Those that start trials. What builds programs needs no look: the programs are compared themselves. */
const tools = ['node', 'setpriv', 'numactl'];

/** In the order in which differences are reported: another machine explains all that follows. */
const subjects: readonly Subject[] = [
  { name: 'the machine', of: ({ host }) => pick(host, machine) },
  { name: 'the kernel', of: ({ host }) => ({ release: host.kernel }) },
  { name: 'a setting', of: ({ host }) => pick(host, settings) },
  { name: 'numa-lab', of: ({ lab }) => ({ version: lab.version, code: lab.codeSha256 }) },
  { name: 'a tool', of: (environment) => pick(environment.tools, tools) },
  { name: 'the guest', of: ({ virtual }) => virtual },
  { name: 'target', of: describePrograms },
];

/** From one start of a machine to the next the kernel keeps some more or some less for itself. */
const memoryTolerance = 0.01;

/** A hypervisor may take memory from a node and give it back while a run is going on: what matters is whether there is any. */
const ofNode = /^topology\.nodes\[\d+\]\.memoryBytes$/;

/**
 * What of the lab, the machine and the programs is not as it was recorded: one phrase for each field, none where a run may go on. When it was
 * recorded and what the doctor said are no part of it.
 */
export function describeEnvironmentDifferences(recorded: Environment, now: Environment): readonly string[] {
  return subjects.flatMap(({ name, of }) =>
    listDifferences('', of(recorded), of(now))
      .filter((difference) => !isSlight(difference))
      .map((difference) => `${name}: ${describeDifference(difference)}`),
  );
}

/** Without the proofs, which have hashes: what an allocator derives from the machine is no part of a program. */
function describePrograms({ targets }: Environment): unknown {
  return Object.fromEntries(
    Object.entries(targets).map(([label, { proof: _proof, ...program }]) => [label, program]),
  );
}

function pick<Key extends string>(from: Readonly<Record<Key, unknown>>, keys: readonly Key[]) {
  return Object.fromEntries(keys.map((key) => [key, from[key]]));
}

function isSlight({ field, wanted, found }: FieldDifference): boolean {
  if (typeof wanted !== 'number' || typeof found !== 'number') return false;
  if (ofNode.test(field)) return wanted > 0 === found > 0;
  return field === 'memoryBytes' && Math.abs(wanted - found) <= memoryTolerance * wanted;
}
