import type { Report } from '../../results/schema/report.ts';
import type { ComparisonRow } from '../../results/schema/report-rows.ts';
import { counted } from '../../results/text/counted.ts';
import { isNotValidForTiming } from '../compare/judge-timing.ts';
import { nameCells, wholeCell } from '../format/name-cells.ts';
import { formatRatio } from '../format/number.ts';
import { targetName } from '../format/target-name.ts';
import { percentText, shownEstimate, verdictCounts, verdictWords } from '../format/verdict.ts';
import { groupBy } from '../load/group-by.ts';
import { type ChartColumn, type ChartMaker, leaveOut, type MadeChart } from './chart.ts';
import { estimateColumns, estimateRow } from './parts/estimate-row.ts';
import { legendSelection, makeSpec, tooltipOf } from './parts/spec.ts';
import { targetChannels } from './parts/target-style.ts';

/** Times where there are any; else memory, which every machine gives. */
const metrics = [
  { name: 'operation_cost_seconds', what: 'cost per operation' },
  { name: 'highest_resident_bytes', what: 'largest resident set' },
  { name: 'resident_bytes', what: 'resident set' },
] as const;

/** Questions beyond these are in the table alone. */
const mostCells = 40;

const columns: readonly ChartColumn[] = [
  { field: 'cell', title: 'cell', unit: '' },
  { field: 'target', title: 'target', unit: '' },
  ...estimateColumns('ratio to the baseline', 'ratio'),
  { field: 'verdict', title: 'verdict', unit: '' },
  { field: 'detectable', title: 'detectable effect', unit: '' },
  { field: 'whole', title: 'workload and parameters', unit: '' },
];

export const ratioForest: ChartMaker = {
  id: 'ratio-forest',
  question: 'Which targets cost more or less than the baseline?',
  reading:
    'A mark is the ratio of a target to the baseline, measured within each block; the line through it is its interval, simultaneous where the comparison is one of those that the plan fixed to decide. Left of 1 is less. Inside the grey band a difference is smaller than the margin, if the run has one. The A/A row is the baseline against itself: what it shows is noise.',
  columns,
  page: {
    mark: 'A target over the baseline in one question: the Hodges-Lehmann estimate of the ratio within blocks.',
    notShown: [
      'That a difference is real where the run is *not valid for timing*; the subtitle says so where it is.',
      'A difference in what the eye likes to compare: two targets with each other. Each is compared with the baseline alone.',
      'Why: targets that differ in more than one thing are marked `confounded` in the table of comparisons.',
    ],
    command:
      'numa-lab run --machine host --nodes 0 --workloads churn,mutex --targets musl,glibc,glibc+jemalloc',
    picture: 'tour-host',
  },
  make: makeForest,
};

function makeForest(report: Report): MadeChart {
  const ratios = report.comparisons.filter(
    (row) => row.effect.kind === 'ratio' && row.workload !== 'calibrate',
  );
  const metric = metrics.find(({ name }) => ratios.some((row) => row.metric === name));
  if (metric === undefined) return leaveOut('no two targets were compared by a time or by memory');
  return drawForest(report, {
    what: metric.what,
    baseline: report.run.baseline,
    comparisons: ratios.filter((row) => row.metric === metric.name),
  });
}

interface Forest {
  readonly what: string;
  readonly baseline: string;
  readonly comparisons: readonly ComparisonRow[];
}

