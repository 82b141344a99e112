import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { compareRuns } from '../../analysis/compare-runs/compare-runs.ts';
import { hasVerdict, listUndecided } from '../../analysis/compare-runs/list-undecided.ts';
import type { RunComparison } from '../../analysis/compare-runs/run-comparison.ts';
import { findRun } from '../../analysis/load/find-run.ts';
import { loadRun } from '../../analysis/load-run.ts';
import { renderRunComparison } from '../../analysis/render/compare-runs.ts';
import type { LoadProblem, Run } from '../../analysis/run.ts';
import { findLabRoot } from '../lab-root.ts';
import { UserError } from '../user-error.ts';
import type { RawOptions } from './command-table.ts';
import { type FailableVerdict, parseCompareOptions } from './compare-options.ts';
import { type Operands, pickArms } from './pick-arms.ts';

/** What a script can tell apart: done, a verdict it was to fail on, nothing that can be compared, and that such a verdict stays open. */
const exitCodes = { done: 0, failed: 1, refused: 2, undecided: 3 } as const;

/**
 * `numa-lab compare A B`: prints what B's arms are beside A's. Answers 1 where a verdict is one of `--fail-if`, 3 where none is, but one
 * might be: comparisons without a verdict, or arms not compared; and 2 when nothing can be compared. Reasons go to stderr. Throws UserError for
 * wrong use.
 */
export async function runCompareCommand(raw: RawOptions): Promise<number> {
  const options = parseCompareOptions(raw);
  const { targets, metrics, margin } = options;
  const runsDirectory = options.resultsDirectory ?? join(findLabRoot(), 'results', 'runs');
  const operands = await readOperands(options.a, options.b, runsDirectory);
  const matched = pickArms(operands, targets);
  const comparison = compareRuns({ a: operands.a.run, b: operands.b.run, matched, metrics, margin });
  if (comparison.rows.length === 0) return refuse(comparison);
  process.stdout.write(
    options.json ? `${JSON.stringify(comparison, null, 2)}\n` : renderRunComparison(comparison),
  );
  return decideExit(comparison, options.failIf);
}

const mostOpen = 5;

function decideExit(comparison: RunComparison, failIf: readonly FailableVerdict[]): number {
  if (failIf.length === 0) return exitCodes.done;
  if (comparison.rows.some((row) => failIf.some((verdict) => hasVerdict(row, verdict)))) {
    return exitCodes.failed;
  }
  const open = listUndecided(comparison, failIf);
  if (open.length === 0) return exitCodes.done;
  const more = open.length - mostOpen;
  for (const line of [...open.slice(0, mostOpen), ...(more > 0 ? [`and ${more} more`] : [])]) {
    process.stderr.write(`numa-lab: cannot decide --fail-if ${failIf.join(',')}: ${line}\n`);
  }
  // Who fails on what is unsettled fails on what could not be settled.
  return failIf.includes('unsettled') ? exitCodes.failed : exitCodes.undecided;
}

async function readOperands(textA: string, textB: string, runsDirectory: string): Promise<Operands> {
  const [a, b] = [parseOperand(textA), parseOperand(textB)];
  const [directoryA, directoryB] = [await find(runsDirectory, a.run), await find(runsDirectory, b.run)];
  const runA = await load(directoryA);
  // One and the same value, so that arms of one run are known to be.
  const isSame = (await realpath(directoryA)) === (await realpath(directoryB));
  const runB = isSame ? runA : await load(directoryB);
  return { a: { run: runA, arm: a.arm }, b: { run: runB, arm: b.arm } };
}

async function find(runsDirectory: string, name: string): Promise<string> {
  const found = await findRun(runsDirectory, name);
  if (found.state === 'problem') throw asUserError(found);
  return found.directory;
}

async function load(directory: string): Promise<Run> {
  const loaded = await loadRun(directory);
  if (loaded.state === 'problem') throw asUserError(loaded);
  return loaded.run;
}

function asUserError({ message, hint }: LoadProblem): UserError {
  return new UserError(message, { hint });
}

/** One line for each reason; their number is not known, so that they are no message of an error. */
function refuse({ refused }: RunComparison): number {
  const reasons =
    refused.length === 0 ? ['no metric has a value in both; choose others with --metrics'] : refused;
  for (const reason of reasons) process.stderr.write(`numa-lab: cannot compare: ${reason}\n`);
  return exitCodes.refused;
}

/** `run` or `run#arm`; the last `#` divides, as a folder may hold one in its name. */
function parseOperand(text: string): { readonly run: string; readonly arm: string | undefined } {
  const at = text.lastIndexOf('#');
  return at === -1 ? { run: text, arm: undefined } : { run: text.slice(0, at), arm: text.slice(at + 1) };
}
