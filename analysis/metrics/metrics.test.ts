import { expect, test } from 'vitest';
import { readings } from '../../test/fixtures/runs/readings.ts';

const placement = {
  subject: 'live',
  owner: 'allocator',
  checkpoint: 'end',
  nodes: [0, 1],
  objects: 4,
  bytes: [
    [60, 20],
    [10, 10],
  ],
  absentBytes: [50, 0],
  zeroPageBytes: [0, 25],
  unknownBytes: [0, 25],
} as const;
const mutable = <T>(value: T) => structuredClone(value) as never;

test('remote bytes are those off their owner, out of those on any node; the rest is counted apart', () => {
  expect(readings([{ placement: mutable([placement]) }])).toMatchObject({
    'allocation_remote_byte_ratio live at end': 0.3,
    'absent_byte_ratio live at end, by allocator': 0.25,
    'zero_page_byte_ratio live at end, by allocator': 0.125,
    'unknown_node_byte_ratio live at end, by allocator': 0.125,
  });
});

test('placements of several processes are added, not averaged', () => {
  const local = {
    ...placement,
    bytes: [
      [300, 0],
      [0, 0],
    ],
  };
  const counts = [{ placement: mutable([placement]) }, { placement: mutable([local]) }];
  expect(readings(counts)['allocation_remote_byte_ratio live at end']).toBe(30 / 400);
});

test('with no byte on a node the remote ratio is unavailable, never NaN', () => {
  const none = {
    ...placement,
    bytes: [
      [0, 0],
      [0, 0],
    ],
    absentBytes: [0, 0],
    zeroPageBytes: [0, 0],
    unknownBytes: [0, 0],
  };
  const found = readings([{ placement: mutable([none]) }]);
  expect(found['allocation_remote_byte_ratio live at end']).toBe('no live byte lies on a node');
  expect(found['absent_byte_ratio live at end, by allocator']).toBe('no live byte');
});

const units = (objects: readonly [number, number, number]) =>
  [64, 4096, 2 ** 21].map((unitBytes, place) => {
    const count = objects[place] ?? 0;
    return { unitBytes, objects: count, objectBytes: count * 10, bytes: count * 10, followingBytes: 0 };
  });
const classOf = (objects: number, requestedBytes: number, usableBytes: number) => ({
  ...{ upToBytes: 16, objects, requestedBytes, usableBytes },
  ...{ placedBytes: 0, remoteBytes: 0, pageSharingObjects: 0 },
});
const census = {
  ...{ subject: 'live', owner: 'allocator', checkpoint: 'end', objects: 10, runs: 4 },
  neighbours: { pairs: 9, remotePairs: 3, strideBytes: 16, stridePairs: 9 },
  sharing: units([1, 4, 10]),
  classes: [classOf(8, 70, 80), classOf(2, 50, 80)],
};

test('sharing and runs are weighed by objects, internal fragmentation by usable bytes, over all processes', () => {
  const other = {
    ...census,
    objects: 30,
    runs: 1,
    sharing: units([0, 0, 0]),
    classes: [classOf(30, 240, 320)],
  };
  expect(readings([{ census: mutable([census]) }, { census: mutable([other]) }])).toMatchObject({
    'line_sharing_ratio live at end': 1 / 40,
    'page_sharing_ratio live at end': 4 / 40,
    'region_sharing_ratio live at end': 10 / 40,
    'mean_run_objects live at end': 40 / 5,
    'internal_fragmentation_ratio live at end': 120 / 480,
  });
});

test('a census of nothing has no ratio, and objects of no malloc no internal fragmentation', () => {
  const none = { ...census, objects: 0, runs: 0, sharing: units([0, 0, 0]), classes: [] };
  expect(readings([{ census: mutable([none]) }])).toMatchObject({
    'page_sharing_ratio live at end': 'no live object',
    'mean_run_objects live at end': 'no live object',
    'internal_fragmentation_ratio live at end': 'no live object',
  });
  const { usableBytes: _usable, ...withoutUsable } = classOf(10, 70, 80);
  const found = readings([{ census: mutable([{ ...census, classes: [withoutUsable] }]) }]);
  expect(found['internal_fragmentation_ratio live at end']).toMatch(/no usable size/);
});

const threads = [0, 0, 1, 1].map((node, thread) => ({ thread, node, acquisitions: 10 }));

test('of the handoffs between four threads on two nodes two of three fair draws change node', () => {
  const matrix = threads.map((_, i) => threads.map((_, j) => (i === j ? 90 : 10)));
  expect(readings([{ lockHandoffs: [{ threads, matrix, lockNode: 0 }] }])).toMatchObject({
    remote_handoff_ratio: 8 / 12,
    remote_handoff_fair_ratio: 2 / 3,
    lock_reacquisition_ratio: 36 / 48,
    acquisition_fairness_ratio: 1,
    acquisition_busier_half_ratio: 0.5,
  });
});

