import { fewestBlocksForVerdict } from '../../results/schema/experiment.ts';
import type { RawOptions } from '../commands/command-table.ts';
import { UserError } from '../user-error.ts';

/** Flags that say what is run, by their name as options. The experiment of a hypothesis says it already. */
const contradicting = [
  { option: 'workloads', flag: '--workloads' },
  { option: 'set', flag: '--set' },
  { option: 'targets', flag: '--targets' },
  { option: 'muslSrc', flag: '--musl-src' },
  { option: 'allocatorLib', flag: '--allocator-lib' },
  { option: 'placements', flag: '--placements' },
  { option: 'threads', flag: '--threads' },
  { option: 'pairs', flag: '--pairs' },
] as const;

/** Holds the other flags of a run against `--hypotheses`. Throws UserError. */
export function checkHypothesesFlags(options: RawOptions, blocks: number | undefined): void {
  if (options.hypotheses === undefined) return;
  const given = contradicting.find(({ option }) => options[option] !== undefined);
  if (given !== undefined) {
    throw new UserError(
      `--hypotheses and ${given.flag} contradict each other: a hypothesis has its own experiment`,
      { hint: 'leave one of them out' },
    );
  }
  if (blocks !== undefined && blocks < fewestBlocksForVerdict && options.quick !== true) {
    throw new UserError(`--blocks ${blocks} is too few: a verdict needs ${fewestBlocksForVerdict} blocks`, {
      hint: 'give more, or add --quick to look at the numbers without a verdict',
    });
  }
}
