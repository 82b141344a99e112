import type { Plan } from '../../../results/schema/plan.ts';
import { counted } from '../../../results/text/counted.ts';
import { readTopology } from '../../host/topology/read-topology.ts';
import { estimatePlan } from '../../plan/estimate-plan.ts';
import { chooseBaseline, choosePreset, chooseTargetNames } from '../../plan/make-plan.ts';
import { renderDuration } from '../../render-duration.ts';
import { makeFlagWords, type TypedTexts } from '../../request/flag-words.ts';
import { planFlags } from '../../request/flags.ts';
import { useCurrentWorkloads } from '../../request/older-workloads.ts';
import type { PlanOptions } from '../../request/parse-request.ts';
import type { OwnTargets } from '../../run/own-targets.ts';
import { checkResultsDirectory } from '../../run/run-directory.ts';
import { findTarget } from '../../targets/targets.ts';
import { checkHost } from '../prepare/open-machine.ts';
import { buildRecipes, makeAcceptedPlan, prepareRun, type Say } from '../prepare/prepare-run.ts';
import { chooseBuiltTargets } from '../targets/choose-built-targets.ts';
import { makeOwnTargets } from '../targets/target-flags.ts';
import { addControl, type ReadyRun } from './ready-run.ts';

export interface NewRun extends ReadyRun {
  readonly resultsDirectory: string;
  readonly ownTargets: OwnTargets;
}

/** The run that these flags ask for: its programs are built, its plan is made, and this host can do it. Throws UserError. */
export async function prepareNewRun(options: PlanOptions, typed: TypedTexts, say: Say): Promise<NewRun> {
  const prepared = await prepareRun(options, typed);
  const { request } = prepared;
  const preset = choosePreset(request, prepared.hypothesisPlan);
  await checkResultsDirectory(request.resultsDirectory);
  const recipes = chooseTargetNames(request, preset).map((name) => findTarget(name, prepared.table));
  const {
    targets: built,
    unavailable,
    notices: leftOut,
  } = chooseBuiltTargets(await buildRecipes(recipes, say), {
    named: request.targets !== undefined,
    baseline: chooseBaseline(request, preset),
  });
  const { plan: made, notices } = await makeAcceptedPlan(prepared, built, unavailable);
  const words = makeFlagWords(new Map([...useCurrentWorkloads(typed), ['seed', [made.seed]]]), planFlags);
  const plan: Plan = { ...made, flags: [...words] };
  const targets = await addControl(plan, built);
  const hostTopology = await readTopology();
  await checkHost(plan, { targets, hostTopology });
  for (const notice of [...leftOut, ...notices]) say(notice);
  const { seconds } = estimatePlan(plan);
  const trials = plan.sections.reduce((sum, section) => sum + section.trials.length, 0);
  say(`${counted(trials, 'trial')}, seed ${plan.seed}, about ${renderDuration(seconds)}`);
  return {
    ...{ plan, targets, hostTopology },
    resultsDirectory: request.resultsDirectory,
    ownTargets: await makeOwnTargets(options),
  };
}
