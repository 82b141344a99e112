import type { PointerChase } from '../../results/schema/times.ts';
import { groupBy } from '../load/group-by.ts';
import { median } from '../stats/median.ts';
import type { Reading, TimedTrial, TimeMetric } from './metric.ts';

export const loadLatency: TimeMetric = {
  id: 'L0',
  name: 'load_latency_seconds',
  title: 'Latency of a dependent load',
  short: 'load',
  unit: 's',
  formula: 'time / loads of a dependent pointer chase, from the thread node to the memory node',
  kind: 'time',
  where: 'host',
  source: '`pointer-chase`: CLOCK_MONOTONIC around a chase through memory bound to a node',
  scheduleDependent: 'never',
  compareAs: null,
  inText: false,
  read: (trial) =>
    [...latencies(trial)].map(([subject, { perLoadNs }]) => ({ subject, value: perLoadNs / 1e9 })),
};

export const nodeLatencyRatio: TimeMetric = {
  id: 'L0',
  name: 'node_latency_ratio',
  title: 'Latency of a dependent load, over that of the own node',
  short: 'L(i,j)',
  unit: '1',
  formula: 'pointer-chase latency L(i,j) / L(i,i)',
  kind: 'time',
  where: 'host-nodes',
  source: '`pointer-chase`: CLOCK_MONOTONIC around a chase through memory bound to a node',
  scheduleDependent: 'never',
  compareAs: null,
  inText: false,
  read: (trial) => ratioReadings(latencies(trial)),
};

interface PairLatency {
  readonly fromNode: number;
  readonly toNode: number;
  readonly perLoadNs: number;
}

/** Median over the passes of each ordered pair of nodes. */
function latencies(trial: TimedTrial): ReadonlyMap<string, PairLatency> {
  const chases = trial.processes.flatMap(({ times }) => times.pointerChases).filter((c) => c.loads > 0);
  const groups = groupBy(chases, pairName);
  return new Map(
    [...groups].flatMap(([pair, group]) => {
      const [first] = group;
      if (first === undefined) return [];
      const perLoadNs = median(group.map((chase) => chase.durationNs / chase.loads));
      return [[pair, { fromNode: first.fromNode, toNode: first.toNode, perLoadNs }] as const];
    }),
  );
}

function pairName({ fromNode, toNode }: Pick<PointerChase, 'fromNode' | 'toNode'>): string {
  return `${fromNode} to ${toNode}`;
}

function ratioReadings(pairs: ReadonlyMap<string, PairLatency>): readonly Reading[] {
  return [...pairs].flatMap(([subject, { fromNode, toNode, perLoadNs }]): Reading[] => {
    if (fromNode === toNode) return [];
    const own = pairs.get(pairName({ fromNode, toNode: fromNode }))?.perLoadNs;
    if (own === undefined || own === 0) {
      return [{ subject, unavailable: `no latency of node ${fromNode} to itself` }];
    }
    return [{ subject, value: perLoadNs / own }];
  });
}
