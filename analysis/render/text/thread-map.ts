import { groupBy } from '../../group-by.ts';
import type { NodeCounts, Report, ThreadMapCell, ThreadMapRow } from '../../report.ts';
import { renderTable } from '../table.ts';
import { wrap } from '../wrap.ts';
import { parameterText, targetName } from './names.ts';
import { pageLabels } from './thread-pages.ts';
import { describeRelations } from './thread-relations.ts';

const mostPairs = 4;
const mostNotes = 6;

/** L5 for people: a grid per target of pages against pairs of nodes, and one sentence of what it shows. */
export function renderThreadMaps(report: Report, sectionIndex: number): readonly string[] {
  const maps = report.threadMaps.filter(
    (map) =>
      map.section === sectionIndex &&
      !map.control &&
      map.cells.some(({ creatorNode, childNode }) => creatorNode !== childNode),
  );
  if (maps.length === 0) return [];
  return [
    '',
    'Thread placement map (L5): node of each page of a new thread',
    ...wrap(
      'Columns are creator > child nodes; a cell is first instruction/end. "-": not present, "z": zero page, "?": unknown, "*": not the same every time, see below. stack k lies k pages below the page of the start routine.',
      '  ',
    ),
    ...renderGroups(report, maps),
  ];
}

/** Targets whose maps read alike share one: that they do is the finding. */
function renderGroups(report: Report, maps: readonly ThreadMapRow[]): readonly string[] {
  const groups = groupBy(maps, (map) => [describeMap(map), ...renderMap(map)].join('\n'));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const targets = group.map((map) => targetName(report, map.target)).join(', ');
    return [
      '',
      ...wrap(`${targets}${group.length > 1 ? ' (all alike)' : ''}`),
      ...wrap(describeMap(first), '  ', '    '),
      ...renderMap(first),
    ];
  });
}

function describeMap(map: ThreadMapRow): string {
  const ns = [...new Set(map.cells.map((cell) => cell.n))].sort((a, b) => a - b).join(' or ');
  const parameters = parameterText(map.parameters);
  const n = `n = ${ns} threads per pair of nodes and target, from ${map.trials} trials each`;
  return `${map.placement}${parameters === '' ? '' : `, ${parameters}`}; ${n}`;
}

function renderMap(map: ThreadMapRow): readonly string[] {
  const pairs = pairsOf(map);
  const shown = pairs.slice(0, mostPairs);
  const left = pairs.length - shown.length;
  return [
    ...renderGrid(map, shown),
    ...(left > 0
      ? wrap(`${left} more pairs of nodes in report --json; the next sentence covers all`, '  ')
      : []),
    ...describeRelations(map).flatMap((text) => wrap(text, '  ', '    ')),
    ...renderDisagreements(map),
  ];
}

interface Pair {
  readonly creatorNode: number;
  readonly childNode: number;
}

/** Ordered pairs of nodes, those with two different nodes first when not all can be shown. */
function pairsOf(map: ThreadMapRow): readonly Pair[] {
  const pairs = new Map(map.cells.map((cell) => [`${cell.creatorNode}>${cell.childNode}`, cell]));
  const all = [...pairs.values()];
  if (all.length <= mostPairs) return all;
  return all.sort((a, b) => Number(a.creatorNode === a.childNode) - Number(b.creatorNode === b.childNode));
}

function renderGrid(map: ThreadMapRow, pairs: readonly Pair[]): readonly string[] {
  const columns = pairs.map((pair) => ({
    header: [`${pair.creatorNode} > ${pair.childNode}`],
    first: cellOf(map, pair, 'first-instruction'),
    end: cellOf(map, pair, 'end'),
  }));
  const rows = pageLabels(map).map((page) => ({
    label: page.label,
    cells: columns.map(({ first, end }) => `${nodeText(page.of(first))}/${nodeText(page.of(end))}`),
  }));
  return renderTable(
    'page',
    columns.map(({ header }) => header),
    mergeEqual(rows).map(({ label, cells }) => ({ label, cells: cells.map((cell) => [cell]) })),
  );
}

function cellOf(map: ThreadMapRow, pair: Pair, at: ThreadMapCell['at']): ThreadMapCell | undefined {
  return map.cells.find(
    (cell) => cell.creatorNode === pair.creatorNode && cell.childNode === pair.childNode && cell.at === at,
  );
}

/** Runs of pages that answer alike become one row: `stack 2` to `stack 15` → `stack 2-15`. */
function mergeEqual(rows: readonly { label: string; cells: readonly string[] }[]) {
  const merged: { label: string; last: string; cells: readonly string[] }[] = [];
  for (const row of rows) {
    const previous = merged.at(-1);
    const kind = row.label.replace(/\d+$/, '');
    const continues =
      previous !== undefined && /\d$/.test(row.label) && previous.label.replace(/[\d-]+$/, '') === kind;
    if (continues && previous.cells.join() === row.cells.join()) {
      previous.last = row.label.slice(kind.length);
    } else {
      merged.push({ label: row.label, last: '', cells: row.cells });
    }
  }
  return merged.map(({ label, last, cells }) => ({ label: last === '' ? label : `${label}-${last}`, cells }));
}

const symbols: Readonly<Record<string, string>> = { absent: '-', zero: 'z', unknown: '?' };

function nodeText(counts: NodeCounts | undefined): string {
  const entries = Object.entries(counts ?? {}).sort(([, a], [, b]) => b - a);
  const [most] = entries;
  if (most === undefined) return ' ';
  const [node] = most;
  return `${symbols[node] ?? node}${entries.length > 1 ? '*' : ''}`;
}

function renderDisagreements(map: ThreadMapRow): readonly string[] {
  const notes = map.cells.flatMap((cell) =>
    pageLabels(map).flatMap((page) => {
      const entries = Object.entries(page.of(cell) ?? {});
      if (entries.length < 2) return [];
      const counts = entries.map(([node, count]) => `${node}: ${count}`).join(', ');
      return [`* ${page.label}, ${cell.creatorNode} > ${cell.childNode}, at ${cell.at}: ${counts}`];
    }),
  );
  const more = notes.length > mostNotes ? [`* and ${notes.length - mostNotes} more in report --json`] : [];
  return [...notes.slice(0, mostNotes), ...more].flatMap((note) => wrap(note, '  ', '    '));
}
