import type { Stop } from '../../results/schema/family.ts';
import type { RunSection } from './run.ts';

/**
 * Sections without what the plan itself gave up: trials after a stop were not to be run and are not missing. A record of one, which a run
 * that was resumed by hand may hold, is not counted: nothing may be added to data after they were looked at.
 */
export function endAtStops(sections: readonly RunSection[], stops: readonly Stop[]): readonly RunSection[] {
  return sections.map((whole, index) => {
    const stop = stops.find(({ section }) => section === index);
    if (stop === undefined) return whole;
    const { section, arms, trials } = whole;
    const blocks = Math.min(section.blocks, stop.blocks);
    return {
      section: { ...section, blocks, trials: section.trials.filter((trial) => trial.block <= blocks) },
      arms,
      trials: trials.filter((trial) => trial.block <= blocks),
    };
  });
}
