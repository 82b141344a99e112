import type { Counted, Counters } from '../../results/schema/counters.ts';
import type { CompletedTrial } from '../../results/schema/trial.ts';
import type { CountMetric, Reading } from './metric.ts';
import { readPerOperation } from './per-operation.ts';

const fromVmstat = [
  'numa_hint_faults',
  'numa_hint_faults_local',
  'numa_pages_migrated',
  'pgmigrate_success',
  'thp_fault_alloc',
  'thp_collapse_alloc',
] as const;
const fromNumastat = ['numa_miss', 'numa_foreign'] as const;

/** L8: what the kernel itself did about placement. System-wide: in a guest the trial is all there is, on a host it is not. */
export const balancingActivity: CountMetric = {
  id: 'L8',
  name: 'placement_events_per_operation',
  title: 'NUMA balancing, migration and huge pages per operation',
  short: 'events/op',
  unit: '1/op',
  formula:
    'growth of the lines of /proc/vmstat and numastat over the measured part, of the whole system / operations',
  kind: 'count',
  where: 'any',
  source: '`counters`: /proc/vmstat and numastat of each node, difference over the run',
  scheduleDependent: 'always',
  compareAs: 'difference',
  inText: false,
  zeroIsSilent: true,
  read: (trial) =>
    trial.processes.every(({ counts }) => counts.counters === null)
      ? []
      : [
          ...fromVmstat.flatMap((name) => readEvent(trial, name, ({ vmstat }) => vmstat[name])),
          ...fromNumastat.flatMap((name) =>
            readEvent(trial, name, ({ numastat }) => sumOverNodes(numastat, name)),
          ),
        ],
};

/** Processes side by side see the same events of the system: adding them up would count each twice. */
function readEvent(
  trial: CompletedTrial,
  name: string,
  of: (counters: Counters) => Counted | undefined,
): readonly Reading[] {
  if (trial.processes.length > 1) {
    return [{ subject: name, unavailable: 'several processes saw the same events of the whole system' }];
  }
  return readPerOperation(trial, name, (counters) => of(counters) ?? { unavailable: `no line ${name}` });
}

function sumOverNodes(numastat: Counters['numastat'], name: string): Counted {
  let sum = 0;
  for (const node of numastat) {
    const counted = node[name];
    if (typeof counted !== 'number') return counted ?? { unavailable: `no line ${name} of a node` };
    sum += counted;
  }
  return numastat.length === 0 ? { unavailable: 'the kernel shows no node' } : sum;
}
