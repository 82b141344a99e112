import { closestMatch } from 'leven';

/** Ends a message about an unknown name: the nearest candidate when one is near, else all of them. */
export function didYouMean(name: string, candidates: readonly string[]): string {
  const match = closestMatch(name, candidates, { maxDistance: Math.max(2, Math.floor(name.length / 3)) });
  if (match !== undefined) return `did you mean '${match}'?`;
  return candidates.length === 0 ? 'there is none' : `choose from ${candidates.join(', ')}`;
}
