import { basename, join } from 'node:path';
import { findJournal } from '../../analysis/load/find-journal.ts';
import type { FileSum } from '../../analysis/render/post/reproduce.ts';
import type { Report } from '../../analysis/report.ts';
import type { Run, WholeRun } from '../../analysis/run.ts';
import { hashFile } from '../../analysis/verify/hash-file.ts';

/** What a format may need, read when it is asked for: a table of raw values needs no report, and most reports no records. */
export interface ReportSource {
  readonly directory: string;
  readonly report: () => Promise<MadeReport>;
  readonly records: () => Promise<WholeRun>;
}

export interface MadeReport {
  readonly report: Report;
  /** May hold core records. */
  readonly run: Run;
}

/** Text in pieces: a large run's table must not be one string. */
export type ReportFormat = (source: ReportSource) => AsyncIterable<string>;

/** Formats by name. Each imports its renderer when it is asked for. */
export const reportFormats: ReadonlyMap<string, ReportFormat> = new Map<string, ReportFormat>([
  ['text', renderPostOf],
  ['full', renderFull],
  ['markdown', renderMarkdownOf],
  ['csv', renderCsvOf],
  ['openmetrics', renderOpenMetricsOf],
  ['eml', renderEmlOf],
  ['json', renderJson],
  ['html', renderHtmlOf],
]);

async function* renderPostOf(source: ReportSource): AsyncGenerator<string> {
  const { renderPost } = await import('../../analysis/render/post.ts');
  const { report } = await source.report();
  yield renderPost(report, await sumsOf(source.directory));
}

async function* renderFull(source: ReportSource): AsyncGenerator<string> {
  const { report } = await source.report();
  yield (await import('../../analysis/render/text.ts')).renderText(report);
}

async function* renderMarkdownOf(source: ReportSource): AsyncGenerator<string> {
  const { renderMarkdown } = await import('../../analysis/render/markdown.ts');
  const { report } = await source.report();
  yield renderMarkdown(report, await sumsOf(source.directory));
}

async function* renderCsvOf({ records }: ReportSource): AsyncGenerator<string> {
  yield* (await import('../../analysis/render/csv.ts')).renderCsv(await records());
}

async function* renderOpenMetricsOf(source: ReportSource): AsyncGenerator<string> {
  const { report } = await source.report();
  yield (await import('../../analysis/render/openmetrics.ts')).renderOpenMetrics(report);
}

async function* renderEmlOf(source: ReportSource): AsyncGenerator<string> {
  const { renderEml } = await import('../../analysis/render/eml.ts');
  const { renderPost } = await import('../../analysis/render/post.ts');
  const { listAttachments } = await import('./list-attachments.ts');
  const { report } = await source.report();
  const post = renderPost(report, await sumsOf(source.directory));
  yield renderEml(report, post, await listAttachments(await source.records(), source.directory));
}

async function* renderJson(source: ReportSource): AsyncGenerator<string> {
  const { report } = await source.report();
  yield `${JSON.stringify(report, null, 2)}\n`;
}

async function* renderHtmlOf(source: ReportSource): AsyncGenerator<string> {
  const { makePage } = await import('./make-page.ts');
  const { report, run } = await source.report();
  yield await makePage(report, run);
}

/** Sums of what all numbers were made from, as the files lie there. */
async function sumsOf(directory: string): Promise<readonly FileSum[]> {
  const names = [basename(await findJournal(directory)), 'plan.json'];
  return Promise.all(names.map(async (name) => ({ name, sha256: await hashFile(join(directory, name)) })));
}
