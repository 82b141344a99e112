import type { Section } from '../../results/schema/plan.ts';
import { estimateSection } from './estimate-plan.ts';
import type { Preset } from './presets.ts';

/**
 * Blocks of a section when --blocks is absent. A guest's are fixed by the preset; the host gets as many as fit into what the sections
 * before it leave of the preset's time.
 */
export function chooseBlocks(
  preset: Preset,
  machine: Section['machine'],
  { arms, secondsBefore }: { readonly arms: number; readonly secondsBefore: number },
): number {
  if (machine === 'virtual') return preset.blocks.virtual;
  const { least, most } = preset.blocks.host;
  const secondsOfBlock = estimateSection('host', arms) - estimateSection('host', 0);
  const fitting = Math.floor(
    (preset.budgetSeconds - secondsBefore) / Math.max(secondsOfBlock, Number.MIN_VALUE),
  );
  return Math.min(most, Math.max(least, fitting));
}
