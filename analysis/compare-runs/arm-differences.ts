import type { Arm } from '../../results/schema/plan.ts';
import { sortedNameValues } from '../../results/text/name-values.ts';
import { threadCount } from '../load/run.ts';
import type { ArmPair } from './run-comparison.ts';

/** What two arms must share to do the same work; target and placement are what they may be compared by. */
const shared: Readonly<Record<string, (arm: Arm) => string>> = {
  workload: ({ workload }) => workload,
  parameters: ({ parameters }) => describeParameters(parameters),
  mode: ({ mode }) => mode,
  threads: (arm) => String(threadCount(arm)),
  'operations per thread': ({ operationsPerThread }) => String(operationsPerThread),
  passes: ({ samples, warmupSamples }) => `${samples} after ${warmupSamples} for warm-up`,
};

/** Why two arms cannot be compared, one line each; empty when they can. */
export function armDifferences({ a, b }: ArmPair): readonly string[] {
  const [machineA, machineB] = [a.section.section.machine, b.section.section.machine];
  if (machineA !== machineB) return [`machine: A is of the ${machineA}, B of the ${machineB}`];
  return Object.entries(shared).flatMap(([name, read]) => {
    const [ofA, ofB] = [read(a.arm), read(b.arm)];
    return ofA === ofB ? [] : [`${name}: A has ${ofA}, B has ${ofB}`];
  });
}

export function describeParameters(parameters: Readonly<Record<string, string>>): string {
  return sortedNameValues(parameters).join(' ') || 'none';
}
