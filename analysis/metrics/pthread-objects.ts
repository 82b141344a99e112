import type { CompletedTrial } from '../../results/schema/trial.ts';
import { type CountMetric, type Reading, ratioReading } from './metric.ts';

const base = {
  kind: 'count',
  where: 'any',
  source:
    '`sync-object`, `descriptor-changes`: objects of pthreads and the records in them, looked at from inside',
  compareAs: 'difference',
  inText: true,
} as const;

export const wakeupsInVain: CountMetric = {
  ...base,
  id: 'K2',
  name: 'wakeups_in_vain_per_operation',
  title: 'Returns from pthread_cond_wait without the token',
  short: 'in vain',
  unit: '1/op',
  formula: '`inVain` of all threads / tokens taken, warm-up passes left out',
  scheduleDependent: 'always',
  read: (trial) =>
    readingOf(objectsOf(trial, 'condvar'), (condvars) => {
      const vain = condvars.flatMap(({ threads }) => threads.map(({ counts }) => counts.inVain ?? 0));
      const tokens = trial.processes
        .flatMap(({ counts }) => counts.lockHandoffs)
        .flatMap(({ threads }) => threads.map(({ acquisitions }) => acquisitions));
      return ratioReading('', sum(vain), sum(tokens), 'no token was taken');
    }),
};

export const remoteRecords: CountMetric = {
  ...base,
  id: 'L5',
  name: 'remote_wait_record_ratio',
  title: "Sleeping threads with the libc's record of them on another node than theirs",
  short: 'rem. rec.',
  unit: '1',
  formula:
    'threads whose record (an address on their stack in the object they sleep at) lies on another node / threads that have one; the object shows the first and the last of a queue at most',
  scheduleDependent: 'racing',
  read: (trial) =>
    readingOf([...objectsOf(trial, 'condvar'), ...objectsOf(trial, 'barrier')], (objects) => {
      const records = objects.flatMap(({ threads }) =>
        threads.filter(({ recordNode }) => recordNode !== undefined),
      );
      const remote = records.filter(({ node, recordNode }) => recordNode !== node);
      return ratioReading('', remote.length, records.length, 'this libc keeps no record on the stack');
    }),
};

export const remoteDescriptorChanges: CountMetric = {
  ...base,
  id: 'L5',
  name: 'remote_descriptor_changes_per_operation',
  title: 'Descriptors on other nodes than the creator that change with a thread',
  short: 'rem. desc',
  unit: '1/op',
  formula:
    "changes of descriptors that do not lie on the creator's node / threads created (`create`) or gone (`exit`)",
  scheduleDependent: 'never',
  read: (trial) =>
    (['create', 'exit'] as const).flatMap((at) =>
      readingOf(changesAt(trial, at), (all) => {
        const remote = all.flatMap(({ node: creator, others }) =>
          others.filter(({ node }) => node !== creator).map(({ changes }) => changes),
        );
        const operations = sum(all.map((one) => one.operations));
        return ratioReading(at, sum(remote), operations, 'no thread was created');
      }),
    ),
};

function objectsOf(trial: CompletedTrial, kind: 'condvar' | 'barrier') {
  return trial.processes.flatMap(({ counts }) => counts.syncObjects).filter(({ object }) => object === kind);
}

function changesAt(trial: CompletedTrial, wanted: 'create' | 'exit') {
  return trial.processes.flatMap(({ counts }) => counts.descriptorChanges).filter(({ at }) => at === wanted);
}

/** Nothing where the workload has no such thing. */
function readingOf<T>(found: readonly T[], read: (found: readonly T[]) => Reading): readonly Reading[] {
  return found.length === 0 ? [] : [read(found)];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
