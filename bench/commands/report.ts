import { once } from 'node:events';
import { didYouMean } from '../did-you-mean.ts';
import { UserError } from '../user-error.ts';
import type { RawOptions } from './command-table.ts';
import { loadReport } from './load-report.ts';
import { asUserError, findNamedRun, loadNamedRun, textOption } from './named-run.ts';
import { type MadeReport, type ReportFormat, reportFormats } from './report-formats.ts';
import { writeCharts } from './write-charts.ts';

const defaultFormat = 'text';

/**
 * `numa-lab report [run]`: prints the report of a run directory, of an id under the results folder, or of the newest run, in the format
 * asked for; `--json` is `--format json`; `--charts` also writes its charts to that folder, `--png` as PNG too. Answers 0. Throws UserError when there is no such format or run, or its files are broken.
 */
export async function runReportCommand(options: RawOptions): Promise<number> {
  const renderPieces = chooseFormat(options);
  const charts = chooseCharts(options);
  const directory = await findNamedRun(options);
  const report = makeOnce(() => makeReport(directory));
  if (charts !== undefined) await writeCharts((await report()).report, charts.directory, charts);
  for await (const text of renderPieces({ directory, report, records: () => loadNamedRun(directory) })) {
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

async function makeReport(directory: string): Promise<MadeReport> {
  const loaded = await loadReport(directory);
  if (loaded.state === 'problem') throw asUserError(loaded);
  return loaded;
}

function chooseCharts(options: RawOptions) {
  const directory = textOption(options.charts);
  const png = options.png === true;
  if (directory !== undefined) return { directory, png };
  if (!png) return undefined;
  throw new UserError('--png names no folder to write to', { hint: 'add --charts <directory>' });
}

/** A report takes seconds to make, and is asked for more than once. */
function makeOnce<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
