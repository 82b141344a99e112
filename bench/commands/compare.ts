import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { compareRuns } from '../../analysis/compare-runs/compare-runs.ts';
import { hasVerdict, listUndecided } from '../../analysis/compare-runs/list-undecided.ts';
import type { RunComparison } from '../../analysis/compare-runs/run-comparison.ts';
import { findRun } from '../../analysis/load/find-run.ts';
import { loadRun } from '../../analysis/load/load-run.ts';
import type { LoadProblem, Run } from '../../analysis/load/run.ts';
import { metricNamed } from '../../analysis/metrics/table.ts';
import { renderRunComparison } from '../../analysis/render/compare-runs.ts';
import { findLabRoot } from '../lab-root.ts';
import type { OptionsOf } from '../request/flag.ts';
import type { compareFlags, failableVerdicts } from '../request/flags.ts';
import { UserError } from '../user-error.ts';
import { checkMetric, parseTargetPair } from './compare/compare-options.ts';
import { type Operands, pickArms } from './stored/pick-arms.ts';

type FailableVerdict = (typeof failableVerdicts)[number];
type CompareOptions = OptionsOf<typeof compareFlags> & { readonly a?: string; readonly b?: string };

/** What a script can tell apart: done, a verdict it was to fail on, nothing that can be compared, and that such a verdict stays open. */
const exitCodes = { done: 0, failed: 1, refused: 2, undecided: 3 } as const;

/**
 * `numa-lab compare A B`: prints what B's arms are beside A's. Answers 1 where a verdict is one of `--fail-if`, 3 where none is, but one
 * might be: comparisons without a verdict, or arms not compared; and 2 when nothing can be compared. Reasons go to stderr. Throws UserError for
 * wrong use.
 */
export async function runCompareCommand(options: CompareOptions): Promise<number> {
  const { a, margin } = options;
  const targets = options.targets === undefined ? undefined : parseTargetPair(options.targets);
  // Two targets of one run need its name once.
  const b = options.b ?? (targets === undefined || targets[0] === targets[1] ? undefined : a);
  if (a === undefined || b === undefined) {
    const what = a === undefined ? 'nothing to compare' : `nothing to compare ${a} with`;
    throw new UserError(what, {
      hint: 'name two runs, two arms as run#arm, or one run and two of its targets with --targets musl,glibc',
    });
  }
  const metrics = options.metrics?.map(checkMetric);
  const runsDirectory = options.results ?? join(findLabRoot(), 'results', 'runs');
  const operands = await readOperands(a, b, runsDirectory);
  const matched = pickArms(operands, targets);
  const comparison = compareRuns({ a: operands.a.run, b: operands.b.run, matched, metrics, margin });
  if (comparison.rows.length === 0) return refuse(comparison.refused);
  const lacking = listLackingMetrics(comparison, metrics);
  if (lacking.length > 0) return refuse(lacking);
  process.stdout.write(
    options.json === true ? `${JSON.stringify(comparison, null, 2)}\n` : renderRunComparison(comparison),
  );
  return decideExit(comparison, options.failIf ?? []);
}

/** Metrics that were asked for by name and that no two arms could be compared by. */
function listLackingMetrics({ rows }: RunComparison, wanted: readonly string[] = []): readonly string[] {
  return wanted
    .filter((name) => !rows.some((row) => row.metric === name || metricNamed(row.metric).id === name))
    .map((name) => `${name}: no arm has a value of it in both; choose others with --metrics`);
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
function refuse(refused: readonly string[]): number {
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
