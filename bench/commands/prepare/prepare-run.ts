import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { availableMemory } from 'node:process';
import type { Description } from '../../../results/schema/workload.ts';
import { addonPath, loadAddon } from '../../addon/load-addon.ts';
import { cacheDirectory } from '../../cache-directory.ts';
import { readTopology } from '../../host/topology/read-topology.ts';
import { findLabRoot } from '../../lab-root.ts';
import { makeVirtualTopology } from '../../machine/guest/virtual-topology.ts';
import { type ChosenMachines, chooseMachines } from '../../plan/choose-machines.ts';
import type { HypothesisPlan } from '../../plan/hypothesis-plan.ts';
import { type MadePlan, makePlan } from '../../plan/make-plan.ts';
import type { TypedTexts } from '../../request/flag-words.ts';
import { describeOlderWorkloads } from '../../request/older-workloads.ts';
import { type PlanOptions, parseRequest } from '../../request/parse-request.ts';
import type { RunRequest } from '../../request/run-request.ts';
import { checkArguments } from '../../run/check-arguments.ts';
import { type BuildOutcome, buildTargets } from '../../targets/build.ts';
import type { BuiltTarget } from '../../targets/built-target.ts';
import { readDescription } from '../../targets/description.ts';
import type { TargetRecipe } from '../../targets/recipe.ts';
import { findTarget } from '../../targets/targets.ts';
import { readTargetTable, targetsImplied } from '../targets/target-flags.ts';
import { findHypotheses, makeHypothesisPlan } from './choose-hypotheses.ts';

/** Says something to the person in front of the terminal. */
export type Say = (text: string) => void;

export interface PreparedRun {
  readonly request: RunRequest;
  /** Every target there is for this request, the user's own included. */
  readonly table: readonly TargetRecipe[];
  readonly machines: ChosenMachines;
  /** Present when the run is for hypotheses. */
  readonly hypothesisPlan: HypothesisPlan | undefined;
}

/** Flags and machines of `run` and `plan`: all that can be wrong before anything is built. Throws UserError. */
export async function prepareRun(options: PlanOptions, typed: TypedTexts): Promise<PreparedRun> {
  for (const line of describeOlderWorkloads(typed)) sayOnStderr(line);
  const table = await readTargetTable(options);
  const request = parseRequest(options, typed, {
    resolveTarget: (name) => findTarget(name, table).name,
    impliedTargets: targetsImplied(table),
    freshSeed: randomBytes(4).readUInt32LE().toString(),
    resultsDirectory: join(findLabRoot(), 'results', 'runs'),
  });
  const hypothesisPlan = request.hypotheses && readHypothesisPlan(request, request.hypotheses);
  const machines = chooseMachines(request, {
    hostTopology: await readTopology(),
    availableMemoryBytes: availableMemory(),
    makeVirtualTopology,
    hypothesisPlan,
  });
  return { request, table, machines, hypothesisPlan };
}

function readHypothesisPlan({ preset }: RunRequest, names: readonly string[]): HypothesisPlan {
  return makeHypothesisPlan(findHypotheses(names), preset === 'quick');
}

/** What came of these targets, built where the cache lacks them. */
export function buildRecipes(
  recipes: readonly TargetRecipe[],
  say: Say,
): Promise<ReadonlyMap<string, BuildOutcome>> {
  return buildTargets(recipes, {
    cacheDirectory: cacheDirectory(),
    labRoot: findLabRoot(),
    onProgress: say,
  });
}

/** The target that is asked what all of them can do: it needs no sources of a libc. */
const describer = 'glibc';

/** One program that tells what all of them can do. Throws UserError when it cannot be built. */
export async function prepareDescriber(): Promise<ReadonlyMap<string, BuiltTarget>> {
  const outcome = (await buildRecipes([findTarget(describer)], sayOnStderr)).get(describer);
  if (outcome?.state !== 'built') throw outcome?.error ?? new Error(`nothing came of target ${describer}`);
  return new Map([[describer, outcome.target]]);
}

/** The plan of a request whose arguments the program itself has accepted. Throws UserError. */
export async function makeAcceptedPlan(
  { request, table, machines, hypothesisPlan }: PreparedRun,
  built: ReadonlyMap<string, BuiltTarget>,
  unavailableTargets: readonly string[] = [],
): Promise<MadePlan> {
  const made = makePlan(request, {
    description: await describeWorkloads(built),
    targetNames: table.map(({ name }) => name),
    machines,
    targetsNeedingAllCpus: table.filter(({ needsAllCpus }) => needsAllCpus).map(({ name }) => name),
    unavailableTargets,
    hypothesisPlan,
    hostSamplesMemory: loadAddon(addonPath(findLabRoot())) !== undefined,
  });
  const set = request.levels.map((level) => level.workload);
  const asked = hypothesisPlan?.preset.workloads.map((row) => row.workload) ?? [];
  const [target] = built.values();
  if (target !== undefined) await checkArguments(made.plan, [...set, ...asked], target);
  return made;
}

/** What the programs say of their workloads; all are built from one source, so any of them can be asked. */
export async function describeWorkloads(targets: ReadonlyMap<string, BuiltTarget>): Promise<Description> {
  const [target] = targets.values();
  if (target === undefined) throw new Error('no target was built');
  return readDescription(target);
}

/** Says it on stderr, in a line of its own. */
export const sayOnStderr: Say = (text) => {
  process.stderr.write(`${text}\n`);
};
