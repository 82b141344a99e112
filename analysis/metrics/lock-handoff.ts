import type { LockHandoffs } from '../../results/schema/counts.ts';
import type { CompletedTrial } from '../../results/schema/trial.ts';
import { type CountMetric, type Reading, ratioReading } from './metric.ts';
import { oncePerTrial } from './once-per-trial.ts';

const base = {
  id: 'K1',
  unit: '1',
  kind: 'count',
  where: 'nodes',
  source:
    '`lock-handoffs`: who has the lock notes who had it before; nodes are those the threads are pinned to',
  scheduleDependent: 'always',
  compareAs: 'difference',
} as const;

/** Below it the standard error of a share passes 0.05: in a guest a thread may take the lock thousands of times in one slice. */
export const fewestHandoffs = 100;

export const remoteHandoff: CountMetric = {
  ...base,
  name: 'remote_handoff_ratio',
  title: 'Lock handoffs that change node',
  short: 'remote',
  formula: `handoffs that change node / handoffs to another thread; none below ${fewestHandoffs} of these`,
  inText: true,
  read: (trial) => overNodes(trial, (t) => ratioReading('', t.remote, t.toOther, noHandoff)),
};

export const fairHandoff: CountMetric = {
  ...base,
  name: 'remote_handoff_fair_ratio',
  title: 'The same if the next owner were drawn evenly from the other threads',
  short: 'if fair',
  compareAs: null,
  formula:
    'mean over threads of (threads on other nodes) / (other threads); (T - T/k)/(T - 1) when T threads lie evenly on k nodes',
  scheduleDependent: 'never',
  inText: true,
  // Why there is nothing to compare it with is said once, of the ratio itself.
  read: (trial) =>
    overNodes(trial, (t) => ratioReading('', t.fairWeighted, t.toOther, noHandoff)).filter(
      (reading) => 'value' in reading,
    ),
};

export const reacquisition: CountMetric = {
  ...base,
  name: 'lock_reacquisition_ratio',
  title: 'Acquisitions by the thread that had the lock last',
  short: 'same thr.',
  where: 'any',
  formula: 'acquisitions directly after one by the same thread / all acquisitions after the first',
  inText: true,
  read: (trial) => {
    const totals = handoffTotals(trial);
    if (totals === null) return [];
    return [ratioReading('', totals.same, totals.same + totals.toOther, 'the lock was taken once at most')];
  },
};

const aloneOnNode = 'every thread is alone on its node, so that every handoff changes node';
const noHandoff = 'no handoff to another thread';
const fewHandoffs = `fewer than ${fewestHandoffs} handoffs to another thread`;

interface HandoffTotals {
  readonly same: number;
  readonly toOther: number;
  readonly remote: number;
  /** Fair share of each lock, weighted by its handoffs to another thread. */
  readonly fairWeighted: number;
  readonly nodes: number;
}

/**
 * On one node no handoff can be remote, and where every thread is alone on its node all are: neither is a finding,
 * and a 0 or a 1 would look like one.
 */
function overNodes(trial: CompletedTrial, reading: (totals: HandoffTotals) => Reading): readonly Reading[] {
  const totals = handoffTotals(trial);
  if (totals === null || totals.nodes < 2) return [];
  if (totals.toOther > 0 && totals.fairWeighted === totals.toOther)
    return [{ subject: '', unavailable: aloneOnNode }];
  if (totals.toOther > 0 && totals.toOther < fewestHandoffs)
    return [{ subject: '', unavailable: fewHandoffs }];
  return [reading(totals)];
}

const handoffTotals = oncePerTrial(deriveTotals);

function deriveTotals(trial: CompletedTrial): HandoffTotals | null {
  const locks = trial.processes.flatMap(({ counts }) => counts.lockHandoffs).map(lockTotals);
  if (locks.length === 0) return null;
  return {
    same: locks.reduce((sum, lock) => sum + lock.same, 0),
    toOther: locks.reduce((sum, lock) => sum + lock.toOther, 0),
    remote: locks.reduce((sum, lock) => sum + lock.remote, 0),
    fairWeighted: locks.reduce((sum, lock) => sum + lock.fairWeighted, 0),
    nodes: Math.max(...locks.map((lock) => lock.nodes)),
  };
}

function lockTotals({ threads, matrix }: LockHandoffs): HandoffTotals {
  let [same, toOther, remote] = [0, 0, 0];
  for (let from = 0; from < matrix.length; from += 1) {
    const row = matrix[from] ?? [];
    for (let to = 0; to < row.length; to += 1) {
      const count = row[to] ?? 0;
      if (from === to) same += count;
      else toOther += count;
      if (threads[from]?.node !== threads[to]?.node) remote += count;
    }
  }
  const nodes = new Set(threads.map((thread) => thread.node)).size;
  return { same, toOther, remote, fairWeighted: toOther * fairShare(threads), nodes };
}

function fairShare(threads: LockHandoffs['threads']): number {
  if (threads.length < 2) return 0;
  const elsewhere = threads.map((thread) => threads.filter((other) => other.node !== thread.node).length);
  const mean = elsewhere.reduce((sum, others) => sum + others, 0) / threads.length;
  return mean / (threads.length - 1);
}
