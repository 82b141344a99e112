import type { Fact } from '../../results/schema/environment.ts';
import { readText } from './read-text.ts';

/** A fact with its value, or why there is none when the value is undefined or blank. */
export function makeFact(value: string | undefined, whyNot: string): Fact {
  return value === undefined || value === '' ? { unavailable: whyNot } : { value };
}

export async function readFact(path: string, whyNot: string): Promise<Fact> {
  return makeFact(await readText(path), whyNot);
}
