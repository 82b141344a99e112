import { counted } from '../../../results/text/counted.ts';
import { armOf, completedTrials } from '../../load/run.ts';
import type { SectionCheck } from './check.ts';

const leastShare = 0.99;

/** Where numactl binds memory, the live bytes of every process must be seen on the nodes it was bound to. */
export const placementBound: SectionCheck = (section) => {
  const shares = completedTrials(section).flatMap((trial) => {
    const arm = armOf(section, trial);
    return trial.processes.flatMap(({ counts }, index) => {
      const bound = arm.processes[index]?.boundNodes ?? [];
      if (bound.length === 0) return [];
      let [inside, all] = [0, 0];
      for (const { nodes, bytes, unknownBytes } of counts.placement) {
        all += unknownBytes.reduce((sum, unknown) => sum + unknown, 0);
        for (const [pageIndex, node] of nodes.entries()) {
          const onNode = bytes.reduce((sum, row) => sum + (row[pageIndex] ?? 0), 0);
          all += onNode;
          if (bound.includes(node)) inside += onNode;
        }
      }
      return all === 0 ? [] : [inside / all];
    });
  });
  if (shares.length === 0) return null;
  const worst = Math.min(...shares);
  const seen = `at least ${(Math.floor(worst * 10000) / 100).toFixed(2)} % of live bytes in ${counted(shares.length, 'process', 'processes')}`;
  return {
    id: 'placement-bound',
    verdict: worst >= leastShare ? 'pass' : 'fail',
    seen,
    threshold: `at least ${leastShare * 100} % on the nodes that numactl binds to`,
    remedy: 'free memory on the bound nodes, and check that the container allows mbind',
  };
};
