import { expect, test } from 'vitest';
import type { MemoryCheckpoint } from '../../results/schema/counts.ts';
import type { Arm } from '../../results/schema/plan.ts';
import { makeArm, makeRun, makeRunFiles, makeVirtualSection } from '../../test/fixtures/runs/make-run.ts';
import { makeBlowUp } from '../document/results/blow-up.ts';
import { printLines } from '../render/text/print-lines.ts';
import { buildReport } from '../report/build-report.ts';

type Placed = Pick<Arm, 'placement' | 'processes'>;

const thread = (node: number, cpu: number) => ({ role: 'worker', node, cpu });
const process = (threads: Arm['processes'][number]['threads']) => ({ threads, numactl: [], boundNodes: [] });

const local: Placed = { placement: 'local', processes: [process([thread(0, 0), thread(0, 1)])] };
const spread: Placed = { placement: 'spread', processes: [process([thread(0, 0), thread(1, 2)])] };
const split: Placed = { placement: 'split', processes: [process([thread(0, 0)]), process([thread(1, 2)])] };

function phases(id: string, placed: Placed, rest: Partial<Arm> = {}): Arm {
  return makeArm({ id, workload: 'phases', target: 'musl', parameters: { groups: '2' }, ...placed, ...rest });
}

const at = (checkpoint: string, anonymousBytes: number, operations?: number): MemoryCheckpoint => ({
  checkpoint,
  residentBytes: anonymousBytes,
  anonymousBytes,
  lazyFreeBytes: 0,
  peakResidentBytes: 0,
  liveBytes: 1,
  nodes: [],
  ...(operations === undefined ? {} : { operations }),
});
const memory = (first: number, second: number) => [
  at('start', 100),
  at('a', 100 + first, 1),
  at('b', 100 + second, 2),
  at('end', 101),
];

/** One process needs 100 at each of two peaks, in block 2 twice that; each of two processes keeps the 90 of its peak. */
function reportOf(arms: readonly Arm[]) {
  const files = makeRunFiles([makeVirtualSection(arms, 2)], (arm, { block }) => ({
    state: 'completed',
    processes:
      arm.processes.length === 1
        ? [{ counts: { memory: memory(100 * block, 80) } }]
        : [{ counts: { memory: memory(90, 90) } }, { counts: { memory: memory(0, 90) } }],
  }));
  return buildReport(makeRun(files));
}

test('blow-up is the sum over processes at the same phase border over one process, within each block', () => {
  const { blowUps } = reportOf([phases('a', spread), phases('b', split)]);
  expect(blowUps).toMatchObject([
    {
      target: 'musl',
      heaps: 2,
      oneProcess: 'spread',
      nodes: [0, 1],
      ratio: { point: 1.35, lower: 0.9, upper: 1.8, n: 2 },
    },
  ]);
});

test('one process on one node goes before one on several', () => {
  const { blowUps } = reportOf([phases('a', spread), phases('b', local), phases('c', split)]);
  expect(blowUps.map(({ oneProcess }) => oneProcess)).toEqual(['local']);
});

test.each([
  ['of another target', phases('a', spread, { target: 'glibc' })],
  ['of other parameters', phases('a', spread, { parameters: { groups: '1' } })],
  ['of fewer threads', phases('a', { placement: 'local', processes: [process([thread(0, 0)])] })],
  ['with memory elsewhere', phases('a', { ...local, placement: 'remote' })],
])('an arm %s is not compared with', (_, other) => {
  expect(reportOf([other, phases('b', split)]).blowUps).toEqual([]);
});

test('workloads whose processes repeat the same work have no blow-up', () => {
  const churn = { workload: 'churn' };
  expect(reportOf([phases('a', spread, churn), phases('b', split, churn)]).blowUps).toEqual([]);
});

test('a ring, whose blocks cross nodes in one process only, has no blow-up', () => {
  const ring = { parameters: { groups: '2', pattern: 'ring' } };
  expect(reportOf([phases('a', spread, ring), phases('b', split, ring)]).blowUps).toEqual([]);
});

test('the text says that a heap per node is emulated', () => {
  const text = printLines(makeBlowUp(reportOf([phases('a', spread), phases('b', split)]), 0)).join('\n');
  expect(text).toContain('emulated by one\nprocess per node');
  expect(text).toMatch(/musl +1\.350/);
});
