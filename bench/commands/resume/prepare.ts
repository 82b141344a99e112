import type { Environment } from '../../../results/schema/environment.ts';
import type { Plan } from '../../../results/schema/plan.ts';
import { probeEnvironment } from '../../host/environment.ts';
import { readTopology } from '../../host/topology/read-topology.ts';
import { findLabRoot } from '../../lab-root.ts';
import { describeEnvironmentDifferences } from '../../run/environment-differences.ts';
import { type OwnTargets, readOwnTargets } from '../../run/own-targets.ts';
import type { BuiltTarget } from '../../targets/built-target.ts';
import type { TargetRecipe } from '../../targets/recipe.ts';
import { findTarget } from '../../targets/targets.ts';
import { UserError } from '../../user-error.ts';
import { checkHost, describeGuest } from '../prepare/open-machine.ts';
import { buildRecipes, type Say } from '../prepare/prepare-run.ts';
import { addControl, listControlLabels, type ReadyRun } from '../run/ready-run.ts';
import { chooseBuiltTargets } from '../targets/choose-built-targets.ts';
import { makeOwnTargets, type OwnTargetOptions, readTargetTable } from '../targets/target-flags.ts';
import type { UnfinishedRun } from './read-unfinished.ts';

/**
 * The run with its programs built again, when lab, machine, kernel, settings, guest and programs are what was recorded. Throws UserError that names what
 * differs; writes nothing into the run directory.
 */
export async function prepareResume(
  run: UnfinishedRun,
  options: OwnTargetOptions,
  say: Say,
): Promise<ReadyRun> {
  const { plan, environment } = run;
  const hostTopology = await readTopology();
  const now = await probeEnvironment({
    ...{ labRoot: findLabRoot(), topology: hostTopology },
    ...{ targets: new Map(), virtual: environment.virtual },
  });
  // First without what has to be built: on another machine it may not even be possible.
  refuseDifferences(run, { ...now, targets: environment.targets });
  const built = await buildAgain(run, options, say);
  const targets = await addControl(plan, built);
  const ready = { plan, targets, hostTopology };
  const again = await probeEnvironment({
    ...{ labRoot: findLabRoot(), topology: hostTopology, targets },
    virtual: await describeGuestLeft(run, ready, say),
  });
  refuseDifferences(run, again);
  await checkHost(onlyLeft(run), ready);
  return ready;
}

function refuseDifferences({ id, environment }: UnfinishedRun, now: Environment): void {
  const differences = describeEnvironmentDifferences(environment, now);
  const [first, ...others] = differences;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new UserError(`cannot resume ${id}: ${first}${more}`, {
    hint: 'one run is of one lab on one machine: restore that, or run again',
  });
}

/** The plan without sections that have all their records. */
function onlyLeft({ plan, left }: UnfinishedRun): Plan {
  const unrun = new Set(left);
  return {
    ...plan,
    sections: plan.sections.filter(({ trials }) => trials.some((trial) => unrun.has(trial))),
  };
}

async function buildAgain(
  run: UnfinishedRun,
  options: OwnTargetOptions,
  say: Say,
): Promise<ReadonlyMap<string, BuiltTarget>> {
  const controls = listControlLabels(run.plan);
  const names = Object.keys(run.environment.targets).filter((name) => !controls.includes(name));
  const given = await makeOwnTargets(options);
  const isGiven = given.muslSrc.length + given.allocatorLib.length > 0;
  const table = await readTable(run, isGiven ? given : await readOwnTargets(run.directory));
  const recipes = names.map((name) => findRecipe(run, name, table));
  return chooseBuiltTargets(await buildRecipes(recipes, say), { named: true, baseline: run.plan.baseline })
    .targets;
}

const remedy = 'name it again: numa-lab resume --musl-src <dir:name> or --allocator-lib <path:name>';

async function readTable({ id }: UnfinishedRun, own: OwnTargets): Promise<readonly TargetRecipe[]> {
  try {
    return await readTargetTable({ ...own });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`cannot resume ${id}: ${error.message}`, { hint: remedy, cause: error });
  }
}

function findRecipe({ id }: UnfinishedRun, name: string, table: readonly TargetRecipe[]): TargetRecipe {
  try {
    return findTarget(name, table);
  } catch (cause) {
    if (!(cause instanceof UserError)) throw cause;
    throw new UserError(`cannot resume ${id}: target '${name}' is a tree or library that is not known here`, {
      hint: remedy,
      cause,
    });
  }
}

/** As recorded where the guest has nothing left to do. */
async function describeGuestLeft(
  run: UnfinishedRun,
  { targets, hostTopology }: ReadyRun,
  say: Say,
): Promise<Environment['virtual']> {
  const recorded = run.environment.virtual;
  const section = onlyLeft(run).sections.find(({ machine }) => machine === 'virtual');
  if (section?.machine !== 'virtual') return recorded;
  const parts = { targets, hostTopology, runDirectory: run.directory, say };
  const described = await describeGuest(section, { ...parts, signal: new AbortController().signal });
  return { ...described, kernel: recorded?.kernel ?? '' };
}
