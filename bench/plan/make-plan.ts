import type { Family } from '../../results/schema/family.ts';
import type { Plan, Section } from '../../results/schema/plan.ts';
import { schemaVersion } from '../../results/schema/primitives.ts';
import { checkWorkloads } from '../request/check-workloads.ts';
import type { RunRequest } from '../request/run-request.ts';
import { makeBlindLabel } from './arms/blind-label.ts';
import { makeCalibrationArm } from './arms/calibration.ts';
import { type MadeArms, makeArms } from './arms/make-arms.ts';
import { describeIdleLevels, describeLackingNodes, describeOmissions } from './arms/omissions.ts';
import { listUsableCpus } from './arms/usable-cpus.ts';
import { chooseLooks } from './choose-blocks.ts';
import { estimateSection } from './estimate-plan.ts';
import { type HypothesisPlan, usualNodeCount } from './hypothesis-plan.ts';
import type { MachineSection } from './machine-section.ts';
import { makeBlocks } from './make-blocks.ts';
import { checkPrecision, type FamilyPairs, makeFamily, pairArms } from './make-family.ts';
import { chooseMemorySampleHz, describeUnsampled } from './memory-sampling.ts';
import type { PlanContext } from './plan-context.ts';
import { type Preset, presets } from './presets.ts';
import { describeUnplanned } from './unavailable/hypotheses.ts';
import type { PlannedPart } from './unavailable/lack.ts';
import { refuseUnavailable } from './unavailable/refuse-unavailable.ts';

export interface MadePlan {
  readonly plan: Plan;
  /** Sentences for people: what machine was chosen, how far nodes are apart, what was left out. */
  readonly notices: readonly string[];
}

/** A trial is a matter of seconds; one that is not done by then hangs. */
const trialTimeoutMs = 60_000;

/** What runs where the flags do not say. */
export function choosePreset(request: RunRequest, hypothesisPlan: HypothesisPlan | undefined): Preset {
  return hypothesisPlan?.preset ?? presets[request.preset];
}

/** Labels of all programs a request needs, the baseline first, the A/A control's own apart. */
export function chooseTargetNames(request: RunRequest, preset: Preset): readonly string[] {
  return request.targets ?? preset.targets;
}

/** The baseline of a request: the first of its targets, else of its preset's. */
export function chooseBaseline(request: RunRequest, preset: Preset): string {
  return chooseTargetNames(request, preset)[0] ?? 'musl';
}

/**
 * Factors into arms, arms into seeded randomised complete blocks. Pure: the same request on the same machines is the same plan.
 * Throws UserError for workloads, parameters, placements, threads or CPUs that are not available.
 */
export function makePlan(request: RunRequest, context: PlanContext): MadePlan {
  checkWorkloads(request, context.description);
  const preset = choosePreset(request, context.hypothesisPlan);
  const sections: Section[] = [];
  const armsOf: MadeArms['armsOf'][] = [];
  const parts: PlannedPart[] = [];
  let family: Family | undefined;
  const notices = [...context.machines.notices];
  let firstTrial = 0;
  let secondsBefore = 0;
  for (const [index, place] of context.machines.places.entries()) {
    const made = makeSection(request, { ...context, preset }, place, { index, firstTrial, secondsBefore });
    notices.push(...made.notices);
    parts.push(made.part);
    if (made.section.arms.length <= 1 && index > 0) continue;
    family ??= makeFamily(made.pairs, {
      section: sections.length,
      looks: made.looks,
      precision: request.precision ?? null,
      maxSeconds: request.maxSeconds ?? null,
    });
    sections.push(made.section);
    armsOf.push(made.armsOf);
    firstTrial += made.section.trials.length;
    secondsBefore += estimateSection(place.machine, made.section.trials.length);
  }
  const [main] = parts;
  if (main === undefined) throw new Error('a plan without a machine');
  const { description, hypothesisPlan, hostSamplesMemory = true } = context;
  const outcome = { request, description, hypothesisPlan, hostSamplesMemory, main, parts };
  refuseUnavailable(outcome);
  checkPrecision(request.precision, family);
  notices.push(
    ...describeUnplanned(outcome),
    ...describeUnsampled(request, context, sections),
    ...describeIdleLevels(request, context.description, sections),
  );
  return {
    plan: {
      schema: schemaVersion,
      preset: preset.name,
      ...planHypotheses(context.hypothesisPlan, armsOf),
      ...(family === undefined ? {} : { family }),
      seed: request.seed,
      baseline: chooseBaseline(request, preset),
      trialTimeoutMs,
      sections,
    },
    notices,
  };
}

