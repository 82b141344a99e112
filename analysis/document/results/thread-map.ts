import type { Report } from '../../../results/schema/report.ts';
import type { NodeCounts, ThreadMapCell, ThreadMapRow } from '../../../results/schema/report-rows.ts';
import { nameValues } from '../../../results/text/name-values.ts';
import { groupBy } from '../../load/group-by.ts';
import { type Block, capList, heading, items, paragraph, type Table } from '../block.ts';
import { targetNames } from '../names.ts';
import { pageLabels } from './thread-pages.ts';
import { describeRelations, joinRuns } from './thread-relations.ts';

const mostPairs = 4;
const mostNotes = 6;

/** L5 for people: a grid per target of pages against pairs of nodes, and one sentence of what it shows. */
export function makeThreadMaps(report: Report, sectionIndex: number): readonly Block[] {
  const maps = report.threadMaps.filter(
    (map) =>
      map.section === sectionIndex &&
      !map.control &&
      map.cells.some(({ creatorNode, childNode }) => creatorNode !== childNode),
  );
  if (maps.length === 0) return [];
  // Targets whose maps read alike share one: that they do is the finding.
  const groups = groupBy(
    maps.map((map) => ({ map, blocks: makeMap(map) })),
    ({ blocks }) => JSON.stringify(blocks),
  );
  return [
    heading('section', 'Thread placement map (L5): node of each page of a new thread'),
    paragraph(
      'Columns are creator > child nodes; a cell is first instruction/end. "-": not present, "z": zero page, "?": unknown, "*": not the same every time, see below. stack k lies k pages below the page of the start routine.',
    ),
    ...[...groups.values()].flatMap((group) => {
      const targets = targetNames(
        report,
        group.map(({ map }) => map),
      ).join(', ');
      return [
        heading('section', `${targets}${group.length > 1 ? ' (all alike)' : ''}`),
        ...(group[0]?.blocks ?? []),
      ];
    }),
  ];
}

function makeMap(map: ThreadMapRow): readonly Block[] {
  const pairs = pairsOf(map);
  const shown = pairs.slice(0, mostPairs);
  const left = pairs.length - shown.length;
  return [
    makeGrid(map, shown),
    ...items([
      ...(left > 0 ? [`${left} more pairs of nodes in report --json; the next sentence covers all`] : []),
      ...describeRelations(map),
      ...capList(disagreements(map), mostNotes, 'in report --json'),
    ]),
  ];
}

function describeMap(map: ThreadMapRow): string {
  const ns = [...new Set(map.cells.map((cell) => cell.n))].sort((a, b) => a - b).join(' or ');
  const what = [map.placement, nameValues(map.parameters).join(' ')].filter((text) => text !== '').join(', ');
  return `${what}; n = ${ns} threads per pair of nodes and target, from ${map.trials} trials each`;
}

type Pair = Pick<ThreadMapCell, 'creatorNode' | 'childNode'>;

/** Ordered pairs of nodes, those with two different nodes first when not all can be shown. */
function pairsOf(map: ThreadMapRow): readonly Pair[] {
  const all = [...new Map(map.cells.map((cell) => [pairText(cell), cell])).values()];
  if (all.length <= mostPairs) return all;
  return all.sort((a, b) => Number(a.creatorNode === a.childNode) - Number(b.creatorNode === b.childNode));
}

function pairText({ creatorNode, childNode }: Pair): string {
  return `${creatorNode} > ${childNode}`;
}

function makeGrid(map: ThreadMapRow, pairs: readonly Pair[]): Table {
  const rows = pageLabels(map).map(({ label, of }) => ({
    label,
    cells: pairs.map((pair) => {
      const at = (when: ThreadMapCell['at']) =>
        map.cells.find((cell) => pairText(cell) === pairText(pair) && cell.at === when);
      return `${nodeText(of(at('first-instruction')))}/${nodeText(of(at('end')))}`;
    }),
  }));
  return {
    type: 'table',
    caption: describeMap(map),
    corner: 'page',
    heads: pairs.map((pair) => [pairText(pair)]),
    rows: mergeEqual(rows).map(({ label, cells }) => ({ label, cells: cells.map((cell) => [cell]) })),
  };
}

interface GridRow {
  readonly label: string;
  readonly cells: readonly string[];
}

/** Runs of pages that answer alike become one row: `stack 2` to `stack 15` → `stack 2-15`. */
function mergeEqual(rows: readonly GridRow[]): readonly GridRow[] {
  const key = ({ label, cells }: GridRow) => `${label.replace(/\d+$/, '')}\n${cells.join()}`;
  const runs: GridRow[][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run?.[0] !== undefined && key(run[0]) === key(row)) run.push(row);
    else runs.push([row]);
  }
  return runs.map((run) => ({ label: joinRuns(run.map(({ label }) => label)), cells: run[0]?.cells ?? [] }));
}

const symbols: Readonly<Record<string, string>> = { absent: '-', zero: 'z', unknown: '?' };

function nodeText(counts: NodeCounts | undefined): string {
  const entries = Object.entries(counts ?? {}).sort(([, a], [, b]) => b - a);
  const [most] = entries;
  if (most === undefined) return ' ';
  const [node] = most;
  return `${symbols[node] ?? node}${entries.length > 1 ? '*' : ''}`;
}

function disagreements(map: ThreadMapRow): readonly string[] {
  return map.cells.flatMap((cell) =>
    pageLabels(map).flatMap(({ label, of }) => {
      const entries = Object.entries(of(cell) ?? {});
      if (entries.length < 2) return [];
      const counts = entries.map(([node, count]) => `${node}: ${count}`).join(', ');
      return [`* ${label}, ${pairText(cell)}, at ${cell.at}: ${counts}`];
    }),
  );
}
