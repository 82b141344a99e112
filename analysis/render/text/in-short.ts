import { escapeText } from '../../../results/text/escape-text.ts';
import { groupBy } from '../../group-by.ts';
import { questionKey } from '../../place.ts';
import type { EstimateRow, Report } from '../../report.ts';
import { wrap } from '../wrap.ts';
import { type EstimateColumn, renderEstimateTable } from './estimate-table.ts';
import { sectionName, targetName, threadsText } from './names.ts';
import { describeRelations } from './thread-relations.ts';

/** What to look at first: one metric of a workload, taken of one thing where that is named. */
interface Lead {
  readonly workload: string;
  readonly metric: string;
  readonly subject: string;
  readonly title: string;
}

const remoteShare = 'allocation_remote_byte_ratio';
const leads: readonly Lead[] = [
  {
    workload: 'churn',
    metric: remoteShare,
    subject: 'live at end',
    title: 'churn: share of live bytes on another node than that of the allocating thread',
  },
  {
    workload: 'handover',
    metric: remoteShare,
    subject: 'reallocated',
    title:
      'handover: the same share of what a consumer allocates after freeing blocks of the other node, all but the survivors (per mille)',
  },
];

/** Workloads that the tables below are about, on machines with nodes. */
export const leadWorkloads: ReadonlySet<string> = new Set([
  ...leads.map(({ workload }) => workload),
  'threads',
]);

/** The placement that asks the question; the others are reference points. */
const leadPlacement = 'spread';

/** Marks columns whose counts the order of the threads decides. */
const racing = '*';
const racingNote =
  '* depends on the order in which the threads ran; from a virtual machine a sign, not a magnitude.';

/**
 * The few numbers a reader wants first, from the tables below. Nothing where the run holds none of them, and where it was made for
 * hypotheses: their findings stand here.
 */
export function renderInShort(report: Report): readonly string[] {
  if (report.run.hypotheses.length > 0) return [];
  const lines = renderLeadTables(report).flat();
  if (lines.length === 0) return [];
  const star = lines.some((line) => line.includes(racing)) ? wrap(racingNote, '  ', '    ') : [];
  return ['', 'In short', ...lines, ...star];
}

/** Each of these tables, most telling first. */
export function renderLeadTables(report: Report): readonly (readonly string[])[] {
  return report.sections
    .flatMap((section, index) =>
      section.purpose === 'nodes'
        ? [...leads.map((lead) => renderLead(report, index, lead)), renderThreads(report, index)]
        : [renderTimes(report, index)],
    )
    .filter((lines) => lines.length > 0);
}

function renderLead(report: Report, section: number, lead: Lead): readonly string[] {
  const rows = report.estimates.filter(
    (row) =>
      row.section === section &&
      row.workload === lead.workload &&
      row.metric === lead.metric &&
      row.subject === lead.subject &&
      row.placement === leadPlacement &&
      row.mode !== 'latency' &&
      !row.control,
  );
  return renderColumns(report, `${lead.title}, ${leadPlacement}`, rows);
}

/** Times of a section in which nothing is remote: a column for every question. */
function renderTimes(report: Report, section: number): readonly string[] {
  const rows = report.estimates.filter(
    (row) =>
      row.section === section &&
      row.metric === 'operation_cost_seconds' &&
      row.mode === 'throughput' &&
      !row.control,
  );
  const name = report.sections[section];
  const where = name === undefined ? '' : sectionName(name);
  return renderColumns(report, `${where}: thread time per operation (S2), nothing remote`, rows);
}

/** One column for each question, under the parameters in which questions of the workload differ. */
function renderColumns(report: Report, title: string, rows: readonly EstimateRow[]): readonly string[] {
  if (rows.length === 0) return [];
  const isOneWorkload = new Set(rows.map((row) => row.workload)).size === 1;
  const columns: EstimateColumn[] = [
    ...groupBy(rows, (row) => `${questionKey(row)}${row.nodes}`).values(),
  ].map((column) => ({ header: headerOf(column[0], rows, isOneWorkload), rows: column }));
  return renderEstimateTable(report, title, columns);
}

function headerOf(
  row: EstimateRow | undefined,
  all: readonly EstimateRow[],
  isOneWorkload: boolean,
): readonly string[] {
  if (row === undefined) return [];
  const ofWorkload = all.filter((other) => other.workload === row.workload);
  const own = Object.entries(row.parameters).filter(([name, value]) =>
    ofWorkload.some((other) => other.parameters[name] !== value),
  );
  const differsIn = (of: (row: EstimateRow) => unknown) =>
    ofWorkload.some((other) => String(of(other)) !== String(of(row)));
  return [
    ...(isOneWorkload && own.length > 0 ? [] : [escapeText(row.workload)]),
    ...own.map(([name, value]) => escapeText(`${name} ${value}`)),
    ...(differsIn((other) => other.threads) ? [threadsText(row.threads)] : []),
    ...(differsIn((other) => other.nodes) ? [`nodes ${row.nodes.join(',')}`] : []),
    ...(row.scheduleDependent ? [racing] : []),
  ];
}

/** Where the pages of new threads lie, one sentence for targets that are alike. */
function renderThreads(report: Report, section: number): readonly string[] {
  const maps = report.threadMaps.filter((map) => map.section === section && !map.control);
  const said = groupBy(
    maps.flatMap((map) =>
      describeRelations(map).map((sentence) => ({ map, key: `${stacksOf(map.parameters)}${sentence}` })),
    ),
    ({ key }) => key,
  );
  const lines = [...said].flatMap(([sentence, alike]) => {
    const targets = alike.map(({ map }) => targetName(report, map.target)).join(', ');
    return wrap(`${targets}: ${sentence}`, '    ', '      ');
  });
  return lines.length === 0 ? [] : ['  threads: where the pages of a new thread lie', ...lines, ''];
}

function stacksOf({ stacks }: Readonly<Record<string, string>>): string {
  return stacks === undefined ? '' : escapeText(`${stacks} stacks. `);
}
