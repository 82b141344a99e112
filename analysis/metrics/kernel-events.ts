import type { Counters } from '../../results/schema/counters.ts';
import type { KernelEvents } from '../../results/schema/counts.ts';
import type { MetricName } from '../../results/schema/metric-name.ts';
import type { CompletedTrial } from '../../results/schema/trial.ts';
import { type CountMetric, type Reading, ratioReading } from './metric.ts';
import { readPerOperation } from './per-operation.ts';

function perOperation(
  name: MetricName,
  title: string,
  short: string,
  field: keyof KernelEvents,
  scheduleDependent: CountMetric['scheduleDependent'],
  inText: boolean,
): CountMetric {
  return {
    id: 'E1',
    name,
    title,
    short,
    unit: '1/op',
    formula: `getrusage ${field} from just before the first allocation to the end, filling of working sets and warm-up included / operations of all passes, all processes`,
    kind: 'count',
    where: 'any',
    source: '`events`: getrusage(RUSAGE_SELF), difference over the run',
    scheduleDependent,
    compareAs: 'difference',
    inText,
    read: (trial) => eventReading(trial, field),
  };
}

function countedPerOperation(
  name: MetricName,
  title: string,
  short: string,
  field: keyof Counters['kernel'],
  what: string,
): CountMetric {
  return {
    id: 'E1',
    name,
    title,
    short,
    unit: '1/op',
    formula: `${what} over the measured part, all threads / operations`,
    kind: 'count',
    where: 'any',
    source: '`counters`: software events and tracepoints by perf_event_open, or tracefs of the guest',
    scheduleDependent: 'always',
    compareAs: 'difference',
    inText: false,
    read: (trial) => readPerOperation(trial, '', ({ kernel }) => kernel[field]),
  };
}

export const kernelEventMetrics: readonly CountMetric[] = [
  perOperation(
    'minor_faults_per_operation',
    'Minor faults per operation',
    'faults/op',
    'minorFaults',
    'racing',
    true,
  ),
  perOperation(
    'major_faults_per_operation',
    'Major faults per operation',
    'major',
    'majorFaults',
    'racing',
    false,
  ),
  perOperation(
    'voluntary_switches_per_operation',
    'Voluntary context switches per operation',
    'switch/op',
    'voluntarySwitches',
    'always',
    false,
  ),
  perOperation(
    'involuntary_switches_per_operation',
    'Involuntary context switches per operation',
    'preempt',
    'involuntarySwitches',
    'always',
    false,
  ),
  countedPerOperation(
    'cpu_migrations_per_operation',
    'Moves to another CPU per operation',
    'moves',
    'cpuMigrations',
    'software event cpu-migrations',
  ),
  countedPerOperation(
    'user_faults_per_operation',
    'Faults in user mode per operation',
    'user flt',
    'userFaults',
    'tracepoint exceptions:page_fault_user',
  ),
  countedPerOperation(
    'tlb_shootdowns_per_operation',
    'TLB shootdowns per operation',
    'shootdown',
    'tlbShootdowns',
    'flushes asked of other CPUs (tracepoint tlb:tlb_flush, sender)',
  ),
];

function eventReading(trial: CompletedTrial, field: keyof KernelEvents): readonly Reading[] {
  const all = trial.processes.map(({ counts }) => counts);
  const events = all.map((counts) => counts.events).filter((e) => e !== null);
  if (events.length === 0) return [];
  if (events.length < all.length) {
    return [{ subject: '', unavailable: 'a process of the trial reported no events' }];
  }
  const total = events.reduce((sum, e) => sum + e[field], 0);
  const operations = all.reduce((sum, counts) => sum + counts.operations, 0);
  return [ratioReading('', total, operations, 'no operation was done')];
}
