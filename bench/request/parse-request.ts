import { fewestBlocksForVerdict } from '../../results/schema/experiment.ts';
import { UserError } from '../user-error.ts';
import { longName, type OptionsOf } from './flag.ts';
import type { TypedTexts } from './flag-words.ts';
import { planFlags } from './flags.ts';
import { refuseRepeatedLevels } from './parse-levels.ts';
import type { RunRequest } from './run-request.ts';

export type PlanOptions = OptionsOf<typeof planFlags>;

export interface RequestContext {
  /** The label of the target that --targets names. Throws UserError for a name there is not. */
  readonly resolveTarget: (name: string) => string;
  /** Targets of a request that names none; undefined leaves them to the preset. */
  readonly impliedTargets?: readonly string[] | undefined;
  /** The seed of a run that names none. */
  readonly freshSeed: string;
  readonly resultsDirectory: string;
}

/**
 * The options of `run` and `plan` as a request, checked as far as they can be without a machine and without programs. Names of
 * workloads and parameters are checked by `checkWorkloads` once a program has described itself.
 * Throws UserError: one line with what is wrong, the value and the remedy.
 */
export function parseRequest(options: PlanOptions, typed: TypedTexts, context: RequestContext): RunRequest {
  refuseFewBlocks(options);
  refuseRepeatedLevels(options.set ?? []);
  return {
    preset: options.quick === true ? 'quick' : 'default',
    hypotheses: options.hypotheses,
    machine: options.machine,
    nodes: options.nodes,
    allPairs: options.pairs !== undefined,
    shape: options.virtualShape,
    memoryPerNodeBytes: options.memoryPerNode,
    guestFlags: guestFlagsOf(typed),
    settings: {
      numaBalancing: options.numaBalancing,
      transparentHugepage: options.thp,
      addressRandomisation: options.aslr,
    },
    freshGuest: options.freshGuest,
    perturb: options.perturb !== false,
    workloads: options.workloads,
    levels: options.set ?? [],
    targets: uniqueTargets(options.targets, context) ?? context.impliedTargets,
    placements: options.placements,
    threads: options.threads,
    cpus: options.cpus,
    blocks: options.blocks,
    precision: options.precision,
    maxSeconds: options.maxTime,
    memorySampleHz: options.memoryOverTime,
    seed: options.seed ?? context.freshSeed,
    resultsDirectory: options.results ?? context.resultsDirectory,
    json: options.json === true,
  };
}

/** A setting of a guest that was typed may not be dropped in silence where there is none. */
function guestFlagsOf(typed: TypedTexts): readonly string[] {
  return Object.entries(planFlags).flatMap(([name, flag]) =>
    'ofGuest' in flag && typed.has(name) ? [longName(flag)] : [],
  );
}

/** Two names may be one target's. */
function uniqueTargets(names: readonly string[] | undefined, { resolveTarget }: RequestContext) {
  return names && [...new Set(names.map(resolveTarget))];
}

/** Throws UserError for fewer blocks than a hypothesis needs for its verdict, unless none is asked for. */
function refuseFewBlocks({ hypotheses, blocks, quick }: PlanOptions): void {
  if (hypotheses === undefined || blocks === undefined || quick === true) return;
  if (blocks >= fewestBlocksForVerdict) return;
  throw new UserError(`--blocks ${blocks} is too few: a verdict needs ${fewestBlocksForVerdict} blocks`, {
    hint: 'give more, or add --quick to look at the numbers without a verdict',
  });
}
