import { join } from 'node:path';
import { chartsFolder, pageFile } from '../../../analysis/archive/check-drawings.ts';
import { renderReportFile } from '../../../analysis/archive/pack-bundle.ts';
import { makeSums, sumsName } from '../../../analysis/archive/sums.ts';
import { reportFile, textFile } from '../../../analysis/archive/verify-run.ts';
import { renderText } from '../../../analysis/render/text.ts';
import type { Report } from '../../../results/schema/report.ts';
import { writeRunFile } from '../../run/run-directory.ts';
import { writeCharts } from './write-charts.ts';

/** Writes what is made from the records when a run ends, its page where there is one; the sums of all files come last. */
export async function writeDerivedFiles(directory: string, report: Report, page?: string): Promise<void> {
  await writeRunFile(directory, reportFile, renderReportFile(report));
  await writeRunFile(directory, textFile, renderText(report));
  await writeCharts(report, join(directory, chartsFolder));
  if (page !== undefined) await writeRunFile(directory, pageFile, page);
  await writeRunFile(directory, sumsName, await makeSums(directory));
}
