import type { ProcessCounts } from '../../results/schema/counts.ts';
import type { Arm } from '../../results/schema/plan.ts';
import type { ProcessTimes } from '../../results/schema/times.ts';
import type { TrialRecord } from '../../results/schema/trial.ts';

/**
 * A record without what only the measures of its arm are made from: what is left is what the checks of a whole run look at, in about a
 * tenth of the memory.
 */
export function stripRecord(record: TrialRecord, arm: Arm): TrialRecord {
  if (record.state !== 'completed') return record;
  if (record.machine === 'virtual') {
    return { ...record, processes: record.processes.map(({ counts }) => ({ counts: strip(counts, arm) })) };
  }
  return {
    ...record,
    processes: record.processes.map(({ counts, times }) => ({
      counts: strip(counts, arm),
      times: { ...nothingTimed, samples: times.samples },
    })),
  };
}

const nothing: never[] = [];
const nothingTimed: ProcessTimes = { samples: [], histograms: [], pointerChases: [], harnessCosts: [] };

function strip(counts: ProcessCounts, { processes }: Arm): ProcessCounts {
  const isBound = processes.some(({ boundNodes }) => boundNodes.length > 0);
  const { proof, operations, check, pinning, events, firstTouch } = counts;
  // Spelt out: this is done for every process of every trial.
  return {
    proof,
    operations,
    check,
    pinning,
    placement: isBound ? counts.placement : nothing,
    census: nothing,
    lineSharing: nothing,
    threadMaps: nothing,
    lockHandovers: nothing,
    syncObjects: nothing,
    descriptorChanges: nothing,
    memory: nothing,
    events,
    counters: null,
    firstTouch,
  };
}