function planHypotheses(
  hypothesisPlan: HypothesisPlan | undefined,
  armsOf: readonly MadeArms['armsOf'][],
): Pick<Plan, 'hypotheses'> {
  if (hypothesisPlan === undefined) return {};
  const hypotheses = hypothesisPlan.hypotheses.map(({ id, ruleSha256 }) => ({
    id,
    ruleSha256,
    arms: armsOf.flatMap((arms) => arms.get(id) ?? []),
  }));
  return { hypotheses };
}

/** Where a section stands in the plan. */
interface Position {
  readonly index: number;
  readonly firstTrial: number;
  /** What the sections before it take. */
  readonly secondsBefore: number;
}

interface MadeSection {
  readonly section: Section;
  readonly part: PlannedPart;
  readonly armsOf: MadeArms['armsOf'];
  readonly pairs: FamilyPairs;
  readonly looks: readonly number[];
  readonly notices: readonly string[];
}

function makeSection(
  request: RunRequest,
  context: PlanContext & { readonly preset: Preset },
  place: MachineSection,
  position: Position,
): MadeSection {
  const { preset } = context;
  const baseline = chooseBaseline(request, preset);
  // --cpus is about the machine that has the nodes; the side section of a run on a guest takes what it finds.
  const isSide = position.index > 0;
  const cpus = listUsableCpus(place.topology, place.nodes, isSide ? undefined : request.cpus);
  const controlLabel = makeBlindLabel(baseline, context.targetNames);
  const { description, targetsNeedingAllCpus = [], unavailableTargets = [] } = context;
  const memorySampleHz = chooseMemorySampleHz(place.machine, request, context);
  const made: MadeArms = makeArms({
    ...{ request, preset, description, place, cpus, baseline, controlLabel },
    ...{ targetsNeedingAllCpus, unavailableTargets, memorySampleHz },
    ...(asksOfUsualNodes(request, context) ? { usualNodeCount } : {}),
  });
  const pairs = pairArms(made.arms, baseline, context.hypothesisPlan === undefined);
  const looks = chooseLooks({
    ...{ request, preset, pairs },
    machine: place.machine,
    arms: made.arms.length,
    secondsBefore: position.secondsBefore,
  });
  const blocks = looks.at(-1) ?? 1;
  // A baseline that is not available here proves itself to be another program in the calibration too.
  const isHere = made.arms.some((arm) => arm.target === baseline);
  const target = isHere ? baseline : (made.arms[0]?.target ?? baseline);
  const calibration = makeCalibrationArm({
    ...{ description, place, cpus, target, levels: request.levels },
    needsAllCpus: targetsNeedingAllCpus.includes(target),
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
  return {
    section: describeSection(request, place, common),
    part: { ...made, place, calibration },
    armsOf: made.armsOf,
    ...{ pairs, looks },
    notices: [...describeOmissions(made.omissions), ...describeLackingNodes(made.lackingNodes, place.nodes)],
  };
}

/** A run for hypotheses that names no nodes has as many as they ask for; each row still gets no more than it asks for. */
function asksOfUsualNodes({ nodes }: RunRequest, { hypothesisPlan }: PlanContext): boolean {
  return hypothesisPlan !== undefined && nodes === undefined;
}

function describeSection(
  request: RunRequest,
  place: MachineSection,
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
