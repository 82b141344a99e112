import { estimatePlan } from '../plan/estimate-plan.ts';
import { renderPlan } from '../plan/render-plan.ts';
import type { TypedTexts } from '../request/flag-words.ts';
import type { PlanOptions } from '../request/parse-request.ts';
import { makeAcceptedPlan, prepareDescriber, prepareRun } from './prepare/prepare-run.ts';

/** `numa-lab plan`: prints what `run` with the same flags would do; with `json` the plan as it would be stored. */
export async function runPlanCommand(options: PlanOptions, typed: TypedTexts): Promise<number> {
  const prepared = await prepareRun(options, typed);
  const { request } = prepared;
  const { plan, notices } = await makeAcceptedPlan(prepared, await prepareDescriber());
  const estimate = estimatePlan(plan);
  process.stdout.write(
    request.json ? `${JSON.stringify(plan, null, 2)}\n` : renderPlan(plan, { notices, estimate }),
  );
  return 0;
}
