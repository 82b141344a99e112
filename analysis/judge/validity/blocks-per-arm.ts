import { counted } from '../../../results/text/counted.ts';
import { fewestBlocksForInterval } from '../../estimate/estimate.ts';
import { groupBy } from '../../load/group-by.ts';
import { completedTrials } from '../../load/run.ts';
import { hasBlocks, type SectionCheck } from './check.ts';

const fewestBlocksForRange = 2;

/**
 * How many blocks the cells rest on. A quick run is planned with fewer than an interval needs and claims no more than medians and ranges; a cell
 * that lost blocks and fell below is not what was planned.
 */
export const blocksPerArm: SectionCheck = (runSection) => {
  if (!hasBlocks(runSection)) return null;
  const { section } = runSection;
  const arms = [...new Set(section.trials.filter(({ block }) => block > 0).map(({ arm }) => arm))];
  const done = groupBy(
    completedTrials(runSection).filter(({ block }) => block > 0),
    ({ arm }) => arm,
  );
  const counts = arms.map((arm) => ({ arm, n: done.get(arm)?.length ?? 0 })).sort((a, b) => a.n - b.n);
  const least = counts[0]?.n ?? 0;
  const most = counts.at(-1)?.n ?? 0;
  const isQuick = section.blocks < fewestBlocksForInterval;
  const needed = isQuick ? Math.min(section.blocks, fewestBlocksForRange) : fewestBlocksForInterval;
  const short = counts.filter(({ n }) => n < needed);
  const span = least === most ? `${least}` : `${least} to ${most}`;
  const planned = isQuick ? ': medians and ranges, no intervals, as planned' : '';
  const base = {
    id: 'blocks-per-arm',
    threshold: `at least ${needed} completed blocks in every arm (intervals need ${fewestBlocksForInterval})`,
    remedy: 'run again with more blocks, or find out why trials were lost',
  };
  const size = `${span} of ${counted(section.blocks, 'block')} in ${counted(arms.length, 'arm')}`;
  if (short.length === 0) return { ...base, verdict: 'pass', seen: `${size}${planned}` };
  const named = short.slice(0, 3).map(({ arm, n }) => `${arm} (${n})`);
  return {
    ...base,
    verdict: 'warn',
    seen: `${size}; too few in ${counted(short.length, 'arm')}: ${named.join(', ')}`,
  };
};
