import { join } from 'node:path';
import { renderReportFile } from '../../analysis/bundle/pack-bundle.ts';
import { renderText } from '../../analysis/render/text.ts';
import { chartsFolder, pageFile } from '../../analysis/verify/check-drawings.ts';
import { makeSums, sumsName } from '../../analysis/verify/sums.ts';
import { reportFile, textFile } from '../../analysis/verify/verify-run.ts';
import type { Report } from '../../results/schema/report.ts';
import { writeRunFile } from '../run/run-directory.ts';
import { writeCharts } from './write-charts.ts';

/** Writes what is made from the records when a run ends, its page where there is one; the sums of all files come last. */
export async function writeDerivedFiles(directory: string, report: Report, page?: string): Promise<void> {
  await writeRunFile(directory, reportFile, renderReportFile(report));
  await writeRunFile(directory, textFile, renderText(report));
  await writeCharts(report, join(directory, chartsFolder));
  if (page !== undefined) await writeRunFile(directory, pageFile, page);
  await writeRunFile(directory, sumsName, await makeSums(directory));
}