function drawForest(report: Report, { what, baseline, comparisons }: Forest): MadeChart {
  const name = nameCells(comparisons);
  const rows = comparisons.map((row) => ({
    cell: name(row),
    target: targetName(report, row.target),
    ...estimateRow(shownEstimate(row), '1'),
    verdict: row.verdict === null ? 'none' : verdictWords[row.verdict],
    detectable: row.detectable === null ? '' : percentText(row.detectable),
    whole: wholeCell(row),
  }));
  const cells = [...new Set(rows.map(({ cell }) => cell))];
  const shown = new Set(cells.slice(0, mostCells));
  const channels = targetChannels(report, new Set(rows.map(({ target }) => target)));
  const margin = comparisons.find((row) => row.margin !== null)?.margin ?? null;
  const isOpen = isNotValidForTiming(report.run);
  const title = forestTitle(comparisons, { what, baseline, isOpen });
  const left = cells.length - shown.size;
  const subtitle = [
    `${what}, target / ${baseline}, logarithmic; n = ${blocksText(comparisons)} blocks`,
    margin === null ? 'no margin was set: no verdicts' : `grey band: margin ${percentText(margin)}`,
    // A picture goes further than its report.
    ...(isOpen ? ['this run is not valid for timing: no verdicts'] : []),
    ...(left > 0 ? [`${left} more cells in the table`] : []),
  ].join('; ');
  const y = {
    field: 'cell',
    type: 'nominal',
    title: null,
    sort: null,
    axis: { labelLimit: 300, grid: true, tickBand: 'extent' },
  };
  const shared = {
    y,
    yOffset: { field: 'target', type: 'nominal', sort: channels.domain },
    color: channels.color,
  };
  const x = (field: string) => ({
    ...{ field, type: 'quantitative', title: `ratio to ${baseline}` },
    scale: { type: 'log', nice: false, padding: 8 },
  });
  const layer = [
    ...(margin === null
      ? []
      : [
          {
            data: { values: [{ from: 1 / (1 + margin), to: 1 + margin }] },
            mark: { type: 'rect', color: '#808080', opacity: 0.22 },
            encoding: { x: x('from'), x2: { field: 'to' } },
          },
        ]),
    {
      data: { values: [{ one: 1 }] },
      mark: { type: 'rule', color: '#808080' },
      encoding: { x: x('one') },
    },
    {
      mark: { type: 'rule', strokeWidth: 2 },
      encoding: { ...shared, x: x('lower'), x2: { field: 'upper' }, opacity: legendSelection.opacity },
    },
    {
      params: legendSelection.params,
      mark: { type: 'point', filled: true, size: 60, opacity: 1 },
      encoding: {
        ...shared,
        ...{
          x: x('point'),
          shape: channels.shape,
          opacity: legendSelection.opacity,
          tooltip: tooltipOf(columns),
        },
      },
    },
  ];
  return {
    state: 'chart',
    title,
    description: `Forest plot. Across: ratio of ${what} to that of ${baseline}, logarithmic. Down: ${cells.length} cells with a mark for each of ${channels.domain.join(', ')}.`,
    spec: makeSpec(
      { title, subtitle, rows },
      {
        transform: [{ filter: { field: 'cell', oneOf: [...shown] } }],
        width: 420,
        height: { step: 12, for: 'offset' },
        layer,
      },
    ),
    table: { columns, rows },
  };
}

function forestTitle(
  rows: readonly ComparisonRow[],
  { what, baseline, isOpen }: { readonly what: string; readonly baseline: string; readonly isOpen: boolean },
): string {
  if (isOpen) return `Ratios of the ${what} to that of ${baseline}, without verdicts`;
  const judged = rows.filter((row) => !row.control && row.verdict !== null);
  if (judged.length === 0)
    return `${capitalize(what)} as a multiple of that of ${baseline}: ${rangesText(rows)}`;
  return `${counted(judged.length, 'verdict')} on the ${what} against ${baseline}: ${verdictCounts(judged)}`;
}

/** From the least to the largest ratio of each target. */
function rangesText(rows: readonly ComparisonRow[]): string {
  const own = groupBy(
    rows.filter(({ control }) => !control),
    ({ target }) => target,
  );
  return [...own]
    .map(([target, some]) => {
      const points = some.map(({ effect }) => effect.estimate.point);
      const [least, most] = [formatRatio(Math.min(...points)), formatRatio(Math.max(...points))];
      return `${target} ${least === most ? least : `${least} to ${most}`}`;
    })
    .join(', ');
}

function capitalize(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

function blocksText(rows: readonly ComparisonRow[]): string {
  const ns = rows.map((row) => row.effect.estimate.n);
  const [least, most] = [Math.min(...ns), Math.max(...ns)];
  return least === most ? `${least}` : `${least} to ${most}`;
}
