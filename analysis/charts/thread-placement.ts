import type { Report } from '../../results/schema/report.ts';
import type { NodeCounts, ThreadMapCell, ThreadMapRow } from '../../results/schema/report-rows.ts';
import { askedKey } from '../format/name-cells.ts';
import { targetName } from '../format/target-name.ts';
import { groupBy } from '../load/group-by.ts';
import { type ChartColumn, type ChartMaker, leaveOut, type MadeChart } from './chart.ts';
import { makeSpec, panelsBy, tooltipOf } from './parts/spec.ts';
import { orderTargets } from './parts/target-style.ts';

const columns: readonly ChartColumn[] = [
  { field: 'target', title: 'target', unit: '' },
  { field: 'pair', title: 'creator to thread', unit: '' },
  { field: 'page', title: 'page', unit: '' },
  { field: 'value', title: 'lay on', unit: '' },
  { field: 'where', title: 'whose node', unit: '' },
  { field: 'share', title: 'share of its threads', unit: 'ratio' },
  { field: 'n', title: 'n', unit: 'threads' },
];

/** Letters for print without colour. */
const places = {
  "thread's node": { letter: 'T', colour: '#009E73' },
  "creator's node": { letter: 'C', colour: '#D55E00' },
  'a third node': { letter: '3', colour: '#CC79A7' },
  'one node for both': { letter: '=', colour: '#56B4E9' },
  'no page': { letter: '-', colour: '#A0A0A0' },
} as const;

type PlaceName = keyof typeof places;

export const threadPlacement: ChartMaker = {
  id: 'thread-placement',
  question: 'On whose node do the pages of a new thread lie?',
  reading:
    'A cell is a page of a thread when its work ended: descriptor, errno, initialised TLS (its zeroed part is not looked at), then the stack from its top down. Its letter and colour say where most such pages lay: C on the node of the thread that created it, T on its own. A row is a pair of nodes, creator to thread; where both are one node there is nothing to tell apart.',
  columns,
  page: {
    mark: 'A page of the new threads of one pair of nodes: on whose node most of those pages lay when the threads ended.',
    notShown: [
      'That all threads agreed: the share of those that did is in the table.',
      'What a remote page costs, and how often it is used: errno and the descriptor are touched rarely, the top of the stack all the time.',
      'Threads that get a used stack, unless the run has `stacks=reused`.',
    ],
    command: 'numa-lab run --nodes 0,1 --workloads threads --placements spread',
    picture: 'tour-guest',
  },
  make: makeThreadPlacement,
};

function makeThreadPlacement(report: Report): MadeChart {
  const maps = report.threadMaps.filter((row) => row.cells.some(({ at }) => at === 'end'));
  if (maps.length === 0)
    return leaveOut(
      'no thread reported where its pages lay: the workload `threads` did not run in a section of several nodes',
    );
  // The same question to as many targets as were asked it.
  const [drawn = []] = [...groupBy(maps, (row) => askedKey(row)).values()].toSorted(
    (a, b) => b.length - a.length,
  );
  const rows = shareAlike(
    report,
    drawn.map((map) => ({ target: targetName(report, map.target), rows: mapRows(report, map) })),
  );
  const other = new Set(maps.map((row) => askedKey(row))).size - 1;
  const title = placementTitle(report, drawn);
  const pages = [...new Set(rows.map(({ page }) => page))];
  const panels = [...new Set(rows.map(({ panel }) => panel))];
  const names = Object.keys(places);
  const x = {
    field: 'page',
    type: 'nominal',
    title: null,
    sort: pages,
    axis: { labelAngle: -60, orient: 'bottom' },
  };
  const y = { field: 'pair', type: 'nominal', title: 'creator to thread', sort: null };
  return {
    state: 'chart',
    title,
    description: `Grid: down, pairs of creator node and thread node; across, ${pages.join(', ')}; a panel for each of ${panels.join('; ')}. Letters: C creator's node, T thread's node, 3 a third, = one node for both, - no page.`,
    spec: makeSpec(
      {
        title,
        subtitle: `where most of the pages lay at the end of the thread; C: node of the creator, T: of the thread, =: one node for both, -: no page${other > 0 ? `; ${other} other settings are not drawn` : ''}`,
        rows,
      },
      {
        facet: panelsBy('panel', panels),
        columns: 2,
        spec: {
          width: { step: 26 },
          height: { step: 22 },
          layer: [
            {
              mark: { type: 'rect', stroke: '#808080', strokeWidth: 0.5 },
              encoding: {
                ...{
                  x,
                  y,
                  tooltip: tooltipOf(columns).concat([
                    { field: 'share', title: 'share', type: 'quantitative', format: '.2f' },
                  ]),
                },
                color: {
                  ...{ field: 'where', type: 'nominal', title: 'page lies on' },
                  scale: { domain: names, range: Object.values(places).map(({ colour }) => colour) },
                },
              },
            },
            {
              mark: { type: 'text', color: '#000000', fontWeight: 'bold' },
              encoding: { x, y, text: { field: 'letter', type: 'nominal' } },
            },
          ],
        },
      },
    ),
    table: { columns, rows },
  };
}

