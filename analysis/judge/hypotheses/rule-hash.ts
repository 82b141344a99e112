import { createHash } from 'node:crypto';
import type { Hypothesis } from './hypothesis.ts';

/**
 * What a run was planned to judge by, as one number: a report that would judge by another rule can tell. `judge` itself is code and not
 * in it; it takes its numbers from the thresholds, which are.
 */
export function hashRule(hypothesis: Omit<Hypothesis, 'judge'>): string {
  const { id, statement, decidedOn, experiment, rule, thresholds } = hypothesis;
  const text = canonicalJson({ id, statement, decidedOn, experiment, rule, thresholds });
  return createHash('sha256').update(text).digest('hex');
}

/** JSON with the keys of every object in order: the same value is the same text, however it was written down. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
