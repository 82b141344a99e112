import { closestMatch } from 'leven';

/** Ends a message about an unknown name: the nearest candidate when one is near, else all of them. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  // Two letters swapped are a distance of two; a name of which nothing is left is not near to anything.
  const maxDistance = Math.min(name.length - 1, Math.max(2, Math.floor(name.length / 3)));
  const match = maxDistance > 0 ? closestMatch(name, candidates, { maxDistance }) : undefined;
  if (match !== undefined) return `did you mean '${match}'?`;
  return candidates.length === 0 ? 'there is none' : `choose from ${candidates.join(', ')}`;
}
