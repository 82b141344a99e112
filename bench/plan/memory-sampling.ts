import type { Section } from '../../results/schema/plan.ts';
import type { RunRequest } from '../request/run-request.ts';
import type { PlanContext } from './plan-context.ts';

/** Samples a second of the memory of processes on a machine; undefined where nobody asked, or the machine cannot. */
export function chooseMemorySampleHz(
  machine: Section['machine'],
  { memorySampleHz }: Pick<RunRequest, 'memorySampleHz'>,
  { hostSamplesMemory = true }: Pick<PlanContext, 'hostSamplesMemory'>,
): number | undefined {
  return machine === 'host' && !hostSamplesMemory ? undefined : memorySampleHz;
}

/** A sentence where memory over time was asked for and some of the sections go without. */
export function describeUnsampled(
  { memorySampleHz }: Pick<RunRequest, 'memorySampleHz'>,
  { hostSamplesMemory = true }: Pick<PlanContext, 'hostSamplesMemory'>,
  sections: readonly Pick<Section, 'machine'>[],
): string[] {
  if (memorySampleHz === undefined || hostSamplesMemory) return [];
  if (!sections.some(({ machine }) => machine === 'host')) return [];
  return [
    `memory over time is left out on the host: the addon is not built; npm run setup -- tests builds it (needs cargo)`,
  ];
}
