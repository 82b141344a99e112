import type { Proof } from '../results/schema/proof.ts';

export interface Contrast {
  readonly contrast: 'allocator' | 'libc' | 'link' | null;
  readonly confounded: string | null;
}

/**
 * What differs between two targets, by what their programs proved of themselves. One cause only may carry a difference:
 * the allocator under one libc, the libc as it comes (each with its own allocator) at one link mode, or the link mode.
 * A `+` in a label says that the allocator is not the libc's own; an own allocator comes with its libc and is no cause apart.
 */
export function contrastOf(a: Proof, b: Proof): Contrast {
  const libcDiffers = a.libc.name !== b.libc.name || a.libc.version !== b.libc.version;
  const linkDiffers = a.libc.link !== b.libc.link;
  const allocatorDiffers =
    a.allocator.name !== b.allocator.name || a.allocator.version !== b.allocator.version;
  const ownAllocators = !a.target.includes('+') && !b.target.includes('+');
  if (libcDiffers && !linkDiffers && (ownAllocators || !allocatorDiffers)) return only('libc');
  if (allocatorDiffers && !libcDiffers && !linkDiffers) return only('allocator');
  if (linkDiffers && !libcDiffers && !allocatorDiffers) return only('link');
  const names = [
    ...(libcDiffers ? [ownAllocators ? 'libc with its allocator' : 'libc'] : []),
    ...(linkDiffers ? ['link mode'] : []),
    ...(allocatorDiffers && !(libcDiffers && ownAllocators) ? ['allocator'] : []),
  ];
  const what = names.length === 0 ? 'nothing that the proofs tell' : names.join(', ');
  return { contrast: null, confounded: `confounded: ${what} differ${names.length === 1 ? 's' : ''}` };
}

function only(contrast: 'allocator' | 'libc' | 'link'): Contrast {
  return { contrast, confounded: null };
}
