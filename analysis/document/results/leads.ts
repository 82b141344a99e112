import type { MetricName } from '../../../results/schema/metric-name.ts';
import type { Report, SectionSummary } from '../../../results/schema/report.ts';
import type { EstimateRow } from '../../../results/schema/report-rows.ts';
import { cellKey } from '../../estimate/row-key.ts';
import { cellTexts } from '../../format/name-cells.ts';
import { groupBy } from '../../load/group-by.ts';
import { peakResidentOverPeakLive } from '../../metrics/peak-over-live.ts';
import { type Block, items, paragraph } from '../block.ts';
import { racingNote, sectionName, targetNames, workTexts } from '../names.ts';
import { makeEstimateTable } from './estimate-table.ts';
import { makePeaks } from './peaks.ts';
import { isShown } from './shown.ts';
import { describeRelations } from './thread-relations.ts';
import { captionOf, placementColumns } from './workloads.ts';

/** What to look at first: one metric of a workload, taken of one thing where that is named. */
interface Lead {
  readonly workload: string;
  readonly metric: MetricName;
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
    workload: 'remote-free',
    metric: remoteShare,
    subject: 'reallocated',
    title:
      'remote-free: the same share of what a consumer allocates after freeing blocks of the other node, all but the survivors (per mille)',
  },
];

/** Workloads that these tables are about, on machines with nodes. */
const leadWorkloads: ReadonlySet<string> = new Set([...leads.map(({ workload }) => workload), 'threads']);

/** The placement that asks the question; the others are reference points. */
const leadPlacement = 'spread';

/**
 * The few numbers a reader wants first. Nothing where the run holds none of them, and where it was made for hypotheses: their findings
 * stand there.
 */
export function makeInShort(report: Report): readonly Block[] {
  if (report.run.hypotheses.length > 0) return [];
  const shown = report.sections.map((section, index) => leadRows(report, section, index).flat());
  return [...makeLeadTables(report), ...racingNote(shown.flat()).map((note) => paragraph(note))];
}

/** The same without the note, then the first metric of every question of the other workloads. */
export function makeResults(report: Report): readonly Block[] {
  return [...makeLeadTables(report), ...makeFirstMetrics(report)];
}

function makeLeadTables(report: Report): readonly Block[] {
  return report.sections.flatMap((section, index) => [
    ...leadRows(report, section, index).flatMap((rows, at) => {
      const title =
        section.purpose === 'nodes'
          ? `${leads[at]?.title}, ${leadPlacement}`
          : `${sectionName(section)}: thread time per operation (S2), nothing remote`;
      return makeColumns(report, title, rows);
    }),
    ...(section.purpose === 'nodes' ? threadTexts(report, index) : []),
  ]);
}

/** Of a section with nodes the rows of each lead; where nothing is remote those of its times. */
function leadRows({ estimates }: Report, section: SectionSummary, index: number) {
  const rows = estimates.filter((row) => row.section === index && !row.control);
  if (section.purpose !== 'nodes')
    return [rows.filter((row) => row.metric === 'operation_cost_seconds' && row.mode === 'throughput')];
  return leads.map(({ workload, metric, subject }) =>
    rows.filter(
      (row) =>
        row.workload === workload &&
        row.metric === metric &&
        row.subject === subject &&
        row.placement === leadPlacement &&
        row.mode !== 'latency',
    ),
  );
}

/** One column for each question, under what it differs in from the others. */
function makeColumns(report: Report, title: string, rows: readonly EstimateRow[]): readonly Block[] {
  if (rows.length === 0) return [];
  const textsOf = cellTexts(rows);
  const isOnOther = new Set(rows.map(({ nodes }) => nodes.join())).size > 1;
  const columns = [...groupBy(rows, (row) => `${cellKey(row)}${row.nodes}`).values()].map((own) => ({
    header: own
      .slice(0, 1)
      .flatMap((row) => [
        ...withoutWorkload(textsOf(row), rows),
        ...(isOnOther ? [`nodes ${row.nodes.join(',')}`] : []),
        ...(row.scheduleDependent ? ['*'] : []),
      ]),
    rows: own,
  }));
  return makeEstimateTable(report, title, columns);
}

/** The caption has the workload where there is but one. */
function withoutWorkload(texts: readonly string[], rows: readonly EstimateRow[]): readonly string[] {
  const isOne = new Set(rows.map(({ workload }) => workload)).size === 1;
  return isOne && texts.length > 1 ? texts.slice(1) : texts;
}

/** Where the pages of new threads lie, one sentence for targets that are alike. */
function threadTexts(report: Report, section: number): readonly Block[] {
  const maps = report.threadMaps.filter((map) => map.section === section && !map.control);
  const said = groupBy(
    maps.flatMap((map) => {
      const { stacks } = map.parameters;
      const of = stacks === undefined ? '' : `${stacks} stacks. `;
      return describeRelations(map).map((sentence) => ({ ...map, sentence: `${of}${sentence}` }));
    }),
    ({ sentence }) => sentence,
  );
  const texts = [...said].map(([sentence, alike]) => `${targetNames(report, alike).join(', ')}: ${sentence}`);
  return items(texts, {
    caption: 'threads: where the pages of a new thread lie; TLS that begins as zeros is not looked at',
  });
}

/** Of every question without a lead the metric that comes first in the table of metrics, targets down and placements across. */
function makeFirstMetrics(report: Report): readonly Block[] {
  const rows = report.estimates.filter(
    (row) => isShown(report, row) && !row.control && row.estimate !== null && !isLed(report, row),
  );
  return [...groupBy(rows, cellKey).values()].flatMap((question) => {
    const [first] = question;
    if (first === undefined) return [];
    const table = question.filter((row) => row.metric === first.metric && row.subject === first.subject);
    const what = workTexts({ workload: first.workload, parameters: first.parameters }).join(' ');
    return first.metric === peakResidentOverPeakLive.name
      ? makePeaks(report, what, table)
      : makeEstimateTable(report, `${what}: ${captionOf(table)}`, placementColumns(table));
  });
}

/** Times of one node have a table together; elsewhere it is a matter of the workload. */
function isLed(report: Report, row: EstimateRow): boolean {
  return report.sections[row.section]?.purpose === 'one-node' || leadWorkloads.has(row.workload);
}
