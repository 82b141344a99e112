import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { useCurrentNames } from '../../results/text/older-names.ts';
import type { Hypothesis } from '../judge/hypotheses/hypothesis.ts';
import { hypothesisTable } from '../judge/hypotheses/table.ts';
import { loadRun } from '../load/load-run.ts';
import type { LoadProblem, Run } from '../load/run.ts';
import { renderText } from '../render/text.ts';
import { buildReport } from '../report/build-report.ts';
import { checkDrawings, type Drawings, type DrawnFile } from './check-drawings.ts';
import { compareTexts, type TextComparison } from './compare-texts.ts';
import { isSameProgram, type LabProgram, makeLabProgram } from './lab-program.ts';
import { type Differences, listDifferences } from './list-differences.ts';
import { checkSums, type SumsCheck } from './sums.ts';

/** The Report value of a run as JSON, made when it ended. */
export const reportFile = 'report.json';
export const textFile = 'report.txt';

export interface Verification {
  readonly state: 'verified';
  readonly id: string;
  readonly sums: SumsCheck;
  /** Records that fit their format; what does not is a problem and no verification. */
  readonly records: number;
  /** Null where there is no report.json. */
  readonly numbers: Differences | null;
  /** Null where there is no report.txt; else the first line that differs, or null. */
  readonly text: TextComparison | null;
  /** report.html and the pictures; empty where there are none. */
  readonly drawings: readonly DrawnFile[];
  /** Which numa-lab made the run: another one may compute otherwise. */
  readonly madeBy: LabProgram;
}

/** Who verifies, and with what. */
export interface Verifier {
  readonly program: LabProgram;
  readonly readScript: Drawings['readScript'];
}

export type VerifyResult = Verification | (LoadProblem & { readonly sums: SumsCheck | null });

/** Checks sums and formats of a run directory, and makes its report, page and pictures again from the records to compare them with the stored ones. */
export async function verifyRun(
  directory: string,
  { program, readScript }: Verifier,
  hypotheses: readonly Hypothesis[] = hypothesisTable,
): Promise<VerifyResult> {
  const loaded = await loadRun(directory);
  const sums = await checkSums(directory).catch(() => null);
  if (loaded.state === 'problem' || sums === null)
    return { ...(loaded.state === 'problem' ? loaded : unreadable(directory)), sums };
  const stored = await readStored(directory);
  if (stored.state === 'problem') return { ...stored, sums };
  // The id is the name of the folder, which may have been renamed since.
  const run: Run = { ...loaded.run, id: stored.id ?? loaded.run.id };
  const report = buildReport(run, hypotheses);
  const madeBy = makeLabProgram(run.environment.lab);
  const isOwn = isSameProgram(madeBy, program);
  return {
    state: 'verified',
    id: run.id,
    sums,
    records: run.journal.records,
    // Through JSON, as the stored one went.
    numbers:
      stored.report === null ? null : listDifferences(stored.report, JSON.parse(JSON.stringify(report))),
    text: stored.text === null ? null : compareTexts(stored.text, renderText(report)),
    drawings: await checkDrawings({ directory, run, report, isOwn, readScript }),
    madeBy,
  };
}

function unreadable(directory: string): LoadProblem {
  return {
    state: 'problem',
    message: `cannot read the files of ${directory}`,
    hint: 'check its permissions',
  };
}

interface Stored {
  readonly state: 'stored';
  readonly report: unknown;
  readonly text: string | null;
  readonly id: string | null;
}

async function readStored(directory: string): Promise<Stored | LoadProblem> {
  const text = await readOptional(join(directory, textFile));
  const json = await readOptional(join(directory, reportFile));
  if (json === null) return { state: 'stored', report: null, text, id: idOfText(text ?? '') };
  const report = parseJson(useCurrentNames(json));
  if (report === undefined) {
    const hint = 'restore the file, or remove it to verify the others';
    return { state: 'problem', message: `${join(directory, reportFile)}: not JSON`, hint };
  }
  return { state: 'stored', report, text, id: idOf(report) };
}

async function readOptional(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function idOf(report: unknown): string | null {
  if (typeof report !== 'object' || report === null || !('run' in report)) return null;
  const { run } = report;
  if (typeof run !== 'object' || run === null || !('id' in run)) return null;
  return typeof run.id === 'string' ? run.id : null;
}

function idOfText(text: string): string | null {
  return /^Run {8}(\S+)$/m.exec(text)?.[1] ?? null;
}
