import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { create } from 'tar';
import { findJournal } from '../load/find-journal.ts';
import type { Run } from '../load/run.ts';
import { renderText } from '../render/text.ts';
import { buildReport } from '../report/build-report.ts';
import { chartsFolder, pageFile } from './check-drawings.ts';
import { listFiles } from './list-files.ts';
import { makeSums, sumsName } from './sums.ts';
import { reportFile, textFile } from './verify-run.ts';

export interface BundleParts {
  readonly run: Run;
  readonly directory: string;
  /** The generated description of the formats. */
  readonly schemaFile: string;
  /** An empty folder for the files of the bundle before they are packed. */
  readonly staging: string;
  readonly output: string;
}

/** Derived files that go along where a run has them. What the guest's kernel said is no part of the data and stays. */
const optional = ['stops.json', 'resumes.json', reportFile, textFile, pageFile];
const charts = `${chartsFolder}/`;

/**
 * Packs a run: plan, environment, records, report, charts, the schema of the files and SHA256SUMS over all of them, in a folder named
 * as the run. Same files, same bytes: fixed order, times, owners and modes. A report that is missing (the run was killed) is made.
 */
export async function packBundle({
  run,
  directory,
  schemaFile,
  staging,
  output,
}: BundleParts): Promise<void> {
  const folder = basename(resolve(directory));
  const staged = join(staging, folder);
  const present = await listFiles(directory);
  const journal = basename(await findJournal(directory));
  const wanted = present.filter((name) => optional.includes(name) || name.startsWith(charts));
  for (const name of ['plan.json', 'environment.json', journal, ...wanted])
    await put(join(staged, name), join(directory, name));
  await put(join(staged, 'schema.json'), schemaFile);
  await addReport(run, staged, present);
  await writeFile(join(staged, sumsName), await makeSums(staged));
  const files = await listFiles(staged);
  for (const name of files) await chmod(join(staged, name), 0o644);
  await create(
    {
      file: output,
      cwd: staging,
      gzip: { level: 9 },
      portable: true,
      mtime: new Date(0),
      noDirRecurse: true,
    },
    files.map((name) => `${folder}/${name}`),
  );
}

async function put(to: string, from: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}

async function addReport(run: Run, staged: string, present: readonly string[]): Promise<void> {
  if (present.includes(reportFile) && present.includes(textFile)) return;
  const report = buildReport(run);
  if (!present.includes(reportFile)) await writeFile(join(staged, reportFile), renderReportFile(report));
  if (!present.includes(textFile)) await writeFile(join(staged, textFile), renderText(report));
}

/** The text of report.json. */
export function renderReportFile(report: unknown): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
