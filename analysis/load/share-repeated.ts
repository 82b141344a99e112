import type { TrialRecord } from '../../results/schema/trial.ts';

/**
 * A function that gives parts of records which repeat (pinning, settings, proof, check value, arm and seed) the one value of all equal to them:
 * a large run would otherwise hold thousands of copies of each. Changes the record, which nobody else has yet.
 */
export function makeSharer(): (record: TrialRecord) => void {
  const texts = new Map<string, string>();
  const parts = new Map<string, unknown>();
  const shareText = (text: string) => shared(texts, text, text);
  // Equal parts are written in the same order of keys by the same program; one that is not is merely not shared.
  const sharePart = <T>(part: T) => shared(parts, JSON.stringify(part), part) as T;
  return (record) => {
    record.arm = shareText(record.arm);
    record.seed = shareText(record.seed);
    if (record.state !== 'completed') return;
    record.settings = sharePart(record.settings);
    for (const { counts } of record.processes) {
      counts.proof = shareText(counts.proof);
      counts.check = shareText(counts.check);
      counts.pinning = sharePart(counts.pinning);
    }
  };
}

function shared<T>(known: Map<string, T>, key: string, value: T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  known.set(key, value);
  return value;
}
