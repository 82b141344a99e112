import type { Report } from '../../../results/schema/report.ts';
import type { ThreadMapRow } from '../../../results/schema/report-rows.ts';
import { targetName } from '../../format/target-name.ts';
import { groupBy } from '../../load/group-by.ts';
import { pageRelations, type Relation } from '../results/thread-relations.ts';
import { type Headline, joinNames } from './headline.ts';

const about = 'the node of a new thread: its descriptor, thread-local storage and stack';

const places: Readonly<Record<Relation, string>> = {
  creator: "lie on its creator's node",
  child: "on the thread's own",
  mixed: 'now on one, now on another',
  none: 'on none',
};

/** Where the pages of new threads lie. Of several sets of parameters that which most targets ran, and of those one in which they differ. */
export function makeThreadHeadline(report: Report, section: number): Headline | undefined {
  const maps = report.threadMaps.filter((map) => map.section === section && !map.control);
  const cells = [...groupBy(maps, ({ parameters }) => JSON.stringify(parameters)).values()]
    .map((own) => own.flatMap((map) => describe(report, map)))
    .filter((described) => described.length > 0);
  const [chosen] = cells.toSorted((a, b) => b.length - a.length || kinds(b) - kinds(a));
  const [first] = chosen ?? [];
  if (chosen === undefined || first === undefined) return undefined;
  const texts = [...groupBy(chosen, ({ text }) => text)].map(
    ([text, own]) => `${joinNames(own.map(({ name }) => name))}: ${text}`,
  );
  const { map, n } = first;
  const { stacks, depth } = map.parameters;
  const stack = stacks === undefined ? '' : `, ${stacks} stacks`;
  return {
    ...{ section, workload: map.workload, about, estimates: [] },
    lead: `Of a new thread on another node than its creator, ${texts.join('. ')}.`,
    rest: `Stack used to ${depth ?? '?'} bytes${stack}, page 0 is the one it begins on; TLS that begins as zeros was not looked at; n=${n} threads of each target.`,
    alike: `${about}: ${first.text} (n=${n} threads of each target)`,
    question: 'does a program that you know create its threads on one node and run them on others?',
    differs: kinds(chosen) > 1 ? 'targets' : 'nothing',
  };
}

function kinds(described: readonly { readonly text: string }[]): number {
  return new Set(described.map(({ text }) => text)).size;
}

function describe(report: Report, map: ThreadMapRow) {
  const found = pageRelations(map);
  if (found === undefined) return [];
  const text = found.pages
    .map(({ relation, labels }) => {
      const pages = labels
        .replaceAll(/stack (\d+-\d)/g, 'stack pages $1')
        .replaceAll(/stack (\d)/g, 'stack page $1');
      return `${pages} ${places[relation]}`;
    })
    .join('; ');
  return [{ map, text, n: found.n, name: targetName(report, map.target) }];
}
