import type { CompletedTrial, ObservedSettings } from '../../../results/schema/trial.ts';
import { counted } from '../../../results/text/counted.ts';
import { armOf, completedTrials, type RunSection } from '../../load/run.ts';
import type { SectionCheck } from './check.ts';

/** Settings read back before every trial stayed the same, and in a guest were the planned ones. */
export const settingsHeld: SectionCheck = (section) => {
  const trials = completedTrials(section);
  const seenSettings = [...new Set(trials.map((trial) => describeSettings(withoutOwn(section, trial))))];
  const base = {
    id: 'kernel-settings',
    threshold: 'the same THP, NUMA balancing and address randomisation in all trials',
    remedy: 'change no kernel setting while a run is going on',
  };
  const [only] = seenSettings;
  if (only === undefined) return { ...base, verdict: 'unknown', seen: 'no trial completed' };
  if (seenSettings.length > 1) return { ...base, verdict: 'fail', seen: seenSettings.join('; or ') };
  if (section.section.machine === 'virtual' && only !== describeSettings(section.section.settings)) {
    const planned = describeSettings(section.section.settings);
    return { ...base, verdict: 'fail', seen: `${only}; planned were ${planned}` };
  }
  return { ...base, verdict: 'pass', seen: `${only} in ${counted(trials.length, 'trial')}` };
};

/** Where a trial has the setting that its arm asks for, what the section has in its place: it is no change from trial to trial. */
function withoutOwn(section: RunSection, trial: CompletedTrial): ObservedSettings {
  const { numaBalancing } = armOf(section, trial);
  if (numaBalancing === undefined || section.section.machine === 'host') return trial.settings;
  if (trial.settings.numaBalancing === numaBalancing)
    return { ...trial.settings, numaBalancing: section.section.settings.numaBalancing };
  return { ...trial.settings, numaBalancing: `${trial.settings.numaBalancing} instead of ${numaBalancing}` };
}

export function describeSettings(settings: ObservedSettings): string {
  const { numaBalancing, transparentHugepage, addressRandomisation } = settings;
  return `numa_balancing ${numaBalancing}, THP ${transparentHugepage}, ASLR ${addressRandomisation}`;
}
