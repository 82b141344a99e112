import type { Plan, Section } from '../../results/schema/plan.ts';
import { schemaVersion } from '../../results/schema/primitives.ts';
import type { Description } from '../../results/schema/workload.ts';
import { checkWorkloads } from '../request/check-workloads.ts';
import type { RunRequest } from '../request/run-request.ts';
import { makeBlindLabel } from './blind-label.ts';
import { makeCalibrationArm } from './calibration.ts';
import { chooseBlocks } from './choose-blocks.ts';
import type { ChosenMachines, Place } from './choose-machines.ts';
import { estimateSection } from './estimate-plan.ts';
import { type MadeArms, makeArms } from './make-arms.ts';
import { makeBlocks } from './make-blocks.ts';
import { chooseMemorySampleHz, describeUnsampled } from './memory-sampling.ts';
import { checkOmissions, describeIdleLevels, describeOmissions } from './omissions.ts';
import { presets } from './presets.ts';
import { listUsableCpus } from './usable-cpus.ts';

export interface PlanContext {
  readonly description: Description;
  readonly targetNames: readonly string[];
  readonly machines: ChosenMachines;
  /** Targets whose allocator works otherwise in a process that may not use all CPUs. Absent: none. */
  readonly targetsNeedingAllCpus?: readonly string[];
  /** Targets of the preset that cannot be built here: the plan does without them. Absent: none. */
  readonly unavailableTargets?: readonly string[];
  /** False where the memory of a process of this host cannot be sampled. Absent: it can. */
  readonly hostSamplesMemory?: boolean;
}

export interface MadePlan {
  readonly plan: Plan;
  /** Sentences for people: what machine was chosen, how far nodes are apart, what was left out. */
  readonly notices: readonly string[];
}

/** A trial is a matter of seconds; one that is not done by then hangs. */
const trialTimeoutMs = 60_000;

/** The baseline of a request: the first of its targets, else of its preset's. */
export function chooseBaseline(request: RunRequest): string {
  return request.targets?.[0] ?? presets[request.preset].targets[0] ?? 'musl';
}

/** Labels of all programs a request needs, the A/A control's own apart. */
export function chooseTargetNames(request: RunRequest): readonly string[] {
  return request.targets ?? presets[request.preset].targets;
}

/**
 * Factors into arms, arms into seeded randomised complete blocks. Pure: the same request on the same machines is the same plan.
 * Throws UserError for workloads, parameters, placements, threads or CPUs that cannot be had.
 */
export function makePlan(request: RunRequest, context: PlanContext): MadePlan {
  checkWorkloads(request, context.description);
  const sections: Section[] = [];
  const notices = [...context.machines.notices];
  let firstTrial = 0;
  let secondsBefore = 0;
  for (const [index, place] of context.machines.places.entries()) {
    const made = makeSection(request, context, place, { index, firstTrial, secondsBefore });
    notices.push(...made.notices);
    if (made.section.arms.length <= 1 && index > 0) continue;
    sections.push(made.section);
    firstTrial += made.section.trials.length;
    secondsBefore += estimateSection(place.machine, made.section.trials.length);
  }
  notices.push(
    ...describeUnsampled(request, context, sections),
    ...describeIdleLevels(request, context.description, sections),
  );
  return {
    plan: {
      schema: schemaVersion,
      preset: request.preset,
      seed: request.seed,
      baseline: chooseBaseline(request),
      trialTimeoutMs,
      sections,
    },
    notices,
  };
}

/** Where a section stands in the plan. */
interface Position {
  readonly index: number;
  readonly firstTrial: number;
  /** What the sections before it take. */
  readonly secondsBefore: number;
}

function makeSection(
  request: RunRequest,
  context: PlanContext,
  place: Place,
  position: Position,
): { readonly section: Section; readonly notices: readonly string[] } {
  const preset = presets[request.preset];
  const baseline = chooseBaseline(request);
  // --cpus is about the machine that has the nodes; the side section of a run on a guest takes what it finds.
  const isSide = position.index > 0;
  const cpus = listUsableCpus(place.topology, place.nodes, isSide ? undefined : request.cpus);
  const controlLabel = makeBlindLabel(baseline, context.targetNames);
  const { description, targetsNeedingAllCpus = [], unavailableTargets = [] } = context;
  const memorySampleHz = chooseMemorySampleHz(place.machine, request, context);
  const made: MadeArms = makeArms({
    ...{ request, preset, description, place, cpus, baseline, controlLabel },
    ...{ targetsNeedingAllCpus, unavailableTargets, memorySampleHz },
  });
  if (!isSide) checkOmissions(request, made, place.purpose);
  const blocks =
    request.blocks ??
    chooseBlocks(preset, place.machine, { arms: made.arms.length, secondsBefore: position.secondsBefore });
  const calibration = makeCalibrationArm({
    ...{ description, place, cpus, baseline, levels: request.levels },
    needsAllCpus: targetsNeedingAllCpus.includes(baseline),
  });
  const trials = makeBlocks({
    calibration,
    arms: made.arms,
    blocks,
    seed: BigInt(request.seed),
    section: position.index,
    firstTrial: position.firstTrial,
  });
  const common = { nodes: [...place.nodes], blocks, arms: [calibration, ...made.arms], trials };
  return { section: describeSection(request, place, common), notices: describeOmissions(made.omissions) };
}

function describeSection(
  request: RunRequest,
  place: Place,
  common: Pick<Section, 'nodes' | 'blocks' | 'arms' | 'trials'>,
): Section {
  if (place.machine === 'host') return { machine: 'host', purpose: place.purpose, ...common };
  return {
    machine: 'virtual',
    purpose: place.purpose,
    shape: place.shape,
    settings: request.settings,
    freshGuest: request.freshGuest,
    perturb: request.perturb,
    ...common,
  };
}
