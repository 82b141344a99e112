import { createHash } from 'node:crypto';
import type { Proof } from '../../results/schema/proof.ts';

/**
 * SHA-256 (hexadecimal) of a proof's canonical JSON: keys sorted, no white space. A program's `about` line without
 * its `type` and `schema` is a proof, so a trial's line and the one recorded with the target hash alike.
 * `derivedDefaults` are left out: an allocator derives them from the machine (arenas from its CPUs), so the same
 * program tells others in a guest than on the host that proved it.
 */
export function proofHash(proof: Proof): string {
  const { derivedDefaults: _ofTheMachine, ...program } = proof;
  return createHash('sha256').update(canonicalJson(program)).digest('hex');
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(byKey)) : inner,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// Code unit order, the same under every locale.
function byKey([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
