import type { Environment } from '../../results/schema/environment.ts';

/** What a run keeps of a target beside its proof. */
export type TargetRecord = Environment['targets'][string];

/**
 * What tells the file that malloc comes from from another: the hash of the shared object that defines it, or of what the linked archive was
 * made from. Null where neither is on record: a libc's own malloc in a static program, for example.
 */
function allocatorFile({ proof, libraries, parts }: TargetRecord): string | null {
  const { name, object } = proof.allocator;
  const library = libraries.find((one) => one.name === object);
  if (library !== undefined) return `file ${library.sha256}`;
  const part = parts.find(({ what }) => what === 'library' || what === name);
  return part === undefined ? null : `part ${part.sourceSha256}`;
}

/** Whether two targets have malloc from one file; `unknown` where that is not on record of both in the same way. */
export type AllocatorFiles = 'same' | 'other' | 'unknown';

export function compareAllocatorFiles(a: TargetRecord, b: TargetRecord): AllocatorFiles {
  const [one, other] = [allocatorFile(a), allocatorFile(b)];
  if (one === null || other === null || one.slice(0, 4) !== other.slice(0, 4)) return 'unknown';
  return one === other ? 'same' : 'other';
}
