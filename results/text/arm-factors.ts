import type { Arm } from '../schema/plan.ts';

/** By what arms of a workload are told apart: its parameters, and what the arm sets of the kernel. */
export function armFactors({
  parameters,
  numaBalancing,
}: Pick<Arm, 'parameters' | 'numaBalancing'>): Readonly<Record<string, string>> {
  return numaBalancing === undefined ? parameters : { ...parameters, 'kernel.numa_balancing': numaBalancing };
}
