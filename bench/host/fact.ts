import type { Fact } from '../../results/schema/environment.ts';
import { findText } from './read-text.ts';

/** A fact with its value, or why there is none when the value is undefined or blank. */
export function makeFact(value: string | undefined, whyNot: string): Fact {
  return value === undefined || value === '' ? { unavailable: whyNot } : { value };
}

/** What a file tells; `whyNot` where there is no such file. One that may not be read is a fact without a value, and says so. */
export async function readFact(path: string, whyNot: string): Promise<Fact> {
  const found = await findText(path);
  if (found.state === 'refused') return { unavailable: found.reason };
  return makeFact(found.state === 'text' ? found.text : undefined, whyNot);
}

/** The value of a fact, read further; what is unavailable stays so, and what cannot be read is `whyNot`. */
export function readOn(fact: Fact, read: (value: string) => string | undefined, whyNot: string): Fact {
  return 'value' in fact ? makeFact(read(fact.value), whyNot) : fact;
}

/** How a fact is shown to people. */
export function renderFact(fact: Fact): string {
  return 'value' in fact ? fact.value : `unavailable: ${fact.unavailable}`;
}
