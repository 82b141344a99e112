import { findWorkload } from '../../request/check-workloads.ts';
import { calibrateName } from '../arms/calibration.ts';
import { namesAll } from './hypotheses.ts';
import { absent, explain, type Lack, type Outcome } from './lack.ts';

export function lackingTargets({ request, main: { arms, omissions } }: Outcome): Lack[] {
  const lacking = absent(request.targets, (target) => arms.some((arm) => arm.target === target));
  return lacking.flatMap((target) => {
    // Without a reason of its own it lacks what all targets lack, which is reported otherwise.
    const reason = omissions.find((one) => one.target === target)?.reason;
    const hint =
      'start the lab with all CPUs online and its own, use a placement on all nodes, such as spread, or another target';
    return reason === undefined ? [] : [{ what: `--targets ${target}`, reason, hint }];
  });
}

export function lackingWorkloads({ request, description, parts }: Outcome): Lack[] {
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

export function lackingLevels({ request, description, parts }: Outcome): Lack[] {
  const arms = parts.flatMap((part) => [part.calibration, ...part.arms]);
  return request.levels.flatMap(({ workload, parameter, values }) => {
    const own = arms.filter((arm) => arm.workload === workload);
    const modes = findWorkload(workload, description).parameters.find(
      ({ name }) => name === parameter,
    )?.modes;
    const isIdle = modes !== undefined && !own.some((arm) => modes.includes(arm.mode));
    const omission = parts.flatMap(({ omissions }) => omissions).find((one) => one.workload === workload);
    const otherwise =
      workload === calibrateName ? 'the calibration runs once, with the first value' : explain(omission);
    return absent(values, (value) => own.some((arm) => arm.parameters[parameter] === value)).map((value) => ({
      what: `--set ${workload}.${parameter}=${value}`,
      reason: isIdle
        ? `it has an effect in mode ${modes.join(' and ')} only, which this run has none of`
        : otherwise,
      hint: 'leave it out, or see `numa-lab workloads` for what has an effect where',
    }));
  });
}

export function lackingSamples({ request, parts, hostSamplesMemory }: Outcome): Lack[] {
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

/** A run in which nothing was named and nothing is available. The calibration alone is a run for who asks for it. */
export function lackingEverything({ request, hypothesisPlan, parts }: Outcome): Lack[] {
  if (parts.some(({ arms }) => arms.length > 0)) return [];
  const rows = hypothesisPlan?.preset.workloads;
  const isCalibration = rows?.length === 0 || request.workloads?.every((name) => name === calibrateName);
  if (isCalibration === true || namesAll(request)) return [];
  const [omission] = parts.flatMap(({ omissions }) => omissions);
  return [
    {
      what: `the ${hypothesisPlan === undefined ? request.preset : 'hypotheses'} plan`,
      reason: explain(omission),
      hint: 'name other --nodes, or use --machine virtual',
    },
  ];
}
