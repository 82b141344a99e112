import type { TrialRecord } from '../../results/schema/trial.ts';
import { readMetric } from '../estimate/observe.ts';
import { rowKeyOf } from '../estimate/row-key.ts';
import { armOf, type Run, type RunSection } from '../load/run.ts';
import { isPublishedIn } from '../metrics/metric.ts';
import { metricTable } from '../metrics/table.ts';
import { type CsvRow, csvColumns, renderCsvRow } from './csv/row.ts';

/**
 * Run → tidy CSV (RFC 4180, UTF-8, CRLF), line by line: a header, then one row per trial, metric and subject, in the order of the
 * journal. A trial that did not complete has one row with its state and reason and without a metric. Values are those of single
 * trials in SI base units, without any summary.
 */
export function* renderCsv(run: Run): Generator<string> {
  yield `${csvColumns.map(({ name }) => name).join(',')}\r\n`;
  for (const [index, section] of run.sections.entries()) {
    for (const trial of section.trials)
      for (const row of makeRows(section, index, trial)) yield renderCsvRow(run.id, row);
  }
}

function* makeRows(section: RunSection, index: number, trial: TrialRecord): Generator<CsvRow> {
  const arm = armOf(section, trial);
  const place = rowKeyOf(section, index, arm);
  if (trial.state !== 'completed') {
    const reason = trial.state === 'failed' ? `${trial.reason}: ${trial.detail}` : trial.reason;
    yield { ...{ trial, arm, place, metric: null }, reading: { subject: '', unavailable: reason } };
    return;
  }
  for (const metric of metricTable) {
    if (!isPublishedIn(metric, section.section)) continue;
    for (const reading of readMetric(metric, trial, arm)) yield { trial, arm, place, metric, reading };
  }
}
