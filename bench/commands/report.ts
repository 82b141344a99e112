import { join } from 'node:path';
import { buildReport } from '../../analysis/build-report.ts';
import { findRun } from '../../analysis/load/find-run.ts';
import { loadRun } from '../../analysis/load-run.ts';
import { renderText } from '../../analysis/render/text.ts';
import type { Report } from '../../analysis/report.ts';
import type { LoadProblem, Run } from '../../analysis/run.ts';
import { findLabRoot } from '../lab-root.ts';
import { UserError } from '../user-error.ts';
import type { RawOptions } from './command-table.ts';
import { makePage } from './make-page.ts';
import { writeCharts } from './write-charts.ts';

/**
 * `numa-lab report [run]`: prints the report of a run directory, of an id under the results folder, or of the newest
 * run, as text or in another `format`; with `json` the Report value; with `charts` its charts go to that folder. Answers 0. Throws UserError when there is no such run or its files are broken.
 */
export async function runReportCommand(options: RawOptions): Promise<number> {
  const runsDirectory = textOption(options.results) ?? join(findLabRoot(), 'results', 'runs');
  const render = chooseFormat(textOption(options.format) ?? 'text');
  const found = await findRun(runsDirectory, textOption(options.run));
  if (found.state === 'problem') throw userError(found);
  const loaded = await loadRun(found.directory);
  if (loaded.state === 'problem') throw userError(loaded);
  const report = buildReport(loaded.run);
  const charts = textOption(options.charts);
  if (charts !== undefined) await writeCharts(report, charts);
  process.stdout.write(
    options.json === true ? `${JSON.stringify(report, null, 2)}\n` : await render(report, loaded.run),
  );
  return 0;
}

type Format = (report: Report, run: Run) => string | Promise<string>;

const formats: Readonly<Record<string, Format>> = {
  text: renderText,
  html: (report, run) => makePage(report, run),
};

function chooseFormat(name: string): Format {
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (format !== undefined) return format;
  throw new UserError(`--format ${name}: there is no such format`, {
    hint: `use one of ${Object.keys(formats).join(', ')}`,
  });
}

function textOption(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function userError({ message, hint }: LoadProblem): UserError {
  return new UserError(message, { hint });
}
