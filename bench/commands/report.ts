import { once } from 'node:events';
import { buildReport } from '../../analysis/build-report.ts';
import { hypothesisTable } from '../../analysis/hypotheses/table.ts';
import { didYouMean } from '../did-you-mean.ts';
import { UserError } from '../user-error.ts';
import type { RawOptions } from './command-table.ts';
import { findQuantileBootstrap } from './find-quantile-bootstrap.ts';
import { loadPng } from './load-png.ts';
import { findNamedRun, loadNamedRun, textOption } from './named-run.ts';
import { type ReportFormat, reportFormats } from './report-formats.ts';
import { writeCharts } from './write-charts.ts';

const defaultFormat = 'text';

/**
 * `numa-lab report [run]`: prints the report of a run directory, of an id under the results folder, or of the newest run, in the format
 * asked for; `--json` is `--format json`; `--charts` also writes its charts to that folder, `--png` as PNG too. Answers 0. Throws UserError when there is no such format or run, or its files are broken.
 */
export async function runReportCommand(options: RawOptions): Promise<number> {
  const renderPieces = chooseFormat(options);
  const charts = await chooseCharts(options);
  const directory = await findNamedRun(options);
  const run = makeOnce(() => loadNamedRun(directory));
  const report = makeOnce(async () => buildReport(await run(), hypothesisTable, findQuantileBootstrap()));
  if (charts !== undefined) await writeCharts(await report(), charts.directory, charts.renderPng);
  for await (const text of renderPieces({ directory, run, report })) {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  }
  return 0;
}

function chooseFormat(options: RawOptions): ReportFormat {
  const asked = textOption(options.format);
  if (options.json === true && asked !== undefined && asked !== 'json') {
    throw new UserError(`--json and --format ${asked} ask for two formats`, { hint: 'give one of them' });
  }
  const name = options.json === true ? 'json' : (asked ?? defaultFormat);
  const format = reportFormats.get(name);
  if (format !== undefined) return format;
  throw new UserError(`unknown format '${name}'`, { hint: didYouMean(name, [...reportFormats.keys()]) });
}

async function chooseCharts(options: RawOptions) {
  const directory = textOption(options.charts);
  const png = options.png === true;
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
