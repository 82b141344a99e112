import { createHash } from 'node:crypto';
import type { Proof } from '../../results/schema/proof.ts';

/**
 * SHA-256 (hexadecimal) of a proof's canonical JSON: keys sorted, no white space. A program's `about` line without
 * its `type` and `schema` is a proof, so a trial's line and the one recorded with the target hash alike.
 */
export function proofHash(proof: Proof): string {
  return createHash('sha256').update(canonicalJson(proof)).digest('hex');
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
