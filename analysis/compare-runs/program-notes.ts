import { compareAllocatorFiles, type TargetRecord } from '../compare/allocator-file.ts';
import { areUnknown } from '../compare/contrast.ts';
import type { ArmOfRun, ArmPair } from './run-comparison.ts';

/** Whether both arms ran the same file with the same libraries. False where that is not on record. */
export function isSameProgram({ a, b }: ArmPair): boolean {
  const [one, other] = [recordOf(a), recordOf(b)];
  if (one === undefined || other === undefined || one.binarySha256 !== other.binarySha256) return false;
  return changedLibraries(one, other).length === 0;
}

/** What is to be known of the programs beside their labels, one line each: a difference may be theirs, or a label hide one. */
export function programNotes(pairs: readonly ArmPair[]): readonly string[] {
  const notes = pairs.flatMap((pair) => {
    const [one, other] = [recordOf(pair.a), recordOf(pair.b)];
    const [a, b] = [pair.a.arm.target, pair.b.arm.target];
    const name = a === b ? a : `${a} : ${b}`;
    if (one === undefined || other === undefined) return [`${name}: no proof of a program is on record`];
    return [...describePrograms(pair, one, other), ...describeAllocators(one, other)].map(
      (note) => `${name}: ${note}`,
    );
  });
  return [...new Set(notes)];
}

function recordOf({ run, arm }: ArmOfRun): TargetRecord | undefined {
  return run.environment.targets[arm.target];
}

/** Names of libraries that both programs load and that are other files. */
function changedLibraries(one: TargetRecord, other: TargetRecord): readonly string[] {
  const hashes = new Map(other.libraries.map(({ name, sha256 }) => [name, sha256]));
  return one.libraries.filter(({ name, sha256 }) => hashes.get(name) !== sha256).map(({ name }) => name);
}

function describePrograms({ a, b }: ArmPair, one: TargetRecord, other: TargetRecord): readonly string[] {
  if (isSameProgram({ a, b }))
    return [a.run === b.run ? 'the same program' : 'the same program in both runs'];
  const changed = changedLibraries(one, other);
  if (one.binarySha256 === other.binarySha256) return [`the same program with another ${changed.join(', ')}`];
  return one.proof.build.sourceSha256 === other.proof.build.sourceSha256
    ? []
    : ['the benchmark itself was built from other sources'];
}

const aboutFiles = {
  same: 'both have malloc from the same file',
  other: 'malloc comes from two different files',
  unknown: 'whether malloc comes from one file is not on record',
} as const;

/** Allocators that cannot be named, and builds of one allocator that its version does not tell apart. */
function describeAllocators(one: TargetRecord, other: TargetRecord): readonly string[] {
  if (one === other) return [];
  const files = compareAllocatorFiles(one, other);
  if (areUnknown(one.proof, other.proof)) return [`neither allocator can be named; ${aboutFiles[files]}`];
  const [a, b] = [one.proof.allocator, other.proof.allocator];
  const isOneVersion = a.name === b.name && a.version === b.version && a.name !== 'unknown';
  return isOneVersion && files === 'other' ? [`both say ${a.name} ${a.version}; ${aboutFiles.other}`] : [];
}
