import { currentWorkload } from '../../results/text/older-names.ts';
import type { TypedTexts } from './flag-words.ts';
import { anyText, listOf, type Parse } from './parse-value.ts';

/** Names of workloads, those of an older version as they are called now. Throws UserError for a name given twice, be it by two names. */
export const workloadNames: Parse<string[]> = (text, flag) =>
  listOf(anyText, 'churn,threads')(replaceNames(text), flag);

/** What was typed, with the current names of workloads: what a run keeps of its flags is to be typed again later. */
export function useCurrentWorkloads(typed: TypedTexts): TypedTexts {
  const texts = (name: string, rename: (text: string) => string) => {
    const found = typed.get(name);
    return found === undefined ? [] : ([[name, found.map(rename)]] as const);
  };
  return new Map([...typed, ...texts('workloads', replaceNames), ...texts('set', replaceOfLevel)]);
}

/** A line for each older name that was typed. */
export function describeOlderWorkloads(typed: TypedTexts): readonly string[] {
  const listed = (typed.get('workloads') ?? []).flatMap((text) => text.split(',').map((name) => name.trim()));
  const levelled = (typed.get('set') ?? []).map(workloadOfLevel);
  return [...new Set([...listed, ...levelled])]
    .filter((name) => currentWorkload(name) !== name)
    .map(
      (name) =>
        `workload ${name} is now called ${currentWorkload(name)}: the next version knows that name alone`,
    );
}

function replaceNames(list: string): string {
  return list
    .split(',')
    .map((name) => currentWorkload(name.trim()))
    .join(',');
}

function workloadOfLevel(level: string): string {
  return level.split('.')[0] ?? '';
}

function replaceOfLevel(level: string): string {
  const name = workloadOfLevel(level);
  return `${currentWorkload(name)}${level.slice(name.length)}`;
}
