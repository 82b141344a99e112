import type { ThreadMap } from '../../results/schema/counts.ts';
import type { PageNode } from '../../results/schema/primitives.ts';
import type { NodeCounts, ThreadMapCell, ThreadMapRow } from '../../results/schema/report-rows.ts';
import { groupBy } from '../load/group-by.ts';
import { completedByArm, type RunSection } from '../load/run.ts';
import { rowKeyOf } from './row-key.ts';

/** L5: the thread placement map of every arm that has one, counted over all repetitions of all its trials. */
export function readThreadMaps(section: RunSection, sectionIndex: number): readonly ThreadMapRow[] {
  return completedByArm(section).flatMap(({ arm, trials }) => {
    const maps = trials.map(({ processes }) => processes.flatMap(({ counts }) => counts.threadMaps));
    const withMaps = maps.filter(({ length }) => length > 0);
    if (withMaps.length === 0) return [];
    const { id, target, control } = arm;
    const place = rowKeyOf(section, sectionIndex, arm);
    return [
      { ...place, arm: id, target, control, trials: withMaps.length, cells: makeCells(withMaps.flat()) },
    ];
  });
}

function makeCells(maps: readonly ThreadMap[]): readonly ThreadMapCell[] {
  const groups = groupBy(maps, (map) => `${map.creatorNode} ${map.childNode} ${map.at}`);
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      return first === undefined ? [] : [makeCell(first, group)];
    })
    .sort(
      (a, b) =>
        a.creatorNode - b.creatorNode ||
        a.childNode - b.childNode ||
        Number(a.at === 'end') - Number(b.at === 'end'),
    );
}

function makeCell(first: ThreadMap, maps: readonly ThreadMap[]): ThreadMapCell {
  return {
    creatorNode: first.creatorNode,
    childNode: first.childNode,
    at: first.at,
    n: maps.length,
    descriptor: countNodes(maps.map((map) => map.descriptor)),
    errno: countNodes(maps.map((map) => map.errno)),
    tls: countPages(maps.map((map) => map.tls)),
    stack: countPages(maps.map((map) => map.stack)),
  };
}

/** Counts page by page; threads may differ in how many pages they were asked about. */
function countPages(pages: readonly (readonly PageNode[])[]): readonly NodeCounts[] {
  const longest = pages.reduce((most, list) => Math.max(most, list.length), 0);
  return Array.from({ length: longest }, (_, k) => countNodes(pages.flatMap((list) => list.slice(k, k + 1))));
}

function countNodes(nodes: readonly PageNode[]): NodeCounts {
  const counts: Record<string, number> = {};
  for (const node of nodes) counts[String(node)] = (counts[String(node)] ?? 0) + 1;
  return counts;
}
