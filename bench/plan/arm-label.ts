import type { Arm } from '../../results/schema/plan.ts';

/**
 * Makes the short name by which people tell an arm from its neighbours: workload, the parameters that vary among `arms` of that
 * workload, placement, threads and mode where those vary, target.
 */
export function makeArmLabels(arms: readonly Arm[]): (arm: Arm) => string {
  return (arm) => {
    const family = arms.filter((other) => other.workload === arm.workload);
    const varies = (of: (one: Arm) => string | number | undefined) => new Set(family.map(of)).size > 1;
    const parameters = Object.entries(arm.parameters).flatMap(([name, value]) =>
      varies((one) => one.parameters[name]) ? [`${name}=${value}`] : [],
    );
    return [
      arm.workload,
      ...parameters,
      arm.placement,
      ...(varies(countThreads) ? [`${countThreads(arm)} threads`] : []),
      ...(varies((one) => one.mode) ? [arm.mode] : []),
      arm.target,
    ].join(' ');
  };
}

/** Threads of all processes of a trial. */
export function countThreads(arm: Arm): number {
  return arm.processes.reduce((sum, process) => sum + process.threads.length, 0);
}
