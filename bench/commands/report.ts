import { join } from 'node:path';
import { buildReport } from '../../analysis/build-report.ts';
import { findRun } from '../../analysis/load/find-run.ts';
import { loadRun } from '../../analysis/load-run.ts';
import { renderText } from '../../analysis/render/text.ts';
import type { LoadProblem } from '../../analysis/run.ts';
import { findLabRoot } from '../lab-root.ts';
import { UserError } from '../user-error.ts';
import type { RawOptions } from './command-table.ts';
import { writeCharts } from './write-charts.ts';

/**
 * `numa-lab report [run]`: prints the report of a run directory, of an id under the results folder, or of the newest
 * run; with `json` the Report value; with `charts` its charts go to that folder. Answers 0. Throws UserError when there is no such run or its files are broken.
 */
export async function runReportCommand(options: RawOptions): Promise<number> {
  const runsDirectory = textOption(options.results) ?? join(findLabRoot(), 'results', 'runs');
  const found = await findRun(runsDirectory, textOption(options.run));
  if (found.state === 'problem') throw userError(found);
  const loaded = await loadRun(found.directory);
  if (loaded.state === 'problem') throw userError(loaded);
  const report = buildReport(loaded.run);
  const charts = textOption(options.charts);
  if (charts !== undefined) await writeCharts(report, charts);
  process.stdout.write(options.json === true ? `${JSON.stringify(report, null, 2)}\n` : renderText(report));
  return 0;
}

function textOption(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function userError({ message, hint }: LoadProblem): UserError {
  return new UserError(message, { hint });
}