test('writes of an rwlock, which the seed deals out, have no fairness', () => {
  const matrix = threads.map((_, i) => threads.map((_, j) => (i === j ? 0 : 4)));
  const found = readings([{ lockHandoffs: [{ threads, matrix, lockNode: 0 }] }], null, {
    workload: 'rwlock',
  });
  expect(found).not.toHaveProperty('acquisition_fairness_ratio');
  expect(found).not.toHaveProperty('acquisition_busier_half_ratio');
  expect(found).toHaveProperty('remote_handoff_ratio');
});

test('on one node no handoff can be remote, so that there is no such ratio', () => {
  const here = threads.map((thread) => ({ ...thread, node: 0 }));
  const matrix = here.map((_, i) => here.map((_, j) => (i === j ? 0 : 1)));
  const found = readings([{ lockHandoffs: [{ threads: here, matrix, lockNode: 0 }] }]);
  expect(found).not.toHaveProperty('remote_handoff_ratio');
  expect(found).toHaveProperty('lock_reacquisition_ratio', 0);
});

test('a handful of handoffs has no ratio, however many acquisitions there were', () => {
  const handoffs = (each: number) =>
    threads.map((_, i) => threads.map((_, j) => (i === j ? 9000 : i === 0 ? each : 0)));
  const of = (each: number) =>
    readings([{ lockHandoffs: [{ threads, matrix: handoffs(each), lockNode: 0 }] }]);
  expect(of(33)).toMatchObject({
    remote_handoff_ratio: 'fewer than 100 handoffs to another thread',
    lock_reacquisition_ratio: 36_000 / 36_099,
  });
  expect(of(33)).not.toHaveProperty('remote_handoff_fair_ratio');
  expect(of(34)).toMatchObject({ remote_handoff_ratio: 2 / 3 });
});

test('a lock that never changed hands has no handoff ratio', () => {
  const matrix = threads.map((_, i) => threads.map((_, j) => (i === 0 && j === 0 ? 39 : 0)));
  const found = readings([{ lockHandoffs: [{ threads, matrix, lockNode: 'unknown' }] }]);
  expect(found.remote_handoff_ratio).toBe('no handoff to another thread');
});

test('faults are per operation of the workload, and 0 operations are no reason to divide', () => {
  const events = { minorFaults: 5, majorFaults: 0, voluntarySwitches: 1, involuntarySwitches: 0 };
  expect(readings([{ events, operations: 10 }]).minor_faults_per_operation).toBe(0.5);
  expect(readings([{ events, operations: 0 }]).minor_faults_per_operation).toBe('no operation was done');
  expect(readings([{ events: null }])).not.toHaveProperty('minor_faults_per_operation');
});

test('wake-ups in vain are counted per token, records and descriptors by where they lie', () => {
  const threads = [
    { thread: 0, node: 0, counts: { waits: 9, inVain: 3, overtook: 0 } },
    { thread: 1, node: 1, counts: { waits: 9, inVain: 2, overtook: 0 }, stackNode: 0, recordNode: 0 },
    { thread: 2, node: 1, counts: { waits: 9, inVain: 0, overtook: 0 }, stackNode: 1, recordNode: 1 },
  ];
  const handoffs = {
    threads: [{ thread: 0, node: 0, acquisitions: 10 }],
    matrix: [[0]],
    lockNode: 0,
  };
  const change = (at: 'create' | 'exit', changes: number) => ({
    thread: 0,
    node: 0,
    at,
    operations: 4,
    others: [
      { node: 0, descriptors: 2, changes: 4 },
      { node: 1, descriptors: 2, changes },
    ],
  });
  const found = readings([
    {
      syncObjects: [{ object: 'condvar', objectNode: 0, threads }],
      lockHandoffs: [handoffs],
      descriptorChanges: [change('create', 2), change('exit', 0)],
    },
  ]);
  expect(found).toMatchObject({
    wakeups_in_vain_per_operation: 0.5,
    remote_wait_record_ratio: 0.5,
    'remote_descriptor_changes_per_operation create': 0.5,
    'remote_descriptor_changes_per_operation exit': 0,
  });
});

test('a libc without records on stacks has no share of remote ones, a workload without objects no reading', () => {
  const threads = [{ thread: 0, node: 0, counts: { rounds: 1, serial: 1 }, stackNode: 0 as const }];
  const found = readings([{ syncObjects: [{ object: 'barrier', objectNode: 0, threads }] }]);
  expect(found.remote_wait_record_ratio).toBe('this libc keeps no record on the stack');
  expect(found).not.toHaveProperty('wakeups_in_vain_per_operation');
  expect(Object.keys(readings([{}])).filter((name) => /record|descriptor|vain/.test(name))).toEqual([]);
});
