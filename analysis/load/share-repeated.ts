import type { TrialRecord } from '../../results/schema/trial.ts';

/**
 * A function that gives a record every part that equals that of the last completed record of its arm: a run holds one copy of
 * what its arms repeat in each block (pinning, settings, proof, whatever is counted alike) and not thousands. Changes the record, which
 * nobody else has yet.
 */
export function makeSharer(): (record: TrialRecord) => void {
  const lastOfArm = new Map<string, TrialRecord>();
  return (record) => {
    const before = lastOfArm.get(record.arm);
    if (before !== undefined) reuse(before, record);
    if (before === undefined || record.state === 'completed') lastOfArm.set(record.arm, record);
  };
}

/** What is equal in both is taken from `before`; the answer is `before` itself where all is. */
function reuse(before: unknown, now: unknown): unknown {
  if (before === now) return before;
  if (typeof before !== 'object' || typeof now !== 'object' || before === null || now === null) return now;
  if (Array.isArray(before) || Array.isArray(now))
    return Array.isArray(before) && Array.isArray(now) ? reuseItems(before, now) : now;
  return reuseFields(before as Parts, now as Parts);
}

type Parts = Record<string, unknown>;

function reuseItems(before: readonly unknown[], now: unknown[]): unknown {
  let isSame = before.length === now.length;
  const common = Math.min(before.length, now.length);
  for (let index = 0; index < common; index += 1) {
    const part = reuse(before[index], now[index]);
    if (part !== before[index]) isSame = false;
    else if (typeof part !== 'number') now[index] = part;
  }
  return isSame ? before : now;
}

function reuseFields(before: Parts, now: Parts): unknown {
  let isSame = Object.keys(before).length === Object.keys(now).length;
  for (const key in now) {
    const part = reuse(before[key], now[key]);
    // Also where `before` has no such field: its value is undefined then, which JSON cannot hold.
    if (part !== before[key]) isSame = false;
    else if (typeof part !== 'number') now[key] = part;
  }
  return isSame ? before : now;
}
