import type { TargetPart } from '../schema/environment.ts';
import type { Proof } from '../schema/proof.ts';

interface Described {
  readonly proof: Proof;
  readonly parts: readonly TargetPart[];
}

/** The part that is the user's own library, of which nothing is known but its file. */
export function userLibrary({ parts }: Described): TargetPart | undefined {
  return parts.find(({ what }) => what === 'library');
}

/**
 * The allocator of a target for people: name and version as it proved them. A library of the user's that proves nothing of itself is
 * told by its file, which alone tells it from another.
 */
export function describeAllocator(target: Described): string {
  const { name, version, object } = target.proof.allocator;
  if (name !== 'unknown') {
    return version === 'unknown' ? `${name}, which does not report its version` : `${name} ${version}`;
  }
  const library = userLibrary(target);
  if (library === undefined) return 'an allocator that reports neither its name nor its version';
  // An archive is part of the program: only the label has its name.
  const file = object === 'program' ? nameInLabel(target.proof.target) : object;
  return `${file} (sha256 ${library.sourceSha256.slice(0, 12)}), which does not report its version`;
}

/** `own` of `musl+own@relink=1`. */
function nameInLabel(label: string): string {
  return label.replace(/^[^+]*\+/, '').replace(/@.*$/, '');
}
