import { once } from 'node:events';
import { hypothesisTable } from '../../analysis/judge/hypotheses/table.ts';
import { buildReport } from '../../analysis/report/build-report.ts';
import type { Report } from '../../results/schema/report.ts';
import type { OptionsOf } from '../request/flag.ts';
import type { reportFlags } from '../request/flags.ts';
import { UserError } from '../user-error.ts';
import { findQuantileBootstrap } from './report/find-quantile-bootstrap.ts';
import { loadPng } from './report/load-png.ts';
import { type ReportFormat, reportFormats } from './report/report-formats.ts';
import { type PngRenderer, writeCharts } from './report/write-charts.ts';
import { findNamedRun, loadNamedRun, type NamedRun } from './stored/named-run.ts';

const defaultFormat = 'text';

type ReportOptions = OptionsOf<typeof reportFlags> & NamedRun;

/**
 * `numa-lab report [run]`: prints the report of a run directory, of an id under the results folder, or of the newest run, in the format
 * asked for; `--json` is `--format json`; `--charts` also writes its charts to that folder, `--png` as PNG too. Answers 0. Throws UserError when there is no such format or run, or its files are broken.
 */
export async function runReportCommand(options: ReportOptions): Promise<number> {
  const renderPieces = chooseFormat(options);
  const charts = await chooseCharts(options);
  const directory = await findNamedRun(options);
  const run = makeOnce(() => loadNamedRun(directory));
  const report = makeOnce(async () => buildReport(await run(), hypothesisTable, findQuantileBootstrap()));
  if (charts !== undefined) await writeAskedCharts(await report(), charts);
  for await (const text of renderPieces({ directory, run, report })) {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  }
  return 0;
}

function chooseFormat({ format: asked, json }: ReportOptions): ReportFormat {
  if (json === true && asked !== undefined && asked !== 'json') {
    throw new UserError(`--json and --format ${asked} ask for two formats`, { hint: 'give one of them' });
  }
  return reportFormats[json === true ? 'json' : (asked ?? defaultFormat)];
}

/** Charts that were asked for and cannot be drawn are named: their files would be looked for. */
async function writeAskedCharts(
  report: Report,
  { directory, renderPng }: { readonly directory: string; readonly renderPng: PngRenderer | undefined },
): Promise<void> {
  for (const { id, reason } of await writeCharts(report, directory, renderPng)) {
    process.stderr.write(`left out: chart ${id} (${reason})\n`);
  }
}

async function chooseCharts({ charts: directory, png = false }: ReportOptions) {
  if (directory !== undefined) return { directory, renderPng: png ? await loadPng() : undefined };
  if (!png) return undefined;
  throw new UserError('--png names no folder to write to', { hint: 'add --charts <directory>' });
}

/** Run and report take seconds to make, and are asked for more than once. */
function makeOnce<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
