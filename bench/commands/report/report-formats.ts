import { basename, join } from 'node:path';
import type { FileSum } from '../../../analysis/document/reproduce.ts';
import { findJournal } from '../../../analysis/load/find-journal.ts';
import type { Run } from '../../../analysis/load/run.ts';
import { hashFile } from '../../../results/files/hash-file.ts';
import type { Report } from '../../../results/schema/report.ts';
import type { reportFormatNames } from '../../request/flags.ts';

/** What a format may need, read or made when it is first asked for: a table of raw values needs no report. */
export interface ReportSource {
  readonly directory: string;
  readonly run: () => Promise<Run>;
  readonly report: () => Promise<Report>;
}

/** Text in pieces: a large run's table must not be one string. */
export type ReportFormat = (source: ReportSource) => AsyncIterable<string>;

/** Formats by name. Each imports its renderer when it is asked for. */
export const reportFormats: Readonly<Record<(typeof reportFormatNames)[number], ReportFormat>> = {
  text: renderPostOf,
  full: renderFull,
  matrix: renderMatrixOf,
  markdown: renderMarkdownOf,
  csv: renderCsvOf,
  openmetrics: renderOpenMetricsOf,
  eml: renderEmlOf,
  json: renderJson,
  html: renderHtmlOf,
};

async function* renderPostOf(source: ReportSource): AsyncGenerator<string> {
  const { renderPost } = await import('../../../analysis/render/post.ts');
  yield renderPost(await source.report(), await sumsOf(source.directory));
}

async function* renderFull({ report }: ReportSource): AsyncGenerator<string> {
  yield (await import('../../../analysis/render/text.ts')).renderText(await report());
}

async function* renderMatrixOf({ report }: ReportSource): AsyncGenerator<string> {
  yield (await import('../../../analysis/render/matrix.ts')).renderMatrix(await report());
}

async function* renderMarkdownOf({ report, directory }: ReportSource): AsyncGenerator<string> {
  const { renderMarkdown } = await import('../../../analysis/render/markdown.ts');
  yield renderMarkdown(await report(), await sumsOf(directory));
}

async function* renderCsvOf({ run }: ReportSource): AsyncGenerator<string> {
  yield* (await import('../../../analysis/render/csv.ts')).renderCsv(await run());
}

async function* renderOpenMetricsOf({ report }: ReportSource): AsyncGenerator<string> {
  yield (await import('../../../analysis/render/openmetrics.ts')).renderOpenMetrics(await report());
}

async function* renderEmlOf(source: ReportSource): AsyncGenerator<string> {
  const { renderEml } = await import('../../../analysis/render/eml.ts');
  const { renderPost } = await import('../../../analysis/render/post.ts');
  const { listAttachments } = await import('./list-attachments.ts');
  const report = await source.report();
  const post = renderPost(report, await sumsOf(source.directory));
  yield renderEml(report, post, await listAttachments(await source.run(), source.directory));
}

async function* renderJson({ report }: ReportSource): AsyncGenerator<string> {
  yield `${JSON.stringify(await report(), null, 2)}\n`;
}

async function* renderHtmlOf({ run, report }: ReportSource): AsyncGenerator<string> {
  const { makePage } = await import('./make-page.ts');
  yield await makePage(await report(), await run());
}

/** Sums of what all numbers were made from, as the files lie there. */
async function sumsOf(directory: string): Promise<readonly FileSum[]> {
  const names = [basename(await findJournal(directory)), 'plan.json'];
  return Promise.all(names.map(async (name) => ({ name, sha256: await hashFile(join(directory, name)) })));
}
