import type { Counted, Counters } from '../../results/schema/counters.ts';
import type { CompletedTrial } from '../../results/schema/trial.ts';
import { type Reading, ratioReading } from './metric.ts';

/** One number of a process, or why it has none. */
export type OfProcess = (counters: Counters) => Counted;

/** What one thing was counted over all processes, or why it was not; undefined when the program was not asked for it. */
export function sumCounted(trial: CompletedTrial, of: OfProcess): Counted | undefined {
  // Read some thirty times per trial: no lists are made.
  let [sum, asked] = [0, 0];
  let lacking: Counted | undefined;
  for (const { counts } of trial.processes) {
    if (counts.counters === null) continue;
    asked += 1;
    const counted = of(counts.counters);
    if (typeof counted === 'number') sum += counted;
    else lacking ??= counted;
  }
  if (asked === 0) return undefined;
  if (asked < trial.processes.length) return { unavailable: 'a process of the trial reported no counters' };
  return lacking ?? sum;
}

/** The sum over the operations of all passes and processes. */
export function readPerOperation(trial: CompletedTrial, subject: string, of: OfProcess): readonly Reading[] {
  const counted = sumCounted(trial, of);
  if (counted === undefined) return [];
  if (typeof counted !== 'number') return [{ subject, unavailable: counted.unavailable }];
  const operations = trial.processes.reduce((sum, { counts }) => sum + counts.operations, 0);
  return [ratioReading(subject, counted, operations, 'no operation was done')];
}
