import type { Arm } from '../../../results/schema/plan.ts';
import { armFactors } from '../../../results/text/arm-factors.ts';
import { nameValues } from '../../../results/text/name-values.ts';

/** What tells the arms of one workload apart. */
interface Varying {
  readonly parameters: readonly string[];
  readonly threads: boolean;
  readonly mode: boolean;
}

/**
 * Makes the short name by which people tell an arm from its neighbours: workload, the parameters that vary among `arms` of that
 * workload, placement, threads and mode where those vary, target.
 */
export function makeArmLabels(arms: readonly Arm[]): (arm: Arm) => string {
  const names = [...new Set(arms.map((arm) => arm.workload))];
  const varying = new Map(
    names.map((name) => [name, findVarying(arms.filter((arm) => arm.workload === name))]),
  );
  return (arm) => {
    const known = varying.get(arm.workload);
    return [
      arm.workload,
      ...nameValues(armFactors(arm), (name) => known?.parameters.includes(name) === true),
      arm.placement,
      ...(known?.threads ? [`${countThreads(arm)} threads`] : []),
      ...(known?.mode ? [arm.mode] : []),
      arm.target,
    ].join(' ');
  };
}

function findVarying(family: readonly Arm[]): Varying {
  const varies = (of: (arm: Arm) => string | number | undefined) => new Set(family.map(of)).size > 1;
  return {
    parameters: [...new Set(family.flatMap((arm) => Object.keys(armFactors(arm))))].filter((name) =>
      varies((arm) => armFactors(arm)[name]),
    ),
    threads: varies(countThreads),
    mode: varies((arm) => arm.mode),
  };
}

/** Threads of all processes of a trial. */
export function countThreads(arm: Arm): number {
  return arm.processes.reduce((sum, process) => sum + process.threads.length, 0);
}
