import type { ProcessCounts } from '../../results/schema/counts.ts';
import type { ProcessSpec } from '../../results/schema/plan.ts';
import type { Proof } from '../../results/schema/proof.ts';
import type { FailureReason } from '../../results/schema/trial.ts';
import { describePolicy, plannedPolicy } from '../../results/text/memory-policy.ts';
import { describeProofDifferences } from './proof-differences.ts';

export interface Fault {
  readonly reason: FailureReason;
  readonly detail: string;
}

/**
 * Where a policy binds, this share of the object bytes must be seen on its nodes: bytes of unknown node count against it, absent
 * and zero pages lie nowhere.
 */
const boundShare = 0.99;

/** What a program proved of itself in a trial, and what its target proved when it was built; undefined when it never did. */
export interface Proofs {
  readonly found: Proof;
  readonly wanted: Proof | undefined;
}

/** The first reason not to trust what a process counted: wrong program, threads elsewhere, pages elsewhere. */
export function findFault(counts: ProcessCounts, spec: ProcessSpec, proofs: Proofs): Fault | undefined {
  return (
    findProofFault(proofs) ??
    findPinningFault(counts, spec) ??
    findPolicyFault(counts, spec) ??
    findPlacementFault(counts, spec)
  );
}

function findProofFault({ found, wanted }: Proofs): Fault | undefined {
  if (wanted === undefined) {
    const detail = `no proof of the target is known; the program proves ${found.allocator.name} on ${found.libc.name}`;
    return { reason: 'proof-mismatch', detail };
  }
  const differences = describeProofDifferences(wanted, found);
  if (differences.length === 0) return undefined;
  return { reason: 'proof-mismatch', detail: differences.join(', ') };
}

function findPinningFault(counts: ProcessCounts, spec: ProcessSpec): Fault | undefined {
  for (const { thread, node, cpu, seen } of counts.pinning) {
    const stray = seen.find((sighting) => sighting.node !== node || sighting.cpu !== cpu);
    if (stray === undefined) continue;
    return {
      reason: 'pinning',
      detail: `thread ${thread} was pinned to ${node}:${cpu} and seen on ${stray.node}:${stray.cpu} (${stray.at})`,
    };
  }
  const unseen = spec.threads.find(
    ({ node, cpu }) => !counts.pinning.some((pinned) => pinned.node === node && pinned.cpu === cpu),
  );
  if (unseen === undefined) return undefined;
  return { reason: 'pinning', detail: `no thread was seen on ${unseen.node}:${unseen.cpu}` };
}

/** A policy of the shell is inherited: a process whose placement sets none would follow it. */
function findPolicyFault({ memoryPolicy: found }: ProcessCounts, spec: ProcessSpec): Fault | undefined {
  if (found === undefined) return undefined;
  const [seen, wanted] = [found, plannedPolicy(spec.numactl)].map(describePolicy);
  if (seen === wanted) return undefined;
  const remedy = wanted === 'default' ? ': start numa-lab without one' : '';
  return {
    reason: 'placement',
    detail: `the memory policy of the process was ${seen}, not ${wanted}${remedy}`,
  };
}

function findPlacementFault(counts: ProcessCounts, spec: ProcessSpec): Fault | undefined {
  if (spec.boundNodes.length === 0) return undefined;
  for (const { subject, checkpoint, nodes, bytes, unknownBytes } of counts.placement) {
    const byNode = nodes.map((_, column) => bytes.reduce((sum, row) => sum + (row[column] ?? 0), 0));
    const bound = byNode.reduce((sum, one, i) => (isIn(nodes[i], spec.boundNodes) ? sum + one : sum), 0);
    const elsewhere = byNode.reduce((sum, one) => sum + one, 0) - bound;
    const unknown = unknownBytes.reduce((sum, one) => sum + one, 0);
    const all = bound + elsewhere + unknown;
    if (bound >= boundShare * all) continue;
    const unseen = unknown > 0 ? `, the node of ${unknown} is unknown` : '';
    return {
      reason: 'placement',
      detail:
        `memory is bound to ${spec.boundNodes.join(',')} and ${elsewhere} of ${all} bytes lie elsewhere${unseen} ` +
        `(${subject} at ${checkpoint})`,
    };
  }
  return undefined;
}

function isIn(node: number | undefined, nodes: readonly number[]): boolean {
  return node !== undefined && nodes.includes(node);
}
