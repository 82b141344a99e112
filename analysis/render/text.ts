import type { Report } from '../../results/schema/report.ts';
import { makeDocument } from '../document/make-document.ts';
import type { Output } from '../document/section.ts';
import { finishText } from './text/finish.ts';
import { printSection } from './text/print-lines.ts';

/** Report → text of at most 72 columns of plain ASCII, the same for the same report. Ends with a newline. */
export function renderText(report: Report, output: Output = 'full'): string {
  return finishText(makeDocument(report, output).flatMap((section) => ['', ...printSection(section)]));
}

/** Report → what `run` prints when it ends: the first numbers, and whatever speaks against them. 72 columns, as the report. */
export function renderSummary(report: Report): string {
  return renderText(report, 'summary');
}
