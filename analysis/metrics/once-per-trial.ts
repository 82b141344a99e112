import type { CompletedTrial } from '../../results/schema/trial.ts';

/**
 * `derive`, with the answer for the last trial kept: all metrics read a trial before the next one is looked at, and several of them
 * from the same derived values. Only the last, because those of all trials would fill the memory.
 */
export function oncePerTrial<T>(derive: (trial: CompletedTrial) => T): (trial: CompletedTrial) => T {
  let last: { readonly trial: CompletedTrial; readonly derived: T } | undefined;
  return (trial) => {
    if (last?.trial !== trial) last = { trial, derived: derive(trial) };
    return last.derived;
  };
}
