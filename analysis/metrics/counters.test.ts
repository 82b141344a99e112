import { expect, test } from 'vitest';
import type { Counters } from '../../results/schema/counters.ts';
import { makeCounters } from '../../test/fixtures/counters.ts';
import { makeArm, makeRun, makeRunFiles, makeVirtualSection } from '../../test/fixtures/runs/make-run.ts';
import { observe } from '../estimate/observe.ts';

type Given = Partial<Counters> | null;

/** Values (or reasons) by `metric subject`, of one trial of each arm; an arm is the counters of its processes, 1000 operations each. */
function readings(...arms: readonly (readonly Given[])[]): Record<string, number | string>[] {
  const { processes } = makeArm({ id: '', workload: 'w', target: 'musl' });
  const made = arms.map((given, i) =>
    makeArm({ id: `arm ${i}`, workload: 'w', target: 'musl', processes: given.flatMap(() => processes) }),
  );
  const files = makeRunFiles([makeVirtualSection(made, 1)], (arm) => ({
    state: 'completed',
    processes: (arms[made.indexOf(made.find(({ id }) => id === arm.id) ?? arm)] ?? []).map((given) => ({
      counts: { operations: 1000, counters: given === null ? null : makeCounters(given) },
    })),
  }));
  const [section] = makeRun(files).sections;
  if (section === undefined) throw new Error('no section');
  const all = observe(section);
  return made.map(({ id }) =>
    Object.fromEntries(
      all
        .filter(({ arm }) => arm === id)
        .map(({ metric, subject, values, missing }) => [
          `${metric.name} ${subject}`.trim(),
          values.get(1) ?? missing?.reason ?? 'nothing',
        ]),
    ),
  );
}

const noTracefs = { unavailable: 'tracefs is not mounted' };

test('system calls are counted by name per operation of all processes', () => {
  const [one] = readings([
    { systemCalls: { mmap: 30, munmap: 10, other: 0 } },
    { systemCalls: { mmap: 10, munmap: 0, other: 0 } },
  ]);
  expect(one).toMatchObject({
    'system_calls_per_operation mmap': 0.02,
    'system_calls_per_operation munmap': 0.005,
  });
  expect(one).not.toHaveProperty('system_calls_per_operation other');
});

test('a call that only one arm makes is a zero in the others, one that nobody makes is not reported', () => {
  const [one, other] = readings(
    [{ systemCalls: { madvise: 900, mmap: 0, other: 0 } }],
    [{ systemCalls: { madvise: 0, mmap: 0, other: 0 } }],
  );
  expect(one).toMatchObject({ 'system_calls_per_operation madvise': 0.9 });
  expect(other).toMatchObject({ 'system_calls_per_operation madvise': 0 });
  for (const arm of [one, other]) expect(arm).not.toHaveProperty('system_calls_per_operation mmap');
});

test('what could not be counted has its reason and no zero', () => {
  const kernel = { cpuMigrations: 0, userFaults: noTracefs, tlbShootdowns: noTracefs };
  const [one] = readings([{ systemCalls: noTracefs, futex: noTracefs, kernel }]);
  expect(one).toMatchObject({
    system_calls_per_operation: 'tracefs is not mounted',
    futex_calls_per_operation: 'tracefs is not mounted',
    futex_wasted_ratio: 'tracefs is not mounted',
    tlb_shootdowns_per_operation: 'tracefs is not mounted',
    cpu_migrations_per_operation: 0,
    cycles_per_operation: 'this machine has no such counter',
  });
});

test('one process without a count leaves the trial without it', () => {
  const [one, other] = readings([{ systemCalls: noTracefs }, {}], [null, {}]);
  expect(one).toMatchObject({ 'system_calls_per_operation mmap': 'tracefs is not mounted' });
  expect(other).toMatchObject({ futex_calls_per_operation: 'a process of the trial reported no counters' });
});

test('a program that was not asked says nothing', () => {
  expect(readings([null])).toEqual([{}]);
});

test('futex calls are wasted when a wait is refused or a wake finds nobody', () => {
  const futex = { calls: 40, waits: 10, refusedWaits: 4, wakes: 30, idleWakes: 26 };
  const [one] = readings([{ futex }]);
  expect(one).toMatchObject({ futex_calls_per_operation: 0.04, futex_wasted_ratio: 0.75 });
  expect(readings([{}])[0]).toMatchObject({ futex_wasted_ratio: 'no futex call was made' });
});

test('a hardware counter says when it is scaled or without the kernel', () => {
  const { hardware } = makeCounters();
  const counted = (count: number, userOnly: boolean, countingPpm: number) => ({
    count,
    userOnly,
    countingPpm,
  });
  const [one] = readings([
    {
      hardware: {
        ...hardware,
        cycles: counted(5000, false, 1_000_000),
        instructions: counted(5000, true, 1_000_000),
        cacheMisses: counted(100, true, 250_000),
      },
    },
  ]);
  expect(one).toMatchObject({
    cycles_per_operation: 5,
    'instructions_per_operation user only': 5,
    'cache_misses_per_operation user only, scaled': 0.4,
  });
});

test('events of the whole system are not added up over processes', () => {
  const vmstat = { ...makeCounters().vmstat, numa_hint_faults: 50 };
  const name = 'placement_events_per_operation numa_hint_faults';
  expect(readings([{ vmstat }])[0]).toMatchObject({ [name]: 0.05 });
  expect(readings([{ vmstat }, { vmstat }])[0]).toMatchObject({
    [name]: 'several processes saw the same events of the whole system',
  });
});

test('misses of all nodes are added up, and a node without the line leaves none', () => {
  const node = (numa_miss: number | typeof noTracefs) => ({ node: 0, numa_miss, numa_foreign: 0 });
  const name = 'placement_events_per_operation numa_miss';
  expect(readings([{ numastat: [node(3), node(4)] }])[0]).toMatchObject({ [name]: 0.007 });
  expect(readings([{ numastat: [node(3), node(noTracefs)] }])[0]).toMatchObject({
    [name]: 'tracefs is not mounted',
  });
});
