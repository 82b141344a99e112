import type { Headline } from './headline.ts';

const mostHeadlines = 7;
const fewestHeadlines = 3;

export interface ChosenHeadlines {
  /** Differences, in the order of the table of topics; then, where they are few, what does not differ. */
  readonly shown: readonly Headline[];
  /** No difference shown: said together. */
  readonly alike: readonly Headline[];
  /** For want of room. */
  readonly left: readonly Headline[];
}

/**
 * Differences between targets first, of each workload one before a second of any; then what a single target does at one level and not at
 * another. What shows no difference is said in one sentence, unless there is little else to say.
 */
export function chooseHeadlines(all: readonly Headline[]): ChosenHeadlines {
  const differing = all.filter(({ differs }) => differs !== 'nothing');
  const ranked = differing.toSorted((a, b) => rank(differing, a) - rank(differing, b));
  const taken = new Set(ranked.slice(0, mostHeadlines - 1));
  const alike = all.filter(({ differs }) => differs === 'nothing');
  // A median of several blocks says more than a single value.
  const firm = alike.filter(({ estimates }) => estimates.every(({ n }) => n > 1));
  const missing = Math.max(0, fewestHeadlines - taken.size);
  const filling = new Set(firm.slice(0, missing));
  return {
    shown: [...all.filter((one) => taken.has(one)), ...all.filter((one) => filling.has(one))],
    alike: alike.filter((one) => !filling.has(one)),
    left: ranked.filter((one) => !taken.has(one)),
  };
}

/** First one of each workload, targets before levels, then second ones. */
function rank(differing: readonly Headline[], headline: Headline): number {
  const own = differing.filter(
    ({ workload, section, differs }) =>
      workload === headline.workload && section === headline.section && differs === headline.differs,
  );
  return own.indexOf(headline) * 2 + (headline.differs === 'levels' ? 1 : 0);
}
