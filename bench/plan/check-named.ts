import { canDecide, type DecidedOn } from '../../results/schema/experiment.ts';
import type { Arm } from '../../results/schema/plan.ts';
import type { Description } from '../../results/schema/workload.ts';
import { findWorkload } from '../request/check-workloads.ts';
import type { RunRequest } from '../request/run-request.ts';
import { UserError } from '../user-error.ts';
import { calibrateName } from './calibration.ts';
import type { Place } from './choose-machines.ts';
import type { MadeArms, Omission } from './make-arms.ts';
import type { Question, Questions } from './questions.ts';

/** A section as it was planned, or would have been: its arms but for the calibration, and what was left out. */
export interface PlannedPart extends Pick<MadeArms, 'arms' | 'armsOf' | 'omissions'> {
  readonly place: Place;
  readonly calibration: Arm;
}

/** What was asked for and what came of it. */
export interface Outcome {
  readonly request: RunRequest;
  readonly description: Description;
  readonly questions: Questions | undefined;
  /** The section that the flags are about. */
  readonly main: PlannedPart;
  readonly parts: readonly PlannedPart[];
  readonly hostSamplesMemory: boolean;
}

/** Something that was asked for by name and is in no arm. */
interface Lack {
  readonly what: string;
  readonly reason: string;
  readonly hint: string;
}

/** In the order in which they are told: what makes all else impossible first. */
const checks: readonly ((outcome: Outcome) => readonly Lack[])[] = [
  lackingHypotheses,
  lackingTargets,
  lackingPlacements,
  lackingThreads,
  lackingWorkloads,
  lackingLevels,
  lackingPairs,
  lackingSamples,
  lackingNodes,
  lackingEverything,
];

/**
 * What a preset proposes and the machine cannot hold is left out and said; what was asked for by name and is in no arm is an
 * error, also where the rest of its list can be had: a run without it would answer another question. Throws UserError with the reason.
 */
export function checkNamed(outcome: Outcome): void {
  for (const check of checks) {
    const [lack] = check(outcome);
    if (lack !== undefined) {
      throw new UserError(`${lack.what} cannot be had: ${lack.reason}`, { hint: lack.hint });
    }
  }
}

/** One sentence for each hypothesis of `--hypotheses all` that no arm is for. */
export function describeUnplanned(outcome: Outcome): string[] {
  if (!namesAll(outcome.request)) return [];
  return (outcome.questions?.hypotheses ?? []).flatMap((question) => {
    const reason = whyUnplanned(question, outcome);
    return reason === undefined ? [] : [`left out: hypothesis ${question.id} (${reason})`];
  });
}

function lackingHypotheses(outcome: Outcome): Lack[] {
  if (namesAll(outcome.request)) return [];
  return (outcome.questions?.hypotheses ?? []).flatMap((question) => {
    const reason = whyUnplanned(question, outcome);
    const hint = 'leave it out of --hypotheses, or name other --nodes or another --machine';
    return reason === undefined ? [] : [{ what: `--hypotheses ${question.id}`, reason, hint }];
  });
}

function namesAll({ hypotheses }: RunRequest): boolean {
  return hypotheses?.includes('all') ?? false;
}

const whoDecides: Readonly<Record<DecidedOn, string>> = {
  nodes: 'only two nodes decide it',
  hardware: 'only times of a host decide it',
  'hardware-nodes': 'only times of a host with two nodes decide it',
  any: 'nothing decides it',
};

/** Why a hypothesis has no arm; undefined where it has, or where the calibration is all it needs. */
function whyUnplanned({ id, decidedOn }: Question, { questions, parts }: Outcome): string | undefined {
  if (parts.some(({ armsOf }) => (armsOf.get(id)?.length ?? 0) > 0)) return undefined;
  const rows = questions?.preset.workloads.filter((row) => row.hypothesis?.id === id) ?? [];
  if (!parts.some(({ place }) => canDecide(place, decidedOn))) {
    const threads = Math.min(...rows.map((row) => row.threads ?? 1));
    return `${whoDecides[decidedOn]}${rows.length > 0 && threads > 1 ? `, with ${threads} CPUs or more` : ''}`;
  }
  if (rows.length === 0) return undefined;
  const omission = parts
    .flatMap(({ omissions }) => omissions)
    .find(({ workload }) => rows.some((row) => row.workload === workload));
  const counts = [...new Set(rows.flatMap(({ nodeCounts = [] }) => nodeCounts))];
  return omission === undefined ? `it asks about ${counts.join(' and ')} nodes` : explain(omission);
}

function lackingTargets({ request, main: { arms, omissions } }: Outcome): Lack[] {
  const lacking = absent(request.targets, (target) => arms.some((arm) => arm.target === target));
  return lacking.flatMap((target) => {
    // Without a reason of its own it lacks what all targets lack, which is told otherwise.
    const reason = omissions.find((one) => one.target === target)?.reason;
    const hint = 'use a placement on all nodes of the machine, such as spread, or another target';
    return reason === undefined ? [] : [{ what: `--targets ${target}`, reason, hint }];
  });
}

function lackingPlacements({ request, main: { arms, omissions, place } }: Outcome): Lack[] {
  const lacking = absent(request.placements, (placement) => arms.some((arm) => arm.placement === placement));
  return lacking.map((placement) => {
    const what = `--placements ${placement}`;
    if (place.purpose === 'one-node') {
      return {
        what,
        reason: 'on one node there is only local',
        hint: 'name two nodes with --nodes, or leave --placements out',
      };
    }
    const reason = omissions.find((one) => one.placement === placement)?.reason;
    return {
      what,
      reason: reason ?? 'no chosen workload knows it',
      hint: 'see `numa-lab workloads` for what each knows',
    };
  });
}

