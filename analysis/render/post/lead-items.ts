import { escapeText } from '../../../results/text/escape-text.ts';
import { groupBy } from '../../group-by.ts';
import { metricNamed } from '../../metrics/table.ts';
import { questionKey } from '../../place.ts';
import type { EstimateRow, Report } from '../../report.ts';
import { renderEstimateTable } from '../text/estimate-table.ts';
import { leadWorkloads, renderLeadTables } from '../text/in-short.ts';
import { parameterText, placementKey } from '../text/names.ts';
import { isShown } from '../text/shown.ts';
import type { Item } from './item.ts';

const part = 'Results';
const kind = 'tables of results';
/** A first form for runs with many targets: the baseline and these after it. */
const fewTargets = 6;

/**
 * The few tables that answer the question of a run without hypotheses, then the first metric of every question of its other workloads.
 * Of each a short form first, for runs with many targets.
 */
export function makeLeadItems(report: Report): readonly Item[] {
  if (report.run.hypotheses.length > 0) return [];
  const whole = renderTables(report);
  const short = renderTables(limitTargets(report));
  return whole.map((lines, index) => makeItem(lines, short[index] ?? lines));
}

function renderTables(report: Report): readonly (readonly string[])[] {
  return [...renderLeadTables(report), ...renderFirstMetrics(report)];
}

function makeItem(whole: readonly string[], short: readonly string[]): Item {
  return { part, forms: [[], trimEnd(short), trimEnd(whole)], kind };
}

/** Tables end in a blank line; the next part brings its own. */
function trimEnd(lines: readonly string[]): readonly string[] {
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function limitTargets(report: Report): Report {
  const targets = [...new Set(report.estimates.filter((row) => !row.control).map(({ target }) => target))];
  const kept = new Set(targets.slice(0, fewTargets));
  const isKept = ({ target }: { readonly target: string }) => kept.has(target);
  return {
    ...report,
    estimates: report.estimates.filter(isKept),
    threadMaps: report.threadMaps.filter(isKept),
  };
}

/** Of every question without a lead the metric that comes first in the table of metrics, targets down and placements across. */
function renderFirstMetrics(report: Report): readonly (readonly string[])[] {
  const rows = report.estimates.filter(
    (row) => isShown(report, row) && !row.control && row.estimate !== null && !isLed(report, row),
  );
  return [...groupBy(rows, questionKey).values()].map((question) => {
    const [first] = question;
    const table = question.filter((row) => row.metric === first?.metric && row.subject === first.subject);
    const columns = [...groupBy(table, placementKey).values()];
    return renderEstimateTable(
      report,
      captionOf(first),
      columns.map((column) => ({ header: [column[0]?.placement ?? ''], rows: column })),
    );
  });
}

/** Times of one node have a table together; elsewhere it is a matter of the workload. */
function isLed(report: Report, row: EstimateRow): boolean {
  return report.sections[row.section]?.purpose === 'one-node' || leadWorkloads.has(row.workload);
}

function captionOf(row: EstimateRow | undefined): string {
  if (row === undefined) return '';
  const star = row.scheduleDependent ? '*' : '';
  const what = [escapeText(row.workload), parameterText(row.parameters)]
    .filter((text) => text !== '')
    .join(' ');
  const subject = row.subject === '' ? '' : `, ${escapeText(row.subject)}`;
  return `${what}: ${metricNamed(row.metric).title}${star} (${row.metricId})${subject}`;
}
