import type { NodeCounts, ThreadMapCell, ThreadMapRow } from '../../../results/schema/report-rows.ts';
import { groupBy } from '../../load/group-by.ts';
import { pageLabels } from './thread-pages.ts';

/** Where pages lie, in the order in which it is said. */
const relations = {
  creator: "on the creator's node",
  child: "on the child's",
  mixed: 'not the same every time',
  none: 'on no node',
} as const;

export type Relation = keyof typeof relations;

/**
 * One sentence per relation: which pages lie with the creator and which with the child at the end of the thread, over
 * all pairs of different nodes. A page is said to lie with one of them only if it did in every repetition.
 */
export function describeRelations(map: ThreadMapRow): readonly string[] {
  const found = pageRelations(map);
  if (found === undefined) return [];
  const phrases = found.pages.map(({ relation, labels }) => `${relations[relation]}: ${labels}`);
  return [`At the end, creator and child on different nodes (n = ${found.n}): ${phrases.join('; ')}.`];
}

/** Which pages lie with whom, and of how many threads that is so. Undefined where no thread had a creator on another node. */
export function pageRelations(map: ThreadMapRow) {
  const cells = map.cells.filter((cell) => cell.at === 'end' && cell.creatorNode !== cell.childNode);
  if (cells.length === 0) return undefined;
  const related = groupBy(pageLabels(map), (page) =>
    joinRelations(cells.map((cell) => relationOf(page.of(cell), cell))),
  );
  return {
    n: cells.reduce((sum, cell) => sum + cell.n, 0),
    pages: (Object.keys(relations) as Relation[]).flatMap((relation) => {
      const pages = related.get(relation) ?? [];
      return pages.length === 0 ? [] : [{ relation, labels: joinRuns(pages.map(({ label }) => label)) }];
    }),
  };
}

function relationOf(counts: NodeCounts | undefined, cell: ThreadMapCell): Relation {
  const answers = Object.keys(counts ?? {});
  if (answers.length === 0) return 'none';
  if (answers.every((answer) => answer === String(cell.creatorNode))) return 'creator';
  if (answers.every((answer) => answer === String(cell.childNode))) return 'child';
  return answers.every((answer) => !/^\d+$/.test(answer)) ? 'none' : 'mixed';
}

function joinRelations(all: readonly Relation[]): Relation {
  const [first = 'none'] = all;
  return all.every((relation) => relation === first) ? first : 'mixed';
}

/** `stack 1, stack 2, stack 3` → `stack 1-3`. */
export function joinRuns(labels: readonly string[]): string {
  const runs: { kind: string; from: number | null; to: number | null }[] = [];
  for (const label of labels) {
    const match = /^(.*) (\d+)$/.exec(label);
    const [kind, number] = match === null ? [label, null] : [match[1] ?? '', Number(match[2])];
    const last = runs.at(-1);
    if (last !== undefined && number !== null && last.kind === kind && last.to === number - 1)
      last.to = number;
    else runs.push({ kind, from: number, to: number });
  }
  return runs
    .map(({ kind, from, to }) => {
      if (from === null) return kind;
      return from === to ? `${kind} ${from}` : `${kind} ${from}-${to}`;
    })
    .join(', ');
}