function lackingThreads({ request, main: { arms, omissions } }: Outcome): Lack[] {
  const placed = arms.map((arm) => arm.processes.reduce((sum, one) => sum + one.threads.length, 0));
  // Where no arm was even tried there is nothing wrong with the number.
  if (arms.length === 0 && omissions.length === 0) return [];
  return absent(request.threads, (threads) => placed.includes(threads)).map((threads) => {
    // `spread` has the most room: that even it cannot hold them tells most.
    const own = omissions.filter((one) => one.threads === threads);
    const reason = (own.find((one) => one.placement === 'spread') ?? own[0])?.reason;
    return {
      what: `--threads ${threads}`,
      reason: reason ?? 'no arm is left',
      hint: 'two threads never share a CPU: use fewer threads, or a larger --virtual-shape',
    };
  });
}

function lackingWorkloads({ request, description, parts }: Outcome): Lack[] {
  const arms = parts.flatMap((part) => part.arms);
  const named = request.workloads?.filter((name) => name !== calibrateName);
  return absent(named, (name) => arms.some((arm) => arm.workload === name)).map((name) => {
    const { placements, modes } = findWorkload(name, description);
    const omission = parts.flatMap(({ omissions }) => omissions).find(({ workload }) => workload === name);
    const knows = `it knows the placements ${placements.join(', ')} and the modes ${modes.join(', ')}, and none is in this run`;
    return {
      what: `--workloads ${name}`,
      reason: omission === undefined ? knows : explain(omission),
      hint: 'leave it out of --workloads, or choose nodes, threads or placements that it can have',
    };
  });
}

function lackingLevels({ request, description, parts }: Outcome): Lack[] {
  const arms = parts.flatMap((part) => [part.calibration, ...part.arms]);
  return request.levels.flatMap(({ workload, parameter, values }) => {
    const own = arms.filter((arm) => arm.workload === workload);
    const modes = findWorkload(workload, description).parameters.find(
      ({ name }) => name === parameter,
    )?.modes;
    const idle = modes !== undefined && !own.some((arm) => modes.includes(arm.mode));
    const omission = parts.flatMap(({ omissions }) => omissions).find((one) => one.workload === workload);
    return absent(values, (value) => own.some((arm) => arm.parameters[parameter] === value)).map((value) => ({
      what: `--set ${workload}.${parameter}=${value}`,
      reason: idle
        ? `it has an effect in mode ${modes.join(' and ')} only, which this run has none of`
        : workload === calibrateName
          ? 'the calibration runs once, with the first value'
          : explain(omission),
      hint: 'leave it out, or see `numa-lab workloads` for what has an effect where',
    }));
  });
}

function lackingPairs({ request, main: { place } }: Outcome): Lack[] {
  if (!request.allPairs || place.nodes.length > 1) return [];
  const hint = 'name two nodes or more with --nodes, or leave --pairs out';
  return [{ what: '--pairs all', reason: `this run is on node ${place.nodes.join(',')} alone`, hint }];
}

function lackingSamples({ request, parts, hostSamplesMemory }: Outcome): Lack[] {
  const isSampled = parts.some(({ arms }) => arms.some((arm) => arm.memorySampleHz !== undefined));
  if (request.memorySampleHz === undefined || isSampled) return [];
  const what = `--memory-over-time ${request.memorySampleHz}`;
  return [
    hostSamplesMemory
      ? {
          what,
          reason: 'it is taken in mode count only, which no arm of this run has',
          hint: 'choose a workload that counts, or leave it out',
        }
      : {
          what,
          reason: 'the addon is not built',
          hint: 'npm run setup -- tests builds it (needs cargo); or use --machine virtual',
        },
  ];
}

function lackingNodes({ request, parts }: Outcome): Lack[] {
  const arms = parts.flatMap((part) => part.arms);
  const used = new Set(arms.flatMap(({ processes }) => processes.flatMap(nodesOf)));
  // The calibration is on every node.
  if (arms.length === 0) return [];
  const placements = [...new Set(arms.map(({ placement }) => placement))];
  const list = [...used].sort((a, b) => a - b).join(',');
  return absent(request.nodes, (node) => used.has(node)).map((node) => ({
    what: `--nodes ${node}`,
    reason: `the arms that can be planned (${placements.join(', ')}) have no thread and no memory there, only on ${used.size === 1 ? 'node' : 'nodes'} ${list}`,
    hint: 'leave it out of --nodes, or choose --placements or --pairs all that reach it',
  }));
}

function nodesOf({ threads, boundNodes }: Arm['processes'][number]): number[] {
  return [...threads.map(({ node }) => node), ...boundNodes];
}

/** A run in which nothing was named and nothing can be had. The calibration alone is a run for who asks for it. */
function lackingEverything({ request, questions, parts }: Outcome): Lack[] {
  if (parts.some(({ arms }) => arms.length > 0)) return [];
  const rows = questions?.preset.workloads;
  const isCalibration = rows?.length === 0 || request.workloads?.every((name) => name === calibrateName);
  if (isCalibration === true || namesAll(request)) return [];
  const [omission] = parts.flatMap(({ omissions }) => omissions);
  return [
    {
      what: `the ${questions === undefined ? request.preset : 'hypotheses'} plan`,
      reason: explain(omission),
      hint: 'name other --nodes, or use --machine virtual',
    },
  ];
}

function absent<T>(named: readonly T[] | undefined, isThere: (name: T) => boolean): T[] {
  return (named ?? []).filter((name) => !isThere(name));
}

function explain(omission: Omission | undefined): string {
  if (omission === undefined) return 'no arm of this run has it';
  const { workload, placement, threads, reason } = omission;
  return `${workload} ${placement} with ${threads} ${threads === 1 ? 'thread' : 'threads'}: ${reason}`;
}
