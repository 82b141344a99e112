import type { Counted, Counters } from '../../results/schema/counters.ts';
import type { CompletedTrial } from '../../results/schema/trial.ts';
import { type Reading, ratioReading } from './metric.ts';

/** One number of a process, or why it has none. */
export type OfProcess = (counters: Counters) => Counted;

/** What one thing was counted over all processes, or why it was not; undefined when the program was not asked for it. */
export function sumCounted(trial: CompletedTrial, of: OfProcess): Counted | undefined {
  const all = trial.processes.map(({ counts }) => counts.counters);
  const asked = all.filter((counters) => counters !== null);
  if (asked.length === 0) return undefined;
  if (asked.length < all.length) return { unavailable: 'a process of the trial reported no counters' };
  let sum = 0;
  for (const counted of asked.map(of)) {
    if (typeof counted !== 'number') return counted;
    sum += counted;
  }
  return sum;
}

/** The sum over the operations of all passes and processes. */
export function readPerOperation(trial: CompletedTrial, subject: string, of: OfProcess): readonly Reading[] {
  const counted = sumCounted(trial, of);
  if (counted === undefined) return [];
  if (typeof counted !== 'number') return [{ subject, unavailable: counted.unavailable }];
  const operations = trial.processes.reduce((sum, { counts }) => sum + counts.operations, 0);
  return [ratioReading(subject, counted, operations, 'no operation was done')];
}