/** Targets whose pages lie alike have one panel, under the names of all; the table has every target. */
function shareAlike(
  report: Report,
  maps: readonly { readonly target: string; readonly rows: ReturnType<typeof mapRows> }[],
) {
  const order = orderTargets(report);
  const sorted = maps.toSorted((a, b) => order.indexOf(a.target) - order.indexOf(b.target));
  const alike = groupBy(sorted, ({ rows }) =>
    JSON.stringify(rows.map(({ pair, page, where }) => [pair, page, where])),
  );
  return [...alike.values()].flatMap((own) => {
    const panel = own.map(({ target }) => target).join(', ');
    return own.flatMap(({ rows }) => rows.map((row) => ({ ...row, panel })));
  });
}

function mapRows(report: Report, map: ThreadMapRow) {
  return map.cells
    .filter(({ at }) => at === 'end')
    .flatMap((cell) =>
      pagesOf(cell).map(([page, counts]) => {
        const where = placeOfPage(cell, counts);
        return {
          target: targetName(report, map.target),
          pair: `${cell.creatorNode} to ${cell.childNode}`,
          ...{ page, value: describeCounts(counts), where, letter: places[where].letter },
          ...{ share: mostOf(counts).share, n: cell.n },
        };
      }),
    );
}

function pagesOf(cell: ThreadMapCell): readonly (readonly [string, NodeCounts])[] {
  return [
    ['descriptor', cell.descriptor],
    ['errno', cell.errno],
    ...cell.tls.map(
      (counts, index) =>
        [cell.tls.length === 1 ? 'initialised TLS' : `initialised TLS ${index}`, counts] as const,
    ),
    ...cell.stack.map((counts, index) => [`stack ${index}`, counts] as const),
  ];
}

function mostOf(counts: NodeCounts): { readonly answer: string; readonly share: number } {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const [most] = Object.entries(counts).toSorted(([, a], [, b]) => b - a);
  return most === undefined ? { answer: 'unknown', share: 0 } : { answer: most[0], share: most[1] / all };
}

function placeOfPage({ creatorNode, childNode }: ThreadMapCell, counts: NodeCounts): PlaceName {
  const { answer } = mostOf(counts);
  if (!/^\d+$/.test(answer)) return 'no page';
  const node = Number(answer);
  if (creatorNode === childNode && node === creatorNode) return 'one node for both';
  if (node === childNode) return "thread's node";
  return node === creatorNode ? "creator's node" : 'a third node';
}

function describeCounts(counts: NodeCounts): string {
  return Object.entries(counts)
    .map(([answer, count]) => `${/^\d+$/.test(answer) ? `node ${answer}` : answer}: ${count}`)
    .join(', ');
}

function placementTitle(report: Report, drawn: readonly ThreadMapRow[]): string {
  const texts = drawn
    .filter((map) => !map.control)
    .flatMap((map) => {
      const pages = map.cells
        .filter((cell) => cell.at === 'end' && cell.creatorNode !== cell.childNode)
        .flatMap((cell) => pagesOf(cell).map(([, counts]) => placeOfPage(cell, counts)))
        .filter((where) => where !== 'no page');
      const creators = pages.filter((where) => where === "creator's node").length;
      return pages.length === 0 ? [] : [`${targetName(report, map.target)} ${creators} of ${pages.length}`];
    });
  if (texts.length === 0) return threadPlacement.question;
  return `Pages of threads that lie on the node of their creator, not their own: ${texts.join(', ')}`;
}
