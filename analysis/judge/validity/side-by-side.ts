import { counted } from '../../../results/text/counted.ts';
import { armOf, completedTrials } from '../../load/run.ts';
import type { SectionCheck } from './check.ts';

const leastOverlap = 0.8;

/**
 * Processes of one timed trial (`split`) must have run at the same time, or each had the machine to itself. Overlap:
 * (first end - last begin) / (last end - first begin), 1 when all begin and end together.
 */
export const processesOverlap: SectionCheck = (section) => {
  const overlaps = completedTrials(section).flatMap((trial) => {
    if (trial.machine !== 'host' || armOf(section, trial).processes.length < 2) return [];
    const windows = trial.processes.flatMap(({ times }) => {
      const samples = times.samples.filter((sample) => !sample.warmup);
      if (samples.length === 0) return [];
      return [
        {
          beginNs: Math.min(...samples.map((sample) => sample.beginNs)),
          endNs: Math.max(...samples.flatMap((sample) => sample.threads.map((thread) => thread.endNs))),
        },
      ];
    });
    if (windows.length < 2) return [];
    const begins = windows.map((window) => window.beginNs);
    const ends = windows.map((window) => window.endNs);
    const whole = Math.max(...ends) - Math.min(...begins);
    return whole === 0 ? [] : [Math.max(0, Math.min(...ends) - Math.max(...begins)) / whole];
  });
  if (overlaps.length === 0) return null;
  const worst = Math.min(...overlaps);
  return {
    id: 'side-by-side',
    verdict: worst >= leastOverlap ? 'pass' : 'warn',
    seen: `overlap at least ${(Math.floor(worst * 1000) / 10).toFixed(1)} % in ${counted(overlaps.length, 'trial')}`,
    threshold: `processes of a split trial overlap by at least ${leastOverlap * 100} %`,
    remedy: 'use more operations per sample, so that starting apart matters less',
  };
};
