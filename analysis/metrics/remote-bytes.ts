import type { PlacementCount } from '../../results/schema/counts.ts';
import type { MetricName } from '../../results/schema/metric-name.ts';
import type { CompletedTrial } from '../../results/schema/trial.ts';
import { groupBy } from '../load/group-by.ts';
import { type CountMetric, type Reading, ratioReading } from './metric.ts';
import { oncePerTrial } from './once-per-trial.ts';

const nobodyPlaced = 'no live byte lies on a node';

/** Bytes of one set of objects at one checkpoint, summed over owners and processes. */
export interface ByteTotals {
  readonly remote: number;
  readonly placed: number;
  readonly absent: number;
  readonly zeroPage: number;
  readonly unknown: number;
}

function remoteRatio(id: string, name: MetricName, owner: PlacementCount['owner'], who: string): CountMetric {
  return {
    id,
    name,
    title: `Remote byte ratio, owner = ${who}`,
    short: 'remote',
    unit: '1',
    formula: `live bytes on a node other than that of their owner (${who}) / live bytes on any node; bytes without a node are counted apart`,
    kind: 'count',
    where: 'nodes',
    source:
      '`placement`: present bit of /proc/self/pagemap, then move_pages without target nodes, threads parked',
    scheduleDependent: 'racing',
    compareAs: 'difference',
    inText: true,
    read: (trial) =>
      totalsOf(trial, owner).map(([subject, totals]) =>
        ratioReading(subject, totals.remote, totals.placed, nobodyPlaced),
      ),
  };
}

function unplacedRatio(name: MetricName, what: string, part: 'absent' | 'zeroPage' | 'unknown'): CountMetric {
  return {
    id: 'L1',
    name,
    title: `Share of live bytes ${what}`,
    short: 'unplaced',
    unit: '1',
    formula: `live bytes ${what} / all live bytes, by pagemap and move_pages`,
    kind: 'count',
    where: 'nodes',
    source:
      '`placement`: present bit of /proc/self/pagemap, then move_pages without target nodes, threads parked',
    scheduleDependent: 'racing',
    compareAs: null,
    inText: false,
    read: (trial) =>
      (['allocator', 'receiver'] as const).flatMap((owner) =>
        totalsOf(trial, owner).map(([subject, totals]): Reading => {
          const all = totals.placed + totals.absent + totals.zeroPage + totals.unknown;
          return ratioReading(`${subject}, by ${owner}`, totals[part], all, 'no live byte');
        }),
      ),
  };
}

/** L1: residency, not access; never a cost. */
export const remoteByteMetrics: readonly CountMetric[] = [
  remoteRatio('L1a', 'allocation_remote_byte_ratio', 'allocator', 'the thread that allocated'),
  remoteRatio('L1u', 'use_remote_byte_ratio', 'receiver', 'the thread that last received'),
  unplacedRatio('absent_byte_ratio', 'on pages not present', 'absent'),
  unplacedRatio('zero_page_byte_ratio', 'on the zero page', 'zeroPage'),
  unplacedRatio('unknown_node_byte_ratio', 'on pages of unknown node', 'unknown'),
];

type SubjectTotals = readonly (readonly [subject: string, totals: ByteTotals])[];

const totalsByOwner = {
  allocator: oncePerTrial((trial) => deriveTotals(trial, 'allocator')),
  receiver: oncePerTrial((trial) => deriveTotals(trial, 'receiver')),
} as const;

function totalsOf(trial: CompletedTrial, owner: PlacementCount['owner']): SubjectTotals {
  return totalsByOwner[owner](trial);
}

function deriveTotals(trial: CompletedTrial, owner: PlacementCount['owner']): SubjectTotals {
  const counts = trial.processes.flatMap((process) => process.counts.placement);
  const groups = groupBy(
    counts.filter((count) => count.owner === owner),
    subjectOf,
  );
  return [...groups].map(([subject, group]) => [subject, addTotals(group)]);
}

/** `live at end`; `reallocated` of objects that are counted at the checkpoint of their own name. */
function subjectOf({ subject, checkpoint }: PlacementCount): string {
  return subject === checkpoint ? subject : `${subject} at ${checkpoint}`;
}

export function addTotals(counts: readonly PlacementCount[]): ByteTotals {
  const totals = { remote: 0, placed: 0, absent: 0, zeroPage: 0, unknown: 0 };
  for (const { bytes, absentBytes, zeroPageBytes, unknownBytes } of counts) {
    for (let owner = 0; owner < bytes.length; owner += 1) {
      const row = bytes[owner] ?? [];
      const onNodes = sum(row);
      totals.placed += onNodes;
      // Rows and columns are over the same list of nodes.
      totals.remote += onNodes - (row[owner] ?? 0);
    }
    totals.absent += sum(absentBytes);
    totals.zeroPage += sum(zeroPageBytes);
    totals.unknown += sum(unknownBytes);
  }
  return totals;
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
