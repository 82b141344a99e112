import type { Counted, Counters } from '../../results/schema/counters.ts';
import type { CompletedTrial } from '../../results/schema/trial.ts';
import { type CountMetric, type Reading, ratioReading } from './metric.ts';
import { readPerOperation, sumCounted } from './per-operation.ts';

const span = 'filling of working sets and warm-up included';

export const systemCallsMetric = 'system_calls_per_operation';

const systemCalls: CountMetric = {
  id: 'E1',
  name: systemCallsMetric,
  title: 'System calls per operation',
  short: 'calls/op',
  unit: '1/op',
  formula: `system calls of the threads (tracepoint raw_syscalls:sys_enter), ${span} / operations; futex is K2, calls of the harness are left out`,
  kind: 'count',
  where: 'any',
  source: '`counters`: tracepoint raw_syscalls:sys_enter, of the guest or by perf_event_open',
  scheduleDependent: 'racing',
  compareAs: 'difference',
  inText: false,
  zeroIsSilent: true,
  read: (trial) =>
    callNames(trial).flatMap((name) => readPerOperation(trial, name, (counters) => callsOf(counters, name))),
};

/** Waits that are refused and wakes of nobody are system calls for nothing. */
function ofFutex(field: 'calls' | 'wasted' | 'useful'): (counters: Counters) => Counted {
  return ({ futex }) => {
    if ('unavailable' in futex) return futex;
    switch (field) {
      case 'calls':
        return futex.calls;
      case 'wasted':
        return futex.refusedWaits + futex.idleWakes;
      case 'useful':
        return futex.waits + futex.wakes;
    }
  };
}

const futexCalls: CountMetric = {
  id: 'K2',
  name: 'futex_calls_per_operation',
  title: 'Futex calls per operation',
  short: 'futex/op',
  unit: '1/op',
  formula: `futex calls but those of the harness, ${span} / operations`,
  kind: 'count',
  where: 'any',
  source: '`counters`: tracepoints of the futex system call',
  scheduleDependent: 'always',
  compareAs: 'difference',
  inText: false,
  read: (trial) => readPerOperation(trial, '', ofFutex('calls')),
};

const futexWasted: CountMetric = {
  id: 'K2',
  name: 'futex_wasted_ratio',
  title: 'Wasted share of futex calls',
  short: 'wasted',
  unit: '1',
  formula:
    '(waits refused because the word had changed + wakes that found nobody) / (waits + wakes); the harness left out',
  kind: 'count',
  where: 'any',
  source: '`counters`: tracepoints of the futex system call',
  scheduleDependent: 'always',
  compareAs: 'difference',
  inText: false,
  read: readWasted,
};

export const systemCallMetrics: readonly CountMetric[] = [systemCalls, futexCalls, futexWasted];

function readWasted(trial: CompletedTrial): readonly Reading[] {
  const wasted = sumCounted(trial, ofFutex('wasted'));
  const all = sumCounted(trial, ofFutex('useful'));
  if (wasted === undefined || all === undefined) return [];
  if (typeof wasted !== 'number') return [{ subject: '', unavailable: wasted.unavailable }];
  if (typeof all !== 'number') return [{ subject: '', unavailable: all.unavailable }];
  return [ratioReading('', wasted, all, 'no futex call was made')];
}

/** Names of the calls of a trial; one nameless reading says why there are none. */
function callNames(trial: CompletedTrial): readonly string[] {
  for (const { counts } of trial.processes) {
    const calls = counts.counters?.systemCalls;
    if (calls !== undefined && !isLacking(calls)) return Object.keys(calls);
  }
  return [''];
}

/** How often a process made the call of that name, or why that is not known. */
export function callsOf({ systemCalls: calls }: Counters, name: string): Counted {
  if (isLacking(calls)) return calls;
  return calls[name] ?? { unavailable: `calls of ${name} are not counted by name` };
}

function isLacking(calls: Counters['systemCalls']): calls is { unavailable: string } {
  return typeof calls.unavailable === 'string';
}
